// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/load_transport.h"

#include <QCoreApplication>
#include <QObject>
#include <QPluginLoader>

namespace studio {

namespace {

/// In the build folder beside the programs, or beside the tests; else where it is installed, wherever that was moved.
QStringList places()
{
    const QString programs = QCoreApplication::applicationDirPath();
    return {programs + QStringLiteral("/plugins"), programs + QStringLiteral("/../bin/plugins"),
            programs + QStringLiteral(IGNITE_PLUGINS)};
}

} // namespace

Result<TransportFactory *> loadTransport()
{
    QString reason;
    for (const QString &place : places()) {
        QPluginLoader loader(place + QStringLiteral("/libignite-network.so")); // stays loaded
        if (auto *const factory = qobject_cast<TransportFactory *>(loader.instance())) {
            return factory;
        }
        reason = loader.errorString();
    }
    return fail(ErrorCode::Unavailable,
                QObject::tr("A part of Ignite Studio that remote platforms need is missing: %1. Install it again.")
                    .arg(reason));
}

} // namespace studio
