// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/model/execution.h"
#include "core/model/execution_query.h"
#include "core/store/blobs.h"
#include "core/store/database.h"

namespace studio {

/// What the records of calls may take. The oldest go first.
struct ExecutionBounds
{
    qint64 ageMs = 30LL * 24 * 60 * 60 * 1000;
    qint64 records = 1'000'000;
    qint64 bytes = 1LL << 30;

    bool operator==(const ExecutionBounds &) const = default;
};

/// A record that began, ended or was deleted; several of an app where there is no id.
struct ExecutionChange
{
    AppId app;
    QString id;

    bool operator==(const ExecutionChange &) const = default;
};

struct ExecutionDetail;

/// The records of calls in the store's database, their large bodies as blobs. Part of a Store: its thread, its errors.
/// A record may be of an app that does not exist (yet): what Run starts has none before the first save.
class Executions
{
public:
    static constexpr qsizetype inlineBytes = 64 << 10; ///< a body beyond it is a blob
    static constexpr qsizetype lineBytes = 256 << 10;  ///< of the lines of one call; what is beyond is counted

    Executions(const Database &database, Blobs &blobs) : m_database(database), m_blobs(blobs) {}

    /// Writes records that are new or have changed, in one transaction. `writer` names the process, for isAlive and
    /// changesSince.
    Result<void> write(const QList<Execution> &executions, const QString &writer);

    Result<Execution> get(const QString &id); ///< NotFound names the id
    [[nodiscard]] Result<ExecutionPage> list(const AppId &app, const ExecutionQuery &query);
    [[nodiscard]] Result<ExecutionPage> list(const QString &organization, const ExecutionQuery &query);
    [[nodiscard]] Result<ExecutionStats> stats(const AppId &app);
    [[nodiscard]] Result<AppLogPage> logs(const AppId &app, const LogQuery &query);

    /// Deletes these records of the app, or at most `most` of all of its; how many. Call it again until it is 0.
    Result<qint64> remove(const AppId &app, const QStringList &ids, const QString &writer, int most = 500);
    /// The app is gone: its records are out of sight at once, and prune() takes them away.
    Result<void> forgetApp(const AppId &app);
    /// Deletes at most `most` of what is beyond the bounds, the oldest first; how many. Call it again until it is 0.
    Result<qint64> prune(const ExecutionBounds &bounds, int most = 200);

    /// Who wrote the records that are still running, and marking those of one writer as lost.
    [[nodiscard]] Result<QStringList> runningWriters() const;
    Result<void> markLost(const QString &writer);

    /// What other writers told since a number; moves the number on. All is new when it is negative: then only the
    /// number is set.
    [[nodiscard]] Result<QList<ExecutionChange>> changesSince(qint64 &number, const QString &writer) const;

private:
    [[nodiscard]] Result<ExecutionPage> page(const QList<qint64> &apps, const QString &scope,
                                             const ExecutionQuery &query);
    [[nodiscard]] Result<QList<ExecutionDetail>> detailsOf(const QList<Execution> &executions);
    [[nodiscard]] Result<QString> storedApart(const QByteArray &body);
    [[nodiscard]] Result<QByteArray> brought(const QByteArray &body, const QString &blob);

    class Writing;

    const Database &m_database;
    Blobs &m_blobs;
};

} // namespace studio
