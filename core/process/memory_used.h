// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

namespace studio {

/// Resident bytes of a process and of all its descendants, shared pages counted in each; 0 where there is none. Reads
/// /proc (proc(5)). At most some hundred processes are looked at.
qint64 memoryUsedBy(qint64 pid);

} // namespace studio
