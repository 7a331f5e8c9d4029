// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connection.h"
#include "core/gateway/direct_doors.h"

namespace studio::gateway {

/// The request as an instance gets it: without what belongs to the client's connection, and with the platform's `own`
/// headers in place of any x-ignite-*.
QByteArray upstreamRequest(const RequestHead &head, const QByteArray &body, const Headers &own);

/// One call at a direct address: the request goes to an instance as it stands, the answer comes back piece by piece.
/// Sockets' thread.
class DirectSession
{
public:
    /// `token` is kept from the handler.
    DirectSession(Connection &client, DirectDoors &doors, const TokenFilter &token, RequestHead head, QByteArray label);

    /// Whether the client's connection can go on.
    asio::awaitable<bool> run(QByteArray body, bool keepAlive);
    /// The client is gone, or the gateway ends.
    void cancel();
    void sweep(Clock::time_point now);

private:
    enum class Outcome { Answered, NoAnswer, BrokeOff, ClientGone };

    asio::awaitable<bool> refuse(const DirectDoors::Visit &visit);
    asio::awaitable<Outcome> exchange();
    asio::awaitable<Outcome> exchangeGuarded();
    asio::awaitable<error_code> connectUpstream();
    asio::awaitable<error_code> send(const QByteArray &text);
    asio::awaitable<error_code> readHead(std::optional<HttpResponseParser> &parser);
    asio::awaitable<Outcome> passBody(HttpResponseParser &parser);
    asio::awaitable<error_code> readPiece(HttpResponseParser &parser, QByteArray &piece);
    asio::awaitable<bool> answerFromPlatform(std::optional<Error> error);
    asio::awaitable<bool> finish(Outcome outcome);
    void interrupt();
    void takeHead(const HttpResponseParser &parser);
    void keep(QByteArrayView piece);
    [[nodiscard]] bool isWasmtimesPage() const;
    [[nodiscard]] Error failure() const;
    [[nodiscard]] qint64 micros() const;

    Connection &m_client;
    DirectDoors &m_doors;
    const TokenFilter &m_token;
    RequestHead m_head;
    QByteArray m_label;
    bool m_isHead;
    bool m_keepAlive = false;
    Clock::time_point m_arrived = Clock::now();
    Clock::time_point m_deadline = Clock::time_point::max();
    std::shared_ptr<Seat> m_seat;
    DirectEnd m_end;
    HttpResponse m_answer; ///< its head, as it is passed on
    std::function<void()> m_cancelWait;
    bool m_isCancelled = false;
    bool m_isLate = false;
    bool m_hasThrown = false;
    bool m_isShown = false;   ///< as a running call
    bool m_isPassing = false; ///< the client has the head of an answer that is not complete yet
    bool m_upstreamKeeps = false;
    error_code m_error;
};

} // namespace studio::gateway
