// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/connection.h"

#include "core/invocation/http_read.h"

#include <array>
#include <sys/socket.h>

namespace studio::gateway {

namespace {

constexpr std::size_t writeStep = 256 << 10; ///< what must be taken in one write time
constexpr qint64 bodyStep = 256 << 10;       ///< of a body, between two looks at what all of them take

std::unexpected<Refusal> refuseMessage(int status, const QString &message)
{
    return std::unexpected(Refusal{status, {ErrorCode::InvalidArgument, message, {}}, true, {}});
}

/// What a client is told whose message is not acceptable.
std::unexpected<Refusal> refuseMalformed(const error_code &error)
{
    const bool isTooLarge = error == HttpFault::HeadTooLarge || error == HttpFault::TooManyFields;
    const int status = isTooLarge ? 431 : error == HttpFault::CodingNotImplemented ? 501 : 400;
    return refuseMessage(
        status,
        QStringLiteral("The request is not acceptable HTTP/1.1: %1.").arg(QString::fromStdString(error.message())));
}

Error tooManyBodies()
{
    return {ErrorCode::Unavailable,
            QStringLiteral("The gateway has reached its limit for request bodies. Send this request again later."),
            {}};
}

bool hasStatusWithoutBody(int status)
{
    return status == 204 || status == 304;
}

} // namespace

QByteArray connectionOptions(const Headers &headers)
{
    QByteArray options;
    for (const auto &[name, value] : headers) {
        if (name.compare("connection", Qt::CaseInsensitive) == 0) {
            options += options.isEmpty() ? value : ',' + value;
        }
    }
    return options;
}

bool isHopByHop(QByteArrayView name, const QByteArray &options)
{
    using View = QByteArrayView;
    constexpr std::array names{
        View("connection"),        View("keep-alive"),        View("proxy-connection"), View("te"),
        View("trailer"),           View("transfer-encoding"), View("upgrade"),          View("proxy-authorization"),
        View("proxy-authenticate")};
    if (std::ranges::any_of(names, [name](View one) {
            return one.size() == name.size() && name.compare(one, Qt::CaseInsensitive) == 0;
        })) {
        return true;
    }
    if (options.isEmpty() || name.compare("host", Qt::CaseInsensitive) == 0) { // which every hop must have
        return false;
    }
    const QList<QByteArray> named = options.split(',');
    return std::ranges::any_of(
        named, [&](const QByteArray &one) { return name.compare(one.trimmed(), Qt::CaseInsensitive) == 0; });
}

Connection::Connection(TcpSocket socket, const Limits &limits, BodyMemory &bodies)
    : m_socket(std::move(socket)), m_limits(limits), m_held(bodies)
{
    error_code ignored;
    m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    m_socket.non_blocking(true, ignored);
}

void Connection::expect(std::chrono::milliseconds time)
{
    m_deadline = Clock::now() + time;
}

Awaitable<std::optional<Checked<RequestHead>>> Connection::readHead()
{
    m_parser.emplace();
    m_held.hold(0);
    m_isTimedOut = false;
    m_wasProbed = false;
    m_hasAnswered = false;
    error_code error;
    if (m_buffer.size() == 0) {
        expect(m_limits.idleTime);
        error = co_await readMore(m_socket, m_buffer, *m_parser);
        if (error) {
            co_return std::nullopt;
        }
    }
    expect(m_limits.headTime);
    error = co_await readHttpHead(m_socket, m_buffer, *m_parser);
    m_deadline = Clock::time_point::max();
    if (isMalformed(error)) {
        co_return refuseMalformed(error);
    }
    if (error && m_isTimedOut && m_parser->got_some()) {
        co_return refuseMessage(408, QStringLiteral("The head of the request did not come in time."));
    }
    if (error == boost::beast::http::error::partial_message) {
        co_return refuseMessage(400, QStringLiteral("The head of the request is not complete."));
    }
    if (error) {
        co_return std::nullopt;
    }
    RequestHead head{m_parser->method(), m_parser->target(), m_parser->headers()};
    m_wantsContinue = headerValue(head.headers, "expect").compare("100-continue", Qt::CaseInsensitive) == 0;
    co_return head;
}

bool Connection::hasBody() const
{
    return m_parser && !m_parser->is_done();
}

std::optional<qint64> Connection::announcedBytes() const
{
    const auto length = m_parser ? m_parser->content_length() : boost::none;
    return length ? std::optional(static_cast<qint64>(*length)) : std::nullopt;
}

bool Connection::isOld() const
{
    return m_parser->version() < 11;
}

bool Connection::keepsAlive() const
{
    return m_parser->keep_alive();
}

Awaitable<Checked<QByteArray>> Connection::readBody(qint64 most)
{
    auto body = co_await readWholeBody(most);
    if (!body) {
        m_held.hold(0); // it is gone; the connection may stay for a while
    }
    co_return body;
}

Awaitable<Checked<QByteArray>> Connection::readWholeBody(qint64 most)
{
    const auto length = m_parser->content_length();
    const auto tooMuch = [most] {
        return refuseMessage(413, QStringLiteral("The body of this request has at most %1 bytes.").arg(most));
    };
    if (length && *length > static_cast<quint64>(most)) {
        co_return tooMuch();
    }
    if (m_wantsContinue && m_buffer.size() == 0 && !m_parser->is_done()) {
        co_await write("HTTP/1.1 100 Continue\r\n\r\n");
    }
    expect(m_limits.bodyTime);
    QByteArray body;
    body.reserve(std::min(static_cast<qsizetype>(length.value_or(0)), bodyStep)); // what is announced may never come
    while (!m_parser->is_done()) {
        // One byte more than allowed tells that there is more.
        const qint64 upTo = std::min(most + 1, body.size() + bodyStep);
        const error_code error = co_await readHttpBody(m_socket, m_buffer, *m_parser, body, upTo);
        if (body.size() > most) {
            co_return tooMuch();
        }
        if (!m_held.hold(body.size())) {
            co_return std::unexpected(Refusal{503, tooManyBodies(), true, {}});
        }
        if (isMalformed(error)) {
            co_return refuseMalformed(error);
        }
        if (error) {
            m_deadline = Clock::time_point::max();
            co_return m_isTimedOut ? refuseMessage(408, QStringLiteral("The body of the request did not come in time."))
                                   : refuseMessage(400, QStringLiteral("The body of the request is not complete."));
        }
    }
    m_deadline = Clock::time_point::max();
    co_return body;
}

QByteArray Connection::headText(const HttpResponse &head, qint64 length, bool isHead, bool keepAlive)
{
    m_hasAnswered = true;
    QByteArray text;
    text.reserve(512);
    text += "HTTP/1.1 " + QByteArray::number(head.status) + ' ' + head.reason + "\r\n";
    for (const auto &[name, value] : head.headers) {
        text += name;
        text += ": ";
        text += value;
        text += "\r\n";
    }
    const bool isBare = hasStatusWithoutBody(head.status) || (isHead && length < 0);
    if (isBare) {
        m_framing = Framing::None;
    } else if (length >= 0) {
        m_framing = isHead ? Framing::None : Framing::Length;
        text += "content-length: " + QByteArray::number(length) + "\r\n";
    } else if (!isOld()) {
        m_framing = Framing::Chunks;
        text += "transfer-encoding: chunked\r\n";
    } else {
        m_framing = Framing::Close;
    }
    if (!keepAlive || m_framing == Framing::Close) {
        text += "connection: close\r\n";
    } else if (isOld()) {
        text += "connection: keep-alive\r\n";
    }
    text += "\r\n";
    return text;
}

Awaitable<bool> Connection::writeAnswer(const HttpResponse &answer, bool isHead, bool keepAlive)
{
    const QByteArray head = headText(answer, answer.body.size(), isHead, keepAlive);
    co_return co_await write(head, m_framing == Framing::None ? QByteArrayView() : QByteArrayView(answer.body));
}

Awaitable<bool> Connection::writeHead(const HttpResponse &head, bool isHead, bool keepAlive)
{
    HttpResponse sent = head;
    bool isNumber = false;
    const qint64 length = headerValue(head.headers, "content-length").toLongLong(&isNumber);
    sent.headers.removeIf(
        [](const auto &one) { return one.first.compare("content-length", Qt::CaseInsensitive) == 0; });
    const QByteArray text = headText(sent, isNumber ? length : -1, isHead, keepAlive);
    co_return co_await write(text);
}

Awaitable<bool> Connection::writeChunk(QByteArrayView bytes)
{
    if (bytes.isEmpty() || m_framing == Framing::None) {
        co_return true;
    }
    if (m_framing != Framing::Chunks) {
        co_return co_await write(bytes);
    }
    const QByteArray size = QByteArray::number(bytes.size(), 16) + "\r\n";
    co_return co_await write(size, bytes, "\r\n");
}

Awaitable<bool> Connection::writeEnd()
{
    if (m_framing == Framing::Chunks) {
        co_return co_await write("0\r\n\r\n");
    }
    co_return true;
}

Awaitable<bool> Connection::write(QByteArrayView first, QByteArrayView second, QByteArrayView third)
{
    std::array<asio::const_buffer, 3> parts{asio::buffer(first.data(), static_cast<std::size_t>(first.size())),
                                            asio::buffer(second.data(), static_cast<std::size_t>(second.size())),
                                            asio::buffer(third.data(), static_cast<std::size_t>(third.size()))};
    error_code error;
    std::size_t written = writeAtOnce(m_socket, parts, error);
    for (;;) {
        for (asio::const_buffer &part : parts) {
            const std::size_t step = std::min(written, part.size());
            part += step;
            written -= step;
        }
        const std::size_t left = asio::buffer_size(parts);
        if (left == 0 || error) {
            break;
        }
        expect(m_limits.writeTime); // for each step: a slow client may take its time, one that takes nothing not
        if (left <= writeStep) {
            written = co_await asio::async_write(m_socket, parts, awaitInto(error));
        } else {
            written = co_await m_socket.async_write_some(parts, awaitInto(error));
        }
    }
    m_deadline = Clock::time_point::max();
    m_hasWriteFailed = m_hasWriteFailed || error;
    co_return !error;
}

Awaitable<void> Connection::linger()
{
    error_code error;
    m_socket.shutdown(TcpSocket::shutdown_send, error);
    expect(m_limits.lingerTime);
    std::array<char, 16 << 10> nowhere;
    while (!error) {
        co_await m_socket.async_read_some(asio::buffer(nowhere), awaitInto(error));
    }
    m_deadline = Clock::time_point::max();
}

void Connection::close()
{
    error_code ignored;
    m_socket.close(ignored);
}

void Connection::reset()
{
    error_code ignored;
    m_socket.set_option(asio::socket_base::linger(true, 0), ignored);
    m_socket.close(ignored);
}

void Connection::sweep(Clock::time_point now)
{
    if (now >= m_deadline && !m_isTimedOut) {
        m_isTimedOut = true;
        m_deadline = now + m_limits.lingerTime;
        error_code ignored;
        m_socket.cancel(ignored); // the waiting operation reports it
    } else if (now >= m_deadline) {
        reset(); // the cancel had no effect: the client sends without a pause
    }
    if (gone) {
        lookForClient();
    }
}

/// A client that has closed its connection looks like one that only has nothing more to say, until something is sent to
/// it: so an interim answer is, once, which a client that still listens passes over (RFC 9110, 15.2).
void Connection::lookForClient()
{
    const int descriptor = m_socket.native_handle();
    char byte = 0;
    const ssize_t got = ::recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    // After an end, receiving tells of nothing else; the error is asked for.
    int failure = 0;
    socklen_t size = sizeof failure;
    const bool isBroken = (got < 0 && errno != EAGAIN && errno != EWOULDBLOCK) ||
                          (::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure != 0);
    if (got == 0 && !isBroken && !m_wasProbed && !isOld()) {
        m_wasProbed = true;
        constexpr QByteArrayView interim("HTTP/1.1 102 Processing\r\n\r\n");
        (void)::send(descriptor, interim.data(), static_cast<std::size_t>(interim.size()), MSG_DONTWAIT | MSG_NOSIGNAL);
        return;
    }
    if (isBroken) {
        std::exchange(gone, {})();
    }
}

} // namespace studio::gateway
