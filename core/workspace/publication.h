// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/workspace.
#pragma once

#include "core/api/compute_service.h"
#include "core/base/task.h"
#include "core/workspace/workspace_message.h"

#include <QObject>
#include <QPointer>

#include <stop_token>

namespace studio {

class Workspace;
struct DeployObserver;

/// Publishes the project of a workspace to its platform, with the compile in the workspace's output. One at a time.
/// Main thread.
class Publication : public QObject
{
    Q_OBJECT

public:
    explicit Publication(Workspace *workspace, QObject *parent = nullptr); ///< which must outlive it

    /// What the person should know of it at its end; an empty sentence where they cancelled it themselves.
    QCoro::Task<WorkspaceMessage> publish(QString note);
    void cancel() { m_stop.request_stop(); }
    /// Makes this version of the app that was published last the active one again.
    QCoro::Task<WorkspaceMessage> rollBack(int version);

    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] QString failedNote() const { return m_failedNote; }
    [[nodiscard]] const Error &failure() const { return m_failure; } ///< of the last one that failed

Q_SIGNALS:
    void runningChanged();

private:
    void setRunning(bool isRunning);
    [[nodiscard]] DeployObserver observer();

    Workspace *m_workspace;
    bool m_isRunning = false;
    QString m_failedNote; ///< of the last one, which failed
    Error m_failure;
    QPointer<ComputeService> m_platform; ///< that was published to last
    AppId m_app;                         ///< likewise
    std::stop_source m_stop;
    int m_compile = 0; ///< of this one, in the history; 0 where nothing was compiled for it here
};

} // namespace studio
