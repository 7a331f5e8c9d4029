// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/deadlines.h"

#include <QtTypes>

#include <boost/beast/core/flat_buffer.hpp>
#include <map>
#include <memory>
#include <vector>

namespace studio {

struct IdleConnections;

/// A connection to an instance. Closing the socket ends what is under way on it.
struct PooledConnection
{
    PooledConnection(boost::asio::io_context &context, std::weak_ptr<IdleConnections> ofPort)
        : socket(context), idle(std::move(ofPort))
    {
    }

    TcpSocket socket;
    boost::beast::flat_buffer buffer;    ///< what was read and belongs to no answer yet
    std::weak_ptr<IdleConnections> idle; ///< those of its port; gone once the port was forgotten
    bool isReused = false;               ///< it was connected for an earlier request
};

/// Those to one port on 127.0.0.1 that wait for a request.
struct IdleConnections
{
    std::vector<std::unique_ptr<PooledConnection>> all;
};

/// The connections that are kept open to instances, by port, so that a request seldom has to connect. Each has one
/// request at a time. The thread of the context.
class UpstreamPool
{
public:
    static constexpr std::size_t maxIdlePerPort = 8;

    explicit UpstreamPool(boost::asio::io_context &context) : m_context(context), m_deadlines(context) {}

    /// A kept connection that is still open and silent, else a new one, which is not connected yet.
    std::unique_ptr<PooledConnection> acquire(quint16 port);
    /// Keeps it for the next request; only after an answer that allows it and has been read to its end. Closes it where
    /// its port was forgotten meanwhile.
    static void release(std::unique_ptr<PooledConnection> connection);
    /// Closes those to a port: its instance ends, and would wait for them. One that is in use is closed after its
    /// answer.
    void forget(quint16 port) { m_idle.erase(port); }
    /// Closes all that are kept, and reaches no more deadlines.
    void close()
    {
        m_idle.clear();
        m_deadlines.stop();
    }

    [[nodiscard]] Deadlines &deadlines() { return m_deadlines; }

private:
    boost::asio::io_context &m_context;
    Deadlines m_deadlines; ///< of the requests under way
    std::map<quint16, std::shared_ptr<IdleConnections>> m_idle;
};

} // namespace studio
