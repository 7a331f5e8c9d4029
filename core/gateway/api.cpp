// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/api.h"

#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/api_json/invoke_json.h"
#include "core/api_json/json_fields.h"
#include "core/api_json/state_json.h"
#include "core/base/detach.h"
#include "core/base/uuid7.h"
#include "core/gateway/api_helpers.h"
#include "core/gateway/openapi.h"

#include <QDir>
#include <QFile>
#include <QPointer>

namespace studio::gateway {

namespace {

/// `{"name": value}` of a result.
template <typename T> Result<Json> named(const char *name, const Result<T> &result)
{
    return result.transform([name](const T &value) { return Json{{name, toJson(value)}}; });
}

template <typename T> Result<Json> plain(const Result<T> &result)
{
    return result.transform([](const T &value) { return toJson(value); });
}

template <typename T> Task<Json> plainly(Task<T> task)
{
    co_return plain(co_await std::move(task));
}

template <typename T> Task<Json> namely(const char *name, Task<T> task)
{
    co_return named(name, co_await std::move(task));
}

Task<Json> at_once(Result<Json> result)
{
    co_return result;
}

/// A temporary file that is gone with it.
struct UploadedFile
{
    QString path;

    explicit UploadedFile(QString where) : path(std::move(where)) {}
    ~UploadedFile() { QFile::remove(path); }
    UploadedFile(const UploadedFile &) = delete;
    UploadedFile &operator=(const UploadedFile &) = delete;
};

Result<bool> writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QDir().mkpath(QFileInfo(path).path());
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(bytes) != bytes.size() || !file.flush()) {
        return fail(ErrorCode::ResourceExhausted, QStringLiteral("Cannot write %1.").arg(path), file.errorString());
    }
    return true;
}

/// An exception that ends `task` is the answer where none has begun; else the connection is broken off.
QCoro::Task<void> answered(QCoro::Task<void> task, ReplyPtr reply)
{
    try {
        co_await std::move(task);
    } catch (...) {
        const Error error = caughtError();
        notice(error.message);
        reply->send(errorAnswer(error));
    }
}

} // namespace

Api::Api(ComputeService *service, QString temporaryFolder)
    : m_service(service), m_temporaryFolder(std::move(temporaryFolder))
{
}

QCoro::Task<void> Api::answer(ApiCall call, ReplyPtr reply)
{
    if (m_stop.stop_requested()) {
        reply->send(errorAnswer(
            {ErrorCode::Unavailable, QStringLiteral("The gateway ends. Send this request again when it runs."), {}}));
        co_return;
    }
    const auto names = checkNames(call);
    const auto body = parseBody(call.body);
    if (!names || !body) {
        reply->send(errorAnswer(names ? body.error() : names.error()));
        co_return;
    }
    call.body.clear();
    if (beginStream(call, *body, reply)) {
        co_return;
    }
    auto task = answerOf(call, *body);
    if (!task) {
        reply->send(errorAnswer({ErrorCode::Internal, QStringLiteral("This route is not served."), {}}));
        co_return;
    }
    const Result<Json> result = co_await caught([&task] { return std::move(*task); });
    reply->send(result ? jsonAnswer(200, *result) : errorAnswer(result.error()));
}

std::optional<Api::Answer> Api::answerOf(const ApiCall &call, const Json &body)
{
    switch (call.match.route) {
    case Route::HealthCheck:
        return at_once(Json{{"status", "SERVING"}});
    case Route::OpenApi:
        return at_once(openApi());
    case Route::CreateApp:
        return createApp(call, body);
    case Route::ListApps:
        return listApps(call);
    case Route::ListExecutions:
        return listExecutions({}, call);
    case Route::GetExecution:
        return plainly(m_service->getExecution(call.match.parameters.value("id")));
    case Route::GetExecutionLogs:
        return namely("lines", m_service->executionLogs(call.match.parameters.value("id")));
    case Route::StreamCompileLogs:
        return compileLog(call);
    default:
        return answerOfApp(call, body, appOf(call));
    }
}

std::optional<Api::Answer> Api::answerOfApp(const ApiCall &call, const Json &body, const AppId &id)
{
    switch (call.match.route) {
    case Route::GetApp:
        return plainly(m_service->getApp(id));
    case Route::DeleteApp:
        return [](Task<bool> deleting) -> Answer {
            co_return (co_await std::move(deleting)).transform([](bool) { return Json::object(); });
        }(m_service->deleteApp(id));
    case Route::UpdateAppConfig:
        return updateApp(id, body);
    case Route::GetAppState:
        return plainly(m_service->getAppState(id));
    case Route::SaveDraft:
        return saveDraft(id, body, call.stop);
    case Route::GetDraftInfo:
        return namely("draft", m_service->draftInfo(id));
    case Route::CompileDraft:
        return compileDraft(id);
    case Route::PublishDraft: {
        JsonFields fields(body);
        const QString note = fields.text("note");
        const auto checked = fields.check();
        return checked ? namely("version", m_service->publishDraft(id, note))
                       : at_once(std::unexpected(checked.error()));
    }
    case Route::ListAppVersions:
        return listVersions(id, call);
    case Route::GetAppVersion:
        return oneVersion(id, call);
    case Route::RollbackApp:
        return rollback(id, body);
    case Route::ListAppExecutions:
        return listExecutions(id, call);
    case Route::DeleteExecutions:
        return deleteExecutions(id, call);
    case Route::GetExecutionStats:
        return plainly(m_service->executionStats(id));
    case Route::GetAppLogs:
        return appLogs(id, call);
    default:
        return {};
    }
}

Api::Answer Api::createApp(ApiCall call, Json body)
{
    const auto app = newAppFrom(body, organizationOf(call));
    if (!app) {
        co_return std::unexpected(app.error());
    }
    co_return plain(co_await m_service->createApp(*app));
}

Api::Answer Api::updateApp(AppId id, Json body)
{
    const QPointer<ComputeService> service(m_service);
    const auto app = co_await service->getApp(id);
    const auto changed = app.and_then([&](const App &now) { return changedApp(now, body); });
    if (!changed) {
        co_return std::unexpected(changed.error());
    }
    if (!service) {
        co_return cancelled();
    }
    co_return plain(co_await service->updateApp(*changed, *app));
}

Api::Answer Api::saveDraft(AppId id, Json body, std::stop_token stop)
{
    const QPointer<ComputeService> service(m_service);
    const auto upload = draftUploadFrom(body);
    body = {}; // it holds the archive once more
    if (!upload) {
        co_return std::unexpected(upload.error());
    }
    if (upload->archive.size() > archiveBytes) {
        co_return fail(ErrorCode::InvalidArgument,
                       QStringLiteral("The archive has more than %1 MiB.").arg(archiveBytes >> 20));
    }
    const bool isZip = upload->archive.startsWith("PK");
    const QString name =
        QStringLiteral("upload-") + uuid7() + (isZip ? QStringLiteral(".zip") : QStringLiteral(".tar.gz"));
    const UploadedFile file(m_temporaryFolder + u'/' + name);
    const auto written =
        co_await onWorker([path = file.path, bytes = upload->archive] { return writeFile(path, bytes); });
    if (!written) {
        co_return std::unexpected(written.error());
    }
    if (!service) {
        co_return cancelled();
    }
    DraftSource source(file.path);
    source.target = upload->target;
    source.inputSchema = upload->inputSchema;
    source.outputSchema = upload->outputSchema;
    co_return named("draft", co_await service->saveDraft(id, source, stop));
}

/// Answers when the compile has begun: it goes on without its client, whose connection may break, and its log and the
/// draft say how it ended.
Api::Answer Api::compileDraft(AppId id)
{
    struct Begun
    {
        QPromise<Result<QString>> promise;
        bool isSet = false;

        void set(Result<QString> result)
        {
            if (!std::exchange(isSet, true)) {
                promise.addResult(std::move(result));
                promise.finish();
            }
        }
    };
    const QPointer<Api> self(this);
    const auto begun = std::make_shared<Begun>();
    begun->promise.start();
    const auto future = begun->promise.future();
    CompileObserver begunObserver;
    begunObserver.started = [begun](const QString &deployId) { begun->set(deployId); };
    const auto compile = [](QPointer<Api> api, AppId app, CompileObserver observer,
                            std::shared_ptr<Begun> result) -> QCoro::Task<void> {
        ++api->m_inBackground;
        const auto draft = co_await caught(
            [&] { return api->m_service->compileDraft(app, std::move(observer), api->m_stop.get_token()); });
        result->set(draft.transform([](const Draft &done) { return done.deployId; }));
        if (api) {
            --api->m_inBackground;
        }
    };
    detach(compile(self, id, begunObserver, begun));
    const Result<QString> deployId = co_await future;
    if (!deployId) {
        co_return std::unexpected(deployId.error());
    }
    if (!self) {
        co_return cancelled();
    }
    const auto draft = co_await m_service->draftInfo(id);
    co_return draft.transform(
        [&](const Draft &now) { return Json{{"deployId", toUtf8(*deployId)}, {"draft", toJson(now)}}; });
}

Api::Answer Api::rollback(AppId id, Json body)
{
    JsonFields fields(body);
    const int version = fields.number("version", 0, 1);
    if (!fields.has("version")) {
        fields.refuse(QStringLiteral("“version” is missing: the number to go back to."));
    }
    if (const auto checked = fields.check(); !checked) {
        co_return std::unexpected(checked.error());
    }
    co_return named("version", co_await m_service->rollback(id, version));
}

bool Api::beginStream(const ApiCall &call, const Json &body, const ReplyPtr &reply)
{
    switch (call.match.route) {
    case Route::Invoke:
    case Route::TestDraft:
    case Route::TestAppVersion:
        detach(answered(invoke(appOf(call), call, body, reply), reply));
        return true;
    case Route::InvokeAsync:
        detach(answered(invokeAsync(appOf(call), body, reply), reply));
        return true;
    case Route::GetAppCode:
        detach(answered(sendCode(appOf(call), call, reply), reply));
        return true;
    case Route::StreamAppLogs:
        detach(answered(streamAppLogs(appOf(call), call, reply), reply));
        return true;
    case Route::WatchExecution:
        detach(answered(watchExecution(call, reply), reply));
        return true;
    case Route::StreamCompileLogs:
        if (call.match.query.contains("from") || call.match.query.contains("wait")) {
            return false; // in pages
        }
        detach(answered(streamCompileLog(call, reply), reply));
        return true;
    default:
        return false;
    }
}

} // namespace studio::gateway
