// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/local_gateway.h"

#include "core/platform/execution_recorder.h"

namespace studio {

Result<std::unique_ptr<LocalGateway>> LocalGateway::start(LocalPlatform *platform, const Paths &paths, quint16 port)
{
    platform->removeAbandonedFolders();
    const auto token = gatewayToken(paths.config);
    if (!token) {
        return std::unexpected(token.error());
    }
    platform->recorder()->setTokenFilter(TokenFilter(*token)); // it may have just been made
    auto gateway =
        Gateway::start(platform, platform->directCalls(),
                       {.port = port, .token = *token, .temporaryFolder = platform->temporaryFolder(), .limits = {}});
    if (!gateway) {
        return std::unexpected(gateway.error());
    }
    return std::unique_ptr<LocalGateway>(new LocalGateway(std::move(*gateway), paths));
}

} // namespace studio
