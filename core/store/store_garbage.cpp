// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/store_private.h"

#include <QSet>

namespace studio {

namespace {

/// Every column that names a blob, whichever table a migration has added it to (schema.h).
Result<QStringList> columnsOfBlobs(const Database &database)
{
    const auto sql = QStringLiteral(
        "SELECT m.name, c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = "
        "'table' AND (c.name LIKE '%\\_hash' ESCAPE '\\' OR c.name LIKE '%\\_blob' ESCAPE '\\')");
    return database.readRows(sql, {}, [](const QSqlQuery &row) {
        return QStringLiteral("SELECT \"%2\" FROM \"%1\" WHERE \"%2\" <> ''")
            .arg(row.value(0).toString(), row.value(1).toString());
    });
}

Result<QSet<QByteArray>> referencedBlobs(const Database &database)
{
    const auto selects = columnsOfBlobs(database);
    if (!selects) {
        return std::unexpected(selects.error());
    }
    QSet<QByteArray> hashes;
    return database
        .eachRow(selects->join(QStringLiteral(" UNION ")), {},
                 [&](const QSqlQuery &row) { hashes.insert(row.value(0).toByteArray()); })
        .transform([&] { return hashes; });
}

} // namespace

Result<Store::Collected> Store::collectGarbage(std::chrono::seconds youngest)
{
    const auto unreferenced = [&]() -> Result<QList<QByteArray>> {
        const auto sinceMs = d->history.collectableSince();
        if (!sinceMs) {
            return std::unexpected(sinceMs.error());
        }
        return referencedBlobs(d->database).transform([&](const QSet<QByteArray> &kept) {
            QList<QByteArray> old = d->blobs.olderThan(youngest, *sinceMs);
            old.removeIf([&](const QByteArray &hash) { return kept.contains(hash); });
            return old;
        });
    };
    // Looked at first without keeping others from writing: mostly there is nothing to do.
    if (const auto any = unreferenced(); !any || any->isEmpty()) {
        return any.transform([](const auto &) { return Collected{}; });
    }
    // With the lock no row can come to refer to a blob meanwhile, and the next writer checks that it is there.
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
