// SPDX-License-Identifier: GPL-3.0-or-later
// The loop and the panes: what the window forwards to core, and what comes back.
#include "core/base/detach.h"
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

void MainWindow::connectLoop()
{
    DevLoop *const loop = m_services.loop;
    connect(loop, &DevLoop::statusChanged, this, &MainWindow::showStatus);
    connect(loop, &DevLoop::compileStarted, this, [this] {
        clearDiagnostics();
        m_console->beginRun(tr("Compile · %1").arg(targetName(m_services.loop->target())));
    });
    connect(loop, &DevLoop::consoleLine, this, [this](const QString &line) { m_console->appendLine(line); });
    connect(loop, &DevLoop::progress, m_console, &ConsolePane::setProgress);
    connect(loop, &DevLoop::diagnostic, this, &MainWindow::takeDiagnostic);
    connect(loop, &DevLoop::compileFinished, this, [this](bool ok, const QString &summary) {
        const bool isCancelled = !ok && m_services.loop->status().failure.code == ErrorCode::Cancelled;
        isCancelled ? m_console->cancelRun() : m_console->endRun(ok, summary);
        if (!ok && m_problems->errors() > 0) {
            m_bottom->setCurrentWidget(m_problems); // comes forward, and leaves the focus where it is
        }
    });
    connect(loop, &DevLoop::handlerLines, this, [this](const QList<LogLine> &lines) {
        for (const LogLine &line : lines) {
            if (line.leftOut > 0) {
                m_console->appendDropped(line.leftOut);
                continue;
            }
            const LineKind kind = line.stream == LogStream::Stderr ? LineKind::HandlerStderr : LineKind::HandlerStdout;
            m_console->appendHandlerLine(line.text, kind, line.executionId, line.timeMs);
        }
    });
}

void MainWindow::connectPanes()
{
    const auto goTo = [this](const QString &file, int line, int column) {
        m_editors->openAt(QDir(m_folder).absoluteFilePath(file), line, column);
    };
    connect(m_console, &ConsolePane::locationActivated, this, goTo);
    connect(m_problems, &ProblemsPane::locationActivated, this, goTo);
    connect(m_problems, &ProblemsPane::countChanged, this,
            [this] { m_bottom->setTabText(m_bottom->indexOf(m_problems), m_problems->title()); });
    connect(m_console, &ConsolePane::cancelRequested, this, &MainWindow::stop);
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
        auto *const take = new QAction(tr("Take the other's"));
        take->setToolTip(tr("Undo brings back what was typed here"));
        connect(take, &QAction::triggered, this, [this, path] {
            m_banner->hide();
            m_editors->takeFromDisk(path);
        });
        m_banner->show(Banner::Kind::Warning, sentence, {take});
    });
    connect(m_editors, &EditorTabs::currentChanged, this, [this] { m_tree->reveal(m_editors->currentPath()); });
    connect(m_editors, &EditorTabs::textChanged, this, [this](const QString &path) {
        if (path == manifestPath()) {
            m_manifestTimer.start();
        }
    });
    connect(m_editors, &EditorTabs::saved, this, [this](const QString &path) {
        m_banner->withdraw(m_editorsWords); // it was about text that is saved now
        if (path.startsWith(m_folder + QLatin1Char('/'))) {
            m_services.loop->noticeChange();
        }
        if (path == manifestPath()) {
            readManifest();
        }
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
    m_manifestTimer.setSingleShot(true);
    m_manifestTimer.setInterval(200);
    connect(&m_manifestTimer, &QTimer::timeout, this, &MainWindow::readManifest);
    connect(m_dependencies, &DependenciesPane::addRequested, this, [this](const QString &spec) { addCrate(spec); });
    connect(m_dependencies, &DependenciesPane::removeRequested, this, &MainWindow::removeCrate);
    connect(m_dependencies, &DependenciesPane::lineRequested, this,
            [this](int line) { m_editors->openAt(manifestPath(), line, 0); });
}

void MainWindow::takeDiagnostic(const Diagnostic &diagnostic)
{
    m_problems->append(diagnostic);
    if (CodeEditor *editor = m_editors->editorOf(QDir(m_folder).absoluteFilePath(diagnostic.file));
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

void MainWindow::showToolchain()
{
    const auto show = [](MainWindow *window) -> QCoro::Task<void> {
        const QPointer<MainWindow> self(window);
        const auto choice = co_await window->m_services.compiler->toolchain(window->m_services.loop->target());
        if (!self) {
            co_return;
        }
        if (!choice) {
            self->showMessage(choice.error().message, true);
            self->m_rust->setText(tr("no Rust"));
            co_return;
        }
        const QString version = choice->toolchain.version.toString();
        self->m_rust->setText(choice->note.isEmpty() ? tr("rustc %1").arg(version)
                                                     : tr("rustc %1 (platform: 1.93)").arg(version));
        self->m_rust->setToolTip(choice->note);
    };
    detach(show(this));
}

/// For the next compile; what runs goes on until then.
void MainWindow::useTarget(RustTarget target)
{
    (target == RustTarget::Native ? m_actions.nativeTarget : m_actions.wasmTarget)->setChecked(true);
    if (m_services.loop->target() != target) {
        m_services.loop->setTarget(target);
        m_rememberTimer.start();
        showToolchain();
    }
}

AppId MainWindow::appId() const
{
    const Remote *const remote = m_remotes.list().chosen();
    return {remote ? remote->organization : QStringLiteral("org"),
            m_name.isEmpty() ? QFileInfo(m_folder).fileName() : m_name};
}

} // namespace studio
