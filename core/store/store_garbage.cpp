// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store_private.h"

#include <QSet>
#include <QSqlError>

namespace studio {

namespace {

/// Every column that names a blob, whichever table a migration has added it to (schema.h).
Result<QStringList> columnsOfBlobs(const Database &database)
{
    auto query = database.run(QStringLiteral(
        "SELECT m.name, c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = "
        "'table' AND (c.name LIKE '%\\_hash' ESCAPE '\\' OR c.name LIKE '%\\_blob' ESCAPE '\\')"));
    if (!query) {
        return std::unexpected(query.error());
    }
    QStringList selects;
    while (query->next()) {
        selects << QStringLiteral("SELECT \"%2\" FROM \"%1\" WHERE \"%2\" <> ''")
                       .arg(query->value(0).toString(), query->value(1).toString());
    }
    return selects;
}

Result<QSet<QByteArray>> referencedBlobs(const Database &database)
{
    const auto selects = columnsOfBlobs(database);
    if (!selects) {
        return std::unexpected(selects.error());
    }
    auto query = database.run(selects->join(QStringLiteral(" UNION ")));
    if (!query) {
        return std::unexpected(query.error());
    }
    QSet<QByteArray> hashes;
    while (query->next()) {
        hashes.insert(query->value(0).toByteArray());
    }
    // A damaged page ends the rows like the last one does: what could not be read must not count as unreferenced.
    if (query->lastError().isValid()) {
        return fail(ErrorCode::Internal, QStringLiteral("The store's database %1 is damaged.").arg(database.path()),
                    query->lastError().text());
    }
    return hashes;
}

} // namespace

Result<Store::Collected> Store::collectGarbage(std::chrono::seconds youngest)
{
    const auto unreferenced = [&]() -> Result<QList<QByteArray>> {
        return referencedBlobs(d->database).transform([&](const QSet<QByteArray> &kept) {
            QList<QByteArray> old = d->blobs.olderThan(youngest);
            old.removeIf([&](const QByteArray &hash) { return kept.contains(hash); });
            return old;
        });
    };
    // Looked at first without keeping others from writing: mostly there is nothing to do.
    if (const auto any = unreferenced(); !any || any->isEmpty()) {
        return any.transform([](const auto &) { return Collected{}; });
    }
    // With the lock nobody can come to refer to a blob meanwhile, and whoever does so next looks whether it is there.
    return d->database.transaction([&]() -> Result<Collected> {
        return unreferenced().transform([&](const QList<QByteArray> &hashes) {
            Collected collected;
            for (const QByteArray &hash : hashes) {
                const qint64 bytes = d->blobs.remove(hash);
                collected.blobs += bytes >= 0 ? 1 : 0;
                collected.bytes += qMax<qint64>(0, bytes);
            }
            return collected;
        });
    });
}

} // namespace studio
