// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/local/store_thread.h"
#include "core/store/executions.h"

#include <QFileSystemWatcher>
#include <QHash>
#include <QObject>
#include <QPointer>
#include <QTimer>

namespace studio {

/// Tells what other processes changed in a store, about a tenth of a second later. The system tells when the store's
/// write-ahead log is written, SQLite whether another connection did it; where files cannot be watched it is asked four
/// times a second. Main thread.
class StoreWatch : public QObject
{
    Q_OBJECT

public:
    /// `store` must outlive it. What `writer` wrote is no news.
    StoreWatch(StoreThread *store, const QString &folder, QString writer);

    void start(); ///< once is enough; nothing is looked at before
    /// Ends once what changes from then on will be told; at once where nothing was started.
    Task<void> begun();

Q_SIGNALS:
    void appChanged(const studio::AppId &id);
    void executionChanged(const studio::AppId &id, const QString &executionId); ///< without an id: several

private:
    struct Seen
    {
        qint64 dataVersion = -1;
        qint64 news = -1;
        QHash<QString, std::pair<AppId, QString>> apps; ///< by "org:app"
    };
    struct Look
    {
        Seen seen;
        QList<AppId> apps;
        QList<ExecutionChange> executions;
    };

    static Result<Look> look(const Store &store, Seen seen, const QString &writer);
    QCoro::Task<void> look();
    void watchLog();
    void notify(const Look &found);

    StoreThread *m_store;
    QString m_log; ///< the write-ahead log
    QString m_writer;
    Seen m_seen;
    QFileSystemWatcher m_files;
    QTimer m_soon;
    QTimer m_regularly;
    bool m_started = false;
    bool m_looking = false;
};

} // namespace studio
