// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"

namespace studio::test {

/// A platform whose lists are what a test puts there: ids and times of a real one are others at each run, and pictures
/// of them too. Answers at once.
class FixedPlatform final : public ComputeService
{
public:
    QList<App> apps;
    std::optional<AppState> state;
    QList<Version> versions;
    QList<Execution> executions;
    std::optional<Error> failure; ///< of everything

    Task<App> getApp(AppId) override { return of(state ? state->app : App()); }
    Task<QList<App>> listApps(QString) override { return of(apps); }
    Task<AppState> getAppState(AppId) override { return of(state.value_or(AppState())); }
    Task<QList<Version>> listVersions(AppId, int, int) override { return of(versions); }
    Task<Execution> getExecution(QString id) override
    {
        const auto found = std::ranges::find(executions, id, &Execution::id);
        return of(found != executions.end() ? *found : Execution());
    }
    Task<ExecutionPage> listExecutions(AppId, ExecutionQuery) override
    {
        return of(ExecutionPage{.executions = executions, .nextCursor = {}});
    }
    Task<ExecutionPage> listExecutions(QString, ExecutionQuery) override { return of(ExecutionPage()); }
    Task<QList<ExecutionLine>> executionLogs(QString) override { return of(QList<ExecutionLine>()); }
    Task<ExecutionStats> executionStats(AppId) override { return of(ExecutionStats()); }
    Task<AppLogPage> appLogs(AppId, LogQuery) override { return of(AppLogPage()); }

    // Which no picture needs.
    Task<App> createApp(App) override { return unused<App>(); }
    Task<App> updateApp(App, std::optional<App>) override { return unused<App>(); }
    Task<bool> deleteApp(AppId) override { return unused<bool>(); }
    Task<Draft> saveDraft(AppId, DraftSource, std::stop_token) override { return unused<Draft>(); }
    Task<Draft> draftInfo(AppId) override { return unused<Draft>(); }
    Task<Draft> compileDraft(AppId, CompileObserver, std::stop_token) override { return unused<Draft>(); }
    Task<Version> publishDraft(AppId, QString) override { return unused<Version>(); }
    Task<CompileLog> compileLog(QString, qint64) override { return unused<CompileLog>(); }
    Task<Version> getVersion(AppId, int) override { return unused<Version>(); }
    Task<Version> rollback(AppId, int) override { return unused<Version>(); }
    Task<CodeArchive> versionCode(AppId, int) override { return unused<CodeArchive>(); }
    Task<Invocation> invoke(AppId, InvokeTarget, HttpRequest, InvokeObserver, std::stop_token) override
    {
        return unused<Invocation>();
    }
    Task<QString> invokeAsync(AppId, InvokeTarget, HttpRequest) override { return unused<QString>(); }
    Task<qint64> deleteExecutions(AppId, QStringList) override { return unused<qint64>(); }

private:
    template <typename T> Task<T> of(T value)
    {
        if (failure) {
            co_return std::unexpected(*failure);
        }
        co_return value;
    }
    template <typename T> Task<T> unused() { co_return fail(ErrorCode::Internal, QStringLiteral("not in a picture")); }
};

} // namespace studio::test
