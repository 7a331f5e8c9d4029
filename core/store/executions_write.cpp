// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/execution_rows.h"
#include "core/store/executions.h"

#include <QObject>

#include <array>
#include <map>
#include <span>
#include <tuple>

namespace studio {

namespace {

/// What is written of one record into the table execution.
struct ExecutionRow
{
    const Execution &execution;
    qint64 id;
    QByteArray uuid;
    qint64 app; ///< numbers of rows of execution_app and execution_code
    qint64 code;
    QString writer; ///< of a record that is still running
    bool hasLines;
    qint64 bytes; ///< that the record takes, bodies in blobs included
};

constexpr qint64 maxKeptChanges = 4096;
constexpr int maxNotifiedOneByOne = 64; ///< of one app in one go; more become one notification without an id
constexpr qint64 rowBytes = 256;        ///< what a record takes beside its texts, about

/// A column of the table execution. INSERT and UPDATE and the values that they bind are made from the same list, so
/// that they cannot disagree. The number of the row comes first: in an UPDATE it is bound last, to its WHERE. (Qt's
/// driver does not bind numbered placeholders by their number.)
struct Column
{
    const char *name;
    QVariant (*value)(const ExecutionRow &row);
};

constexpr std::array columns{
    Column{"id", [](const ExecutionRow &row) { return QVariant(row.id); }},
    Column{"uuid", [](const ExecutionRow &row) { return QVariant(row.uuid); }},
    Column{"app", [](const ExecutionRow &row) { return QVariant(row.app); }},
    Column{"code", [](const ExecutionRow &row) { return QVariant(row.code); }},
    Column{"writer", [](const ExecutionRow &row) { return QVariant(row.writer); }},
    Column{"status", [](const ExecutionRow &row) { return QVariant(static_cast<int>(row.execution.status)); }},
    Column{"created_at_ms", [](const ExecutionRow &row) { return QVariant(row.execution.createdAtMs); }},
    Column{"cold", [](const ExecutionRow &row) { return QVariant(row.execution.coldStart ? 1 : 0); }},
    Column{"queued_us", [](const ExecutionRow &row) { return QVariant(row.execution.queuedUs); }},
    Column{"start_us", [](const ExecutionRow &row) { return QVariant(row.execution.startUs); }},
    Column{"handler_us", [](const ExecutionRow &row) { return QVariant(row.execution.handlerUs); }},
    Column{"total_us", [](const ExecutionRow &row) { return QVariant(row.execution.totalUs); }},
    Column{"memory_peak", [](const ExecutionRow &row) { return QVariant(row.execution.memoryPeakBytes); }},
    Column{"cpu_us", [](const ExecutionRow &row) { return QVariant(row.execution.cpuUs); }},
    Column{"first_byte_us", [](const ExecutionRow &row) { return QVariant(row.execution.firstByteUs); }},
    Column{"method", [](const ExecutionRow &row) { return QVariant(row.execution.request.method); }},
    Column{"request_target", [](const ExecutionRow &row) { return QVariant(row.execution.request.target); }},
    Column{"request_bytes", [](const ExecutionRow &row) { return QVariant(row.execution.requestBytes); }},
    Column{"http_status", [](const ExecutionRow &row) { return QVariant(row.execution.response.status); }},
    Column{"response_bytes", [](const ExecutionRow &row) { return QVariant(row.execution.responseBytes); }},
    Column{"error", [](const ExecutionRow &row) { return QVariant(row.execution.error); }},
    Column{"has_lines", [](const ExecutionRow &row) { return QVariant(row.hasLines ? 1 : 0); }},
    Column{"bytes", [](const ExecutionRow &row) { return QVariant(row.bytes); }}};

QString insertRow()
{
    QStringList names;
    for (const Column &column : columns) {
        names << QString::fromLatin1(column.name);
    }
    const QStringList places(names.size(), QStringLiteral("?"));
    return QStringLiteral("INSERT INTO execution (%1) VALUES (%2) ON CONFLICT (id) DO NOTHING")
        .arg(names.join(u", "), places.join(u", "));
}

/// The app of a record stays: it may have been deleted since the record began, and its name be another one's.
QString updateRow()
{
    QStringList changes;
    for (const Column &column : std::span(columns).subspan(1)) {
        const QString name = QString::fromLatin1(column.name);
        changes << name +
                       (name == QLatin1String("app") ? QStringLiteral(" = coalesce(app, ?)") : QStringLiteral(" = ?"));
    }
    return QStringLiteral("UPDATE execution SET %1 WHERE id = ?").arg(changes.join(u", "));
}

QVariantList valuesOf(const ExecutionRow &row)
{
    QVariantList values;
    values.reserve(columns.size());
    for (const Column &column : columns) {
        values.append(column.value(row));
    }
    return values;
}

constexpr auto insertDetail = R"(
    INSERT INTO execution_detail (id, request_headers, request_body, request_blob, response_reason,
        response_headers, response_body, response_blob, response_cut, lines, lines_dropped, panic)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))";
constexpr auto deleteDetail = "DELETE FROM execution_detail WHERE id = ?";

} // namespace

/// Whether both ran the same app at the same state of it.
bool haveSameCode(const Execution &one, const Execution &other)
{
    return one.app == other.app && one.version == other.version && one.dev == other.dev &&
           one.codeHash == other.codeHash && one.artifactHash == other.artifactHash && one.target == other.target &&
           one.toolchain == other.toolchain;
}

/// One transaction's statements, prepared once, and the numbers that it has looked up.
class Executions::Writing
{
public:
    Writing(const Database &theDatabase, const Blobs &theBlobs) : database(theDatabase), blobs(theBlobs) {}

    Result<void> prepare();
    Result<void> all(const Execution &one, const ExecutionDetail &detail, const QString &writer);
    /// What the records hold, for the search. After all of them: each statement with a trigger makes FTS5 write out
    /// what it has gathered, and merging that again takes longer than all the rest.
    Result<void> index();
    Result<void> notify(const QString &writer);

private:
    struct Numbers
    {
        qint64 app = 0;
        qint64 code = 0;
    };

    Result<Numbers> numbers(const Execution &execution);
    Result<qint64> app(const AppId &id) const;
    Result<qint64> code(const Execution &execution) const;
    Result<qint64> row(ExecutionRow row);
    Result<void> texts(qint64 row, const Execution &execution, const ExecutionDetail &detail);
    Result<qint64> numberOf(const QString &select, const QString &insert, const QVariantList &values) const;

    const Database &database;
    const Blobs &blobs;
    QSqlQuery insert;
    QSqlQuery update;
    QSqlQuery detailed;
    QSqlQuery indexed;
    bool isNew = false;              ///< the last row
    const Execution *last = nullptr; ///< a thousand calls in a row are mostly of one app
    Numbers lastNumbers;
    std::map<std::tuple<QString, int, bool, QByteArray, QByteArray, RustTarget, QString>, Numbers> allNumbers;
    std::map<qint64, QByteArrayList> changed; ///< uuids by app

    struct Text
    {
        qint64 row;
        QString text;
        bool isNew;
    };
    QList<Text> found;
};

Result<void> Executions::Writing::prepare()
{
    static const QString insertion = insertRow();
    static const QString change = updateRow();
    for (const auto &[query, sql] : std::initializer_list<std::pair<QSqlQuery *, QString>>{
             {&insert, insertion},
             {&update, change},
             {&detailed, QString::fromLatin1(insertDetail)},
             {&indexed, QStringLiteral("INSERT INTO execution_text (rowid, text) VALUES (?, ?)")}}) {
        auto prepared = database.prepare(sql);
        if (!prepared) {
            return std::unexpected(prepared.error());
        }
        *query = std::move(*prepared);
    }
    return {};
}

Result<qint64> Executions::Writing::numberOf(const QString &select, const QString &insertion,
                                             const QVariantList &values) const
{
    auto known = database.run(select, values);
    if (!known) {
        return std::unexpected(known.error());
    }
    if (known->next()) {
        return known->value(0).toLongLong();
    }
    return database.run(insertion, values).transform([](const QSqlQuery &query) {
        return query.lastInsertId().toLongLong();
    });
}

Result<Executions::Writing::Numbers> Executions::Writing::numbers(const Execution &execution)
{
    if (!last || !haveSameCode(*last, execution)) {
        const auto [at, isNewToUs] =
            allNumbers.try_emplace({execution.app.toString(), execution.version, execution.dev, execution.codeHash,
                                    execution.artifactHash, execution.target, execution.toolchain});
        if (isNewToUs) {
            const auto itsApp = app(execution.app);
            const auto itsCode = code(execution);
            if (!itsApp || !itsCode) {
                return std::unexpected(itsApp ? itsCode.error() : itsApp.error());
            }
            at->second = {.app = *itsApp, .code = *itsCode};
        }
        lastNumbers = at->second;
        last = &execution;
    }
    return lastNumbers;
}

Result<qint64> Executions::Writing::app(const AppId &id) const
{
    return numberOf(QStringLiteral("SELECT id FROM execution_app WHERE organization = ? AND name = ?"),
                    QStringLiteral("INSERT INTO execution_app (organization, name) VALUES (?, ?)"),
                    {id.organization, id.name});
}

Result<qint64> Executions::Writing::code(const Execution &execution) const
{
    return numberOf(
        QStringLiteral("SELECT id FROM execution_code WHERE version = ? AND dev = ? AND code_sha256 = ? AND "
                       "artifact_sha256 = ? AND target = ? AND toolchain = ?"),
        QStringLiteral("INSERT INTO execution_code (version, dev, code_sha256, artifact_sha256, target, toolchain) "
                       "VALUES (?, ?, ?, ?, ?, ?)"),
        {execution.version, execution.dev ? 1 : 0, QString::fromLatin1(execution.codeHash),
         QString::fromLatin1(execution.artifactHash), targetName(execution.target), execution.toolchain});
}

/// Writes the row under its own number, or the next free one where another id has that; tells which.
Result<qint64> Executions::Writing::row(ExecutionRow row)
{
    const qint64 first = row.id;
    for (; row.id < first + rowsSearched; ++row.id) {
        QVariantList values = valuesOf(row);
        if (auto done = database.run(insert, values); !done) {
            return std::unexpected(done.error());
        }
        isNew = insert.numRowsAffected() == 1;
        if (isNew) {
            return row.id;
        }
        auto known = database.run(QStringLiteral("SELECT uuid FROM execution WHERE id = ?"), {row.id});
        if (!known) {
            return std::unexpected(known.error());
        }
        if (known->next() && known->value(0).toByteArray() == row.uuid) {
            known->finish();
            values.append(values.takeFirst());
            return database.run(update, values).transform([id = row.id] { return id; });
        }
    }
    return fail(ErrorCode::Internal, QObject::tr("Too many executions began in one millisecond."));
}

Result<void> Executions::Writing::texts(qint64 row, const Execution &execution, const ExecutionDetail &detail)
{
    if (!isNew) {
        if (auto old = database.run(QString::fromLatin1(deleteDetail), {row}); !old) {
            return std::unexpected(old.error());
        }
    }
    return database.run(detailed,
                        {row, detail.requestHeaders, detail.requestBody, detail.requestBlob, execution.response.reason,
                         detail.responseHeaders, detail.responseBody, detail.responseBlob,
                         execution.response.truncated ? 1 : 0, detail.lines, detail.linesDropped, detail.panic});
}

Result<void> Executions::Writing::index()
{
    for (const Text &one : std::as_const(found)) {
        if (!one.isNew) {
            if (auto old = database.run(QStringLiteral("DELETE FROM execution_text WHERE rowid = ?"), {one.row});
                !old) {
                return std::unexpected(old.error());
            }
        }
        if (auto done = database.run(indexed, {one.row, one.text}); !done) {
            return done;
        }
    }
    return {};
}

Result<void> Executions::Writing::notify(const QString &writer)
{
    for (const auto &[app, uuids] : changed) {
        const QByteArrayList notified = uuids.size() > maxNotifiedOneByOne ? QByteArrayList{QByteArray("")} : uuids;
        for (const QByteArray &uuid : notified) {
            auto done = database.run(QStringLiteral("INSERT INTO execution_news (writer, app, uuid) VALUES (?, ?, ?)"),
                                     {writer, app, uuid});
            if (!done) {
                return std::unexpected(done.error());
            }
        }
    }
    return database
        .run(QStringLiteral("DELETE FROM execution_news WHERE number <= (SELECT max(number) FROM execution_news) - ?"),
             {maxKeptChanges})
        .transform([](const QSqlQuery &) {});
}

Result<QString> Executions::storedApart(const QByteArray &body)
{
    if (body.size() <= inlineBytes) {
        return QString();
    }
    return m_blobs.put(body).transform([](const QByteArray &hash) { return QString::fromLatin1(hash); });
}

/// Files first: a row refers to nothing that is not there.
Result<QList<ExecutionDetail>> Executions::detailsOf(const QList<Execution> &executions)
{
    QList<ExecutionDetail> details;
    for (const Execution &one : executions) {
        const auto request = storedApart(one.request.body);
        const auto response = storedApart(one.response.body);
        if (!request || !response) {
            return std::unexpected(request ? response.error() : request.error());
        }
        ExecutionDetail detail{.requestHeaders = headersText(one.request.headers),
                               .requestBody = request->isEmpty() ? one.request.body : QByteArray(),
                               .requestBlob = *request,
                               .responseHeaders = headersText(one.response.headers),
                               .responseBody = response->isEmpty() ? one.response.body : QByteArray(),
                               .responseBlob = *response,
                               .lines = {},
                               .linesDropped = one.linesDropped,
                               .panic = panicText(one.panic)};
        detail.lines = linesText(one.lines, lineBytes, detail.linesDropped);
        details.append(std::move(detail));
    }
    return details;
}

Result<void> Executions::Writing::all(const Execution &one, const ExecutionDetail &detail, const QString &writer)
{
    const auto uuid = uuidOf(one.id);
    if (!uuid) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("“%1” is not an execution id.").arg(one.id));
    }
    const auto its = numbers(one);
    if (!its) {
        return std::unexpected(its.error());
    }
    for (const QString &blob : {detail.requestBlob, detail.responseBlob}) {
        if (!blob.isEmpty() && !blobs.isThere(blob.toLatin1())) { // collected as garbage before it was referred to
            return fail(ErrorCode::Unavailable, QObject::tr("The body of %1 was removed. Write it again.").arg(one.id));
        }
    }
    const qint64 apart = (detail.requestBlob.isEmpty() ? 0 : one.request.body.size()) +
                         (detail.responseBlob.isEmpty() ? 0 : one.response.body.size());
    const auto number = row({.execution = one,
                             .id = rowNumber(*uuid),
                             .uuid = *uuid,
                             .app = its->app,
                             .code = its->code,
                             .writer = one.status == ExecutionStatus::Running ? writer : QString(),
                             .hasLines = !detail.lines.isEmpty(),
                             .bytes = rowBytes + detail.inlineBytes() + apart});
    if (!number) {
        return std::unexpected(number.error());
    }
    changed[its->app].append(*uuid);
    if (one.status != ExecutionStatus::Running) {
        found.append({*number, searchText(one, its->app), isNew});
    }
    return texts(*number, one, detail);
}

Result<void> Executions::write(const QList<Execution> &executions, const QString &writer)
{
    const auto details = detailsOf(executions);
    if (!details) {
        return std::unexpected(details.error());
    }
    return m_database.transaction([&]() -> Result<void> {
        Writing writing(m_database, m_blobs);
        auto done = writing.prepare();
        for (qsizetype at = 0; done && at < executions.size(); ++at) {
            done = writing.all(executions[at], details->at(at), writer);
        }
        return done.and_then([&] { return writing.index(); }).and_then([&] { return writing.notify(writer); });
    });
}

} // namespace studio
