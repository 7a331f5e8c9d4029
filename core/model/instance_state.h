// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace studio {

/// Of a process that runs a handler.
enum class InstanceState { Starting, Ready, Stopping, Stopped, Crashed };

} // namespace studio
