// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/execution.h"

#include <optional>

namespace studio {

/// The largest body that a handler is called with (PLATFORM, part 3).
constexpr qint64 maxPayloadBytes = 6LL << 20;

/// One call of a handler and what came of it.
struct Invocation
{
    QString executionId;
    HttpRequest request;
    HttpResponse response; ///< the handler's; the platform's own `{"error": …}` where there is an error
    /// Why the handler gave no answer, or none to its end: 413, 500, 502 or 504 is what the platform answers then.
    std::optional<Error> error;
    HttpTimings timings;
    qint64 handlerUs = -1;      ///< microseconds inside the handler, -1 when the instance did not say
    bool coldStart = false;     ///< an instance had to be started for it
    qint64 startUs = 0;         ///< microseconds it took to start, 0 when warm
    bool brokeOff = false;      ///< with an error: an observer had been given the head of the handler's answer before
    QList<ExecutionLine> lines; ///< what the handler wrote to stderr in it, as far as a record keeps it
    qint64 linesDropped = 0;    ///< written beyond that

    bool operator==(const Invocation &) const = default;
};

} // namespace studio
