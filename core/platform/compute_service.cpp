// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/compute_service.h"

namespace studio {

namespace {

std::unexpected<Error> noSecretsThere(const AppId &id)
{
    return fail(
        ErrorCode::FailedPrecondition,
        QStringLiteral("The gateway's API has no way to the secrets of %1. Set them with the platform's own means.")
            .arg(id.toString()));
}

} // namespace

Task<bool> ComputeService::flushRecords()
{
    co_return true; // a gateway writes its own
}

Task<bool> ComputeService::setSecret(AppId id, QString /*name*/, QByteArray /*value*/)
{
    co_return noSecretsThere(id);
}

Task<bool> ComputeService::deleteSecret(AppId id, QString /*name*/)
{
    co_return noSecretsThere(id);
}

Task<QStringList> ComputeService::listSecrets(AppId id)
{
    co_return noSecretsThere(id);
}

} // namespace studio
