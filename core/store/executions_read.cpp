// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/store/execution_rows.h"
#include "core/store/executions.h"

#include <QFile>
#include <QObject>

#include <algorithm>

namespace studio {

namespace {

constexpr int maxRecords = 1'000; ///< in one page
constexpr int maxLines = 10'000;
constexpr int sampled = 1'000;
constexpr qint64 longestCallMs = 3'600'000; ///< a line is at most so much later than its record

struct LoggedRow
{
    qint64 row = 0;
    QString id;
    qint64 createdAtMs = 0;
    QList<ExecutionLine> lines;
};

Result<QList<LoggedRow>> rowsWithLines(const Database &database, qint64 app, qint64 upTo)
{
    constexpr int atOnce = 20;
    return database.readRows(
        QStringLiteral("SELECT e.id, e.uuid, e.created_at_ms, d.lines FROM execution e JOIN execution_detail d ON d.id "
                       "= e.id WHERE e.app = ? AND e.has_lines = 1 AND e.id <= ? ORDER BY e.id DESC LIMIT ?"),
        {app, upTo, atOnce}, [](const QSqlQuery &row) {
            return LoggedRow{row.value(0).toLongLong(), idOf(row.value(1).toByteArray()), row.value(2).toLongLong(),
                             linesFrom(row.value(3).toByteArray())};
        });
}

/// Collects lines from the newest on, until there are enough.
struct LogCollector
{
    LogQuery query;
    AppLogPage page; ///< newest first while it is being filled

    /// Whether more is wanted.
    bool take(const LoggedRow &row, qsizetype upTo)
    {
        if (row.createdAtMs + longestCallMs < query.sinceMs) {
            return false;
        }
        for (qsizetype at = std::min(upTo, row.lines.size()); at-- > 0;) {
            if (page.lines.size() >= query.limit) {
                page.nextCursor = QStringLiteral("%1:%2").arg(row.row).arg(at + 1);
                return false;
            }
            if (row.lines[at].timeMs >= query.sinceMs) {
                page.lines.append({row.id, row.lines[at]});
            }
        }
        return true;
    }
};

std::unexpected<Error> badCursor(const QString &cursor)
{
    return fail(ErrorCode::InvalidArgument, QObject::tr("“%1” is not a cursor of an earlier page.").arg(cursor));
}

} // namespace

Result<QByteArray> Executions::brought(const QByteArray &body, const QString &blob)
{
    if (blob.isEmpty()) {
        return body;
    }
    const auto path = m_blobs.path(blob.toLatin1());
    if (!path) {
        return std::unexpected(path.error());
    }
    QFile file;
    return openRegularFile(file, *path).transform([&file] { return file.readAll(); });
}

Result<Execution> Executions::get(const QString &id)
{
    const auto unknown = [&] {
        return fail(ErrorCode::NotFound, QObject::tr("No execution %1. It may be past what is kept; list those of "
                                                     "an app with: ignite execution list APP")
                                             .arg(id));
    };
    const auto uuid = uuidOf(id);
    if (!uuid) {
        return unknown();
    }
    const qint64 number = rowNumber(*uuid);
    auto query = m_database.run(
        QStringLiteral("SELECT %1, d.request_headers, d.request_body, d.request_blob, d.response_reason, "
                       "d.response_headers, d.response_body, d.response_blob, d.response_cut, d.lines, "
                       "d.lines_dropped, d.panic FROM %2 JOIN execution_detail d ON d.id = e.id "
                       "WHERE e.id >= ? AND e.id < ? AND e.uuid = ?")
            .arg(executionColumns, QLatin1StringView(executionTables)),
        {number, number + rowsSearched, *uuid});
    if (!query) {
        return std::unexpected(query.error());
    }
    if (!query->next()) {
        return unknown();
    }
    Execution one = executionFrom(*query);
    if (one.app.organization.isEmpty()) {
        return unknown(); // of an app that was deleted
    }
    int column = static_cast<int>(executionColumns.count(u',')) + 1;
    const auto next = [&] { return query->value(column++); };
    one.request.headers = headersFrom(next().toByteArray());
    const QByteArray requestBody = next().toByteArray();
    const auto request = brought(requestBody, next().toString());
    one.response.reason = next().toByteArray();
    one.response.headers = headersFrom(next().toByteArray());
    const QByteArray responseBody = next().toByteArray();
    const auto response = brought(responseBody, next().toString());
    if (!request || !response) {
        return std::unexpected(request ? response.error() : request.error());
    }
    one.request.body = *request;
    one.response.body = *response;
    one.response.truncated = next().toInt() != 0;
    one.lines = linesFrom(next().toByteArray());
    one.linesDropped = next().toLongLong();
    one.panic = panicFrom(next().toString());
    return one;
}

Result<ExecutionPage> Executions::list(const AppId &app, const ExecutionQuery &query)
{
    const auto number = executionApp(m_database, app);
    if (!number) {
        return std::unexpected(number.error());
    }
    return *number ? page({**number}, appMark(**number), query) : ExecutionPage{};
}

Result<ExecutionPage> Executions::list(const QString &organization, const ExecutionQuery &query)
{
    const auto apps =
        m_database.readRows(QStringLiteral("SELECT id FROM execution_app WHERE organization = ?"), {organization},
                            [](const QSqlQuery &row) { return row.value(0).toLongLong(); });
    return apps.and_then(
        [&](const QList<qint64> &numbers) { return page(numbers, organizationMark(organization), query); });
}

/// The numbers of the rows first, then those rows: so no index has to hold more than a number.
Result<ExecutionPage> Executions::page(const QList<qint64> &apps, const QString &scope, const ExecutionQuery &query)
{
    bool isNumber = true;
    const qint64 before =
        query.cursor.isEmpty() ? std::numeric_limits<qint64>::max() : query.cursor.toLongLong(&isNumber);
    if (!isNumber || before < 0) {
        return badCursor(query.cursor);
    }
    const int limit = std::clamp(query.limit, 1, maxRecords);
    const ExecutionSearch search{.apps = apps, .scope = scope, .query = query, .before = before, .limit = limit + 1};
    auto rows = findExecutions(m_database, search);
    if (!rows) {
        return std::unexpected(rows.error());
    }
    ExecutionPage page;
    if (rows->size() > limit) {
        rows->resize(limit);
        page.nextCursor = QString::number(rows->last());
    }
    if (rows->isEmpty()) {
        return page;
    }
    auto found =
        m_database.readRows(QStringLiteral("SELECT %1 FROM %2 WHERE e.id IN (%3) ORDER BY e.id DESC")
                                .arg(executionColumns, QLatin1StringView(executionTables), placeholders(rows->size())),
                            QVariantList(rows->begin(), rows->end()), &executionFrom);
    if (!found) {
        return std::unexpected(found.error());
    }
    page.executions = std::move(*found);
    return page;
}

Result<ExecutionStats> Executions::stats(const AppId &app)
{
    const auto number = executionApp(m_database, app);
    if (!number) {
        return std::unexpected(number.error());
    }
    ExecutionStats stats;
    for (int status = 0; status <= static_cast<int>(ExecutionStatus::Lost); ++status) {
        stats.counts.append({static_cast<ExecutionStatus>(status), 0});
    }
    const auto counted = m_database.eachRow(
        QStringLiteral("SELECT status, records, cold, bytes FROM execution_count WHERE app = ?"), {number->value_or(0)},
        [&](const QSqlQuery &row) {
            if (const int status = row.value(0).toInt(); status >= 0 && status < stats.counts.size()) {
                stats.counts[status].second = row.value(1).toLongLong();
            }
            stats.total += row.value(1).toLongLong();
            stats.coldStarts += row.value(2).toLongLong();
            stats.bytes += row.value(3).toLongLong();
        });
    QList<qint64> sample;
    const auto timed =
        m_database.eachRow(QStringLiteral("SELECT total_us FROM execution WHERE app = ? ORDER BY id DESC LIMIT ?"),
                           {number->value_or(0), sampled}, [&](const QSqlQuery &row) {
                               if (const qint64 us = row.value(0).toLongLong(); us > 0) { // else it still runs
                                   sample << us;
                               }
                           });
    if (!counted || !timed) {
        return std::unexpected(counted ? timed.error() : counted.error());
    }
    std::ranges::sort(sample);
    const auto percentile = [&](qsizetype of) {
        return sample.isEmpty() ? 0 : sample[std::min(sample.size() - 1, sample.size() * of / 100)];
    };
    stats.sample = sample.size();
    stats.p50Us = percentile(50);
    stats.p95Us = percentile(95);
    stats.p99Us = percentile(99);
    return stats;
}

Result<AppLogPage> Executions::logs(const AppId &app, const LogQuery &query)
{
    const auto number = executionApp(m_database, app);
    if (!number) {
        return std::unexpected(number.error());
    }
    qint64 upTo = std::numeric_limits<qint64>::max();
    qsizetype linesUpTo = std::numeric_limits<qsizetype>::max();
    if (!query.cursor.isEmpty()) {
        bool isRow = false;
        bool isLine = false;
        upTo = query.cursor.section(u':', 0, 0).toLongLong(&isRow);
        linesUpTo = query.cursor.section(u':', 1).toLongLong(&isLine);
        if (!isRow || !isLine || upTo < 0 || linesUpTo < 0) {
            return badCursor(query.cursor);
        }
    }
    LogCollector collector{.query = query, .page = {}};
    collector.query.limit = std::clamp(query.limit, 1, maxLines);
    for (bool more = number->has_value(); more;) {
        const auto rows = rowsWithLines(m_database, **number, upTo);
        if (!rows) {
            return std::unexpected(rows.error());
        }
        more = !rows->isEmpty();
        for (const LoggedRow &row : *rows) {
            more = more && collector.take(row, linesUpTo);
            linesUpTo = std::numeric_limits<qsizetype>::max();
            upTo = row.row - 1;
        }
    }
    std::ranges::reverse(collector.page.lines);
    std::ranges::stable_sort(collector.page.lines, {}, [](const AppLogLine &one) { return one.line.timeMs; });
    return std::move(collector.page);
}

} // namespace studio
