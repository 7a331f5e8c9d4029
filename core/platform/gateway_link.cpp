// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/gateway_link.h"

#include "core/platform/wire.h"

#include <QCoroSignal>
#include <QCoroTimer>
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

namespace studio {

namespace {

constexpr int mostTries = 3;
constexpr qint64 mostBytes = 256LL << 20;
constexpr qint64 mostLineBytes = 64LL << 20;
const QLatin1StringView unknownMark("outcome unknown: ");

bool isLoopback(const QUrl &url)
{
    const QHostAddress address(url.host());
    return address.isLoopback() || url.host() == QLatin1String("localhost") ||
           url.host().endsWith(QLatin1String(".localhost"));
}

struct DeleteLater
{
    void operator()(QNetworkReply *reply) const
    {
        reply->disconnect();
        reply->abort();
        reply->deleteLater();
    }
};
using ReplyOwner = std::unique_ptr<QNetworkReply, DeleteLater>;

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
            if (!json || !json->is_object()) {
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

/// Errors of which it is sure that nothing was sent.
bool surelyNeverArrived(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::ConnectionRefusedError || error == QNetworkReply::HostNotFoundError ||
           error == QNetworkReply::ProxyConnectionRefusedError || error == QNetworkReply::ProxyNotFoundError;
}

Error brokenConnection(const QNetworkReply &reply, const QUrl &endpoint)
{
    const QString where = endpoint.toString();
    if (reply.error() == QNetworkReply::SslHandshakeFailedError) {
        return {ErrorCode::Unavailable,
                QStringLiteral("The certificate of %1 is not trusted, so nothing was sent: %2.")
                    .arg(where, reply.errorString()),
                {}};
    }
    return {ErrorCode::Unavailable, QStringLiteral("Cannot reach the gateway %1: %2.").arg(where, reply.errorString()),
            reply.errorString()};
}

Error damagedAnswer(const QUrl &endpoint)
{
    return {ErrorCode::Unavailable,
            QStringLiteral("The answer of the gateway %1 is damaged.").arg(endpoint.toString()),
            {}};
}

} // namespace

namespace {

/// A body that can be sent once: Qt would send a request again, by itself and whatever its verb, when the connection
/// breaks before the answer. From this one it cannot, and says so.
class OnceBody final : public QIODevice
{
public:
    explicit OnceBody(QByteArray body) : m_body(std::move(body)) { open(ReadOnly | Unbuffered); }

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_body.size() - m_at; }
    [[nodiscard]] bool atEnd() const override { return m_at == m_body.size(); }

protected:
    qint64 readData(char *data, qint64 most) override
    {
        const qint64 count = std::min(most, m_body.size() - m_at);
        std::copy_n(m_body.constData() + m_at, count, data);
        m_at += count;
        return count == 0 && most > 0 ? -1 : count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_body;
    qint64 m_at = 0;
};

} // namespace

struct GatewayLink::Shared
{
    QUrl endpoint;
    TokenSource source;
    std::optional<QByteArray> token;
    QNetworkAccessManager manager;
    std::stop_source stop;

    QNetworkRequest request(const GatewayRequest &wanted, const QByteArray &bearer) const;
};

QNetworkRequest GatewayLink::Shared::request(const GatewayRequest &wanted, const QByteArray &bearer) const
{
    QUrl url = endpoint;
    url.setPath(endpoint.path(QUrl::FullyEncoded) + wanted.path, QUrl::TolerantMode);
    url.setQuery(wanted.query);
    QNetworkRequest request(url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setTransferTimeout(wanted.quiet);
    request.setRawHeader("accept", wanted.isLines() ? "application/x-ndjson, application/json" : "application/json");
    request.setRawHeader("user-agent", "ignite-studio/" IGNITE_STUDIO_VERSION);
    if (!bearer.isEmpty()) {
        request.setRawHeader("authorization", "Bearer " + bearer);
    }
    if (!wanted.body.is_null() || wanted.verb == "POST" || wanted.verb == "PATCH") {
        request.setRawHeader("content-type", "application/json");
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
    const auto proxies = isLoopback(d->endpoint)
                             ? QList<QNetworkProxy>()
                             : QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(d->endpoint));
    d->manager.setProxy(proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.first());
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
    const bool isOnce = request.repeat == Repeat::Never && request.verb != "DELETE"; // which has no body to hold it by
    const QByteArray body = !request.body.is_null() ? bytesOf(request.body) : isOnce ? QByteArray("{}") : QByteArray();
    OnceBody once(body);
    QNetworkRequest wire = shared->request(request, token);
    if (isOnce) {
        wire.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
        wire.setHeader(QNetworkRequest::ContentLengthHeader, body.size());
    }
    const ReplyOwner reply(isOnce ? shared->manager.sendCustomRequest(wire, request.verb, &once)
                                  : shared->manager.sendCustomRequest(wire, request.verb, body));
    const auto abort = [raw = reply.get()] {
        QMetaObject::invokeMethod(raw, &QNetworkReply::abort, Qt::QueuedConnection);
    };
    const std::stop_callback byCaller(stop, abort);
    const std::stop_callback byLink(shared->stop.get_token(), abort);
    Lines lines(request.line);
    bool isDamaged = false;
    const auto statusOf = [raw = reply.get()] {
        return raw->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    };
    QObject::connect(reply.get(), &QNetworkReply::readyRead, reply.get(), [&, raw = reply.get()] {
        if (request.isLines() && statusOf() == 200) {
            isDamaged = isDamaged || !lines.add(raw->readAll());
        }
        if (isDamaged || raw->bytesAvailable() > mostBytes) {
            isDamaged = true;
            raw->abort();
        }
    });
    if (!reply->isFinished()) {
        co_await qCoro(reply.get(), &QNetworkReply::finished);
    }
    if (stop.stop_requested() || shared->stop.stop_requested()) {
        co_return cancelled();
    }
    const int status = statusOf();
    const QByteArray rest = isDamaged ? QByteArray() : reply->readAll();
    // A status that is an error has a NetworkError of its own, 201 to 299 and from 401 on.
    // 400 is told as ProtocolInvalidOperationError.
    const bool isOfStatus = (reply->error() > 200 && reply->error() < 300) || reply->error() > 400 ||
                            reply->error() == QNetworkReply::ProtocolInvalidOperationError;
    const bool isAnswered = status > 0 && (reply->error() == QNetworkReply::NoError || isOfStatus);
    if (isDamaged) {
        co_return std::unexpected(damagedAnswer(shared->endpoint));
    }
    if (!isAnswered) {
        *neverArrived = surelyNeverArrived(reply->error()) || reply->error() == QNetworkReply::SslHandshakeFailedError;
        co_return std::unexpected(brokenConnection(*reply, shared->endpoint));
    }
    if (status >= 400) {
        co_return std::unexpected(errorFrom(status, rest));
    }
    if (status != 200) {
        co_return fail(
            ErrorCode::Internal,
            QStringLiteral("The gateway %1 answered with status %2.").arg(shared->endpoint.toString()).arg(status));
    }
    if (request.isLines()) {
        if (!lines.add(rest) || !lines.isWhole()) {
            co_return std::unexpected(damagedAnswer(shared->endpoint));
        }
        co_return Json();
    }
    auto json = parseJson(rest);
    if (!json || !json->is_object()) {
        co_return std::unexpected(damagedAnswer(shared->endpoint));
    }
    co_return json;
}

QString pathPart(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace studio
