// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/local_gateway.h"

#include "core/local/execution_recorder.h"

namespace studio {

Result<std::unique_ptr<LocalGateway>> LocalGateway::start(LocalPlatform *platform, const Paths &paths, quint16 port)
{
    const auto token = gatewayToken(paths.config);
    if (!token) {
        return std::unexpected(token.error());
    }
    platform->recorder()->setTokenFilter(TokenFilter(*token)); // it may have just been made
    auto gateway =
        Gateway::start(platform, platform->proxyCalls(),
                       {.port = port, .token = *token, .temporaryFolder = platform->temporaryFolder(), .limits = {}});
    if (!gateway) {
        return std::unexpected(gateway.error());
    }
    std::unique_ptr<LocalGateway> started(new LocalGateway(std::move(*gateway), paths));
    if (const auto &made = started->m_lockfile.made(); !made) {
        return std::unexpected(made.error()); // commands could leave no call to it, and would say that nothing runs
    }
    return started;
}

} // namespace studio
