// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/http_client.h"
#include "core/model/http_message.h"
#include "core/model/invocation.h"
#include "core/runner/instance.h"

#include <QElapsedTimer>
#include <QPointer>

namespace studio {

/// One call that the platform makes of a handler, as its gateway does: the incoming `x-ignite-*` headers dropped, its
/// own set, and an answer of its own where the handler gives none (PLATFORM, parts 2 and 3).
struct HandlerCall
{
    QString executionId; ///< made when empty
    QString functionId;  ///< "org/app"
    HttpRequest request;
    std::chrono::milliseconds timeout{30'000}; ///< for the execution whole, a streamed answer too
    std::chrono::milliseconds waited{0};       ///< of that time, for an instance
    bool coldStart = false;                    ///< the instance was started for this call, just now
    qint64 keptBytes = 64LL << 20;             ///< of the answer's body

    bool operator==(const HandlerCall &) const = default;
};

/// The platform's 413 for a body beyond maxPayloadBytes, which no handler sees and no instance is started for.
std::optional<Invocation> answerForSize(const HandlerCall &call);

/// Sends the call to the instance. 504 {error} when
/// it does not answer in time (the instance is then stopped: it may be in an endless loop), 500 {error} when it dies or
/// breaks the connection, naming the signal, 502 {error} when its answer is not acceptable HTTP. Fails with Cancelled
/// (a handler that computes on is then stopped, and the error's detail says so), or InvalidArgument for a request that
/// cannot be sent. `client` must outlive the call; the instance may go away at any time. With a sink the answer is told
/// as it comes, unless it is the platform's own; on this thread.
Task<Invocation> callHandler(HttpClient *client, QPointer<Instance> instance, HandlerCall call, std::stop_token stop,
                             HttpSink sink = {});

/// What the platform answers where the handler did not: 504 when it was late (the instance is then stopped: it may be
/// in an endless loop), 502 where it answered but not as HTTP (Internal), else 500 with how it died.
QCoro::Task<HttpResponse> answerForSilence(QPointer<Instance> instance, QString executionId, Error error,
                                           std::chrono::milliseconds timeout);

/// Why a component ended without an answer, where Wasmtime answered for it.
QCoro::Task<QString> reasonOfTrap(QPointer<Instance> instance, QString executionId);

/// After the connection of a call was closed: a handler that waits for something ends with it. One that computes may
/// never, and would keep the next calls from their answers: its process is stopped. What is said of that, else nothing.
QCoro::Task<QString> quitCall(QPointer<Instance> instance, QString executionId);

/// Waits until a request may be sent; its end, or this time.
QCoro::Task<void> waitUntilListening(QPointer<Instance> instance, std::chrono::milliseconds timeout);

/// Waits until the instance has left Starting; bounded by its own readiness timeout.
QCoro::Task<void> waitUntilStarted(QPointer<Instance> instance);

} // namespace studio
