// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/model/execution.h"
#include "core/model/execution_query.h"
#include "core/model/http_message.h"
#include "core/store/database.h"

namespace studio {

/// The parts of a record that can be large, as they are kept.
struct ExecutionDetail
{
    QByteArray requestHeaders;
    QByteArray requestBody;
    QString requestBlob; ///< instead of a large body
    QByteArray responseHeaders;
    QByteArray responseBody;
    QString responseBlob;
    QByteArray lines;
    qint64 linesDropped = 0;
    QString panic;

    [[nodiscard]] qint64 inlineBytes() const
    {
        return requestHeaders.size() + requestBody.size() + responseHeaders.size() + responseBody.size() +
               lines.size() + panic.size();
    }
};

/// The 16 bytes of an execution's id; nothing for what is no UUID version 7.
std::optional<QByteArray> uuidOf(const QString &id);
QString idOf(const QByteArray &uuid);
/// The row's number: the time and as much of the rest as 63 bits hold, so that newer is larger. Two ids may share one;
/// the later one takes a free number after it.
qint64 rowNumber(const QByteArray &uuid);
/// The first number that a record of this time can have.
qint64 firstRowNumber(qint64 createdAtMs);
constexpr qint64 rowsSearched = 16; ///< how far after its own number a record may be

QByteArray headersText(const Headers &headers);
Headers headersFrom(const QByteArray &text);
/// Lines up to the limit; those beyond are added to `dropped`.
QByteArray linesText(const QList<ExecutionLine> &lines, qsizetype limit, qint64 &dropped);
QList<ExecutionLine> linesFrom(const QByteArray &text);
QString panicText(const std::optional<Panic> &panic);
std::optional<Panic> panicFrom(const QString &text);

/// The columns that executionFrom() reads, of execution e, its code c and its app a.
extern const QString executionColumns;
constexpr auto executionTables =
    "execution e JOIN execution_code c ON c.id = e.code JOIN execution_app a ON a.id = e.app";
Execution executionFrom(const QSqlQuery &query);

/// The words of a text as the index takes them.
QStringList wordsOf(const QString &text);
/// What is indexed of a record: its words and the marks below, `app` being the app's number.
QString searchText(const Execution &execution, qint64 app);
// Words that no text has, by which a search stays within an app, an organisation, a status.
QString appMark(qint64 app);
QString organizationMark(const QString &organization);
QString statusMark(ExecutionStatus status);

/// The number of an app that has records.
Result<std::optional<qint64>> executionApp(const Database &database, const AppId &app);
/// What a page asks for.
struct ExecutionSearch
{
    QList<qint64> apps; ///< their numbers
    QString scope;      ///< the mark of the app or the organisation
    ExecutionQuery query;
    qint64 before = 0; ///< rows below this number
    qint64 from = 0;   ///< this and later ones
    int limit = 0;

    bool operator==(const ExecutionSearch &) const = default;
};

/// The numbers of the rows, newest first.
Result<QList<qint64>> findExecutions(const Database &database, ExecutionSearch search);

/// What the record itself must fulfil, beside what the index is entered by. All but the id's beginning is in each of
/// the three wide indices, so what does not fit is passed over without its record being read.
struct ExecutionConditions
{
    QString sql; ///< each with its AND before it, of execution e
    QVariantList values;
};
ExecutionConditions executionConditions(const ExecutionSearch &search);
/// At most `limit` of the newest that fit all but the text.
Result<QList<qint64>> newestExecutions(const Database &database, const ExecutionSearch &search, qsizetype limit);
/// Narrows it to the numbers that records of the query's times, and of its id's beginning, can have.
void narrowToTimes(ExecutionSearch &search);

/// What durations begin alike by, as the index execution_by_duration has it: how many digits they have and the first
/// two. Later classes are longer, and in one are at most a tenth of those of its size.
qint64 durationClass(qint64 us);
/// The same of total_us in SQL, letter by letter as the index has it.
constexpr auto durationClassOf = "(length(total_us) * 100 + CAST(substr(total_us, 1, 2) AS INTEGER))";

/// "?,?,?" for a list of values.
QString placeholders(qsizetype count);

} // namespace studio
