// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/request_sender.h"

#include <QCoroFuture>
#include <QElapsedTimer>
#include <QObject>
#include <QPromise>
#include <QTimer>

#include <algorithm>
#include <map>

namespace studio::collection {

namespace {

Task<Answer> callApp(Invoker *invoker, std::optional<AppId> app, InvokeTarget target, PreparedRequest prepared,
                     std::stop_token stop)
{
    if (!app) {
        co_return fail(ErrorCode::FailedPrecondition,
                       QObject::tr("A request to a path goes to the app of the project, and there is none."));
    }
    std::stop_source ended;
    const std::stop_callback stopped(stop, [ended]() mutable { ended.request_stop(); });
    bool isLate = false;
    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&limit, &QTimer::timeout, &limit, [&isLate, ended]() mutable {
        isLate = true;
        ended.request_stop();
    });
    if (prepared.timeout.count() > 0) {
        limit.start(prepared.timeout);
    }
    const auto invocation = co_await invoker->invoke(*app, target, std::move(prepared.request), {}, ended.get_token());
    if (isLate && !stop.stop_requested() && (!invocation || invocation->error)) {
        co_return fail(ErrorCode::DeadlineExceeded,
                       QObject::tr("The app did not answer within %1 ms.").arg(prepared.timeout.count()));
    }
    if (!invocation) {
        co_return std::unexpected(invocation.error());
    }
    if (invocation->brokeOff && invocation->error) {
        co_return std::unexpected(*invocation->error);
    }
    co_return Answer{invocation->response, invocation->executionId, invocation->timings.total};
}

QString reasonOf(const TransportEnd &end, const QUrl &address)
{
    const QString host = address.toString(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveUserInfo);
    switch (end.kind) {
    case TransportEnd::TooLarge:
        return QObject::tr("The answer of %1 is too large.").arg(host);
    case TransportEnd::Encoded:
        return QObject::tr("The answer of %1 is in a content coding, which was not asked for.").arg(host);
    case TransportEnd::Late:
        return QObject::tr("%1 did not answer in time.").arg(host);
    case TransportEnd::Untrusted:
        return QObject::tr("%1 cannot be trusted: %2").arg(host, end.reason);
    default:
        return QObject::tr("%1 did not answer: %2").arg(host, end.reason);
    }
}

/// One transport a host: it chooses a proxy by it.
class AddressClient
{
public:
    explicit AddressClient(std::function<Result<TransportFactory *>()> load) : m_load(std::move(load)) {}

    Result<Transport *> transportFor(const QUrl &address)
    {
        auto &transport = m_transports[address.authority()];
        if (!transport) {
            const auto factory = m_load();
            if (!factory) {
                return std::unexpected(factory.error());
            }
            const QString host = address.host();
            const bool isLoopback = host == QLatin1String("localhost") || host == QLatin1String("127.0.0.1") ||
                                    host == QLatin1String("::1") || host.endsWith(QLatin1String(".localhost"));
            transport = (*factory)->make(address, isLoopback);
        }
        return transport.get();
    }

private:
    std::function<Result<TransportFactory *>()> m_load;
    std::map<QString, std::unique_ptr<Transport>> m_transports;
};

/// RFC 9110, 9.2.1: to ask twice is to ask once.
bool isSafe(const QByteArray &method)
{
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
}

TransportRequest transportRequest(const PreparedRequest &prepared)
{
    constexpr std::chrono::milliseconds most = std::chrono::minutes(10);
    const auto longest = prepared.timeout.count() > 0 ? std::min(prepared.timeout, most) : most;
    return {.url = prepared.address,
            .verb = prepared.request.method,
            .headers = prepared.request.headers,
            .body = prepared.request.body,
            .isSentOnce = !isSafe(prepared.request.method) || !prepared.request.body.isEmpty(),
            .hasWholeErrors = true, // a 201 has a body that is checked as that of a 200 is
            .quiet = longest,
            .longest = longest,
            .maxBytes = 64LL << 20,
            .isHeld = {}};
}

Task<Answer> callAddress(std::shared_ptr<AddressClient> client, PreparedRequest prepared, std::stop_token stop)
{
    const auto transport = client->transportFor(prepared.address);
    if (!transport) {
        co_return std::unexpected(transport.error());
    }
    QElapsedTimer timer;
    timer.start();
    const auto promise = std::make_shared<QPromise<TransportEnd>>();
    promise->start();
    const auto future = promise->future();
    const auto breakOff = (*transport)->send(transportRequest(prepared), {}, [promise](const TransportEnd &end) {
        promise->addResult(end);
        promise->finish();
    });
    const std::stop_callback stopped(stop, breakOff);
    const TransportEnd end = co_await future;
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    if (end.kind != TransportEnd::Answered) {
        co_return fail(ErrorCode::Unavailable, reasonOf(end, prepared.address));
    }
    co_return Answer{.response = {.status = end.status, .reason = end.phrase, .headers = end.headers, .body = end.body},
                     .executionId = {},
                     .microseconds = timer.nsecsElapsed() / 1'000};
}

} // namespace

RequestSender senderToApp(Invoker *invoker, std::optional<AppId> app, InvokeTarget target)
{
    return [=](PreparedRequest prepared, std::stop_token stop) {
        return callApp(invoker, app, target, std::move(prepared), std::move(stop));
    };
}

RequestSender senderToAddress(std::function<Result<TransportFactory *>()> load)
{
    const auto client = std::make_shared<AddressClient>(std::move(load));
    return [client](PreparedRequest prepared, std::stop_token stop) {
        return callAddress(client, std::move(prepared), std::move(stop));
    };
}

RequestSender senderTo(RequestSender app, RequestSender address)
{
    return [app = std::move(app), address = std::move(address)](PreparedRequest prepared, std::stop_token stop) {
        const RequestSender &chosen = prepared.address.isEmpty() ? app : address;
        return chosen(std::move(prepared), std::move(stop));
    };
}

} // namespace studio::collection
