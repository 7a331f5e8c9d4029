// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtTypes>

#include <chrono>

namespace studio::gateway {

/// What one client may take of the gateway; of one message, see core/invocation/http_limits.h.
struct Limits
{
    std::chrono::milliseconds headTime{10'000};  ///< from the first byte of a request to the end of its head
    std::chrono::milliseconds bodyTime{60'000};  ///< for the rest
    std::chrono::milliseconds idleTime{75'000};  ///< between two requests
    std::chrono::milliseconds writeTime{30'000}; ///< for a client to take a part of its answer
    std::chrono::milliseconds lingerTime{1'000}; ///< for a client to take the last answer before the end
    int connections = 512;
    qint64 bodies = 256 << 20; ///< bytes, of all requests that are read or answered

    bool operator==(const Limits &) const = default;
};

} // namespace studio::gateway
