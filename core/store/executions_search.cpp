// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/execution_rows.h"

#include <algorithm>
#include <limits>

namespace studio {

namespace {

// In these parts of words are looked for: by reading them, in a time that does not depend on how often something
// occurs.
constexpr int newestRecords = 2'000;
constexpr qint64 newestBytes = 4 << 20;
constexpr qsizetype fewRecords = 2'000; ///< that a search reads instead of the index of words

/// Adds what a statement finds in its first column.
Result<void> addRows(const Database &database, const QString &sql, const QVariantList &values, QList<qint64> &rows)
{
    return database.eachRow(sql, values, [&](const QSqlQuery &row) { rows << row.value(0).toLongLong(); });
}

/// All words, each a whole one. Read from the newest on, and the reading ends at the limit. (For words that are only
/// begun the index would first bring together all that begin so: seconds in a million records.)
Result<QList<qint64>> withWords(const Database &database, const ExecutionSearch &search, const QStringList &words)
{
    QStringList terms{search.scope};
    if (!search.query.statuses.isEmpty()) {
        QStringList marks;
        for (const ExecutionStatus status : search.query.statuses) {
            marks << statusMark(status);
        }
        terms << u'(' + marks.join(QStringLiteral(" OR ")) + u')';
    }
    for (const QString &word : words) {
        terms << u'"' + word + u'"';
    }
    const ExecutionConditions conditions = executionConditions(search);
    QList<qint64> rows;
    // The marks could stand in a text too; the record decides. “+e.app” keeps the search on the index of words.
    const QString sql =
        QStringLiteral(
            "SELECT t.rowid FROM execution_text t CROSS JOIN execution e ON e.id = t.rowid "
            "WHERE t.execution_text MATCH ? AND t.rowid < ? AND t.rowid >= ? AND +e.app IN (%1)%2 ORDER BY t.rowid "
            "DESC LIMIT ?")
            .arg(placeholders(search.apps.size()), conditions.sql);
    QVariantList values{terms.join(QStringLiteral(" AND ")), search.before, search.from};
    values += QVariantList(search.apps.begin(), search.apps.end()) + conditions.values;
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

/// Records that were read for parts of words.
struct ReadRecords
{
    QList<qint64> found;
    bool isAll = true; ///< there was not more to read than may be
};

/// As the index of words has them: in lower case, without what stands above letters.
QByteArray folded(const QByteArray &utf8)
{
    if (std::ranges::none_of(utf8, [](char c) { return c < 0; })) { // nearly always, and ten times as fast
        return utf8.toLower();
    }
    QString letters = QString::fromUtf8(utf8).normalized(QString::NormalizationForm_D);
    letters.removeIf([](QChar c) { return c.category() == QChar::Mark_NonSpacing; });
    return letters.toLower().toUtf8();
}

/// All words, each also as a part of one, in the records that `which` is true of.
Result<ReadRecords> withParts(const Database &database, const ExecutionSearch &search, const QStringList &words,
                              const ExecutionConditions &which)
{
    QByteArrayList wanted;
    for (const QString &word : words) {
        wanted << folded(word.toUtf8());
    }
    // All of a record's texts in one value: Qt makes a QVariant of each.
    const QString sql = QStringLiteral("SELECT e.id, e.bytes, CAST(e.request_target || ' ' || d.request_body || ' ' || "
                                       "d.response_body || ' ' || d.lines || ' ' || e.error || ' ' || d.panic AS BLOB) "
                                       "FROM execution e JOIN execution_detail d ON d.id = e.id WHERE 1%1 "
                                       "ORDER BY e.id DESC")
                            .arg(which.sql);
    auto query = database.run(sql, which.values);
    if (!query) {
        return std::unexpected(query.error());
    }
    ReadRecords records;
    for (qint64 read = 0; records.found.size() < search.limit && query->next();) {
        if (read >= newestBytes) {
            records.isAll = false;
            break;
        }
        read += query->value(1).toLongLong();
        const QByteArray text = folded(query->value(2).toByteArray());
        if (std::ranges::all_of(wanted, [&](const QByteArray &word) { return text.contains(word); })) {
            records.found << query->value(0).toLongLong();
        }
    }
    return database.checkRead(*query).transform([&] { return records; });
}

Result<ReadRecords> withPartsInNewest(const Database &database, const ExecutionSearch &search, const QStringList &words)
{
    const auto oldest = oldestOfNewest(database, search);
    if (!oldest) {
        return std::unexpected(oldest.error());
    }
    ExecutionConditions which = executionConditions(search);
    which.sql.prepend(
        QStringLiteral(" AND e.app IN (%1) AND e.id < ? AND e.id >= ?").arg(placeholders(search.apps.size())));
    which.values = QVariantList(search.apps.begin(), search.apps.end()) +
                   QVariantList{search.before, std::max(*oldest, search.from)} + which.values;
    return withParts(database, search, words, which);
}

/// Where few records fit the rest, they are read. (The index of words would be walked from one record with the words to
/// the next, all of which may be of others.) Nothing where that is not so.
Result<std::optional<ReadRecords>> withPartsInFew(const Database &database, const ExecutionSearch &search,
                                                  const QStringList &words)
{
    if (executionConditions(search).sql.isEmpty() && search.from == 0) {
        return std::nullopt;
    }
    const auto few = newestExecutions(database, search, fewRecords + 1);
    if (!few || few->size() > fewRecords) {
        return few.transform([](const auto &) -> std::optional<ReadRecords> { return {}; });
    }
    const auto records = withParts(database, search, words,
                                   {.sql = QStringLiteral(" AND e.id IN (%1)").arg(placeholders(few->size())),
                                    .values = QVariantList(few->begin(), few->end())});
    return records.transform([](const ReadRecords &all) { return all.isAll ? std::optional(all) : std::nullopt; });
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

Result<QList<qint64>> findExecutions(const Database &database, ExecutionSearch search)
{
    narrowToTimes(search);
    if (const auto uuid = uuidOf(search.query.text.trimmed())) {
        return withId(database, search, *uuid);
    }
    const QStringList words = wordsOf(search.query.text);
    if (words.isEmpty() || search.apps.isEmpty()) {
        return search.query.text.trimmed().isEmpty() ? newestExecutions(database, search, search.limit)
                                                     : QList<qint64>();
    }
    const auto few = withPartsInFew(database, search, words);
    if (!few || *few) {
        return few.transform([](const auto &all) { return all->found; });
    }
    auto rows = withWords(database, search, words);
    const auto more = rows ? withPartsInNewest(database, search, words) : std::unexpected(rows.error());
    if (!more) {
        return std::unexpected(more.error());
    }
    *rows += more->found;
    std::ranges::sort(*rows, std::greater());
    rows->erase(std::ranges::unique(*rows).begin(), rows->end());
    rows->resize(std::min<qsizetype>(rows->size(), search.limit));
    return rows;
}

} // namespace studio
