// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"

#include <QHash>
#include <QPointer>
#include <QTimer>

namespace studio {

/// Changes that other clients make at a remote, as signals of its platform. The API has no notifications by
/// itself, so this asks: every second, and less and less often, down to every 10 s, while the remote does not answer.
/// Only the newest calls are looked at: who sees that many new ones reads the list again anyway. Main thread.
class RemotePoller : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds period{1'000};

    /// `service` must outlive this.
    RemotePoller(ComputeService *service, QString organization, std::chrono::milliseconds every = period);

    /// The app that is looked at: its draft and its instances are asked about too.
    void watch(const AppId &id);
    /// Asks at once.
    void look();
    /// Why the remote does not answer, or does not let us in; nothing while it does.
    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }

Q_SIGNALS:
    void failureChanged(); ///< that it has none any more means that all that was read before may be old

private:
    QCoro::Task<void> ask();
    void setFailure(const std::optional<Error> &failure);
    void takeState(const AppState &state);
    void takeApps(const QList<App> &apps);
    void takeExecutions(const QList<Execution> &executions);

    ComputeService *m_service;
    QString m_organization;
    std::chrono::milliseconds m_period;
    QTimer m_timer;
    bool m_knowsApps = false; ///< the first answer is no news
    bool m_knowsExecutions = false;
    std::optional<Error> m_failure;
    AppId m_watched;
    std::optional<AppState> m_state; ///< of the watched app
    QHash<QString, App> m_apps;      ///< by id
    QHash<QString, ExecutionStatus> m_executions;
};

} // namespace studio
