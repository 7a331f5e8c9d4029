// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store_private.h"

#include <QObject>

namespace studio {

Result<QList<SecretName>> Store::secrets(const AppId &id) const
{
    const auto row = findApp(d->database, id);
    if (!row) {
        return std::unexpected(row.error());
    }
    return d->database.readRows(
        QStringLiteral("SELECT name, changed_at_ms FROM secret WHERE app = ? ORDER BY name"), {row->rowId},
        [](const QSqlQuery &one) { return SecretName{one.value(0).toString(), one.value(1).toLongLong()}; });
}

Result<void> Store::addSecret(const AppId &id, const QString &name)
{
    return d->changeApp(id, [&](const AppRow &row) -> Result<void> {
        // Later than before, also within one millisecond: who keeps the value looks at it.
        return execute(
            d->database,
            QStringLiteral("INSERT INTO secret (app, name, changed_at_ms) VALUES (?, ?, ?) ON CONFLICT (app, "
                           "name) DO UPDATE SET changed_at_ms = max(excluded.changed_at_ms, changed_at_ms + 1)"),
            {row.rowId, name, nowMs()});
    });
}

Result<void> Store::removeSecret(const AppId &id, const QString &name)
{
    return d->changeApp(id, [&](const AppRow &row) -> Result<void> {
        const auto removed =
            d->database.run(QStringLiteral("DELETE FROM secret WHERE app = ? AND name = ?"), {row.rowId, name});
        if (!removed) {
            return std::unexpected(removed.error());
        }
        if (removed->numRowsAffected() == 0) {
            return fail(
                ErrorCode::NotFound,
                QObject::tr("%1 has no secret %2. See which with: ignite secret list %1").arg(id.toString(), name));
        }
        return {};
    });
}

} // namespace studio
