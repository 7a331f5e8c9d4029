// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/compiler/build_folder.h"
#include "core/model/compile_observer.h"
#include "core/toolchain/toolchain.h"

#include <QProcessEnvironment>

namespace studio::compiler {

/// What a run of Clippy needs to know.
struct ClippyJob
{
    BuildFolder folder; ///< prepared as for a compile
    CompileRequest request;
    Toolchain toolchain;
    QProcessEnvironment environment;
};

/// Runs `cargo clippy` in the build folder: what it finds in the author's crates goes to the observer, the number of
/// findings is returned. Also where one of them is an error: then rustc does not come to the end of the code.
/// Unavailable: Clippy is not installed, a crate cannot be fetched, or a signal has ended it. Else as cargoError(),
/// also where it fails after some findings. Cancelled.
Task<int> runClippy(ClippyJob job, CompileObserver observer, std::stop_token stop);

} // namespace studio::compiler
