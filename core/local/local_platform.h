// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/base/paths.h"

#include <memory>

namespace studio {

class Compiler;
class HttpClient;
class ProxyCalls;
class ExecutionRecorder;
class InstanceSource;
class LocalSecrets;

/// The embedded platform: store, compiler and runner in this process, nothing to start. Several processes may use the
/// same paths at once. Instances that invoke() starts live as long as this object.
class LocalPlatform final : public ComputeService
{
    Q_OBJECT

public:
    /// `compiler` and `client` must outlive it.
    LocalPlatform(Paths paths, Compiler *compiler, HttpClient *client, QObject *parent = nullptr);
    ~LocalPlatform() override;

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

    Task<Invocation> invoke(AppId id, InvokeTarget target, HttpRequest request, InvokeObserver observer = {},
                            std::stop_token stop = {}) override;
    Task<QString> invokeAsync(AppId id, InvokeTarget target, HttpRequest request) override;

    Task<Execution> getExecution(QString executionId) override;
    Task<ExecutionPage> listExecutions(AppId id, ExecutionQuery query = {}) override;
    Task<ExecutionPage> listExecutions(QString organization, ExecutionQuery query = {}) override;
    Task<QList<ExecutionLine>> executionLogs(QString executionId) override;
    Task<qint64> deleteExecutions(AppId id, QStringList executionIds = {}) override;
    Task<ExecutionStats> executionStats(AppId id) override;
    Task<AppLogPage> appLogs(AppId id, LogQuery query = {}) override;
    Task<bool> flushRecords() override;

    SecretService *secretService() override;
    /// The same, with what an instance needs that this platform does not start itself. Lives as long as this object.
    LocalSecrets *secrets();

    /// The instances of what is being written here, for calls of InvokeTarget::DevInstance. Must outlive this object.
    void setDevSource(InstanceSource *source);
    /// For calls that are made beside it; lives as long as this object.
    ExecutionRecorder *recorder();
    /// Likewise, for a gateway.
    ProxyCalls *proxyCalls();

    /// Else the first call that needs it opens it, and has its failure.
    Task<bool> openStore();
    /// For files of this process that go when it ends. Lives as long as this object.
    QString temporaryFolder();

protected:
    void connectNotify(const QMetaMethod &signal) override;

private:
    /// The draft that was just saved, with the notes of the save; observers are notified.
    Result<Draft> announced(Result<Draft> draft, const QStringList &notes);

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace studio
