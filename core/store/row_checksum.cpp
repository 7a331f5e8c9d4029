// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/row_checksum.h"

#include <QCryptographicHash>
#include <QSqlField>

namespace studio {

namespace {

constexpr QLatin1StringView column("seal");

QString rowChecksum(const QSqlRecord &row)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (int at = 0; at < row.count(); ++at) {
        if (row.fieldName(at) != column) {
            const QByteArray value = row.value(at).toString().toUtf8();
            hash.addData(
                (row.fieldName(at) + QLatin1Char('=') + QString::number(value.size()) + QLatin1Char(':')).toUtf8());
            hash.addData(value);
        }
    }
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

bool isIntact(const QSqlRecord &row)
{
    const QString kept = row.value(column).toString();
    return kept.isEmpty() || kept == rowChecksum(row);
}

Result<void> updateRowChecksum(const Database &database, const QString &table, const QString &where,
                               const QVariantList &values)
{
    auto query = database.run(QStringLiteral("SELECT * FROM %1 WHERE %2").arg(table, where), values);
    if (!query) {
        return std::unexpected(query.error());
    }
    if (!query->next()) {
        return {};
    }
    const QString fresh = rowChecksum(query->record());
    query->finish();
    return database
        .run(QStringLiteral("UPDATE %1 SET seal = ? WHERE %2").arg(table, where), QVariantList{fresh} + values)
        .transform([](const QSqlQuery &) {});
}

} // namespace studio
