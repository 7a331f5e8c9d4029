// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/load_plugin.h"

#include <QCoreApplication>
#include <QPluginLoader>

namespace studio {

Result<QObject *> loadPlugin(const QString &name)
{
    const QString programs = QCoreApplication::applicationDirPath();
    QString reason;
    for (const char *const place : {"/plugins", "/../bin/plugins", IGNITE_PLUGINS}) {
        QPluginLoader loader(programs + QLatin1StringView(place) + QStringLiteral("/lib%1.so").arg(name));
        if (QObject *const root = loader.instance()) {
            return root;
        }
        reason = loader.errorString();
    }
    return fail(ErrorCode::Unavailable, reason);
}

} // namespace studio
