// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/handler_call.h"

#include "core/base/json.h"
#include "core/base/uuid7.h"

#include <QCoroSignal>

namespace studio {

namespace {

constexpr std::chrono::milliseconds deathNotice{
    1'000}; ///< how long the news of a death may take after the connection broke

HttpRequest prepared(const HandlerCall &call)
{
    HttpRequest request = call.request;
    request.headers.removeIf([](const auto &header) { return header.first.toLower().startsWith("x-ignite-"); });
    request.headers.append({"x-ignite-execution-id", call.executionId.toUtf8()});
    request.headers.append({"x-ignite-function-id", call.functionId.toUtf8()});
    request.headers.append({"x-ignite-organization-id", call.functionId.section(QLatin1Char('/'), 0, 0).toUtf8()});
    return request;
}

bool hasEnded(const QPointer<Instance> &instance)
{
    return !instance || instance->state() == InstanceState::Crashed || instance->state() == InstanceState::Stopped;
}

/// The connection broke: the process is usually dead, and says why in a moment.
QCoro::Task<QString> reasonForSilence(QPointer<Instance> instance, Error error)
{
    QElapsedTimer waited;
    waited.start();
    while (!hasEnded(instance) && waited.elapsed() < deathNotice.count()) {
        co_await qCoro(instance.data(), &Instance::stateChanged,
                       deathNotice - std::chrono::milliseconds(waited.elapsed()));
    }
    if (instance && instance->state() == InstanceState::Crashed) {
        co_return instance->failure().message;
    }
    co_return error.message;
}

} // namespace

HttpResponse platformError(int status, const QString &message)
{
    HttpResponse response;
    response.status = status;
    response.reason = status == 504 ? "Gateway Timeout" : "Internal Server Error";
    response.headers = {{"content-type", "application/json"}};
    response.body = QByteArray::fromStdString(
        Json{{"error", toUtf8(message)}}.dump(-1, ' ', false, Json::error_handler_t::replace));
    return response;
}

QCoro::Task<void> untilStarted(QPointer<Instance> instance)
{
    while (instance && instance->state() == InstanceState::Starting) {
        co_await qCoro(instance.data(), &Instance::stateChanged);
    }
}

Task<Invocation> callHandler(HttpClient *client, QPointer<Instance> instance, HandlerCall call, std::stop_token stop)
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
    QMetaObject::Connection ready;
    auto startUs = std::make_shared<qint64>(0);
    if (call.coldStart && instance->state() == InstanceState::Starting) {
        ready = QObject::connect(instance.data(), &Instance::stateChanged, instance.data(),
                                 [clock, startUs](InstanceState state) {
                                     if (state == InstanceState::Ready && *startUs == 0) {
                                         *startUs = clock.nsecsElapsed() / 1000;
                                     }
                                 });
    }

    const HttpLimits limits{.timeout = call.timeout};
    const quint16 port = instance->port();
    auto exchange = co_await client->send(port, prepared(call), limits, stop);
    QObject::disconnect(ready);
    invocation.startUs = *startUs;

    if (exchange) {
        invocation.response = std::move(exchange->response);
        invocation.timings = exchange->timings;
        bool isNumber = false;
        const qint64 handlerUs = headerValue(invocation.response.headers, "x-ignite-handler-us").toLongLong(&isNumber);
        invocation.handlerUs = isNumber ? handlerUs : -1;
        if (call.coldStart && invocation.startUs == 0) {
            // The answer was here before the news that the handler is ready.
            invocation.startUs = invocation.timings.firstByte - std::max<qint64>(invocation.handlerUs, 0);
        }
        co_return invocation;
    }
    const Error error = exchange.error();
    invocation.timings.total = clock.nsecsElapsed() / 1000;
    switch (error.code) {
    case ErrorCode::Cancelled:
    case ErrorCode::InvalidArgument:
        co_return std::unexpected(error);
    case ErrorCode::DeadlineExceeded:
        invocation.response = platformError(504, QStringLiteral("The handler did not answer within %1 s.")
                                                     .arg(static_cast<double>(call.timeout.count()) / 1000.0));
        if (instance) {
            instance->stop();
        }
        break;
    default:
        invocation.response = platformError(500, co_await reasonForSilence(instance, error));
    }
    client->forget(port);
    co_return invocation;
}

} // namespace studio
