// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/project_lock.h"

#include <QObject>
#include <QString>

namespace studio {

class Json;
class MainWindow;
class SessionMemory;
class Workspace;

/// Opens a project in the workspace and in all panes, and gives the panes what is remembered of it. Main thread.
class ProjectOpener : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it. `lockFolder` is the same for all windows of this user.
    ProjectOpener(MainWindow *window, Workspace *workspace, SessionMemory *memory, QString lockFolder);

    void open(const QString &folder);

Q_SIGNALS:
    void opened(const QString &folder);

private:
    void restorePanes(const Json &known);
    void restorePage(const QString &id);
    void withdrawProjectError();

    MainWindow *m_window;
    Workspace *m_workspace;
    SessionMemory *m_memory;
    ProjectLock m_lock;
    QString m_projectError; ///< as the banner says it; empty once Cargo.toml can be read
};

} // namespace studio
