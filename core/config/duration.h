// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <chrono>

namespace studio {

/// "5m", "90s", "1h30m", "250ms"; a bare number is seconds. From 1 ms to 30 days. InvalidArgument says how to write it.
Result<std::chrono::milliseconds> parseDuration(const QString &text);

} // namespace studio
