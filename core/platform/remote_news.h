// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/platform/compute_service.h"

#include <QHash>
#include <QPointer>
#include <QTimer>

namespace studio {

/// What others do at a remote, told by the signals of its platform as if it happened here. The API tells nobody by
/// itself, so this asks: every 3 s, and less and less often, down to once a minute, while the remote cannot be reached.
/// Only the newest calls are looked at: who sees that many new ones reads the list again anyway. Main thread.
class RemoteNews : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds period{3'000};

    /// `service` must outlive this.
    RemoteNews(ComputeService *service, QString organization, std::chrono::milliseconds every = period);

private:
    static QCoro::Task<void> ask(QPointer<RemoteNews> self);
    void takeApps(const QList<App> &apps);
    void takeExecutions(const QList<Execution> &executions);

    ComputeService *m_service;
    QString m_organization;
    std::chrono::milliseconds m_period;
    QTimer m_timer;
    bool m_knowsApps = false; ///< the first answer is no news
    bool m_knowsExecutions = false;
    QHash<QString, App> m_apps; ///< by id
    QHash<QString, ExecutionStatus> m_executions;
};

} // namespace studio
