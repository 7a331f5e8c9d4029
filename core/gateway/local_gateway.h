// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/gateway.h"
#include "core/gateway/token.h"
#include "core/local/local_platform.h"

namespace studio {

/// The embedded platform's gateway with this user's token, found by other processes as long as it runs: `ignite serve`,
/// and the window, so that a command can leave a call to it.
class LocalGateway
{
public:
    /// `platform` must outlive it. Errors as Gateway::start, gatewayToken and
    /// GatewayLockfile::made.
    static Result<std::unique_ptr<LocalGateway>> start(LocalPlatform *platform, const Paths &paths, quint16 port = 0);

    [[nodiscard]] quint16 port() const { return m_gateway->port(); }
    /// Whether it is the one that is found, where several run on one store.
    [[nodiscard]] bool isFound() const { return m_lockfile.isShown(); }
    /// See Gateway.
    QCoro::Task<void> shutDown(std::chrono::milliseconds timeout) { return m_gateway->shutDown(timeout); }

private:
    LocalGateway(std::unique_ptr<Gateway> gateway, const Paths &paths)
        : m_gateway(std::move(gateway)), m_lockfile(paths.data, m_gateway->port())
    {
    }

    std::unique_ptr<Gateway> m_gateway;
    GatewayLockfile m_lockfile;
};

} // namespace studio
