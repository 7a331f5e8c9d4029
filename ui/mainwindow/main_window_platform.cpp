// SPDX-License-Identifier: GPL-3.0-or-later
// What the platform knows of an app: its calls, its versions, and the other apps.
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/mainwindow/main_window.h"
#include "ui/platform/apps_pane.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/versions_pane.h"

#include <QDockWidget>
#include <QFileInfo>
#include <QTabWidget>
#include <QVBoxLayout>

namespace studio {

/// Empty pages: their panes are made when the window is there, or one is looked at.
void MainWindow::addPlatformPages()
{
    for (const QString &title : {tr("Executions"), tr("Versions"), tr("Apps")}) {
        auto *const page = new QWidget;
        auto *const column = new QVBoxLayout(page);
        column->setContentsMargins(0, 0, 0, 0);
        m_platformPages << page;
        m_bottom->addTab(page, title);
    }
    connect(m_bottom, &QTabWidget::currentChanged, this, [this] {
        if (m_platformPages.contains(m_bottom->currentWidget())) {
            makePlatformPanes();
        }
    });
}

void MainWindow::makePlatformPanes()
{
    if (m_executions) {
        return;
    }
    m_executions = new ExecutionsPane;
    m_versions = new VersionsPane(m_services.paths.cache + QStringLiteral("/compare"));
    m_apps = new AppsPane;
    const QList<QWidget *> panes{m_executions, m_versions, m_apps};
    for (qsizetype i = 0; i < panes.size(); ++i) {
        m_platformPages[i]->layout()->addWidget(panes[i]);
        m_platformPages[i]->setFocusProxy(panes[i]);
    }
    connect(m_executions, &ExecutionsPane::requestChosen, this, [this](const HttpRequest &request) {
        m_invoke->setRequest(request);
        m_right->show();
        m_invoke->focusPayload();
    });
    connect(m_executions, &ExecutionsPane::panicActivated, this, &MainWindow::openPanic);
    connect(m_executions, &ExecutionsPane::loadFailed, this, &MainWindow::showLoadFailure);
    connect(m_versions, &VersionsPane::loadFailed, this, &MainWindow::showLoadFailure);
    connect(m_apps, &AppsPane::loadFailed, this, &MainWindow::showLoadFailure);
    connect(m_executions, &ExecutionsPane::message, this, &MainWindow::showMessage);
    connect(m_versions, &VersionsPane::message, this, &MainWindow::showMessage);
    connect(m_apps, &AppsPane::message, this, &MainWindow::showMessage);
    connect(m_apps, &AppsPane::appChosen, this, &MainWindow::showApp);
    m_apps->setPlatformName(m_workspace->platformName());
    m_apps->setService(m_workspace->platform(), m_workspace->appId().organization);
    if (m_workspace->isOpen()) {
        showApp(m_workspace->appId());
    }
}

ExecutionsPane *MainWindow::executions()
{
    makePlatformPanes();
    return m_executions;
}

VersionsPane *MainWindow::versions()
{
    makePlatformPanes();
    return m_versions;
}

/// The panes show this app: the project's, or another one that was chosen.
void MainWindow::showApp(const AppId &id)
{
    if (!m_executions) {
        return; // they begin with the project's
    }
    m_executions->setApp(m_workspace->platform(), id);
    m_versions->setApp(m_workspace->platform(), id);
    m_versions->setPublishAction(id == m_workspace->appId() ? m_actions.publish : nullptr);
    m_apps->setCurrent(id);
    if (m_remotePoller) {
        m_remotePoller->watch(id);
    }
}

/// Where a handler panicked, in the project as it stands now.
void MainWindow::openPanic(const QString &file, int line, int column)
{
    const QString path = m_workspace->absolutePath(file);
    if (!QFileInfo(path).isFile()) {
        showMessage(tr("%1 is not in this project any more.").arg(file), true);
        return;
    }
    m_editors->openAt(path, line, column);
}

} // namespace studio
