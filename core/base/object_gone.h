// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace studio {

/// Ends a coroutine that would resume after its object is gone. Thrown by whileAlive() (core/base/lifetime.h); for
/// the one that awaits it gets Cancelled (core/base/caught.h).
struct ObjectGone
{
};

} // namespace studio
