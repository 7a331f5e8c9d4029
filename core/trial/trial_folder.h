// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/toolchain/toolchain.h"

// The folder in the cache that trials compile in. It holds what a cache of compiles does, apart from that of the
// project: nothing that a trial does is seen by another compile. All block: worker.

namespace studio::trial {

/// Where a trial's compiler has its cache. Reads no file.
Paths trialPaths(const Paths &paths);

/// Removes what was compiled where that has grown too large, and what a trial that was killed has left. The caller
/// holds the lock.
bool tidyTrialFolder(const Paths &trialPaths);

/// Removes the programs that a trial made: they were only compiled to be measured.
bool dropArtifacts(const Paths &trialPaths);

/// What a CompileRequest asks for to get this toolchain.
QString wantedOf(const Toolchain &toolchain);

} // namespace studio::trial
