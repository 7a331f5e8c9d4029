// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/base/json.h"
#include "core/base/paths.h"

#include <QProcess>
#include <QTemporaryDir>

namespace studio::test {

/// A ComputeService whose every call is one run of the real program with `-o json`, as a script makes it: what it
/// prints on stdout is the result, the last line on stderr the error. Its apps are below the data folder of `paths`.
class CliService : public ComputeService
{
public:
    explicit CliService(Paths paths);
    ~CliService() override;

    Task<App> createApp(App app) override;
    Task<App> updateApp(App app, std::optional<App> known = {}) override;
    Task<App> getApp(AppId id) override;
    Task<QList<App>> listApps(QString organization) override;
    Task<bool> deleteApp(AppId id) override;
    Task<AppState> getAppState(AppId id) override;

    Task<Draft> saveDraft(AppId id, DraftSource source, std::stop_token stop = {}) override;
    Task<Draft> draftInfo(AppId id) override;
    Task<Draft> compileDraft(AppId id, CompileObserver observer, std::stop_token stop = {}) override;
    Task<Version> publishDraft(AppId id, QString note = {}) override;
    Task<CompileLog> compileLog(QString deployId, qint64 from = 0) override;

    Task<QList<Version>> listVersions(AppId id, int limit = 50, int before = 0) override;
    Task<Version> getVersion(AppId id, int number) override;
    Task<Version> rollback(AppId id, int number) override;
    Task<CodeArchive> versionCode(AppId id, int number) override;

    /// Tells the lines of stderr; the answer only at its end, for that is when the document is printed.
    Task<Invocation> invoke(AppId id, InvokeTarget target, HttpRequest request, InvokeObserver observer = {},
                            std::stop_token stop = {}) override;
    /// The active version only. Starts `ignite serve`, which goes on with the call, and ends it with this object.
    Task<QString> invokeAsync(AppId id, InvokeTarget target, HttpRequest request) override;

    Task<Execution> getExecution(QString executionId) override;
    Task<ExecutionPage> listExecutions(AppId id, ExecutionQuery query = {}) override;
    Task<ExecutionPage> listExecutions(QString organization, ExecutionQuery query = {}) override;
    Task<QList<ExecutionLine>> executionLogs(QString executionId) override;
    Task<qint64> deleteExecutions(AppId id, QStringList executionIds = {}) override;
    Task<ExecutionStats> executionStats(AppId id) override;
    Task<AppLogPage> appLogs(AppId id, LogQuery query = {}) override;

private:
    /// What one run is given beside its words, and told of.
    struct Run
    {
        QByteArray input;
        std::function<void(const QByteArray &line)> line; ///< of stderr
        std::stop_token stop;                             ///< SIGINT, as Ctrl-C sends it
    };
    /// The document on stdout; where there is none, the error.
    Task<Json> run(QStringList words) const { return run(std::move(words), {}); }
    Task<Json> run(QStringList words, Run told) const;
    /// What `read` makes of the document.
    template <typename T> Task<T> read(QStringList words, std::function<Result<T>(const Json &)> reader) const
    {
        const auto json = co_await run(std::move(words));
        co_return json.and_then(reader);
    }
    /// That of `draft save`, `draft info` and `draft compile`.
    static Result<Draft> draftFromDocument(const Json &json, const AppId &id);
    [[nodiscard]] QProcessEnvironment environment() const;
    Result<void> needServe();

    Paths m_paths;
    QTemporaryDir m_archives; ///< that versionCode() gives the paths of
    QProcess m_serve;
};

} // namespace studio::test
