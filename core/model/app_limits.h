// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/model/version.h"

namespace studio {

// What an app can be given, at the command line and over the API.
inline constexpr int minMemoryMb = 16;
inline constexpr int maxMemoryMb = 65'536;
inline constexpr int minCpuMillicores = 10;
inline constexpr int maxCpuMillicores = 64'000;
inline constexpr int minTimeoutSecs = 1;
inline constexpr int maxTimeoutSecs = 3'600;

/// A version runs within the limits that it was published with; where it has none, the app's hold.
inline void applyVersionLimits(App &app, const Version &version)
{
    app.memoryMb = version.memoryMb > 0 ? version.memoryMb : app.memoryMb;
    app.timeoutSecs = version.timeoutSecs > 0 ? version.timeoutSecs : app.timeoutSecs;
}

} // namespace studio
