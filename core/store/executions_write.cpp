// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/execution_rows.h"
#include "core/store/executions.h"

#include <map>
#include <tuple>

namespace studio {

namespace {

constexpr qint64 keptNews = 4096;
constexpr int toldOneByOne = 64; ///< of one app in one go; more is told as "several"
constexpr qint64 rowBytes = 256; ///< what a record takes beside its texts, about

constexpr auto insertRow = R"(
    INSERT INTO execution (id, uuid, app, code, writer, status, created_at_ms, cold, queued_us, start_us, handler_us,
        total_us, memory_peak, cpu_us, method, request_target, request_bytes, http_status, response_bytes, error,
        has_lines, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO NOTHING)";
/// Its app stays: it may have been deleted meanwhile, and its name be another one's.
constexpr auto updateRow = R"(
    UPDATE execution SET uuid = ?, app = coalesce(app, ?), code = ?, writer = ?, status = ?, created_at_ms = ?, cold = ?, queued_us = ?,
        start_us = ?, handler_us = ?, total_us = ?, memory_peak = ?, cpu_us = ?, method = ?, request_target = ?,
        request_bytes = ?, http_status = ?, response_bytes = ?, error = ?, has_lines = ?, bytes = ? WHERE id = ?)";
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
    Result<void> tell(const QString &writer);

private:
    struct Numbers
    {
        qint64 app = 0;
        qint64 code = 0;
    };

    Result<Numbers> numbers(const Execution &execution);
    Result<qint64> app(const AppId &id) const;
    Result<qint64> code(const Execution &execution) const;
    Result<qint64> row(const QVariantList &values);
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
    std::map<qint64, QByteArrayList> news;

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
    for (const auto &[query, sql] : std::initializer_list<std::pair<QSqlQuery *, const char *>>{
             {&insert, insertRow},
             {&update, updateRow},
             {&detailed, insertDetail},
             {&indexed, "INSERT INTO execution_text (rowid, text) VALUES (?, ?)"}}) {
        auto prepared = database.prepare(QString::fromLatin1(sql));
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
Result<qint64> Executions::Writing::row(const QVariantList &values)
{
    QVariantList row = values;
    const qint64 first = values.first().toLongLong();
    for (qint64 number = first; number < first + rowsSearched; ++number) {
        row[0] = number;
        if (auto done = database.run(insert, row); !done) {
            return std::unexpected(done.error());
        }
        isNew = insert.numRowsAffected() == 1;
        if (isNew) {
            return number;
        }
        auto whose = database.run(QStringLiteral("SELECT uuid FROM execution WHERE id = ?"), {number});
        if (!whose) {
            return std::unexpected(whose.error());
        }
        if (whose->next() && whose->value(0).toByteArray() == values[1].toByteArray()) {
            whose->finish();
            row.append(row.takeFirst()); // the number is the last value here
            return database.run(update, row).transform([number] { return number; });
        }
    }
    return fail(ErrorCode::Internal, QStringLiteral("Too many executions began in one millisecond."));
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

Result<void> Executions::Writing::tell(const QString &writer)
{
    for (const auto &[app, uuids] : news) {
        const QByteArrayList told = uuids.size() > toldOneByOne ? QByteArrayList{QByteArray("")} : uuids;
        for (const QByteArray &uuid : told) {
            auto done = database.run(QStringLiteral("INSERT INTO execution_news (writer, app, uuid) VALUES (?, ?, ?)"),
                                     {writer, app, uuid});
            if (!done) {
                return std::unexpected(done.error());
            }
        }
    }
    return database
        .run(QStringLiteral("DELETE FROM execution_news WHERE number <= (SELECT max(number) FROM execution_news) - ?"),
             {keptNews})
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
        return fail(ErrorCode::InvalidArgument, QStringLiteral("“%1” is no execution id.").arg(one.id));
    }
    const auto its = numbers(one);
    if (!its) {
        return std::unexpected(its.error());
    }
    for (const QString &blob : {detail.requestBlob, detail.responseBlob}) {
        if (!blob.isEmpty() && !blobs.isThere(blob.toLatin1())) { // collected as garbage before it was referred to
            return fail(ErrorCode::Unavailable,
                        QStringLiteral("The body of %1 was removed. Write it again.").arg(one.id));
        }
    }
    const qint64 apart = (detail.requestBlob.isEmpty() ? 0 : one.request.body.size()) +
                         (detail.responseBlob.isEmpty() ? 0 : one.response.body.size());
    const auto number = row({rowNumber(*uuid),
                             *uuid,
                             its->app,
                             its->code,
                             one.status == ExecutionStatus::Running ? writer : QString(),
                             static_cast<int>(one.status),
                             one.createdAtMs,
                             one.coldStart ? 1 : 0,
                             one.queuedUs,
                             one.startUs,
                             one.handlerUs,
                             one.totalUs,
                             one.memoryPeakBytes,
                             one.cpuUs,
                             one.request.method,
                             one.request.target,
                             one.requestBytes,
                             one.response.status,
                             one.responseBytes,
                             one.error,
                             detail.lines.isEmpty() ? 0 : 1,
                             rowBytes + detail.inlineBytes() + apart});
    if (!number) {
        return std::unexpected(number.error());
    }
    news[its->app].append(*uuid);
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
        return done.and_then([&] { return writing.index(); }).and_then([&] { return writing.tell(writer); });
    });
}

} // namespace studio
