// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/handler_call.h"

#include "core/invocation/http_check.h"
#include "core/local/handler_failure.h"
#include "core/local/handler_headers.h"
#include "core/runner/instance_wait.h"

#include <QElapsedTimer>
#include <QObject>

#include <atomic>

namespace studio {

namespace {

/// `marks`: what the instance's log knows the call by.
HttpRequest prepared(const HandlerCall &call, const std::shared_ptr<CallMarks::Call> &marks)
{
    HttpRequest request = call.request;
    request.headers.removeIf([](const auto &header) { return isPlatformHeader(header.first); });
    request.headers += platformHeaders(call.executionId, call.functionId, marks.get());
    return request;
}

/// The answer told on the thread of `here`; not at all where it is short, or where another one may take its place.
HttpSink relayed(HttpSink sink, RustTarget target, QObject *here, const std::shared_ptr<std::atomic<bool>> &hasBegun,
                 std::function<void()> done)
{
    if (!sink.head && !sink.chunk) {
        return {.head = {}, .chunk = {}, .done = std::move(done)};
    }
    const auto isHeldBack = std::make_shared<std::atomic<bool>>(false);
    const auto shared = std::make_shared<const HttpSink>(std::move(sink));
    HttpSink relay;
    relay.done = std::move(done);
    relay.head = [isHeldBack, shared, target, here, hasBegun](HttpResponse head) {
        (void)takeHandlerMicros(head.headers, 0);
        *isHeldBack = isShortAnswer(head.headers) || isAnswerOfWasmtime(target, head);
        *hasBegun = !*isHeldBack;
        if (!*isHeldBack && shared->head) {
            QMetaObject::invokeMethod(here, [shared, head] { shared->head(head); }, Qt::QueuedConnection);
        }
    };
    relay.chunk = [isHeldBack, shared, here](const QByteArray &bytes, const std::function<void()> &next) {
        if (*isHeldBack || !shared->chunk) {
            next();
        } else {
            QMetaObject::invokeMethod(
                here, [shared, bytes, next] { shared->chunk(bytes, next); }, Qt::QueuedConnection);
        }
    };
    return relay;
}

/// Tells when an instance that is starting became ready.
class ReadyClock
{
public:
    ReadyClock(const QPointer<Instance> &instance, const QElapsedTimer &clock) : m_us(std::make_shared<qint64>(0))
    {
        if (!instance || instance->state() != InstanceState::Starting) {
            return;
        }
        m_connection = QObject::connect(instance.data(), &Instance::stateChanged, instance.data(),
                                        [clock, us = m_us](InstanceState state) {
                                            if (state == InstanceState::Ready && *us == 0) {
                                                *us = clock.nsecsElapsed() / 1000;
                                            }
                                        });
    }
    ~ReadyClock() { QObject::disconnect(m_connection); }
    ReadyClock(const ReadyClock &) = delete;
    ReadyClock &operator=(const ReadyClock &) = delete;

    [[nodiscard]] qint64 microseconds() const { return *m_us; } ///< 0 when it was not seen

private:
    std::shared_ptr<qint64> m_us;
    QMetaObject::Connection m_connection;
};

void takeAnswer(Invocation &invocation, HttpExchange exchange, qint64 waitedUs)
{
    invocation.response = std::move(exchange.response);
    invocation.timings = {.connected = exchange.timings.connected + waitedUs,
                          .firstByte = exchange.timings.firstByte + waitedUs,
                          .total = exchange.timings.total + waitedUs};
    invocation.handlerUs = takeHandlerMicros(invocation.response.headers, exchange.timings.total);
    if (invocation.coldStart) {
        // The answer may be here before the news that the handler is ready.
        const qint64 longest =
            std::max<qint64>(invocation.timings.firstByte - std::max<qint64>(invocation.handlerUs, 0), 0);
        invocation.startUs = invocation.startUs == 0 ? longest : std::min(invocation.startUs, longest);
    }
}

/// Whether the handler itself ran, and so wrote its marks.
bool hasRun(const Invocation &invocation)
{
    return invocation.handlerUs >= 0 ||
           headerValue(invocation.response.headers, "transfer-encoding").contains("chunked");
}

} // namespace

Task<Invocation> callHandler(HttpClient *client, QPointer<Instance> instance, HandlerCall call, std::stop_token stop,
                             HttpSink sink)
{
    if (!instance) {
        co_return fail(ErrorCode::FailedPrecondition, QObject::tr("The handler is not running."));
    }
    Invocation invocation;
    invocation.executionId = call.executionId;
    invocation.request = call.request;
    invocation.coldStart = call.coldStart;
    QElapsedTimer clock;
    clock.start();
    const ReadyClock ready(call.coldStart ? instance : nullptr, clock);
    co_await waitUntilListening(instance, call.timeout - call.waited, stop);
    if (!instance || stop.stop_requested()) {
        co_return cancelled();
    }
    const qint64 waitedUs = clock.nsecsElapsed() / 1000;
    const HttpLimits limits{.timeout = call.timeout - call.waited - std::chrono::milliseconds(clock.elapsed()),
                            .bodyBytes = call.keptBytes};
    if (limits.timeout <= std::chrono::milliseconds::zero()) {
        answerInstead(invocation, 504, overdueError(call.timeout));
        invocation.timings.total = waitedUs;
        co_return invocation;
    }
    const quint16 port = instance->port();
    QObject here;
    const auto hasBegun = std::make_shared<std::atomic<bool>>(false);
    const auto marks = instance->marks()->expect(call.executionId);
    auto exchange =
        co_await client->send(port, prepared(call, marks), limits, stop,
                              relayed(std::move(sink), call.target, &here, hasBegun, instance->logReader()));
    invocation.startUs = ready.microseconds();
    if (exchange) {
        takeAnswer(invocation, std::move(*exchange), waitedUs);
        if (isAnswerOfWasmtime(call.target, invocation.response)) {
            co_await answerForTrap(instance, invocation);
        } else if (hasRun(invocation)) {
            co_await waitForLogsDrained(instance, call.executionId);
            if (instance && instance->marks()->isRunning(call.executionId)) {
                (void)co_await quitCall(instance, call.executionId); // more was sent than anybody looks at
            }
        }
        co_return invocation;
    }
    const Error error = exchange.error();
    invocation.timings.total = clock.nsecsElapsed() / 1000;
    if (error.code == ErrorCode::Cancelled) {
        const QString ended = co_await quitCall(instance, call.executionId);
        co_return fail(error.code, error.message, ended);
    }
    if (error.code == ErrorCode::InvalidArgument) {
        co_return std::unexpected(error);
    }
    invocation.brokeOff = *hasBegun;
    co_await answerForSilence(instance, invocation, error, call.timeout);
    client->forget(port);
    co_return invocation;
}

} // namespace studio
