// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/upstream_pool.h"

#include "core/invocation/http_read.h"

namespace studio {

std::unique_ptr<PooledConnection> UpstreamPool::acquire(quint16 port)
{
    if (const auto found = m_idle.find(port); found != m_idle.end()) {
        auto &idle = found->second;
        while (!idle.empty()) {
            auto connection = std::move(idle.back());
            idle.pop_back();
            if (isQuiet(connection->socket.native_handle())) {
                connection->isReused = true;
                return connection;
            }
        }
    }
    return std::make_unique<PooledConnection>(m_context, port);
}

void UpstreamPool::release(std::unique_ptr<PooledConnection> connection)
{
    if (auto &idle = m_idle[connection->port]; idle.size() < maxIdlePerPort) {
        idle.push_back(std::move(connection));
    }
}

} // namespace studio
