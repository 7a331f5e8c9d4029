// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace studio {

/// How long after its window opens the program waits with what is not needed to show it.
inline constexpr std::chrono::milliseconds afterFirstPaint{300};

} // namespace studio
