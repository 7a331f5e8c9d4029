// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/build.h"

namespace studio::compiler {

/// Builds the handler where something has changed since the last build of this folder; else it is what that has made,
/// and no cargo runs. A run takes 60 ms, and it waits for the lock of the build directory that all projects share, for
/// as long as another project compiles its crates. Where only sources of the handler's crate have changed, rustc runs
/// alone: see direct_build.h. A build is remembered in `state`, which must outlive this, unless
/// the compiler had something to say of it, because cargo says its warnings again; unless the project has a build
/// script, which may depend on anything; and unless it was made of files elsewhere, such as a crate beside the project.
/// `sourceHash` and `resolvedFor`: of the author's files, and of what the lockfile was made for.
/// Errors: those of buildHandler() and writeState().
Task<Built> buildChanged(BuildJob job, SyncState *state, QByteArray sourceHash, QByteArray resolvedFor,
                         CompileObserver observer, std::stop_token stop);

} // namespace studio::compiler
