// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/invocation/http_parser.h"
#include "core/invocation/upstream_pool.h"

namespace studio {

/// One request to an instance and its answer. The only place where a handler's HTTP is spoken: HttpClient and the
/// gateway's reverse proxy are built on it.
///
///     UpstreamExchange exchange(pool, port, {.executionId = id, .isHead = false});
///     exchange.setDeadline(time, {});
///     error_code error = co_await exchange.send(head, body);
///     while (!error && !exchange.isComplete()) {
///         chunk.clear();
///         error = co_await exchange.readBody(chunk, mostBytes); // no more is read than is asked for
///     }
///
/// Its end gives the connection back to the pool, where that can have another request. `pool` must outlive it. The
/// thread of the pool.
class UpstreamExchange
{
public:
    struct Request
    {
        QByteArray executionId; ///< an answer that names another one is none; empty: any is taken
        bool isHead = false;    ///< the answer has no body
    };

    UpstreamExchange(UpstreamPool &pool, quint16 port, Request request);
    ~UpstreamExchange();
    UpstreamExchange(const UpstreamExchange &) = delete;
    UpstreamExchange &operator=(const UpstreamExchange &) = delete;

    /// Closes the connection at this time, wherever the exchange is, and calls `late`, which may be empty. A timer of
    /// an operation would not do: one that finds data ready ends before its timer is looked at.
    void setDeadline(Deadlines::Time time, std::function<void()> late);
    [[nodiscard]] bool isLate() const { return m_deadline.isReached(); }
    /// Closes the connection; what is awaited here fails. To cancel it would not do: the next operation would find data
    /// ready.
    void interrupt();
    [[nodiscard]] bool isInterrupted() const { return m_isInterrupted; }

    /// Sends the request (the head with its empty line) and reads the answer to the end of its head; interim answers
    /// are passed over. A kept connection that turns out closed before a single byte came, be it of an interim answer,
    /// is tried once more on a new one: it was closed while it was idle, and the handler has not seen the request. Once
    /// a byte has come it may have, and would run twice. Both must stay until this ends.
    Awaitable<boost::system::error_code> send(const QByteArray &head, const QByteArray &body);
    /// Appends what came of the answer's body together with its head, which may be nothing; until `chunk` has `most`
    /// bytes at the latest.
    boost::system::error_code takeArrived(QByteArray &chunk, qsizetype most);
    /// Appends the next bytes of the answer's body, until `chunk` has `most` at the latest.
    Awaitable<boost::system::error_code> readBody(QByteArray &chunk, qsizetype most);
    /// Whether the answer was read to its end.
    [[nodiscard]] bool isComplete() const { return m_parser->is_done(); }
    /// The answer's head, after send().
    [[nodiscard]] const HttpResponseParser &answer() const { return *m_parser; }
    /// When the connection was there, after send().
    [[nodiscard]] Deadlines::Time connectedAt() const { return m_connectedAt; }
    /// Whether the connection can have another request: the answer allows it and has been read to its end.
    [[nodiscard]] bool isReusable() const;

private:
    Awaitable<boost::system::error_code> connect();
    Awaitable<boost::system::error_code> write(const QByteArray &head, const QByteArray &body);
    Awaitable<boost::system::error_code> sendOnce(const QByteArray &head, const QByteArray &body);

    UpstreamPool &m_pool;
    quint16 m_port;
    Request m_request;
    std::unique_ptr<PooledConnection> m_connection;
    std::optional<HttpResponseParser> m_parser;
    Deadlines::Deadline m_deadline;
    Deadlines::Time m_connectedAt;
    bool m_hasBegun = false;  ///< a byte of an answer has come
    bool m_hasAnswer = false; ///< its head is complete
    bool m_isInterrupted = false;
};

/// Whether the connection was lost, and not an answer refused.
bool isConnectionLost(const boost::system::error_code &error);

/// Why there is no answer, or no whole one. Unavailable: nothing listens, or the connection broke. Internal: what came
/// is not acceptable HTTP/1.1.
Error upstreamError(const boost::system::error_code &error);

/// The first lines of a request, to be completed with headers, each ended by "\r\n", and an empty line.
QByteArray requestLine(const QByteArray &method, const QByteArray &target);
void appendHeader(QByteArray &text, QByteArrayView name, QByteArrayView value);

} // namespace studio
