// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/upstream_exchange.h"

#include "core/invocation/http_check.h"
#include "core/invocation/http_read.h"

#include <QObject>

#include <array>
#include <boost/asio/write.hpp>

namespace studio {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using boost::system::error_code;

UpstreamExchange::UpstreamExchange(UpstreamPool &pool, quint16 port, Request request)
    : m_pool(pool), m_port(port), m_request(std::move(request)), m_deadline(pool.deadlines())
{
}

UpstreamExchange::~UpstreamExchange()
{
    if (isReusable()) {
        UpstreamPool::release(std::move(m_connection));
    }
}

/// What comes after an answer would be taken for the next one.
bool UpstreamExchange::isReusable() const
{
    return m_connection && m_hasAnswer && !m_isInterrupted && m_parser->is_done() && m_parser->keep_alive() &&
           m_connection->buffer.size() == 0;
}

void UpstreamExchange::setDeadline(Deadlines::Time time, std::function<void()> late)
{
    m_deadline.set(time, [this, late = std::move(late)] {
        interrupt();
        if (late) {
            late();
        }
    });
}

void UpstreamExchange::interrupt()
{
    m_isInterrupted = true;
    if (m_connection) {
        error_code ignored;
        m_connection->socket.close(ignored);
    }
}

Awaitable<error_code> UpstreamExchange::connect()
{
    error_code error;
    const asio::ip::tcp::endpoint address(asio::ip::address_v4::loopback(), m_port);
    co_await m_connection->socket.async_connect(address, awaitInto(error));
    if (!error) {
        m_connection->socket.set_option(asio::ip::tcp::no_delay(true), error);
        m_connection->socket.non_blocking(true, error);
    }
    co_return error;
}

/// A server may refuse a large body with an answer before it has read it all, so a broken pipe is no end: the answer is
/// looked for all the same.
Awaitable<error_code> UpstreamExchange::write(const QByteArray &head, const QByteArray &body)
{
    std::array<asio::const_buffer, 2> parts{asio::buffer(head.constData(), static_cast<std::size_t>(head.size())),
                                            asio::buffer(body.constData(), static_cast<std::size_t>(body.size()))};
    error_code error;
    std::size_t written = writeAtOnce(m_connection->socket, parts, error);
    for (asio::const_buffer &part : parts) {
        const std::size_t step = std::min(written, part.size());
        part += step;
        written -= step;
    }
    if (!error && asio::buffer_size(parts) > 0) {
        co_await asio::async_write(m_connection->socket, parts, awaitInto(error));
    }
    co_return error == asio::error::broken_pipe || error == asio::error::connection_reset ? error_code() : error;
}

Awaitable<error_code> UpstreamExchange::sendOnce(const QByteArray &head, const QByteArray &body)
{
    error_code error;
    m_hasBegun = false;
    if (!m_connection->isReused) {
        error = co_await connect();
    }
    m_connectedAt = std::chrono::steady_clock::now();
    if (!error && !m_isInterrupted) {
        error = co_await write(head, body);
    }
    if (!error) {
        error = co_await readHttpAnswerHead(m_connection->socket, m_connection->buffer, m_parser, m_request.isHead,
                                            m_hasBegun, [this] { return m_isInterrupted; });
    }
    if (!error && !m_request.executionId.isEmpty() &&
        isOfAnotherExecution(m_parser->headers(), m_request.executionId)) {
        error = HttpFault::AnotherExecution;
    }
    co_return error;
}

Awaitable<error_code> UpstreamExchange::send(const QByteArray &head, const QByteArray &body)
{
    for (;;) {
        m_connection = m_pool.acquire(m_port);
        const error_code error = co_await sendOnce(head, body);
        if (m_isInterrupted) {
            co_return asio::error::operation_aborted;
        }
        if (m_connection->isReused && !m_hasBegun && isConnectionLost(error)) {
            m_pool.forget(m_port); // closed while it was idle; the others are, too
            continue;
        }
        m_hasAnswer = !error;
        co_return error;
    }
}

error_code UpstreamExchange::takeArrived(QByteArray &chunk, qsizetype most)
{
    error_code error;
    while (!error && !m_parser->is_done() && chunk.size() < most) {
        error = m_parser->parseBody(m_connection->buffer, chunk, most);
    }
    return error == http::error::need_more ? error_code() : error;
}

Awaitable<error_code> UpstreamExchange::readBody(QByteArray &chunk, qsizetype most)
{
    const error_code error = co_await readHttpBody(m_connection->socket, m_connection->buffer, *m_parser, chunk, most);
    co_return m_isInterrupted ? asio::error::operation_aborted : error;
}

bool isConnectionLost(const error_code &error)
{
    return error == http::error::end_of_stream || error == asio::error::connection_reset ||
           error == asio::error::broken_pipe || error == asio::error::eof;
}

Error upstreamError(const error_code &error)
{
    const QString detail = QString::fromStdString(error.message());
    if (error == asio::error::connection_refused) {
        return {ErrorCode::Unavailable, QObject::tr("Nothing listens on that port."), detail};
    }
    if (isConnectionLost(error) || error == http::error::partial_message) {
        return {ErrorCode::Unavailable,
                QObject::tr("The handler closed the connection before its answer was complete."), detail};
    }
    if (isMalformed(error)) {
        return malformedAnswer(detail);
    }
    return {ErrorCode::Unavailable, QObject::tr("The connection to the handler failed: %1.").arg(detail), detail};
}

QByteArray requestLine(const QByteArray &method, const QByteArray &target)
{
    QByteArray text;
    text.reserve(1024);
    text += method;
    text += ' ';
    text += targetForHandler(target);
    text += " HTTP/1.1\r\n";
    return text;
}

void appendHeader(QByteArray &text, QByteArrayView name, QByteArrayView value)
{
    text += name;
    text += QByteArrayView(": ");
    text += value;
    text += QByteArrayView("\r\n");
}

} // namespace studio
