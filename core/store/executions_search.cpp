// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/execution_rows.h"

#include <algorithm>

namespace studio {

namespace {

// In these parts of words are looked for: by reading them, in a time that does not depend on how often something
// occurs.
constexpr int newestRecords = 3'000;
constexpr qint64 newestBytes = 4 << 20;

/// Adds what a statement finds in its first column.
Result<void> addRows(const Database &database, const QString &sql, const QVariantList &values, QList<qint64> &rows)
{
    return database.eachRow(sql, values, [&](const QSqlQuery &row) { rows << row.value(0).toLongLong(); });
}

/// The newest of each app, then of all: each part is read from an index and ends at the limit.
Result<QList<qint64>> newest(const Database &database, const ExecutionSearch &search)
{
    QList<qint64> rows;
    for (const qint64 app : search.apps) {
        QVariantList values{app, search.before};
        QString sql = QStringLiteral("SELECT id FROM execution WHERE app = ? AND id < ?");
        if (search.query.status) {
            sql += QStringLiteral(" AND status = ?");
            values << static_cast<int>(*search.query.status);
        }
        sql += QStringLiteral(" ORDER BY id DESC LIMIT ?");
        values << search.limit;
        if (auto added = addRows(database, sql, values, rows); !added) {
            return std::unexpected(added.error());
        }
    }
    std::ranges::sort(rows, std::greater());
    rows.resize(std::min<qsizetype>(rows.size(), search.limit));
    return rows;
}

/// All words, each a whole one. Read from the newest on, and the reading ends at the limit. (For words that are only
/// begun the index would first bring together all that begin so: seconds in a million records.)
Result<QList<qint64>> withWords(const Database &database, const ExecutionSearch &search, const QStringList &words)
{
    QStringList terms{search.scope};
    if (search.query.status) {
        terms << statusMark(*search.query.status);
    }
    for (const QString &word : words) {
        terms << u'"' + word + u'"';
    }
    QList<qint64> rows;
    // The marks could stand in a text too; the record decides. “+e.app” keeps the search on the index of words.
    const QString sql =
        QStringLiteral(
            "SELECT t.rowid FROM execution_text t CROSS JOIN execution e ON e.id = t.rowid "
            "WHERE t.execution_text MATCH ? AND t.rowid < ? AND +e.app IN (%1) ORDER BY t.rowid DESC LIMIT ?")
            .arg(placeholders(search.apps.size()));
    QVariantList values{terms.join(QStringLiteral(" AND ")), search.before};
    values += QVariantList(search.apps.begin(), search.apps.end());
    values << search.limit;
    auto added = addRows(database, sql, values, rows);
    if (!added && added.error().detail.contains(QStringLiteral("phrase queries are not supported"))) {
        return rows; // a letter that the index does not know: so no text has the word
    }
    return added ? Result<QList<qint64>>(rows) : std::unexpected(added.error());
}

/// The oldest of the newest records, in which parts of words are looked for.
Result<qint64> oldestOfNewest(const Database &database, const ExecutionSearch &search)
{
    const bool oneApp = search.apps.size() == 1;
    auto query = database.run(QStringLiteral("SELECT id FROM execution %1 ORDER BY id DESC LIMIT 1 OFFSET %2")
                                  .arg(oneApp ? QStringLiteral("WHERE app = ?") : QString())
                                  .arg(newestRecords - 1),
                              oneApp ? QVariantList{search.apps.first()} : QVariantList{});
    if (!query) {
        return std::unexpected(query.error());
    }
    return query->next() ? query->value(0).toLongLong() : 0;
}

/// All words, each also as a part of one, in the newest records.
Result<QList<qint64>> withParts(const Database &database, const ExecutionSearch &search, const QStringList &words)
{
    const auto oldest = oldestOfNewest(database, search);
    if (!oldest) {
        return std::unexpected(oldest.error());
    }
    QString has = QStringLiteral("1");
    QVariantList values;
    for (const QString &word : words) {
        has += QStringLiteral(" AND instr(text, ?) > 0");
        values << word.toLower();
    }
    const QString sql = QStringLiteral("SELECT id, bytes, %1 FROM (SELECT e.id AS id, e.bytes AS bytes, "
                                       "lower(CAST(e.request_target AS TEXT) || ' ' || "
                                       "CAST(d.request_body AS TEXT) || ' ' || CAST(d.response_body AS TEXT) || ' ' || "
                                       "CAST(d.lines AS TEXT) || ' ' || "
                                       "e.error || ' ' || d.panic) AS text FROM execution e JOIN execution_detail d ON "
                                       "d.id = e.id WHERE e.app IN (%2) "
                                       "AND e.id < ? AND e.id >= ? %3) ORDER BY id DESC")
                            .arg(has, placeholders(search.apps.size()),
                                 search.query.status ? QStringLiteral("AND e.status = ?") : QString());
    values += QVariantList(search.apps.begin(), search.apps.end());
    values << search.before << *oldest;
    if (search.query.status) {
        values << static_cast<int>(*search.query.status);
    }
    auto query = database.run(sql, values);
    if (!query) {
        return std::unexpected(query.error());
    }
    QList<qint64> rows;
    for (qint64 read = 0; rows.size() < search.limit && read < newestBytes && query->next();) {
        read += query->value(1).toLongLong();
        if (query->value(2).toBool()) {
            rows << query->value(0).toLongLong();
        }
    }
    return database.checkRead(*query).transform([&] { return rows; });
}

Result<QList<qint64>> withId(const Database &database, const ExecutionSearch &search, const QByteArray &uuid)
{
    QList<qint64> rows;
    const qint64 number = rowNumber(uuid);
    QVariantList values{number, std::min(number + rowsSearched, search.before), uuid};
    values += QVariantList(search.apps.begin(), search.apps.end());
    auto added =
        addRows(database,
                QStringLiteral("SELECT id FROM execution WHERE id >= ? AND id < ? AND uuid = ? AND app IN (%1)")
                    .arg(placeholders(search.apps.size())),
                values, rows);
    return added ? Result<QList<qint64>>(rows) : std::unexpected(added.error());
}

} // namespace

Result<QList<qint64>> findExecutions(const Database &database, const ExecutionSearch &search)
{
    if (const auto uuid = uuidOf(search.query.text.trimmed())) {
        return withId(database, search, *uuid);
    }
    const QStringList words = wordsOf(search.query.text);
    if (words.isEmpty() || search.apps.isEmpty()) {
        return search.query.text.trimmed().isEmpty() ? newest(database, search) : QList<qint64>();
    }
    auto rows = withWords(database, search, words);
    const auto more = rows ? withParts(database, search, words) : rows;
    if (!more) {
        return more;
    }
    *rows += *more;
    std::ranges::sort(*rows, std::greater());
    rows->erase(std::ranges::unique(*rows).begin(), rows->end());
    rows->resize(std::min<qsizetype>(rows->size(), search.limit));
    return rows;
}

} // namespace studio
