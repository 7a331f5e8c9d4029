// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/base/file_lock.h"
#include "core/base/paths.h"
#include "core/local/local_platform.h"
#include "core/remote/remote_poller.h"
#include "core/remote/remotes.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/workspace.h"
#include "core/workspace/workspace_message.h"
#include "ui/mainwindow/actions.h"
#include "ui/mainwindow/window_memory.h"

#include <QMainWindow>
#include <QThreadPool>
#include <QTimer>

class QDockWidget;
class QLabel;
class QTabWidget;
class QToolButton;

namespace studio {

class AppsPane;
class Banner;
class Compiler;
class ConsolePane;
class DependenciesPane;
class EditorTabs;
class ExecutionsPane;
class InstanceStatus;
class InvokePane;
class ProblemsPane;
class ProjectTree;
class VersionsPane;

/// What the window is composed with. All of it must outlive the window.
struct Services
{
    Paths paths;
    Compiler *compiler = nullptr;
    DevLoop *loop = nullptr;
    LocalPlatform *platform = nullptr;
};

/// The studio's window: puts the panes together and forwards what a person wants to core. Main thread; never waits.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(Services services);
    ~MainWindow() override;

    void openProject(const QString &folder);
    [[nodiscard]] QString project() const { return m_workspace->folder(); }

    [[nodiscard]] Actions &actions() { return m_actions; }
    [[nodiscard]] EditorTabs *editors() const { return m_editors; }
    [[nodiscard]] InvokePane *invokePane() const { return m_invoke; }
    [[nodiscard]] ConsolePane *console() const { return m_console; }
    [[nodiscard]] ProblemsPane *problems() const { return m_problems; }
    [[nodiscard]] Banner *banner() const { return m_banner; }
    [[nodiscard]] ExecutionsPane *executions();
    [[nodiscard]] VersionsPane *versions();
    [[nodiscard]] InstanceStatus *instanceStatus() const { return m_status; }

    void setDark(bool dark);

Q_SIGNALS:
    void projectOpened(const QString &folder);
    void ran(bool ok); ///< Run has ended, one way or the other

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeBar();
    void makeMenus();
    void makePanes();
    QDockWidget *makeDock(const QString &name, const QString &title, QWidget *content, Qt::DockWidgetArea area);
    void makeStatusBar();
    void connectActions();
    void connectBuild();
    void connectOutput();
    void connectDiagnostics();
    void connectManifest();
    void connectPanes();
    void defaultLayout();
    void restoreLayout();
    void forgetProject();
    void openRemembered(const Json &known);
    void noticeOtherStudio();
    void remember();
    void applyTheme(const QString &theme);
    void showRecent();
    void showMessage(const QString &sentence, bool isError);
    void showUnwrittenRecords(const QString &reason);
    void showStatus();
    void showProblems();
    QCoro::Task<void> showToolchain();
    void showTarget();
    void showDiagnostic(const Diagnostic &diagnostic);
    void showWorkspaceMessage(const WorkspaceMessage &message);
    void clearDiagnostics();
    void addPlatformPages();
    void makePlatformPanes();
    void showApp(const AppId &id);
    QToolButton *makeRemoteButton();
    void showRemote();
    void useRemote(const QString &name); ///< of a remote; empty for the embedded platform
    void editRemotes();
    void showReach(); ///< whether the remote answers
    void showLoadFailure(const Error &error);
    void openPanic(const QString &file, int line, int column);
    void goToPane(int direction);

    Services m_services;
    std::unique_ptr<Workspace> m_workspace;
    Remotes m_remotes;
    std::unique_ptr<RemotePoller> m_remotePoller; ///< of what others do there; null for the embedded one
    Actions m_actions;
    WindowMemory m_memory;
    QByteArray m_initialLayout;
    QString m_remoteWords;  ///< the last thing that was said of a remote that does not answer
    QString m_recordsWords; ///< the last thing that was said of records that cannot be written
    QString m_editorsWords; ///< the last thing that the editors said
    QTimer m_rememberTimer;
    QThreadPool m_memoryWriter;              ///< one thread: the newest is written last
    std::unique_ptr<FileLock> m_projectLock; ///< held while the project is open here; null when another studio holds it

    EditorTabs *m_editors = nullptr;
    Banner *m_banner = nullptr;
    ProjectTree *m_tree = nullptr;
    DependenciesPane *m_dependencies = nullptr;
    InvokePane *m_invoke = nullptr;
    ConsolePane *m_console = nullptr;
    ProblemsPane *m_problems = nullptr;
    QList<QWidget *> m_platformPages; ///< in which the next three stand, once they are made
    ExecutionsPane *m_executions = nullptr;
    VersionsPane *m_versions = nullptr;
    AppsPane *m_apps = nullptr;
    QTabWidget *m_bottom = nullptr;
    QDockWidget *m_left = nullptr;
    QDockWidget *m_right = nullptr;
    QDockWidget *m_lower = nullptr;
    InstanceStatus *m_status = nullptr;
    QToolButton *m_projectButton = nullptr;
    QToolButton *m_remoteButton = nullptr;
    QLabel *m_rust = nullptr;
    QLabel *m_caret = nullptr;
};

} // namespace studio
