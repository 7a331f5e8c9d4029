// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/body_memory.h"
#include "core/gateway/limits.h"
#include "core/gateway/net.h"
#include "core/gateway/request.h"
#include "core/invocation/http_parser.h"

namespace studio::gateway {

/// A client's connection: requests in, answers out, each step with its time. Sockets' thread.
class Connection
{
public:
    Connection(TcpSocket socket, const Limits &limits, BodyMemory &bodies);

    /// The next head; nothing when the connection is to be closed without a word. A Refusal closes it too.
    Awaitable<std::optional<Checked<RequestHead>>> readHead();
    /// Its whole body. 413 for more than `most` bytes, 503 where all bodies together take too many.
    Awaitable<Checked<QByteArray>> readBody(qint64 most);
    [[nodiscard]] bool hasBody() const;                         ///< of which something may still be unread
    [[nodiscard]] std::optional<qint64> announcedBytes() const; ///< of the body; nothing where it comes in chunks
    [[nodiscard]] bool isOld() const;                           ///< HTTP/1.0: no chunks
    [[nodiscard]] bool keepsAlive() const;

    /// An answer whole: with its length, and without its body for HEAD.
    Awaitable<bool> writeAnswer(const HttpResponse &answer, bool isHead, bool keepAlive);
    /// An answer as it comes: in HTTP's chunks unless its head has a content-length (or the client is too old for
    /// them).
    Awaitable<bool> writeHead(const HttpResponse &head, bool isHead, bool keepAlive);
    Awaitable<bool> writeChunk(QByteArrayView bytes);
    Awaitable<bool> writeEnd();
    [[nodiscard]] bool hasAnswered() const { return m_hasAnswered; } ///< at least begun to, since the last head
    /// A write failed or timed out: what waits for the client in the kernel is to be dropped.
    [[nodiscard]] bool hasWriteFailed() const { return m_hasWriteFailed; }
    [[nodiscard]] bool hasEndInBand() const { return m_framing != Framing::Close; } ///< or closing is the end

    /// Takes what is still coming for a moment, so that the client gets to read the last answer.
    Awaitable<void> linger();
    void close();
    /// Not answering must not hide that the answer is cut.
    void reset();

    /// Called every 100 ms: cuts off what is too slow.
    void sweep(Clock::time_point now);
    /// While an answer is awaited: called once when the client has gone.
    std::function<void()> gone;

private:
    Awaitable<Checked<QByteArray>> readWholeBody(qint64 most);

    enum class Framing { None, Length, Chunks, Close };

    void expect(std::chrono::milliseconds time);
    void lookForClient();
    Awaitable<bool> write(QByteArrayView first, QByteArrayView second = {}, QByteArrayView third = {});
    QByteArray headText(const HttpResponse &head, qint64 length, bool isHead, bool keepAlive);

    TcpSocket m_socket;
    const Limits &m_limits;
    BodyMemory::Share m_held; ///< the body, until the next head
    boost::beast::flat_buffer m_buffer;
    std::optional<HttpRequestParser> m_parser;
    Clock::time_point m_deadline = Clock::time_point::max();
    Framing m_framing = Framing::None;
    bool m_isTimedOut = false;
    bool m_wantsContinue = false;
    bool m_wasProbed = false;
    bool m_hasAnswered = false;
    bool m_hasWriteFailed = false;
};

/// What all Connection headers of a message list, with commas between (RFC 9110, 5.3).
QByteArray connectionOptions(const Headers &headers);
/// Headers that belong to one connection and are not handed on (RFC 9110, 7.6.1), with those that `options` name.
bool isHopByHop(QByteArrayView name, const QByteArray &options);

} // namespace studio::gateway
