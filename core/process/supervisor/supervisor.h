// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace studio::supervisor {

/// Serves the socket on controlDescriptor until its other end is closed, then ends every job. Returns the exit code.
int supervise(bool withoutNamespaces);

} // namespace studio::supervisor
