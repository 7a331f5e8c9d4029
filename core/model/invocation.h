// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/http_message.h"

#include <QString>

namespace studio {

/// The largest body that a handler is called with (PLATFORM, part 3).
constexpr qint64 maxPayloadBytes = 6LL << 20;

/// One call of a handler and what came of it.
struct Invocation
{
    QString executionId;
    HttpRequest request;
    HttpResponse response; ///< also the platform's own 500 and 504, with {error}
    HttpTimings timings;
    qint64 handlerUs = -1;     ///< microseconds inside the handler, -1 when the instance did not say
    bool coldStart = false;    ///< an instance had to be started for it
    qint64 startUs = 0;        ///< microseconds it took to start, 0 when warm
    bool fromPlatform = false; ///< the answer is the platform's own: the handler gave none
    bool brokeOff = false;     ///< or its own had begun, and been told, before the platform's took its place

    bool operator==(const Invocation &) const = default;
};

} // namespace studio
