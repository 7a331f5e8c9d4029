// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/api.h"
#include "core/gateway/body_memory.h"
#include "core/gateway/held_instances.h"
#include "core/gateway/limits.h"
#include "core/gateway/net.h"
#include "core/gateway/request_handler.h"
#include "core/invocation/upstream_pool.h"

#include <atomic>
#include <set>

namespace studio::gateway {

class Session;

/// What the sessions share. Sockets' thread, but for `inFlight`.
struct Server
{
    Server(Limits theLimits, QByteArray theToken)
        : context(std::make_shared<SocketContext>(1))
        , acceptor(*context)
        , upstreams(*context)
        , limits(theLimits)
        , bodies(theLimits.bodies)
        , token(theToken)
        , tokenFilter(std::move(theToken))
    {
    }

    std::shared_ptr<SocketContext> context;
    TcpAcceptor acceptor;
    UpstreamPool upstreams; ///< of proxied calls
    Limits limits;
    BodyMemory bodies;
    QByteArray token;
    TokenFilter tokenFilter; ///< of the same one
    quint16 port = 0;
    Api *api = nullptr;                       ///< called by queued calls only; outlives the thread
    RequestHandler *handler = nullptr;        ///< likewise; with one, all requests are for it
    std::unique_ptr<HeldInstances> instances; ///< of proxied calls; null where there is no reverse proxy
    std::set<std::shared_ptr<Session>> sessions;
    std::atomic<int> inFlight = 0; ///< requests that are being answered
    bool isEnding = false;
};

} // namespace studio::gateway
