// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/remote/load_transport.h"

#include "core/base/load_plugin.h"

#include <QObject>

namespace studio {

Result<TransportFactory *> loadTransport()
{
    const auto plugin = loadPlugin(QStringLiteral("ignite-network"));
    if (plugin) {
        if (auto *const factory = qobject_cast<TransportFactory *>(*plugin)) {
            return factory;
        }
    }
    return fail(ErrorCode::Unavailable,
                QObject::tr("A part of Ignite Studio that remote platforms need is missing: %1. Install it again.")
                    .arg(plugin ? QStringLiteral("ignite-network") : plugin.error().message));
}

} // namespace studio
