// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/invoker.h"
#include "core/model/app_state.h"
#include "core/model/code_archive.h"
#include "core/model/compile_log.h"
#include "core/model/compile_observer.h"
#include "core/model/draft_source.h"
#include "core/model/execution_query.h"
#include "core/model/version.h"

#include <QObject>

namespace studio {

class SecretService;

/// The one seam between the programs and the platform: the C++ face of the platform's own API (PLATFORM, part 2). Every
/// call resumes on the caller's thread; every call that can take long takes a stop token. An unknown organization, app
/// or version is NotFound and named. Values of secrets are in no record and no log.
class ComputeService : public QObject, public Invoker
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual Task<App> createApp(App app) = 0;
    /// With `known`, what was read before, only what differs from it is changed.
    virtual Task<App> updateApp(App app, std::optional<App> known = {}) = 0;
    virtual Task<App> getApp(AppId id) = 0;
    virtual Task<QList<App>> listApps(QString organization) = 0;
    virtual Task<bool> deleteApp(AppId id) = 0;
    virtual Task<AppState> getAppState(AppId id) = 0;

    /// Packs what `source` names and makes it the draft; the draft's `notes` tell what the person should know of it.
    virtual Task<Draft> saveDraft(AppId id, DraftSource source, std::stop_token stop = {}) = 0;
    virtual Task<Draft> draftInfo(AppId id) = 0;
    /// The release compile of the draft as saved.
    virtual Task<Draft> compileDraft(AppId id, CompileObserver observer, std::stop_token stop = {}) = 0;
    virtual Task<Version> publishDraft(AppId id, QString note = {}) = 0;
    /// What a compile prints or has printed, also one of another process, from a line on (the first is 0). The logs of
    /// the last compiles are kept.
    virtual Task<CompileLog> compileLog(QString deployId, qint64 from = 0) = 0;

    virtual Task<QList<Version>> listVersions(AppId id, int limit = 50, int before = 0) = 0;
    virtual Task<Version> getVersion(AppId id, int number) = 0;
    virtual Task<Version> rollback(AppId id, int number) = 0;
    /// The archive of a version, or of the draft with 0.
    virtual Task<CodeArchive> versionCode(AppId id, int number) = 0;

    virtual Task<Execution> getExecution(QString executionId) = 0;
    virtual Task<ExecutionPage> listExecutions(AppId id, ExecutionQuery query = {}) = 0;
    /// Those of all apps.
    virtual Task<ExecutionPage> listExecutions(QString organization, ExecutionQuery query = {}) = 0;
    virtual Task<QList<ExecutionLine>> executionLogs(QString executionId) = 0;
    /// Deletes these records, or all that the app has where no id is given, and tells how many there were.
    virtual Task<qint64> deleteExecutions(AppId id, QStringList executionIds = {}) = 0;
    virtual Task<ExecutionStats> executionStats(AppId id) = 0;
    virtual Task<AppLogPage> appLogs(AppId id, LogQuery query = {}) = 0;
    /// Writes the records of calls that this process has made. Fails where some could not be written, and says why.
    virtual Task<bool> flushRecords();

    /// Null where the platform's API has no routes for secrets. Lives as long as this object.
    virtual SecretService *secretService() { return nullptr; }

Q_SIGNALS:
    // What other processes did is told too, within half a second; the same news may come twice.
    void appChanged(const studio::AppId &id); ///< app, draft or versions
    /// A record began, ended or was deleted; without an id several of the app.
    void executionChanged(const studio::AppId &id, const QString &executionId);
    /// Records of calls cannot be written, as on a full disk; the newest are kept in memory until they can. Said once.
    void recordsNotWritten(const QString &reason);
    void recordsWrittenAgain();
};

} // namespace studio
