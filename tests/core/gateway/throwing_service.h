// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"

#include <QCoroTask>

#include <stdexcept>

namespace studio::test {

/// After it has waited, so that nobody is left to catch it but the coroutines above it.
template <typename T> Task<T> thrown()
{
    co_await onWorker([] { return Result<bool>(true); });
    throw std::runtime_error("of the test");
}

/// A platform whose calls end by exceptions, which no real one can be made to do.
class ThrowingService : public ComputeService
{
public:
    Task<App> createApp(App) override { return thrown<App>(); }
    Task<App> updateApp(App, std::optional<App>) override { return thrown<App>(); }
    Task<App> getApp(AppId) override { return thrown<App>(); }
    Task<QList<App>> listApps(QString) override { return thrown<QList<App>>(); }
    Task<bool> deleteApp(AppId) override { return thrown<bool>(); }
    Task<AppState> getAppState(AppId) override { return thrown<AppState>(); }
    Task<Draft> saveDraft(AppId, DraftSource, std::stop_token) override { return thrown<Draft>(); }
    Task<Draft> draftInfo(AppId) override { return thrown<Draft>(); }
    Task<Draft> compileDraft(AppId, CompileObserver, std::stop_token) override { return thrown<Draft>(); }
    Task<Version> publishDraft(AppId, QString) override { return thrown<Version>(); }
    Task<CompileLog> compileLog(QString, qint64) override { return thrown<CompileLog>(); }
    Task<QList<Version>> listVersions(AppId, int, int) override { return thrown<QList<Version>>(); }
    Task<Version> getVersion(AppId, int) override { return thrown<Version>(); }
    Task<Version> rollback(AppId, int) override { return thrown<Version>(); }
    Task<CodeArchive> versionCode(AppId, int) override { return thrown<CodeArchive>(); }
    Task<Invocation> invoke(AppId, InvokeTarget, HttpRequest, InvokeObserver, std::stop_token) override
    {
        return thrown<Invocation>();
    }
    Task<QString> invokeAsync(AppId, InvokeTarget, HttpRequest) override { return thrown<QString>(); }
    Task<Execution> getExecution(QString) override { return thrown<Execution>(); }
    Task<ExecutionPage> listExecutions(AppId, ExecutionQuery) override { return thrown<ExecutionPage>(); }
    Task<ExecutionPage> listExecutions(QString, ExecutionQuery) override { return thrown<ExecutionPage>(); }
    Task<QList<ExecutionLine>> executionLogs(QString) override { return thrown<QList<ExecutionLine>>(); }
    Task<qint64> deleteExecutions(AppId, QStringList) override { return thrown<qint64>(); }
    Task<ExecutionStats> executionStats(AppId) override { return thrown<ExecutionStats>(); }
    Task<AppLogPage> appLogs(AppId, LogQuery) override { return thrown<AppLogPage>(); }
};

} // namespace studio::test
