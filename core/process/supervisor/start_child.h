// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/supervisor/memory_group.h"
#include "core/process/supervisor/protocol.h"

#include <sys/types.h>

namespace studio::supervisor {

struct StartResult
{
    pid_t child = -1;
    int error = 0; ///< errno, where there is no child
    Event::Step step = Event::Execute;
};

/// Receives a StartRequest and starts what it asks for, with one more variable where one is given, and with its limit
/// of memory set in `group`, where this process is in one; that is closed where it cannot. Ends this process where the
/// socket ends before.
StartResult startChild(int socket, const char *variable, MemoryGroup &group, StartRequest &request);

} // namespace studio::supervisor
