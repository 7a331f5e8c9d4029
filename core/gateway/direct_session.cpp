// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/direct_session.h"

#include "core/base/uuid7.h"
#include "core/gateway/api.h"
#include "core/invocation/http_check.h"
#include "core/invocation/http_read.h"
#include "core/invocation/socket_thread.h"

#include <QDateTime>

namespace studio::gateway {

namespace {

namespace http = boost::beast::http;

constexpr qsizetype pieceBytes = 64 << 10;
constexpr qint64 recordedBytes = 1 << 20; ///< of an answer that passes through
constexpr std::chrono::milliseconds shownAfter{100};

bool isConnectionLost(const error_code &error)
{
    return error == http::error::end_of_stream || error == asio::error::connection_reset ||
           error == asio::error::broken_pipe || error == asio::error::eof;
}

bool equalNames(const QByteArray &name, QByteArrayView other)
{
    return name.compare(other, Qt::CaseInsensitive) == 0;
}

} // namespace

DirectSession::DirectSession(Connection &client, DirectDoors &doors, const TokenFilter &token, RequestHead head,
                             QByteArray label)
    : m_client(client)
    , m_doors(doors)
    , m_token(token)
    , m_head(std::move(head))
    , m_label(std::move(label))
    , m_isHead(m_head.method == "HEAD")
{
}

qint64 DirectSession::micros() const
{
    return std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - m_arrived).count();
}

asio::awaitable<bool> DirectSession::run(QByteArray body, bool keepAlive)
{
    m_keepAlive = keepAlive;
    m_end.createdAtMs = QDateTime::currentMSecsSinceEpoch();
    m_end.invocation.executionId = uuid7();
    m_end.invocation.request = {m_head.method, m_head.target, m_head.headers, std::move(body)};
    m_client.gone = [this] { cancel(); };
    co_await m_doors.untilCalm();
    const auto visit = co_await m_doors.enter(m_label, m_cancelWait);
    m_end.plan = visit.plan;
    m_end.queuedUs = micros();
    if (!visit.seat) {
        co_return co_await refuse(visit);
    }
    m_seat = visit.seat;
    m_end.lease = m_seat->lease;
    m_end.marks = m_end.lease->marks->expect(m_end.invocation.executionId);
    m_end.invocation.coldStart = m_seat->lease->isCold && !m_seat->isUsed;
    m_deadline = m_arrived + std::chrono::seconds(visit.plan->app.timeoutSecs);
    co_return co_await finish(co_await exchangeGuarded());
}

/// Whatever is thrown on the way, the call ends, has a record, and its client is told.
asio::awaitable<DirectSession::Outcome> DirectSession::exchangeGuarded()
{
    try {
        co_return co_await exchange();
    } catch (...) {
        logException("A call at a direct address", std::current_exception());
    }
    m_hasThrown = true;
    m_client.gone = {};
    co_return m_client.hasAnswered() ? Outcome::BrokeOff : Outcome::NoAnswer;
}

/// No instance was to be had.
asio::awaitable<bool> DirectSession::refuse(const DirectDoors::Visit &visit)
{
    m_client.gone = {};
    m_end.isCancelled = visit.error.code == ErrorCode::Cancelled;
    m_end.totalUs = micros();
    int status = 500;
    if (visit.error.code == ErrorCode::DeadlineExceeded) {
        status = 504;
    } else if (visit.error.code == ErrorCode::NotFound || visit.error.code == ErrorCode::FailedPrecondition) {
        status = 404;
    }
    m_end.invocation.response = jsonAnswer(status, {{"error", toUtf8(visit.error.message)}});
    m_end.invocation.fromPlatform = true;
    if (visit.plan) {
        m_doors.ended(m_end);
    }
    if (m_end.isCancelled) {
        co_return false;
    }
    const bool written = co_await m_client.writeAnswer(m_end.invocation.response, m_isHead, m_keepAlive);
    co_return written &&m_keepAlive;
}

void DirectSession::cancel()
{
    m_isCancelled = true;
    if (m_cancelWait) {
        m_cancelWait();
    }
    interrupt();
}

/// Closes the handler's connection: to cancel would end the operation under way, and the next one would find data
/// ready. A client that takes a piece of what is not complete yet must not hold the end up either.
void DirectSession::interrupt()
{
    error_code ignored;
    if (m_seat && m_seat->socket) {
        m_seat->socket->close(ignored);
    }
    if (m_isPassing) {
        m_client.reset();
    }
}

void DirectSession::sweep(Clock::time_point now)
{
    if (!m_seat) {
        return;
    }
    if (now >= m_deadline && !m_isLate) {
        m_isLate = true;
        interrupt();
    }
    if (!m_isShown && now - m_arrived > shownAfter) {
        m_isShown = true;
        m_doors.begun(m_end);
    }
}

QByteArray upstreamRequest(const RequestHead &head, const QByteArray &body, const Headers &own)
{
    const QByteArray connection = headerValue(head.headers, "connection");
    QByteArray text;
    text.reserve(1024 + body.size());
    text += head.method + ' ' + targetForHandler(head.target) + " HTTP/1.1\r\n";
    for (const auto &[name, value] : head.headers) {
        if (isHopByHop(name, connection) || equalNames(name, "content-length") || equalNames(name, "expect") ||
            name.first(std::min<qsizetype>(name.size(), 9)).compare("x-ignite-", Qt::CaseInsensitive) == 0) {
            continue;
        }
        text += name + ": " + value + "\r\n";
    }
    for (const auto &[name, value] : own) {
        text += name + ": " + value + "\r\n";
    }
    if (!body.isEmpty() || (head.method != "GET" && head.method != "HEAD")) {
        text += "content-length: " + QByteArray::number(body.size()) + "\r\n";
    }
    text += "\r\n";
    text += body;
    return text;
}

asio::awaitable<error_code> DirectSession::connectUpstream()
{
    const auto executor = co_await asio::this_coro::executor;
    m_seat->socket.emplace(executor);
    m_seat->buffer.clear();
    error_code error;
    const asio::ip::tcp::endpoint address(asio::ip::address_v4::loopback(), m_seat->lease->port);
    co_await m_seat->socket->async_connect(address, asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
        m_seat->socket->set_option(asio::ip::tcp::no_delay(true), error);
    }
    co_return error;
}

/// A server may refuse a large body with an answer before it has read it all, so a broken pipe is no end.
asio::awaitable<error_code> DirectSession::send(const QByteArray &text)
{
    error_code error;
    co_await asio::async_write(*m_seat->socket, asio::buffer(text.constData(), static_cast<std::size_t>(text.size())),
                               asio::redirect_error(asio::use_awaitable, error));
    co_return error == asio::error::broken_pipe || error == asio::error::connection_reset ? error_code() : error;
}

asio::awaitable<error_code> DirectSession::readHead(std::optional<HttpResponseParser> &parser)
{
    error_code error;
    if (m_seat->buffer.size() == 0) { // it is never there at once: one system call less
        co_await m_seat->socket->async_wait(asio::ip::tcp::socket::wait_read,
                                            asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            co_return error;
        }
    }
    co_return co_await readHttpAnswerHead(*m_seat->socket, m_seat->buffer, parser, m_isHead,
                                          [this] { return m_isCancelled || m_isLate; });
}

asio::awaitable<DirectSession::Outcome> DirectSession::exchange()
{
    m_token.drop(m_head.headers);
    const AppId &app = m_end.plan->app.id;
    Headers own{{executionIdHeader.toByteArray(), m_end.invocation.executionId.toLatin1()},
                {"x-ignite-function-id", app.functionId().toUtf8()},
                {"x-ignite-organization-id", app.organization.toUtf8()}};
    if (m_end.marks) {
        own.append({CallMarks::header, m_end.marks->headerValue()});
    }
    const QByteArray text = upstreamRequest(m_head, m_end.invocation.request.body, own);
    std::optional<HttpResponseParser> parser;
    // A kept connection that turns out closed before any byte was answered is tried once more on a new one.
    for (;;) {
        if (m_seat->socket && !isQuiet(m_seat->socket->native_handle())) {
            m_seat->socket.reset();
        }
        const bool isReused = m_seat->socket.has_value();
        m_error = {};
        if (!isReused) {
            m_error = co_await connectUpstream();
        }
        if (!m_error) {
            m_error = co_await send(text);
        }
        if (!m_error) {
            m_error = co_await readHead(parser);
        }
        if (!m_error && isOfAnotherExecution(parser->headers(), m_end.invocation.executionId.toLatin1())) {
            m_error = HttpFault::AnotherExecution;
        }
        if (isReused && isConnectionLost(m_error) && m_seat->buffer.size() == 0 && !m_isCancelled && !m_isLate) {
            m_seat->socket.reset();
            continue;
        }
        break;
    }
    m_client.gone = {};
    if (m_isCancelled) {
        co_return Outcome::ClientGone;
    }
    if (m_error || m_isLate) {
        co_return Outcome::NoAnswer;
    }
    m_end.invocation.timings.firstByte = micros();
    takeHead(*parser);
    co_return co_await passBody(*parser);
}

void DirectSession::takeHead(const HttpResponseParser &parser)
{
    HttpResponse &response = m_end.invocation.response;
    response.status = m_answer.status = parser.status();
    response.reason = m_answer.reason = parser.reason();
    response.headers = parser.headers();
    const QByteArray connection = headerValue(parser.headers(), "connection");
    for (const auto &[name, value] : parser.headers()) {
        if (equalNames(name, "x-ignite-handler-us")) {
            bool isNumber = false;
            const qint64 us = value.toLongLong(&isNumber);
            // Anything in the handler's process can write it.
            m_end.invocation.handlerUs = isNumber && us >= 0 && us <= micros() - m_end.queuedUs ? us : -1;
        } else if (!isHopByHop(name, connection)) {
            m_answer.headers.append({name, value});
        }
    }
    m_upstreamKeeps = parser.keep_alive();
}

/// Wasmtime's own page for a component that ended without an answer; the SDK's answers carry the execution's id.
bool DirectSession::isWasmtimesPage() const
{
    const HttpResponse &response = m_end.invocation.response;
    return response.status == 500 && m_end.plan->target == RustTarget::Wasm &&
           headerValue(response.headers, executionIdHeader).isEmpty() &&
           headerValue(response.headers, "content-type").startsWith("text/html");
}

void DirectSession::keep(QByteArrayView piece)
{
    HttpResponse &response = m_end.invocation.response;
    const qint64 room = recordedBytes - response.body.size();
    response.body.append(piece.first(std::min<qint64>(piece.size(), room)));
    m_end.responseBytes += piece.size();
    response.truncated = m_end.responseBytes > response.body.size();
}

asio::awaitable<error_code> DirectSession::readPiece(HttpResponseParser &parser, QByteArray &piece)
{
    piece.resize(0);
    piece.reserve(pieceBytes);
    co_return co_await readHttpBody(*m_seat->socket, m_seat->buffer, parser, piece, pieceBytes);
}

asio::awaitable<DirectSession::Outcome> DirectSession::passBody(HttpResponseParser &parser)
{
    QByteArray piece;
    if (!parser.is_done()) {
        m_error = co_await readPiece(parser, piece);
    }
    if (isMalformed(m_error) || (isWasmtimesPage() && !m_error)) { // nothing of it has been passed on
        co_return Outcome::NoAnswer;
    }
    keep(piece);
    if (parser.is_done() && !m_error && !parser.chunked()) { // all at once, as most answers are
        HttpResponse whole = m_answer;
        whole.headers.removeIf([](const auto &header) { return equalNames(header.first, "content-length"); });
        whole.body = piece;
        bool written = false;
        if (m_isHead && parser.content_length()) {
            written = co_await m_client.writeHead(m_answer, true, m_keepAlive);
        } else {
            written = co_await m_client.writeAnswer(whole, m_isHead, m_keepAlive);
        }
        co_return written ? Outcome::Answered : Outcome::ClientGone;
    }
    m_isPassing = !parser.is_done();
    if (!co_await m_client.writeHead(m_answer, m_isHead, m_keepAlive)) {
        co_return m_isLate || m_isCancelled ? Outcome::BrokeOff : Outcome::ClientGone;
    }
    for (;;) {
        m_isPassing = !parser.is_done();
        // Nothing more is read before the client has taken this.
        const bool written = co_await m_client.writePiece(piece); // none is none
        if (!written) {
            co_return m_isPassing && (m_isLate || m_isCancelled) ? Outcome::BrokeOff : Outcome::ClientGone;
        }
        if (m_error || (m_isPassing && (m_isLate || m_isCancelled))) {
            co_return Outcome::BrokeOff;
        }
        if (!m_isPassing) {
            const bool isEnded = co_await m_client.writeEnd();
            co_return isEnded ? Outcome::Answered : Outcome::ClientGone;
        }
        m_error = co_await readPiece(parser, piece);
        keep(piece);
    }
}

asio::awaitable<bool> DirectSession::answerFromPlatform(std::optional<Error> error)
{
    m_end.invocation.response =
        co_await m_doors.answerFor(m_seat->lease, m_end.invocation.executionId, std::move(error));
    m_end.invocation.fromPlatform = true;
    m_end.responseBytes = m_end.invocation.response.body.size();
    co_return co_await m_client.writeAnswer(m_end.invocation.response, m_isHead, m_keepAlive);
}

/// Why there is no answer, or no whole one.
Error DirectSession::failure() const
{
    const QString detail = QString::fromStdString(m_error.message());
    if (m_isLate) {
        return {ErrorCode::DeadlineExceeded, QStringLiteral("There was no answer in time."), {}};
    }
    if (m_hasThrown) {
        return {ErrorCode::Internal, QStringLiteral("The gateway failed while it called the handler."), {}};
    }
    if (isMalformed(m_error)) {
        return malformedAnswer(detail);
    }
    return {ErrorCode::Unavailable, QStringLiteral("The handler closed the connection before its answer was complete."),
            detail};
}

asio::awaitable<bool> DirectSession::finish(Outcome outcome)
{
    bool goesOn = outcome == Outcome::Answered && m_keepAlive && m_client.hasEndInBand();
    if (outcome == Outcome::NoAnswer) {
        const bool isTrap = !m_error && !m_isLate && !m_hasThrown;
        const std::optional<Error> why = isTrap ? std::optional<Error>() : failure();
        const bool written = co_await answerFromPlatform(why);
        goesOn = written && m_keepAlive;
    } else if (outcome == Outcome::BrokeOff) {
        m_client.reset(); // a half must not look like the whole
        m_end.isLate = m_isLate;
        m_end.isCancelled = m_isCancelled && !m_isLate && !m_hasThrown;
        m_end.error = m_end.isCancelled ? QString() : failure().message;
    }
    m_end.isCancelled = m_end.isCancelled || outcome == Outcome::ClientGone;
    m_end.totalUs = m_end.invocation.timings.total = micros();
    // What comes after an answer would be taken for the next one.
    const bool isGood = outcome == Outcome::Answered && m_upstreamKeeps && m_seat->buffer.size() == 0;
    if (!isGood) {
        m_seat->socket.reset();
    }
    const qint64 took = m_end.invocation.handlerUs >= 0 ? m_end.invocation.handlerUs : m_end.totalUs - m_end.queuedUs;
    m_doors.leave(m_label, std::exchange(m_seat, {}), isGood, std::chrono::microseconds(took));
    m_doors.ended(std::move(m_end));
    co_return goesOn;
}

} // namespace studio::gateway
