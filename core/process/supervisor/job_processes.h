// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <sys/types.h>

namespace studio::supervisor {

/// What all descendants of this process use together, in bytes, where that is more than `limit`; else 0 or any number
/// up to it. Counted are pages that cannot be dropped (anonymous and shared memory), shared ones by the part of each
/// process. Reads /proc, less of it far below the limit.
std::uint64_t memoryAbove(std::uint64_t limit);

/// Ends and reaps every descendant of this process, whatever it has done to hide. `isInit`: it is the init process of a
/// PID namespace with nothing else in it; otherwise it must be a child subreaper. Returns the status of `child`.
int endAll(bool isInit, pid_t child);

/// Ends the children of this process, at once and without reaping them. Those that `isSpared` (if given) names stay.
void killChildren(bool (*isSpared)(pid_t child) = nullptr);

} // namespace studio::supervisor
