// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/collection/environment_secrets.h"

#include "core/base/lifetime.h"

namespace studio {

using namespace collection;

Task<Values> EnvironmentSecrets::read(QString folder, Environment environment)
{
    Values values;
    for (const Variable &variable : std::as_const(environment.variables)) {
        if (!variable.isSecret) {
            continue;
        }
        const QString key = requestSecretKey(folder, environment.name, variable.name);
        const auto value = co_await whileAlive(this, m_secrets.get(key));
        if (value) {
            values.insert(variable.name, QString::fromUtf8(*value));
        } else if (value.error().code != ErrorCode::NotFound) {
            co_return std::unexpected(value.error());
        }
    }
    co_return values;
}

Task<QString> EnvironmentSecrets::write(QString folder, QString environment, Values values)
{
    QString reason;
    for (const auto &[name, value] : std::as_const(values).asKeyValueRange()) {
        const QString key = requestSecretKey(folder, environment, name);
        if (value.isEmpty()) {
            const auto removed = co_await whileAlive(this, m_secrets.remove(key));
            if (!removed) {
                co_return std::unexpected(removed.error());
            }
            continue;
        }
        const auto place = co_await whileAlive(this, m_secrets.set(key, value.toUtf8()));
        if (!place) {
            co_return std::unexpected(place.error());
        }
        reason = place->inKeychain ? reason : place->reason;
    }
    co_return reason;
}

} // namespace studio
