// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/gateway_client.h"

#include "core/api_json/api_json.h"
#include "core/base/detach.h"
#include "core/remote/load_transport.h"

#include <QCoroFuture>
#include <QDeadlineTimer>
#include <QElapsedTimer>
#include <QObject>
#include <QPromise>
#include <QRegularExpression>
#include <QTimer>

namespace studio {

namespace {

constexpr int maxTries = 3;
constexpr qint64 maxLineBytes = 8LL << 20;
const QLatin1StringView unknownMark("outcome unknown: ");

bool isLoopback(const QUrl &url)
{
    static const QRegularExpression ipv4(QStringLiteral("^127(\\.\\d{1,3}){3}$"));
    const QString host = url.host();
    return host == QLatin1String("::1") || host == QLatin1String("localhost") ||
           host.endsWith(QLatin1String(".localhost")) || ipv4.match(host).hasMatch();
}

/// The JSON of what a gateway sent. A value takes some 40 bytes and may be sent in two, so their number is bounded too.
Result<Json> parseAnswer(const QByteArray &bytes)
{
    constexpr qsizetype maxValues = 1'000'000;
    qsizetype values = 0;
    bool inString = false;
    for (qsizetype at = 0; bytes.size() > maxValues && at < bytes.size(); ++at) {
        const char c = bytes[at];
        if (inString) {
            at += c == '\\' ? 1 : 0;
            inString = c != '"';
        } else {
            inString = c == '"';
            values += c == ',' || c == '[' || c == '{' ? 1 : 0;
        }
    }
    if (values > maxValues) {
        return fail(ErrorCode::ResourceExhausted, QObject::tr("it has more than %1 values").arg(maxValues));
    }
    return parseJson(bytes);
}

/// Why that is not an answer.
QString notAnObject(const Result<Json> &json)
{
    return json ? QObject::tr("it is not a JSON object") : json.error().message;
}

QString longLine()
{
    return QObject::tr("a line is longer than %1 MiB").arg(maxLineBytes >> 20);
}

/// Splits an answer into its lines as it comes.
class Lines
{
public:
    explicit Lines(std::function<Result<void>(const Json &)> tell) : m_tell(std::move(tell)) {}

    /// False once it is damaged; then nothing more is told.
    bool add(const QByteArray &bytes)
    {
        qsizetype at = 0;
        for (qsizetype end = bytes.indexOf('\n'); end >= 0 && !m_damage; end = bytes.indexOf('\n', at)) {
            m_rest += QByteArrayView(bytes).sliced(at, end - at);
            at = end + 1;
            tell(std::exchange(m_rest, {}).trimmed());
        }
        m_rest += QByteArrayView(bytes).sliced(at);
        if (m_rest.size() > maxLineBytes) {
            damage(longLine());
        }
        return !m_damage;
    }
    /// Of all of it.
    void end()
    {
        if (!m_rest.trimmed().isEmpty()) {
            damage(QObject::tr("its last line is cut"));
        }
    }
    [[nodiscard]] const std::optional<QString> &damage() const { return m_damage; }

private:
    void tell(const QByteArray &line)
    {
        if (line.isEmpty()) {
            return; // a heartbeat
        }
        if (line.size() > maxLineBytes) {
            return damage(longLine());
        }
        const auto json = parseAnswer(line);
        if (!json || !json->isObject()) {
            damage(QStringLiteral("a line: ") + notAnObject(json));
        } else if (const auto taken = m_tell(*json); !taken) {
            damage(taken.error().message);
        }
    }
    void damage(const QString &what)
    {
        if (!m_damage) {
            m_damage = what;
        }
    }

    std::function<Result<void>(const Json &)> m_tell;
    QByteArray m_rest;
    std::optional<QString> m_damage;
};

Error unavailable(const QString &message, const QString &detail = {})
{
    return {ErrorCode::Unavailable, message, detail};
}

Error damagedAnswer(const QUrl &endpoint, const QString &what)
{
    return unavailable(QObject::tr("The answer of the gateway %1 is damaged: %2%3")
                           .arg(endpoint.toString(), escapeControlCharacters(what),
                                what.endsWith(u'.') ? QString() : QStringLiteral(".")));
}

/// Of an answer that is none; `waited` is how long it was waited for.
Error missingAnswer(const TransportEnd &end, const QUrl &endpoint, std::chrono::milliseconds waited)
{
    const QString where = endpoint.toString();
    const QString reason = escapeControlCharacters(end.reason);
    switch (end.kind) {
    case TransportEnd::Untrusted:
        return unavailable(
            QObject::tr("The certificate of %1 is not trusted, so nothing was sent: %2.").arg(where, reason));
    case TransportEnd::TooLarge:
        return damagedAnswer(endpoint, QObject::tr("it is larger than such an answer may be"));
    case TransportEnd::Encoded:
        return damagedAnswer(endpoint, QObject::tr("it is compressed, and that was not asked for"));
    case TransportEnd::Late:
        return unavailable(QObject::tr("The gateway %1 did not send a complete answer within %2 s. Try again later.")
                               .arg(where, QString::number(std::max<qint64>(1, (waited.count() + 500) / 1000))));
    default:
        return unavailable(QObject::tr("Could not reach the gateway %1: %2.").arg(where, reason), reason);
    }
}

/// The JSON of an answer; what it says where it is an error.
Result<Json> answerOf(const GatewayRequest &request, const TransportEnd &end, Lines &lines, const QUrl &endpoint)
{
    if (end.status == 200 && request.isLines()) {
        lines.end();
        return lines.damage() ? Result<Json>(std::unexpected(damagedAnswer(endpoint, *lines.damage()))) : Json();
    }
    if (end.status >= 400) {
        Error error = errorFrom(end.status, end.body);
        if (error.code == ErrorCode::Unauthenticated) { // what it says is for those who write requests by hand
            error.detail = std::exchange(
                error.message,
                QObject::tr("The gateway %1 did not accept the token, or was given none.").arg(endpoint.toString()));
        }
        return std::unexpected(error);
    }
    if (end.status != 200) {
        return fail(ErrorCode::Internal, QObject::tr("The gateway %1 answered with status %2.")
                                             .arg(endpoint.toString(), QString::number(end.status)));
    }
    auto json = parseAnswer(end.body);
    if (!json || !json->isObject()) {
        return std::unexpected(damagedAnswer(endpoint, notAnObject(json)));
    }
    return json;
}

} // namespace

struct GatewayClient::Shared
{
    QUrl endpoint;
    TokenSource source;
    std::optional<QByteArray> token;
    std::unique_ptr<Transport> transport; ///< made for the first request
    std::stop_source stop;

    [[nodiscard]] TransportRequest request(const GatewayRequest &wanted, const QByteArray &bearer) const;
};

TransportRequest GatewayClient::Shared::request(const GatewayRequest &wanted, const QByteArray &bearer) const
{
    TransportRequest request{.url = endpoint,
                             .verb = wanted.verb,
                             .headers = {},
                             .body = wanted.body.isNull() ? QByteArray() : bytesOf(wanted.body),
                             // DELETE has no body to hold it by.
                             .isSentOnce = wanted.retry == Retry::Never && wanted.verb != "DELETE",
                             .quiet = wanted.quiet,
                             .longest = wanted.longest,
                             .maxBytes = wanted.maxBytes,
                             .isHeld = wanted.isHeld};
    request.url.setPath(endpoint.path(QUrl::FullyEncoded) + wanted.path, QUrl::TolerantMode);
    request.url.setQuery(wanted.query);
    // untranslated: a header
    request.headers = {{"accept", wanted.isLines() ? "application/x-ndjson, application/json" : "application/json"},
                       {"user-agent", "ignite-studio/" IGNITE_STUDIO_VERSION}};
    if (!bearer.isEmpty()) {
        request.headers.emplaceBack("authorization", "Bearer " + bearer);
    }
    if (!wanted.body.isNull() || wanted.verb == "POST" || wanted.verb == "PATCH") {
        request.headers.emplaceBack("content-type", "application/json");
    }
    if (request.isSentOnce && request.body.isEmpty()) {
        request.body = "{}";
    }
    return request;
}

GatewayClient::GatewayClient(QUrl endpoint, TokenSource token, std::stop_token stop)
    : d(std::make_shared<Shared>()), m_stopped(std::move(stop), [shared = d] { shared->stop.request_stop(); })
{
    endpoint.setUserInfo({}); // is in no message
    QString path = endpoint.path();
    while (path.endsWith(u'/')) {
        path.chop(1);
    }
    endpoint.setPath(path);
    d->endpoint = std::move(endpoint);
    d->source = std::move(token);
}

GatewayClient::~GatewayClient()
{
    stop();
}

void GatewayClient::stop()
{
    d->stop.request_stop();
}

Error GatewayClient::damaged(const QString &what, Retry retry) const
{
    Error error = damagedAnswer(d->endpoint, what);
    if (retry == Retry::Never) {
        error.detail.prepend(unknownMark);
    }
    return error;
}

QCoro::Task<bool> GatewayClient::pause(std::chrono::milliseconds time, std::stop_token stop)
{
    const auto shared = d;
    const auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    const auto end = [promise] { promise->finish(); };
    QTimer timer;
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &timer, end);
    timer.start(time);
    const std::stop_callback byCaller(stop, end);
    const std::stop_callback byLink(shared->stop.get_token(), end);
    co_await promise->future();
    co_return !stop.stop_requested() && !shared->stop.stop_requested();
}

bool GatewayClient::isUnknown(const Error &error)
{
    return error.code == ErrorCode::Unavailable && error.detail.startsWith(unknownMark);
}

Task<QByteArray> GatewayClient::token(std::shared_ptr<Shared> shared)
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
                       QObject::tr("%1 is not encrypted, so the token is not sent there. Use an https address.")
                           .arg(shared->endpoint.toString()));
    }
    // A copy of its own: QCoro moves what co_return is given, be it a variable of others.
    co_return QByteArray(*shared->token);
}

Task<QByteArray> GatewayClient::tokenOrStop(std::shared_ptr<Shared> shared, std::stop_token stop)
{
    const auto promise = std::make_shared<QPromise<Result<QByteArray>>>();
    promise->start();
    const auto find = [](auto found, std::shared_ptr<Shared> of) -> QCoro::Task<void> {
        found->addResult(co_await caught([&] { return token(of); }));
        found->finish();
    };
    detach(find(promise, shared));
    const auto end = [promise] {
        promise->addResult(Result<QByteArray>(cancelled()));
        promise->finish();
    };
    const std::stop_callback byCaller(stop, end);
    const std::stop_callback byLink(shared->stop.get_token(), end);
    co_return co_await promise->future();
}

Task<Json> GatewayClient::send(GatewayRequest request, std::stop_token stop)
{
    const auto shared = d;
    const auto bearer = co_await tokenOrStop(shared, stop); // a keychain may be asking a person
    if (!bearer) {
        co_return std::unexpected(bearer.error());
    }
    const QDeadlineTimer deadline(request.longest);
    for (int tries = 1;; ++tries) {
        bool mayRepeat = false;
        request.longest = std::chrono::milliseconds(deadline.remainingTime());
        auto answer = co_await tryOnce(shared, request, *bearer, stop, &mayRepeat);
        const bool isBroken = !answer && answer.error().code == ErrorCode::Unavailable;
        if (!isBroken || !mayRepeat || tries == maxTries || deadline.hasExpired()) {
            co_return answer;
        }
        constexpr std::chrono::milliseconds pauseTime{200};
        const bool goesOn = co_await pause(pauseTime * tries * tries, stop);
        if (!goesOn) {
            co_return cancelled();
        }
        if (deadline.hasExpired()) {
            co_return answer;
        }
    }
}

Task<Json> GatewayClient::tryOnce(std::shared_ptr<Shared> shared, GatewayRequest request, QByteArray token,
                                  std::stop_token stop, bool *mayRepeat)
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
    std::function<bool(const QByteArray &)> bytes;
    if (request.isLines()) {
        bytes = [&](const QByteArray &some) { return lines.add(some); };
    }
    const auto promise = std::make_shared<QPromise<TransportEnd>>();
    promise->start();
    QElapsedTimer time;
    time.start();
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
    const bool neverArrived = end.kind == TransportEnd::NeverArrived || end.kind == TransportEnd::Untrusted;
    const bool mayBeOtherwise = end.kind == TransportEnd::Broken || end.kind == TransportEnd::Answered;
    const bool isSafe = request.retry == Retry::Idempotent && !request.isLines() && mayBeOtherwise;
    *mayRepeat = isSafe || neverArrived;
    const auto waited = std::chrono::milliseconds(time.elapsed());
    auto answer = lines.damage() || end.kind == TransportEnd::Answered
                      ? answerOf(request, end, lines, shared->endpoint)
                      : Result<Json>(std::unexpected(missingAnswer(end, shared->endpoint, waited)));
    if (!answer && answer.error().code == ErrorCode::Unavailable && request.retry == Retry::Never && !neverArrived) {
        answer.error().detail.prepend(unknownMark);
    }
    co_return answer;
}

QString pathPart(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

} // namespace studio
