// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/process/supervisor/protocol.h"

#include <sys/types.h>

namespace studio::supervisor {

/// The best isolation that the system allows this user.
Isolation bestIsolation();

/// fork(2) into the namespaces that the isolation takes. The child is the init process of its PID namespace, and has a
/// /proc that shows it; where the system refuses that (a container that hides parts of /proc), the old one stays, with
/// the numbers of the outer namespace. -1 with errno.
pid_t forkIsolated(Isolation isolation);

} // namespace studio::supervisor
