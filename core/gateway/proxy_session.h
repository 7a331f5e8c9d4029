// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connection.h"
#include "core/gateway/held_instances.h"
#include "core/invocation/upstream_exchange.h"

namespace studio::gateway {

struct Server;

/// The head of a request as an instance gets it: without what belongs to the client's connection, and with the
/// platform's `own` headers in place of any x-ignite-*.
QByteArray proxiedHead(const RequestHead &head, qint64 bodyBytes, const Headers &own);

/// One call at a direct address: the request goes to an instance as it stands, the answer comes back chunk by chunk,
/// each when the client has taken the one before. Sockets' thread.
///
/// A call goes from acquiring an instance to the exchange with it, and ends in one of four ways: the handler's answer
/// was passed on whole (Answered), the platform answers because nothing was passed on yet (NoAnswer), the answer broke
/// off in the middle, which the client sees by the reset of its connection (BrokeOff), or the client went away first
/// (ClientGone). Each way leaves one access record, and so does a session that is destroyed before its end.
class ProxySession
{
public:
    ProxySession(Connection &client, Server &server, RequestHead head, QByteArray label);
    ~ProxySession();
    ProxySession(const ProxySession &) = delete;
    ProxySession &operator=(const ProxySession &) = delete;

    /// Whether the client's connection can go on.
    Awaitable<bool> run(QByteArray body, bool keepAlive);
    /// Instead of run(): the body is not acceptable, and no instance is asked for. One that is too large leaves a
    /// record like any call. The client's connection cannot go on.
    Awaitable<void> refuseBody(Refusal refusal);
    /// The client is gone, or the gateway ends.
    void cancel();
    void sweep(Clock::time_point now);

private:
    enum class Outcome { Answered, NoAnswer, BrokeOff, ClientGone };

    void begin(QByteArray body);
    Awaitable<HeldInstances::Acquired> acquire();
    Awaitable<bool> refuse(const HeldInstances::Acquired &acquired);
    Awaitable<Outcome> exchange();
    Awaitable<Outcome> exchangeGuarded();
    Awaitable<Outcome> passBody();
    Awaitable<Outcome> passWhole(QByteArray body);
    Awaitable<Outcome> passChunks(QByteArray chunk);
    Awaitable<error_code> readChunk(QByteArray &chunk);
    Awaitable<bool> answerFromPlatform();
    Awaitable<bool> finish(Outcome outcome);
    [[nodiscard]] QByteArray upstreamHead();
    void resetSlowClient();
    void takeHead();
    void keep(QByteArrayView chunk);
    void record();
    [[nodiscard]] bool isLate() const { return m_exchange && m_exchange->isLate(); }
    [[nodiscard]] Error failure() const;
    [[nodiscard]] qint64 micros() const;

    Connection &m_client;
    Server &m_server;
    HeldInstances &m_instances;
    RequestHead m_head;
    QByteArray m_label;
    bool m_isHead;
    bool m_keepAlive = false;
    Clock::time_point m_arrived = Clock::now();
    std::shared_ptr<HeldInstance> m_instance;
    std::optional<UpstreamExchange> m_exchange;
    AccessRecord m_record;
    HttpResponse m_answer; ///< its head, as it is passed on
    std::function<void()> m_cancelWait;
    bool m_hasBegun = false; ///< and is to leave a record
    bool m_isRecorded = false;
    bool m_isCancelled = false;
    bool m_hasThrown = false;
    bool m_isShown = false;   ///< as a running call
    bool m_isPassing = false; ///< the client has the head of an answer that is not complete yet
    error_code m_error;
};

} // namespace studio::gateway
