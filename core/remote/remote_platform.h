// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/base/paths.h"
#include "core/base/temporary_space.h"
#include "core/remote/gateway_client.h"

namespace studio {

/// The platform behind a gateway: the calls of ComputeService over its HTTP API (PLATFORM, part 2). Packing happens
/// here, everything else there. A publish whose connection breaks ends in a known state: the versions are asked for
/// and tell whether it happened.
class RemotePlatform final : public ComputeService
{
    Q_OBJECT

public:
    /// `paths` are for archives on their way. A stop of `stop` ends every call as Cancelled, also one that is given no
    /// stop token of its own.
    RemotePlatform(QUrl endpoint, TokenSource token, Paths paths, std::stop_token stop = {});
    ~RemotePlatform() override;

    /// Ends what is on its way, and all that comes, as Cancelled.
    void stop();

    Task<App> createApp(App app) override;
    Task<App> updateApp(App app, std::optional<App> known = {}) override;
    Task<App> getApp(AppId id) override;
    Task<QList<App>> listApps(QString organization) override;
    Task<bool> deleteApp(AppId id) override;
    Task<AppState> getAppState(AppId id) override;

    Task<Draft> saveDraft(AppId id, DraftSource source, std::stop_token stop = {}) override;
    Task<Draft> draftInfo(AppId id) override;
    Task<Draft> draftInfo(AppId id, std::stop_token stop);
    /// A stop sends no request: the compile goes on there.
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

private:
    using Link = std::shared_ptr<GatewayClient>; ///< a call keeps it until it has ended

    Link m_link;
    Paths m_paths;
    TemporarySpace m_temporary{m_paths.cache + QStringLiteral("/tmp")};
};

} // namespace studio
