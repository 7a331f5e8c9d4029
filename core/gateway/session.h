// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/connection.h"
#include "core/gateway/proxy_session.h"
#include "core/gateway/response_queue.h"
#include "core/gateway/routes.h"
#include "core/gateway/server.h"

#include <stop_token>

namespace studio::gateway {

/// One client's connection and its requests, one after the other. Sockets' thread.
class Session : public std::enable_shared_from_this<Session>
{
public:
    Session(Server &server, TcpSocket socket);

    Awaitable<void> run();
    void sweep(Clock::time_point now);
    /// Asks what is in flight to stop, and closes the connection where nothing is.
    void end();
    /// Closes it, whatever is in flight.
    void abort();

private:
    Awaitable<void> serveAll();
    Awaitable<bool> serveOne();
    Awaitable<bool> serve(RequestHead head);
    Awaitable<bool> refuse(Refusal refusal);
    Awaitable<bool> serveApi(const RequestHead &head);
    Awaitable<bool> serveHandler(const RequestHead &head);
    Awaitable<bool> forward(std::shared_ptr<ResponseQueue> queue);
    Awaitable<bool> forwardChunks(ResponseQueue &queue);
    Awaitable<bool> serveProxied(const RequestHead &head, QByteArray label);
    [[nodiscard]] bool keepAlive() const;

    Server &m_server;
    Connection m_connection;
    bool m_isHead = false;
    bool m_isBusy = false;
    ProxySession *m_proxied = nullptr;    ///< the call in flight
    std::weak_ptr<ResponseQueue> m_queue; ///< of the answer in flight
    std::function<void()> m_stop;         ///< what is in flight
};

} // namespace studio::gateway
