// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/handler_call.h"

#include "core/base/uuid7.h"
#include "core/invocation/http_check.h"
#include "core/invocation/platform_response.h"

#include <QCoroSignal>

#include <atomic>

namespace studio {

namespace {

constexpr std::chrono::milliseconds deathNotice{
    1'000}; ///< how long the news of a death may take after the connection broke

constexpr std::chrono::milliseconds deathPeriod{20};
constexpr std::chrono::milliseconds reportNotice{500}; ///< the same for Wasmtime's report on a component
constexpr std::chrono::milliseconds quitNotice{100};   ///< the same for the end of a call that was given up
constexpr std::chrono::milliseconds linesNotice{250};  ///< the same for what a call wrote to stderr

/// `marks`: what the instance's log knows the call by.
HttpRequest prepared(const HandlerCall &call, const std::shared_ptr<CallMarks::Call> &marks)
{
    HttpRequest request = call.request;
    request.headers.removeIf([](const auto &header) { return header.first.toLower().startsWith("x-ignite-"); });
    request.headers.append({executionIdHeader.toByteArray(), call.executionId.toUtf8()});
    request.headers.append({"x-ignite-function-id", call.functionId.toUtf8()});
    request.headers.append({"x-ignite-organization-id", call.functionId.section(QLatin1Char('/'), 0, 0).toUtf8()});
    if (marks) {
        request.headers.append({CallMarks::header, marks->headerValue()});
    }
    return request;
}

bool hasEnded(const QPointer<Instance> &instance)
{
    return !instance || instance->state() == InstanceState::Crashed || instance->state() == InstanceState::Stopped;
}

/// The lines of a call reach us beside its answer; who asked for both gets them in order. The connection's thread has
/// looked for them when it had the answer, so there is seldom anything to wait for.
QCoro::Task<void> waitForLogsDrained(QPointer<Instance> instance, QString executionId)
{
    QElapsedTimer waited;
    waited.start();
    while (instance && !instance->drainLogs(executionId) && instance && instance->isListening() &&
           waited.elapsed() < linesNotice.count()) {
        co_await qCoro(instance.data(), &Instance::callEnded,
                       linesNotice - std::chrono::milliseconds(waited.elapsed()));
    }
}

/// The connection broke: the process is usually dead, and says why in a moment. Unless the call ended by itself: then
/// it broke its stream off.
QCoro::Task<QString> reasonForSilence(QPointer<Instance> instance, QString executionId, Error error)
{
    QElapsedTimer waited;
    waited.start();
    while (!hasEnded(instance) && !instance->marks()->hasEnded(executionId) && waited.elapsed() < deathNotice.count()) {
        co_await qCoro(instance.data(), &Instance::stateChanged, deathPeriod);
    }
    if (instance && instance->state() == InstanceState::Crashed) {
        co_return instance->failure().message;
    }
    co_await waitForLogsDrained(instance, executionId);
    co_return error.message;
}

/// The SDK's answers carry the execution's id.
bool mayBeWasmtimesPage(const HttpResponse &head)
{
    return head.status == 500 && headerValue(head.headers, executionIdHeader).isEmpty() &&
           headerValue(head.headers, "content-type").startsWith("text/html");
}

/// Wasmtime's own page for a component that ended without an answer.
bool isWasmtimesPage(const HttpResponse &response)
{
    return mayBeWasmtimesPage(response) && response.body.contains("wasmtime");
}

constexpr auto handlerMicros = "x-ignite-handler-us"; ///< from the SDK to the platform, and no further

void dropHandlerMicros(HttpResponse &response)
{
    response.headers.removeIf(
        [](const auto &header) { return header.first.compare(handlerMicros, Qt::CaseInsensitive) == 0; });
}

/// The answer told on the thread of `here`; not at all where another one may take its place.
HttpSink relayed(HttpSink sink, QObject *here, const std::shared_ptr<std::atomic<bool>> &hasBegun,
                 std::function<void()> done)
{
    if (!sink.head && !sink.chunk) {
        return {.head = {}, .chunk = {}, .done = std::move(done)};
    }
    const auto isHeldBack = std::make_shared<std::atomic<bool>>(false);
    const auto shared = std::make_shared<const HttpSink>(std::move(sink));
    HttpSink relay;
    relay.done = std::move(done);
    relay.head = [isHeldBack, shared, here, hasBegun](HttpResponse head) {
        dropHandlerMicros(head);
        *isHeldBack = mayBeWasmtimesPage(head);
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
    bool isNumber = false;
    const qint64 handlerUs = headerValue(invocation.response.headers, handlerMicros).toLongLong(&isNumber);
    // Anything in the handler's process can write it.
    const bool isPossible = isNumber && handlerUs >= 0 && handlerUs <= exchange.timings.total;
    invocation.handlerUs = isPossible ? handlerUs : -1;
    dropHandlerMicros(invocation.response);
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

std::optional<Invocation> answerForSize(const HandlerCall &call)
{
    if (call.request.body.size() <= maxPayloadBytes) {
        return {};
    }
    Invocation invocation;
    invocation.executionId = call.executionId;
    invocation.request = call.request;
    invocation.response =
        platformError(413, QStringLiteral("The request's body has more than %1 bytes.").arg(maxPayloadBytes));
    invocation.fromPlatform = true;
    return invocation;
}

/// Wasmtime tells in a moment.
QCoro::Task<QString> reasonOfTrap(QPointer<Instance> instance, QString executionId)
{
    QElapsedTimer waited;
    waited.start();
    while (instance && instance->trapOf(executionId).isEmpty() && waited.elapsed() < reportNotice.count()) {
        co_await qCoro(instance.data(), &Instance::trapped, reportNotice - std::chrono::milliseconds(waited.elapsed()));
    }
    if (!instance) {
        co_return QStringLiteral("The handler's component ended without an answer.");
    }
    instance->giveUp(executionId);
    const QString reason = instance->trapOf(executionId);
    co_return reason.isEmpty() ? QStringLiteral("The handler's component ended without an answer.")
                               : QStringLiteral("The handler's component ended: %1").arg(reason);
}

QCoro::Task<void> waitUntilListening(QPointer<Instance> instance, std::chrono::milliseconds timeout)
{
    QElapsedTimer waited;
    waited.start();
    while (instance && !instance->isListening() && instance->state() == InstanceState::Starting &&
           waited.elapsed() < timeout.count()) {
        co_await qCoro(instance.data(), &Instance::listening, timeout - std::chrono::milliseconds(waited.elapsed()));
    }
}

QCoro::Task<HttpResponse> answerForSilence(QPointer<Instance> instance, QString executionId, Error error,
                                           std::chrono::milliseconds timeout)
{
    if (error.code == ErrorCode::Internal) { // it did answer, but not as HTTP: nothing to wait for
        co_return platformError(502, error.message);
    }
    if (error.code != ErrorCode::DeadlineExceeded) {
        co_return platformError(500, co_await reasonForSilence(instance, executionId, error));
    }
    if (instance) {
        instance->stop();
    }
    co_return platformError(
        504,
        QStringLiteral("The handler did not answer within %1 s.").arg(static_cast<double>(timeout.count()) / 1000.0));
}

QCoro::Task<QString> quitCall(QPointer<Instance> instance, QString executionId)
{
    const auto isRunning = [&] { return instance && instance->marks()->isRunning(executionId); };
    QElapsedTimer waited;
    waited.start();
    while (isRunning() && !instance->drainLogs(executionId) && instance && waited.elapsed() < quitNotice.count()) {
        co_await qCoro(instance.data(), &Instance::callEnded, quitNotice - std::chrono::milliseconds(waited.elapsed()));
    }
    if (!isRunning()) {
        co_return QString();
    }
    instance->stop();
    co_return QStringLiteral("The handler went on computing: its process is ended, and the next call starts another.");
}

QCoro::Task<void> waitUntilStarted(QPointer<Instance> instance)
{
    while (instance && instance->state() == InstanceState::Starting) {
        co_await qCoro(instance.data(), &Instance::stateChanged);
    }
}

Task<Invocation> callHandler(HttpClient *client, QPointer<Instance> instance, HandlerCall call, std::stop_token stop,
                             HttpSink sink)
{
    if (!instance) {
        co_return fail(ErrorCode::FailedPrecondition, QStringLiteral("The handler is not running."));
    }
    if (call.executionId.isEmpty()) {
        call.executionId = uuid7();
    }
    Invocation invocation;
    invocation.executionId = call.executionId;
    invocation.request = call.request;
    invocation.coldStart = call.coldStart;
    QElapsedTimer clock;
    clock.start();
    const ReadyClock ready(call.coldStart ? instance : nullptr, clock);
    co_await waitUntilListening(instance, call.timeout - call.waited);
    if (!instance) {
        co_return cancelled();
    }
    const qint64 waitedUs = clock.nsecsElapsed() / 1000;
    const HttpLimits limits{.timeout = call.timeout - call.waited - std::chrono::milliseconds(clock.elapsed()),
                            .bodyBytes = call.keptBytes};
    const quint16 port = instance->port();
    QObject here;
    const auto hasBegun = std::make_shared<std::atomic<bool>>(false);
    const auto marks = instance->marks()->expect(call.executionId);
    auto exchange = co_await client->send(port, prepared(call, marks), limits, stop,
                                          relayed(std::move(sink), &here, hasBegun, instance->logReader()));
    invocation.startUs = ready.microseconds();
    if (exchange) {
        takeAnswer(invocation, std::move(*exchange), waitedUs);
        if (isWasmtimesPage(invocation.response)) {
            invocation.response = platformError(500, co_await reasonOfTrap(instance, call.executionId));
            invocation.fromPlatform = true;
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
    invocation.fromPlatform = true;
    invocation.brokeOff = *hasBegun;
    invocation.response = co_await answerForSilence(instance, call.executionId, error, call.timeout);
    client->forget(port);
    co_return invocation;
}

} // namespace studio
