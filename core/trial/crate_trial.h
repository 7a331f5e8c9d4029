// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/base/task.h"
#include "core/model/crate_verdict.h"
#include "core/toolchain/toolchain.h"

#include <functional>

namespace studio {

/// What is tried.
struct TrialRequest
{
    QString folder;   ///< of the project; never written to
    QString manifest; ///< text of its Cargo.toml, saved or not
    /// One that the manifest lists, or one that is to be added. A dev-dependency is tried as a normal one, an optional
    /// one as if it were on.
    Dependency crate;
    RustTarget target = RustTarget::Native;
    Toolchain toolchain;

    bool operator==(const TrialRequest &) const = default;
};

/// Told while a trial runs, on the thread that started it.
struct TrialObserver
{
    std::function<void(const QString &step)> step;                          ///< "Compiling without rand…"
    std::function<void(int done, int total, const QString &unit)> progress; ///< crates of this step
};

/// Compiles the project without a crate and with it, in folders of its own below `paths.cache` that no other compile
/// uses, as the platform compiles it (Compiler), and measures the difference. Build scripts and procedural macros of
/// the crate and of the project run: the caller has asked whether they may.
///
/// Where the project's code does not compile without the crate, an empty handler takes its place in both. One trial
/// runs at a time on a machine; others wait. A crate that does not compile is no error but what the verdict says.
/// Cancelled: nothing that was begun runs any more. Unavailable: no network, no toolchain. InvalidArgument:
/// the manifest, or the project with an empty handler, cannot be compiled without the crate. NotFound: no such crate.
/// ResourceExhausted: disk full.
Task<CrateVerdict> tryCrate(Paths paths, TrialRequest request, TrialObserver observer, std::stop_token stop = {});

/// Where verdicts of trials below these paths are kept; see VerdictStore.
QString verdictFolder(const Paths &paths);

/// As CrateVerdict::toolchain.
QString toolchainId(const Toolchain &toolchain);

} // namespace studio
