// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/gateway_link.h"

#include "core/platform/load_transport.h"
#include "core/platform/wire.h"

#include <QCoroFuture>
#include <QCoroTimer>
#include <QPromise>
#include <QRegularExpression>
#include <QTimer>

namespace studio {

namespace {

constexpr int mostTries = 3;
constexpr qint64 mostBytes = 256LL << 20;
constexpr qint64 mostLineBytes = 64LL << 20;
const QLatin1StringView unknownMark("outcome unknown: ");

bool isLoopback(const QUrl &url)
{
    static const QRegularExpression ipv4(QStringLiteral("^127(\\.\\d{1,3}){3}$"));
    const QString host = url.host();
    return host == QLatin1String("::1") || host == QLatin1String("localhost") ||
           host.endsWith(QLatin1String(".localhost")) || ipv4.match(host).hasMatch();
}

/// Splits an answer into its lines as it comes.
class Lines
{
public:
    explicit Lines(std::function<void(const Json &)> tell) : m_tell(std::move(tell)) {}

    /// Whether all was JSON so far.
    bool add(const QByteArray &bytes)
    {
        m_rest += bytes;
        for (qsizetype end = m_rest.indexOf('\n'); end >= 0; end = m_rest.indexOf('\n')) {
            const QByteArray line = m_rest.first(end).trimmed();
            m_rest.remove(0, end + 1);
            if (line.isEmpty()) {
                continue; // says only that somebody is there
            }
            const auto json = parseJson(line);
            if (!json || !json->isObject()) {
                return false;
            }
            m_tell(*json);
        }
        return m_rest.size() <= mostLineBytes;
    }
    [[nodiscard]] bool isWhole() const { return m_rest.trimmed().isEmpty(); }

private:
    std::function<void(const Json &)> m_tell;
    QByteArray m_rest;
};

Error brokenConnection(const TransportEnd &end, const QUrl &endpoint)
{
    const QString where = endpoint.toString();
    if (end.kind == TransportEnd::Untrusted) {
        return {ErrorCode::Unavailable,
                QStringLiteral("The certificate of %1 is not trusted, so nothing was sent: %2.").arg(where, end.reason),
                {}};
    }
    return {ErrorCode::Unavailable, QStringLiteral("Cannot reach the gateway %1: %2.").arg(where, end.reason),
            end.reason};
}

Error damagedAnswer(const QUrl &endpoint)
{
    return {ErrorCode::Unavailable,
            QStringLiteral("The answer of the gateway %1 is damaged.").arg(endpoint.toString()),
            {}};
}

} // namespace

struct GatewayLink::Shared
{
    QUrl endpoint;
    TokenSource source;
    std::optional<QByteArray> token;
    std::unique_ptr<Transport> transport; ///< made for the first request
    std::stop_source stop;

    [[nodiscard]] TransportRequest request(const GatewayRequest &wanted, const QByteArray &bearer) const;
};

TransportRequest GatewayLink::Shared::request(const GatewayRequest &wanted, const QByteArray &bearer) const
{
    TransportRequest request{.url = endpoint,
                             .verb = wanted.verb,
                             .headers = {},
                             .body = wanted.body.isNull() ? QByteArray() : bytesOf(wanted.body),
                             // DELETE has no body to hold it by.
                             .isOnce = wanted.repeat == Repeat::Never && wanted.verb != "DELETE",
                             .quiet = wanted.quiet,
                             .mostBytes = mostBytes};
    request.url.setPath(endpoint.path(QUrl::FullyEncoded) + wanted.path, QUrl::TolerantMode);
    request.url.setQuery(wanted.query);
    request.headers = {{"accept", wanted.isLines() ? "application/x-ndjson, application/json" : "application/json"},
                       {"user-agent", "ignite-studio/" IGNITE_STUDIO_VERSION}};
    if (!bearer.isEmpty()) {
        request.headers.emplaceBack("authorization", "Bearer " + bearer);
    }
    if (!wanted.body.isNull() || wanted.verb == "POST" || wanted.verb == "PATCH") {
        request.headers.emplaceBack("content-type", "application/json");
    }
    if (request.isOnce && request.body.isEmpty()) {
        request.body = "{}";
    }
    return request;
}

GatewayLink::GatewayLink(QUrl endpoint, TokenSource token) : d(std::make_shared<Shared>())
{
    QString path = endpoint.path();
    while (path.endsWith(u'/')) {
        path.chop(1);
    }
    endpoint.setPath(path);
    d->endpoint = std::move(endpoint);
    d->source = std::move(token);
}

GatewayLink::~GatewayLink()
{
    stop();
}

void GatewayLink::stop()
{
    d->stop.request_stop();
}

const QUrl &GatewayLink::endpoint() const
{
    return d->endpoint;
}

bool GatewayLink::isUnknown(const Error &error)
{
    return error.code == ErrorCode::Unavailable && error.detail.startsWith(unknownMark);
}

Task<QByteArray> GatewayLink::token(std::shared_ptr<Shared> shared)
{
    if (!shared->token && !shared->source) {
        shared->token = QByteArray();
    }
    if (!shared->token) {
        const auto found = co_await shared->source();
        if (!found) {
            co_return std::unexpected(found.error());
        }
        shared->token = *found;
    }
    if (!shared->token->isEmpty() && shared->endpoint.scheme() != QLatin1String("https") &&
        !isLoopback(shared->endpoint)) {
        co_return fail(ErrorCode::InvalidArgument,
                       QStringLiteral("%1 is not encrypted, so the token is not sent there. Use an https address.")
                           .arg(shared->endpoint.toString()));
    }
    // A copy of its own: QCoro moves what co_return is given, be it a variable of others.
    co_return QByteArray(*shared->token);
}

Task<Json> GatewayLink::send(GatewayRequest request, std::stop_token stop)
{
    const auto shared = d;
    const auto bearer = co_await token(shared);
    if (!bearer) {
        co_return std::unexpected(bearer.error());
    }
    for (int tries = 1;; ++tries) {
        bool neverArrived = false;
        auto answer = co_await tryOnce(shared, request, *bearer, stop, &neverArrived);
        const bool isBroken = !answer && answer.error().code == ErrorCode::Unavailable;
        const bool mayRepeat = (request.repeat == Repeat::Safe && !request.isLines()) || neverArrived;
        if (!isBroken || !mayRepeat || tries == mostTries) {
            if (isBroken && request.repeat == Repeat::Never && !neverArrived) {
                answer.error().detail.prepend(unknownMark);
            }
            co_return answer;
        }
        constexpr std::chrono::milliseconds pause{200};
        QTimer timer;
        timer.setSingleShot(true);
        timer.start(pause * tries * tries);
        co_await timer;
        if (stop.stop_requested() || shared->stop.stop_requested()) {
            co_return cancelled();
        }
    }
}

Task<Json> GatewayLink::tryOnce(std::shared_ptr<Shared> shared, GatewayRequest request, QByteArray token,
                                std::stop_token stop, bool *neverArrived)
{
    if (stop.stop_requested() || shared->stop.stop_requested()) {
        co_return cancelled();
    }
    if (!shared->transport) {
        const auto factory = loadTransport();
        if (!factory) {
            co_return std::unexpected(factory.error());
        }
        shared->transport = (*factory)->make(shared->endpoint, isLoopback(shared->endpoint));
    }
    Lines lines(request.line);
    bool isDamaged = false;
    std::function<bool(const QByteArray &)> bytes;
    if (request.isLines()) {
        bytes = [&](const QByteArray &some) {
            isDamaged = isDamaged || !lines.add(some);
            return !isDamaged;
        };
    }
    const auto promise = std::make_shared<QPromise<TransportEnd>>();
    promise->start();
    const auto breakOff = shared->transport->send(shared->request(request, token), bytes, [promise](const auto &how) {
        promise->addResult(how);
        promise->finish();
    });
    QObject here;
    const auto abort = [&here, breakOff] { QMetaObject::invokeMethod(&here, breakOff, Qt::QueuedConnection); };
    const std::stop_callback byCaller(stop, abort);
    const std::stop_callback byLink(shared->stop.get_token(), abort);
    const TransportEnd end = co_await promise->future();
    if (stop.stop_requested() || shared->stop.stop_requested()) {
        co_return cancelled();
    }
    if (isDamaged || end.kind == TransportEnd::TooLarge) {
        co_return std::unexpected(damagedAnswer(shared->endpoint));
    }
    if (end.kind != TransportEnd::Answered) {
        *neverArrived = end.kind == TransportEnd::NeverArrived || end.kind == TransportEnd::Untrusted;
        co_return std::unexpected(brokenConnection(end, shared->endpoint));
    }
    const int status = end.status;
    if (status >= 400) {
        Error error = errorFrom(status, end.body);
        if (error.code == ErrorCode::Unauthenticated) { // what it says is for those who write requests by hand
            error.detail = std::exchange(error.message,
                                         QStringLiteral("The gateway %1 did not accept the token, or was given none.")
                                             .arg(shared->endpoint.toString()));
        }
        co_return std::unexpected(error);
    }
    if (status != 200) {
        co_return fail(
            ErrorCode::Internal,
            QStringLiteral("The gateway %1 answered with status %2.").arg(shared->endpoint.toString()).arg(status));
    }
    if (request.isLines()) {
        if (!lines.add(end.body) || !lines.isWhole()) {
            co_return std::unexpected(damagedAnswer(shared->endpoint));
        }
        co_return Json();
    }
    auto json = parseJson(end.body);
    if (!json || !json->isObject()) {
        co_return std::unexpected(damagedAnswer(shared->endpoint));
    }
    co_return json;
}

QString pathPart(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace studio
