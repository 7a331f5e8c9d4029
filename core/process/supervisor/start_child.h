// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/supervisor/protocol.h"

#include <sys/types.h>

namespace studio::supervisor {

struct StartResult
{
    pid_t child = -1;
    int error = 0; ///< errno, where there is no child
    Event::Step step = Event::Execute;
};

/// Receives a StartRequest and starts what it asks for, with one more variable where one is given. Ends this process
/// where the socket ends before.
StartResult startChild(int socket, const char *variable, StartRequest &request);

} // namespace studio::supervisor
