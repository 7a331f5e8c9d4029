// SPDX-License-Identifier: GPL-3.0-or-later
// The panes: what the window forwards to the workspace, and what comes back.
#include "core/base/detach.h"
#include "core/compiler/compiler.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/diagnostic_list.h"
#include "ui/common/banner.h"
#include "ui/console/console_pane.h"
#include "ui/console/problems_pane.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/mainwindow/main_window.h"
#include "ui/project/project_tree.h"

#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QPointer>
#include <QTabWidget>

namespace studio {

void MainWindow::connectPanes()
{
    const auto goTo = [this](const QString &file, int line, int column) {
        m_editors->openAt(m_workspace->absolutePath(file), line, column);
    };
    connect(m_console, &ConsolePane::locationActivated, this, goTo);
    connect(m_problems, &ProblemsPane::locationActivated, this, goTo);
    connect(m_problems, &ProblemsPane::countChanged, this,
            [this] { m_bottom->setTabText(m_bottom->indexOf(m_problems), m_problems->title()); });
    connect(m_console, &ConsolePane::cancelRequested, m_workspace->actions(), &BuildActions::stop);
    connect(m_console, &ConsolePane::runRequested, m_actions.run, &QAction::trigger);
    connect(m_invoke, &InvokePane::runRequested, m_actions.run, &QAction::trigger);
    connect(m_invoke, &InvokePane::showLogRequested, this, [this] {
        m_lower->show();
        m_bottom->setCurrentWidget(m_console);
    });
    connect(m_tree, &ProjectTree::fileActivated, this, [this](const QString &path) { m_editors->openAt(path, 0, 0); });
    connect(m_tree, &ProjectTree::fileCreated, this, [this](const QString &path) { m_editors->openAt(path, 1, 1); });
    connect(m_tree, &ProjectTree::renamed, m_editors, &EditorTabs::renamed);
    connect(m_tree, &ProjectTree::message, this, &MainWindow::showMessage);
    connect(m_editors, &EditorTabs::message, this, [this](const QString &sentence, bool isError) {
        m_editorsWords = sentence;
        showMessage(sentence, isError);
    });
    connect(m_editors, &EditorTabs::messageOutdated, m_banner, &Banner::withdraw);
    connect(m_editors, &EditorTabs::changedTwice, this, [this](const QString &path, const QString &sentence) {
        m_editorsWords = sentence;
        auto *const take = new QAction(tr("Reload from disk"));
        take->setToolTip(tr("Undo brings back what was typed here"));
        connect(take, &QAction::triggered, this, [this, path] {
            m_banner->hide();
            m_editors->takeFromDisk(path);
        });
        m_banner->show(Banner::Kind::Warning, sentence, {take});
    });
    connect(m_editors, &EditorTabs::currentChanged, this, [this] { m_tree->reveal(m_editors->currentPath()); });
    connect(m_editors, &EditorTabs::saved, this, [this] {
        m_banner->withdraw(m_editorsWords); // it was about text that is saved now
    });
    // A kill loses no payload and no open file: what changed is remembered a second later.
    m_memoryWriter.setMaxThreadCount(1);
    m_rememberTimer.setSingleShot(true);
    m_rememberTimer.setInterval(1000);
    connect(&m_rememberTimer, &QTimer::timeout, this, &MainWindow::remember);
    const auto rememberSoon = [this] {
        if (!m_rememberTimer.isActive()) {
            m_rememberTimer.start();
        }
    };
    connect(m_invoke, &InvokePane::requestChanged, this, rememberSoon);
    connect(m_editors, &EditorTabs::currentChanged, this, rememberSoon);
}

/// What is wrong is listed in the problems pane and underlined in the editors.
void MainWindow::connectDiagnostics()
{
    DiagnosticList *const diagnostics = m_workspace->diagnostics();
    connect(diagnostics, &DiagnosticList::added, this,
            [this](DiagnosticList::Source, const Diagnostic &diagnostic) { showDiagnostic(diagnostic); });
    connect(diagnostics, &DiagnosticList::reset, this, [this, diagnostics] {
        clearDiagnostics();
        for (const Diagnostic &diagnostic : diagnostics->all()) {
            showDiagnostic(diagnostic);
        }
    });
}

void MainWindow::showDiagnostic(const Diagnostic &diagnostic)
{
    m_problems->append(diagnostic);
    if (CodeEditor *editor = m_editors->editorOf(m_workspace->absolutePath(diagnostic.file));
        editor && diagnostic.severity != Severity::Note) {
        editor->markProblem(diagnostic.line, diagnostic.column, diagnostic.endLine, diagnostic.endColumn,
                            diagnostic.severity == Severity::Error, diagnostic.message);
    }
}

void MainWindow::clearDiagnostics()
{
    m_problems->clear();
    for (const QString &path : m_editors->openPaths()) {
        if (CodeEditor *editor = m_editors->editorOf(path)) {
            editor->clearProblems();
        }
    }
}

QCoro::Task<void> MainWindow::showToolchain()
{
    const auto choice = co_await whileAlive(this, m_services.compiler->toolchain(m_workspace->target()));
    if (!choice) {
        showMessage(choice.error().message, true);
        m_rust->setText(tr("no Rust"));
        co_return;
    }
    const QString version = choice->toolchain.version.toString();
    m_rust->setText(choice->note.isEmpty() ? tr("rustc %1").arg(version)
                                           : tr("rustc %1 (platform: 1.93)").arg(version));
    m_rust->setToolTip(choice->note);
}

/// For the next compile; what runs goes on until then.
void MainWindow::showTarget()
{
    const RustTarget target = m_workspace->target();
    (target == RustTarget::Native ? m_actions.nativeTarget : m_actions.wasmTarget)->setChecked(true);
    m_rememberTimer.start();
    detach(showToolchain());
}

} // namespace studio
