// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/api_json/state_json.h"
#include "core/base/files.h"
#include "core/gateway/api.h"
#include "core/gateway/api_helpers.h"

#include <QFile>
#include <QPointer>
#include <QRegularExpression>

#include <limits>

namespace studio::gateway {

namespace {

/// `status`: one or several with commas between.
Result<QList<ExecutionStatus>> statusesOf(const ApiCall &call)
{
    QList<ExecutionStatus> statuses;
    if (!call.match.query.contains("status")) {
        return statuses;
    }
    for (const QString &name : call.match.query.value("status").split(u',')) {
        const auto status = executionStatusFromApiName(name);
        if (!status) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("“%1” is not an EXECUTION_STATUS_….").arg(quotable(name)));
        }
        statuses << *status;
    }
    return statuses;
}

/// `idPrefix`, in lower case, with or without the dashes of an id.
Result<QString> idPrefixOf(const ApiCall &call)
{
    static const QRegularExpression form(QStringLiteral("^[0-9a-f-]{0,36}$"));
    const QString text = call.match.query.value("idPrefix");
    if (!form.match(text).hasMatch()) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("“%1” is not the beginning of an execution id.").arg(quotable(text)));
    }
    return QString(text).remove(u'-');
}

Result<ExecutionQuery> executionQueryOf(const ApiCall &call)
{
    const auto limit = limitOf(call);
    const auto cursor = cursorOf(call, 1);
    const auto statuses = statusesOf(call);
    const auto idPrefix = idPrefixOf(call);
    for (const Error *fault : {limit ? nullptr : &limit.error(), cursor ? nullptr : &cursor.error(),
                               statuses ? nullptr : &statuses.error(), idPrefix ? nullptr : &idPrefix.error()}) {
        if (fault) {
            return std::unexpected(*fault);
        }
    }
    ExecutionQuery query{.limit = *limit,
                         .cursor = *cursor,
                         .text = call.match.query.value("text"),
                         .idPrefix = *idPrefix,
                         .statuses = *statuses};
    const auto set = [&](const char *name, qint64 least, qint64 most, auto &member) -> Result<void> {
        return queryNumber(call, name, qint64(member), least, most).transform([&](qint64 number) {
            member = static_cast<std::remove_reference_t<decltype(member)>>(number);
        });
    };
    constexpr qint64 highestVersion = std::numeric_limits<int>::max();
    int version = ExecutionQuery::devVersion;
    const auto read = set("sinceMs", 0, maxInJson, query.sinceMs)
                          .and_then([&] { return set("untilMs", 0, maxInJson, query.untilMs); })
                          .and_then([&] { return set("minUs", 0, maxInJson, query.minUs); })
                          .and_then([&] { return set("maxUs", 0, maxInJson, query.maxUs); })
                          .and_then([&] { return set("minAnswer", 0, 999, query.answers.first); })
                          .and_then([&] { return set("maxAnswer", 0, 999, query.answers.second); })
                          .and_then([&] { return set("version", version, highestVersion, version); });
    if (!read) {
        return std::unexpected(read.error());
    }
    if (call.match.query.contains("version")) {
        query.version = version;
    }
    return query;
}

/// Whether the archive itself is wanted, and not JSON around it.
Result<bool> wantsBytes(const ApiCall &call)
{
    const QString alt = call.match.query.value("alt", QStringLiteral("json"));
    if (alt == QLatin1String("json") || alt == QLatin1String("media")) {
        return alt == QLatin1String("media");
    }
    return fail(ErrorCode::InvalidArgument, QStringLiteral("“alt” is neither json nor media."));
}

} // namespace

/// All of them without a limit: an organization has few. The cursor is the last page's last name.
Api::Answer Api::listApps(ApiCall call)
{
    const auto limit =
        call.match.query.contains("limit") ? limitOf(call) : Result<int>(std::numeric_limits<int>::max());
    if (!limit) {
        co_return std::unexpected(limit.error());
    }
    const auto apps = co_await m_service->listApps(organizationOf(call));
    co_return apps.transform([&](QList<App> page) {
        page.removeIf([cursor = call.match.query.value("cursor")](const App &app) { return app.id.name <= cursor; });
        const bool more = page.size() > *limit;
        page.resize(std::min<qsizetype>(page.size(), *limit));
        Json json = toJson(page);
        if (more) {
            json["nextCursor"] = toUtf8(page.last().id.name);
        }
        return json;
    });
}

Api::Answer Api::listVersions(AppId id, ApiCall call)
{
    const auto limit = limitOf(call);
    const auto before = queryNumber(call, "cursor", 0, 0, std::numeric_limits<int>::max());
    if (!limit || !before) {
        co_return std::unexpected(limit ? before.error() : limit.error());
    }
    // One more than wanted tells whether there is a next page.
    auto versions = co_await m_service->listVersions(id, *limit + 1, static_cast<int>(*before));
    co_return versions.transform([&](QList<Version> list) {
        const bool more = list.size() > *limit;
        list.resize(std::min<qsizetype>(list.size(), *limit));
        return versionsJson(list, more ? list.last().number : 0);
    });
}

Api::Answer Api::oneVersion(AppId id, ApiCall call)
{
    const auto number = versionOf(call, 1);
    if (!number) {
        co_return std::unexpected(number.error());
    }
    const auto version = co_await m_service->getVersion(id, *number);
    co_return version.transform([](const Version &one) { return Json{{"version", toJson(one)}}; });
}

Api::Answer Api::listExecutions(std::optional<AppId> id, ApiCall call)
{
    const auto query = executionQueryOf(call);
    if (!query) {
        co_return std::unexpected(query.error());
    }
    Result<ExecutionPage> page;
    if (id) {
        page = co_await m_service->listExecutions(*id, *query);
    } else if (call.match.query.value("org").isEmpty()) {
        co_return fail(ErrorCode::InvalidArgument, QStringLiteral("“org” is missing: whose executions."));
    } else {
        page = co_await m_service->listExecutions(call.match.query.value("org"), *query);
    }
    co_return page.transform([](const ExecutionPage &one) { return toJson(one); });
}

Api::Answer Api::deleteExecutions(AppId id, ApiCall call)
{
    const QStringList ids = call.match.query.value("ids").split(u',', Qt::SkipEmptyParts);
    if (call.match.query.contains("ids") && ids.isEmpty()) {
        co_return fail(ErrorCode::InvalidArgument, QStringLiteral("“ids” is empty: name the executions to delete."));
    }
    const QString all = call.match.query.value("all");
    if (call.match.query.contains("all") && all != QLatin1String("true")) {
        co_return fail(ErrorCode::InvalidArgument, QStringLiteral("“all” can only be “true”."));
    }
    if (ids.isEmpty() && all.isEmpty()) { // none named: not all of them by a slip
        co_return Json{{"deleted", "0"}};
    }
    const auto removed = co_await m_service->deleteExecutions(id, ids);
    co_return removed.transform([](qint64 count) { return Json{{"deleted", std::to_string(count)}}; });
}

Api::Answer Api::appLogs(AppId id, ApiCall call)
{
    const QPointer<ComputeService> service(m_service);
    const auto limit = limitOf(call);
    const auto wait = waitOf(call);
    const auto since = queryNumber(call, "sinceMs", 0, 0);
    const auto cursor = cursorOf(call, 2);
    if (!limit || !wait || !since || !cursor) {
        co_return std::unexpected(!limit   ? limit.error()
                                  : !wait  ? wait.error()
                                  : !since ? since.error()
                                           : cursor.error());
    }
    if (const auto app = co_await service->getApp(id); !app) {
        co_return std::unexpected(app.error());
    }
    const LogQuery query{.limit = *limit, .cursor = *cursor, .sinceMs = *since};
    const QDeadlineTimer deadline(*wait);
    for (;;) {
        if (!service) {
            co_return cancelled();
        }
        auto page = co_await service->appLogs(id, query);
        if (!page || !page->lines.isEmpty() || deadline.hasExpired()) {
            co_return page.transform([](const AppLogPage &one) { return toJson(one); });
        }
        if (!co_await untilChanged(service, id, std::chrono::milliseconds(deadline.remainingTime()), call.stop)) {
            co_return cancelled();
        }
    }
}

Api::Answer Api::compileLog(ApiCall call)
{
    const QPointer<ComputeService> service(m_service);
    const auto from = queryNumber(call, "from", 0, 0);
    const auto wait = waitOf(call);
    if (!from || !wait) {
        co_return std::unexpected(from ? wait.error() : from.error());
    }
    constexpr std::chrono::milliseconds look{100}; // it may be written by another process
    const QDeadlineTimer deadline(*wait);
    for (;;) {
        if (!service) {
            co_return cancelled();
        }
        const auto log = co_await service->compileLog(call.match.parameters.value("deploy_id"), *from);
        if (!log || !log->running || !log->lines.isEmpty() || deadline.hasExpired()) {
            co_return log.transform([](const CompileLog &one) { return toJson(one); });
        }
        if (!co_await untilChanged(service, AppId{}, look, call.stop)) {
            co_return cancelled();
        }
    }
}

QCoro::Task<void> Api::sendCode(AppId id, ApiCall call, ReplyPtr reply)
{
    const auto number = versionOf(call, 0);
    const auto isPlain = wantsBytes(call);
    if (!number || !isPlain) {
        reply->send(errorAnswer(number ? isPlain.error() : number.error()));
        co_return;
    }
    const auto code = co_await m_service->versionCode(id, *number);
    if (!code) {
        reply->send(errorAnswer(code.error()));
        co_return;
    }
    const auto bytes = co_await onWorker([code = *code]() -> Result<QByteArray> {
        QFile file;
        return openRegularFile(file, code.path).and_then([&]() -> Result<QByteArray> {
            QByteArray whole = file.read(code.bytes);
            return whole.size() == code.bytes
                       ? Result<QByteArray>(std::move(whole))
                       : fail(ErrorCode::Internal, QStringLiteral("Could not read %1.").arg(code.path),
                              file.errorString());
        });
    });
    if (!bytes) {
        reply->send(errorAnswer(bytes.error()));
        co_return;
    }
    if (*isPlain) {
        HttpResponse answer = jsonAnswer(200, {});
        const bool isZip = code->fileName.endsWith(QLatin1String(".zip"));
        answer.headers.front() = {"content-type", isZip ? "application/zip" : "application/gzip"};
        answer.headers.emplaceBack("content-disposition", "attachment; filename=\"" + code->fileName.toUtf8() + '"');
        answer.body = *bytes;
        reply->send(answer);
        co_return;
    }
    reply->send(jsonAnswer(200, {{"code",
                                  {{"sourceCode", bytes->toBase64().toStdString()},
                                   {"codeHash", code->sha256.toStdString()},
                                   {"sizeBytes", std::to_string(code->bytes)},
                                   {"fileName", toUtf8(code->fileName)}}}}));
}

} // namespace studio::gateway
