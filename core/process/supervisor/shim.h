// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/supervisor/memory_group.h"
#include "core/process/supervisor/protocol.h"

namespace studio::supervisor {

/// Runs one job: waits for its StartRequest on the socket, starts the child, tells how it ended, and ends all that the
/// child has started: with the child, at a Kill, at the limit of memory, and at the end of the socket, which is the end
/// of the program that the job belongs to. In a process of its own without threads, in which nothing else runs; it is
/// the init of its PID namespace, or a child subreaper, whose child gets `jobVariable` too. It enters `group`, where
/// there is one. Never returns.
[[noreturn]] void runShim(int socket, Isolation isolation, const char *jobVariable, const MemoryGroup &group);

} // namespace studio::supervisor
