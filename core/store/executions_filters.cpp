// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/execution_rows.h"

#include <algorithm>
#include <limits>

namespace studio {

namespace {

QString codesOf(const ExecutionQuery &query)
{
    return query.version == ExecutionQuery::devVersion
               ? QStringLiteral("SELECT id FROM execution_code WHERE dev = 1")
               : QStringLiteral("SELECT id FROM execution_code WHERE dev = 0 AND version = %1").arg(*query.version);
}

/// An index in which the records of an app with the same key follow each other by their numbers, and the keys to enter
/// it by: the newest of each key, brought together, are the newest of all.
struct Walk
{
    QString index;
    QString key; ///< conditions on its columns
    QList<QVariantList> keys;
};

/// The keys that an index has: each is found by a step to the next one, however many records there are between. `key`
/// is bound to the statement, which has the next value of its last part.
Result<QList<QVariantList>> keysOf(const Database &database, const QString &sql, QVariantList key)
{
    QList<QVariantList> keys;
    auto prepared = database.prepare(sql);
    if (!prepared) {
        return std::unexpected(prepared.error());
    }
    for (;;) {
        if (auto done = database.run(*prepared, key); !done) {
            return std::unexpected(done.error());
        }
        if (!prepared->next()) {
            return database.checkRead(*prepared).transform([&] { return keys; });
        }
        key.last() = prepared->value(0);
        keys << key;
        prepared->finish();
    }
}

Result<Walk> walkByDuration(const Database &database, const ExecutionSearch &search)
{
    Walk walk{.index = QStringLiteral("execution_by_duration"),
              .key = QStringLiteral("e.app = ? AND %1 = ?").arg(QLatin1StringView(durationClassOf)),
              .keys = {}};
    const qint64 last =
        search.query.maxUs > 0 ? durationClass(search.query.maxUs) : durationClass(std::numeric_limits<qint64>::max());
    for (const qint64 app : search.apps) {
        const QString sql =
            QStringLiteral("SELECT %1 FROM execution e INDEXED BY execution_by_duration WHERE e.app = ? "
                           "AND %1 > ? AND %1 <= %2 ORDER BY %1 LIMIT 1")
                .arg(QLatin1StringView(durationClassOf))
                .arg(last);
        auto keys = keysOf(database, sql, {app, durationClass(search.query.minUs) - 1});
        if (!keys) {
            return std::unexpected(keys.error());
        }
        walk.keys += *keys;
    }
    return walk;
}

Result<Walk> walkByOutcome(const Database &database, const ExecutionSearch &search)
{
    Walk walk{.index = QStringLiteral("execution_by_outcome"),
              .key = QStringLiteral("e.app = ? AND e.status = ? AND e.http_status = ?"),
              .keys = {}};
    const QString sql =
        QStringLiteral("SELECT e.http_status FROM execution e INDEXED BY execution_by_outcome WHERE e.app "
                       "= ? AND e.status = ? AND e.http_status > ? AND e.http_status <= %1 ORDER BY "
                       "e.http_status LIMIT 1")
            .arg(search.query.answers.second);
    for (const qint64 app : search.apps) {
        for (int status = 0; status <= static_cast<int>(ExecutionStatus::Lost); ++status) {
            if (const auto &wanted = search.query.statuses;
                !wanted.isEmpty() && !wanted.contains(static_cast<ExecutionStatus>(status))) {
                continue;
            }
            auto keys = keysOf(database, sql, {app, status, search.query.answers.first - 1});
            if (!keys) {
                return std::unexpected(keys.error());
            }
            walk.keys += *keys;
        }
    }
    return walk;
}

Result<Walk> walkByCode(const Database &database, const ExecutionSearch &search)
{
    Walk walk{
        .index = QStringLiteral("execution_by_code"), .key = QStringLiteral("e.app = ? AND e.code = ?"), .keys = {}};
    const auto added = database.eachRow(codesOf(search.query), {}, [&](const QSqlQuery &row) {
        for (const qint64 app : search.apps) {
            walk.keys << QVariantList{app, row.value(0)};
        }
    });
    return added.transform([&] { return walk; });
}

/// By the filter that most likely leaves the fewest: of calls few are slow, and few fail.
Result<Walk> walkFor(const Database &database, const ExecutionSearch &search)
{
    const ExecutionQuery &query = search.query;
    const bool isOfOutcome = !query.statuses.isEmpty() || query.answers != ExecutionQuery().answers;
    const bool isOfMany = query.statuses.contains(ExecutionStatus::Succeeded) || query.answers.first == 200;
    if (isOfOutcome && !isOfMany) {
        return walkByOutcome(database, search);
    }
    if (query.minUs > 1 || (query.maxUs > 0 && !query.version)) {
        return walkByDuration(database, search);
    }
    if (query.version) {
        return walkByCode(database, search);
    }
    if (isOfOutcome) {
        return walkByOutcome(database, search);
    }
    Walk all{.index = QStringLiteral("execution_of_app"), .key = QStringLiteral("e.app = ?"), .keys = {}};
    for (const qint64 app : search.apps) {
        all.keys << QVariantList{app};
    }
    return all;
}

} // namespace

qint64 durationClass(qint64 us)
{
    const QByteArray digits = QByteArray::number(std::max<qint64>(0, us));
    return digits.size() * 100 + digits.first(std::min<qsizetype>(2, digits.size())).toLongLong();
}

ExecutionConditions executionConditions(const ExecutionSearch &search)
{
    const ExecutionQuery &query = search.query;
    ExecutionConditions all;
    const auto add = [&all](const QString &sql, const QVariantList &values) {
        all.sql += QStringLiteral(" AND ") + sql;
        all.values += values;
    };
    if (!query.statuses.isEmpty()) {
        QVariantList statuses;
        for (const ExecutionStatus status : query.statuses) {
            statuses << static_cast<int>(status);
        }
        add(QStringLiteral("e.status IN (%1)").arg(placeholders(statuses.size())), statuses);
    }
    if (query.answers != ExecutionQuery().answers) {
        add(QStringLiteral("e.http_status BETWEEN ? AND ?"), {query.answers.first, query.answers.second});
    }
    if (query.minUs > 0) {
        add(QStringLiteral("e.total_us >= ?"), {query.minUs});
    }
    if (query.maxUs > 0) {
        add(QStringLiteral("e.total_us <= ?"), {query.maxUs});
    }
    if (query.version) {
        add(QStringLiteral("e.code IN (%1)").arg(codesOf(query)), {});
    }
    if (!query.idPrefix.isEmpty()) {
        add(QStringLiteral("substr(hex(e.uuid), 1, ?) = ?"), {query.idPrefix.size(), query.idPrefix.toUpper()});
    }
    return all;
}

/// The newest that fit all but the text. Each key's part is read from the index from the newest on and ends at the
/// limit, or where enough that are newer are known from other keys.
Result<QList<qint64>> newestExecutions(const Database &database, const ExecutionSearch &search, qsizetype limit)
{
    const auto walk = walkFor(database, search);
    if (!walk) {
        return std::unexpected(walk.error());
    }
    const ExecutionConditions conditions = executionConditions(search);
    auto prepared = database.prepare(QStringLiteral("SELECT e.id FROM execution e INDEXED BY %1 WHERE %2 AND e.id < ? "
                                                    "AND e.id >= ?%3 ORDER BY e.id DESC LIMIT ?")
                                         .arg(walk->index, walk->key, conditions.sql));
    if (!prepared) {
        return std::unexpected(prepared.error());
    }
    QList<qint64> rows;
    qint64 from = search.from;
    for (const QVariantList &key : walk->keys) {
        if (auto done = database.run(*prepared,
                                     key + QVariantList{search.before, from} + conditions.values + QVariantList{limit});
            !done) {
            return std::unexpected(done.error());
        }
        while (prepared->next()) {
            rows << prepared->value(0).toLongLong();
        }
        if (auto read = database.checkRead(*prepared); !read) {
            return std::unexpected(read.error());
        }
        prepared->finish();
        std::ranges::sort(rows, std::greater());
        if (rows.size() >= limit) {
            rows.resize(limit);
            from = rows.last();
        }
    }
    return rows;
}

/// The numbers that records of the query's times, and of its id's beginning, can have.
void narrowToTimes(ExecutionSearch &search)
{
    const ExecutionQuery &query = search.query;
    if (query.sinceMs > 0) {
        search.from = firstRowNumber(query.sinceMs);
    }
    if (query.untilMs > 0) {
        search.before = std::min(search.before, firstRowNumber(query.untilMs));
    }
    if (!query.idPrefix.isEmpty()) {
        constexpr int digits = 32;
        const auto padded = [&](QChar with) {
            return QByteArray::fromHex(query.idPrefix.leftJustified(digits, with).toLatin1());
        };
        search.from = std::max(search.from, rowNumber(padded(u'0')));
        search.before = std::min(search.before - rowsSearched, rowNumber(padded(u'f'))) + rowsSearched;
    }
}

} // namespace studio
