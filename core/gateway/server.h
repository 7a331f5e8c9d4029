// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/api.h"
#include "core/gateway/direct_doors.h"
#include "core/gateway/limits.h"
#include "core/gateway/net.h"

#include <atomic>
#include <set>

namespace studio::gateway {

class Session;

/// What the sessions share. Sockets' thread, but for `inFlight`.
struct Server
{
    Server(Limits theLimits, QByteArray theToken)
        : context(std::make_shared<asio::io_context>(1))
        , acceptor(*context)
        , limits(theLimits)
        , token(theToken)
        , tokenFilter(std::move(theToken))
    {
    }

    std::shared_ptr<asio::io_context> context;
    asio::ip::tcp::acceptor acceptor;
    Limits limits;
    QByteArray token;
    TokenFilter tokenFilter; ///< of the same one
    quint16 port = 0;
    Api *api = nullptr; ///< called by queued calls only; outlives the thread
    std::unique_ptr<DirectDoors> doors;
    std::set<std::shared_ptr<Session>> sessions;
    std::atomic<int> inFlight = 0; ///< requests that are being answered
    bool isEnding = false;
};

} // namespace studio::gateway
