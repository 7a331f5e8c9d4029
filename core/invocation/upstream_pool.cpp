// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/upstream_pool.h"

#include "core/invocation/http_read.h"

namespace studio {

std::unique_ptr<PooledConnection> UpstreamPool::acquire(quint16 port)
{
    auto &idle = m_idle[port];
    if (!idle) {
        idle = std::make_shared<IdleConnections>();
    }
    while (!idle->all.empty()) {
        auto connection = std::move(idle->all.back());
        idle->all.pop_back();
        if (isQuiet(connection->socket.native_handle())) {
            connection->isReused = true;
            return connection;
        }
    }
    return std::make_unique<PooledConnection>(m_context, idle);
}

void UpstreamPool::release(std::unique_ptr<PooledConnection> connection)
{
    const auto idle = connection->idle.lock();
    if (idle && idle->all.size() < maxIdlePerPort) {
        idle->all.push_back(std::move(connection));
    }
}

} // namespace studio
