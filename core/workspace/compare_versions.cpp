// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/compare_versions.h"

#include "core/source/compare_archives.h"

#include <QPointer>

namespace studio {

Task<QList<FileChange>> compareVersions(ComputeService *service, AppId id, int before, int after, QString scratch,
                                        std::stop_token stop)
{
    const QPointer<ComputeService> alive(service);
    const auto one = co_await service->versionCode(id, before);
    if (!one) {
        co_return std::unexpected(one.error());
    }
    if (!alive) {
        co_return cancelled();
    }
    const auto other = co_await service->versionCode(id, after);
    if (!other) {
        co_return std::unexpected(other.error());
    }
    co_return co_await compareArchives(one->path, other->path, scratch, stop);
}

} // namespace studio
