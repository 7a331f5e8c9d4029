// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QStandardPaths>

namespace studio {

Paths userPaths()
{
    const auto below = [](QStandardPaths::StandardLocation location) {
        return QDir::cleanPath(QStandardPaths::writableLocation(location) + QStringLiteral("/ignite-studio"));
    };
    const QString installed =
        QDir::cleanPath(QCoreApplication::applicationDirPath() + QStringLiteral("/../share/ignite-studio"));
    const QString resources = QDir(installed).exists() ? installed : QStringLiteral(STUDIO_BUILD_RESOURCES);
    return {below(QStandardPaths::GenericDataLocation), below(QStandardPaths::GenericCacheLocation),
            below(QStandardPaths::GenericConfigLocation), resources};
}

} // namespace studio
