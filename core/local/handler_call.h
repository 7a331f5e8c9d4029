// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/http_client.h"
#include "core/model/invocation.h"
#include "core/runner/instance.h"

#include <QPointer>

namespace studio {

/// One call that the platform makes of a handler, as its gateway does: the incoming `x-ignite-*` headers dropped, its
/// own set, and an answer of its own where the handler gives none (PLATFORM, parts 2 and 3).
struct HandlerCall
{
    QString executionId;
    QString functionId; ///< "org/app"
    RustTarget target = RustTarget::Native;
    HttpRequest request;
    std::chrono::milliseconds timeout{30'000}; ///< for the execution whole, a streamed answer too
    std::chrono::milliseconds waited{0};       ///< of that time, for an instance
    bool coldStart = false;                    ///< the instance was started for this call, just now
    qint64 keptBytes = 64LL << 20;             ///< of the answer's body

    bool operator==(const HandlerCall &) const = default;
};

/// Sends the call to the instance; see handler_failure.h for what it is answered where the handler does not. Fails with
/// Cancelled (a handler that computes on is then stopped, and the error's detail says so), or InvalidArgument for a
/// request that cannot be sent. `client` must outlive the call; the instance may go away at any time. With a sink the
/// answer is told as it comes, unless it is the platform's own; on this thread.
Task<Invocation> callHandler(HttpClient *client, QPointer<Instance> instance, HandlerCall call, std::stop_token stop,
                             HttpSink sink = {});

} // namespace studio
