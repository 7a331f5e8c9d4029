// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/execution_rows.h"
#include "core/store/executions.h"
#include "core/store/store_private.h"

namespace studio {

namespace {

Result<QList<qint64>> rowsOf(const Database &database, const QString &sql, const QVariantList &values)
{
    return database.readRows(sql, values, [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
}

Result<qint64> removeRows(const Database &database, const QList<qint64> &rows)
{
    const QVariantList values(rows.begin(), rows.end());
    const QString list = placeholders(rows.size());
    for (const QString &sql : {QStringLiteral("DELETE FROM execution_text WHERE rowid IN (%1)").arg(list),
                               QStringLiteral("DELETE FROM execution WHERE id IN (%1)").arg(list)}) {
        if (auto done = execute(database, sql, values); !done) {
            return std::unexpected(done.error());
        }
    }
    return rows.size();
}

Result<void> tellDeleted(const Database &database, qint64 app, const QString &writer)
{
    return execute(database, QStringLiteral("INSERT INTO execution_news (writer, app, uuid) VALUES (?, ?, x'')"),
                   {writer, app});
}

/// The rows that are beyond the bounds, oldest first.
Result<QList<qint64>> rowsBeyond(const Database &database, const ExecutionBounds &bounds, int most)
{
    // What a deleted app has left behind.
    auto rows = rowsOf(database,
                       QStringLiteral("SELECT id FROM execution WHERE app IN (SELECT id FROM execution_app WHERE "
                                      "organization = '') LIMIT ?"),
                       {most});
    if (!rows || !rows->isEmpty()) {
        return rows;
    }
    rows = rowsOf(database, QStringLiteral("SELECT id FROM execution WHERE id < ? ORDER BY id LIMIT ?"),
                  {firstRowNumber(nowMs() - bounds.ageMs), most});
    if (!rows || !rows->isEmpty()) {
        return rows;
    }
    auto totals =
        database.run(QStringLiteral("SELECT ifnull(sum(records), 0), ifnull(sum(bytes), 0) FROM execution_count"));
    if (!totals || !totals->next()) {
        return totals ? Result<QList<qint64>>() : std::unexpected(totals.error());
    }
    const qint64 tooMany = totals->value(0).toLongLong() - bounds.records;
    const bool tooLarge = totals->value(1).toLongLong() > bounds.bytes;
    const qint64 wanted = tooLarge ? most : std::clamp<qint64>(tooMany, 0, most);
    totals->finish();
    return rowsOf(database, QStringLiteral("SELECT id FROM execution ORDER BY id LIMIT ?"), {wanted});
}

} // namespace

Result<qint64> Executions::remove(const AppId &app, const QStringList &ids, const QString &writer, int most)
{
    return m_database.transaction([&]() -> Result<qint64> {
        const auto number = executionApp(m_database, app);
        if (!number || !*number) {
            return number ? Result<qint64>(0) : std::unexpected(number.error());
        }
        QList<qint64> rows;
        for (const QString &id : ids) {
            const auto uuid = uuidOf(id);
            const qint64 first = uuid ? rowNumber(*uuid) : 0;
            const auto found =
                rowsOf(m_database,
                       QStringLiteral("SELECT id FROM execution WHERE id >= ? AND id < ? AND uuid = ? AND app = ?"),
                       {first, first + rowsSearched, uuid.value_or(QByteArray()), **number});
            if (!found) {
                return std::unexpected(found.error());
            }
            rows += *found;
        }
        if (ids.isEmpty()) {
            const auto found =
                rowsOf(m_database, QStringLiteral("SELECT id FROM execution WHERE app = ? LIMIT ?"), {**number, most});
            if (!found) {
                return std::unexpected(found.error());
            }
            rows = *found;
        }
        if (rows.isEmpty()) {
            return 0;
        }
        return tellDeleted(m_database, **number, writer).and_then([&] { return removeRows(m_database, rows); });
    });
}

Result<void> Executions::forgetApp(const AppId &app)
{
    return execute(m_database,
                   QStringLiteral("UPDATE execution_app SET organization = '', name = id WHERE organization = ? AND "
                                  "name = ?"),
                   {app.organization, app.name});
}

Result<qint64> Executions::prune(const ExecutionBounds &bounds, int most)
{
    const auto beyond = rowsBeyond(m_database, bounds, most); // found without a lock
    if (!beyond || beyond->isEmpty()) {
        return beyond.transform([](const QList<qint64> &) { return qint64(0); });
    }
    return m_database.transaction([&] { return removeRows(m_database, *beyond); });
}

Result<QStringList> Executions::runningWriters() const
{
    return m_database.readRows(QStringLiteral("SELECT DISTINCT writer FROM execution WHERE writer <> ''"), {},
                               [](const QSqlQuery &row) { return row.value(0).toString(); });
}

Result<void> Executions::markLost(const QString &writer)
{
    return m_database.transaction([&]() -> Result<void> {
        return execute(m_database,
                       QStringLiteral("INSERT INTO execution_news (writer, app, uuid) SELECT writer, app, uuid "
                                      "FROM execution WHERE writer = ?"),
                       {writer})
            .and_then([&] {
                return execute(m_database,
                               QStringLiteral("UPDATE execution SET status = ?, writer = '' WHERE writer = ?"),
                               {static_cast<int>(ExecutionStatus::Lost), writer});
            });
    });
}

Result<QList<ExecutionChange>> Executions::changesSince(qint64 &number, const QString &writer) const
{
    const bool isFirst = number < 0;
    QList<ExecutionChange> news;
    const auto addChange = [&](const QSqlQuery &row) {
        number = row.value(0).toLongLong();
        if (!isFirst && row.value(4).toString() != writer) {
            const QByteArray uuid = row.value(3).toByteArray();
            news.append({{row.value(1).toString(), row.value(2).toString()}, uuid.isEmpty() ? QString() : idOf(uuid)});
        }
    };
    const auto read = m_database.eachRow(
        isFirst ? QStringLiteral("SELECT ifnull(max(number), 0), '', '', x'', '' FROM execution_news")
                : QStringLiteral("SELECT n.number, a.organization, a.name, n.uuid, n.writer FROM execution_news n JOIN "
                                 "execution_app a ON a.id = n.app WHERE n.number > ? ORDER BY n.number"),
        isFirst ? QVariantList{} : QVariantList{number}, addChange);
    return read.transform([&] { return news; });
}

} // namespace studio
