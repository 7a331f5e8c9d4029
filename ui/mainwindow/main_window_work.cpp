// SPDX-License-Identifier: GPL-3.0-or-later
// Run, compile, publish, dependencies: what the window forwards to core, and what comes back.
#include "core/platform/deploy.h"
#include "ui/common/banner.h"
#include "ui/console/console_pane.h"
#include "ui/console/problems_pane.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/mainwindow/instance_status.h"
#include "ui/mainwindow/main_window.h"
#include "ui/project/project_tree.h"

#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QLabel>
#include <QPointer>
#include <QScopeGuard>
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
    connect(loop, &DevLoop::handlerLines, this, [this](const QList<LogLine> &lines, qint64 dropped) {
        if (dropped > 0) {
            m_console->appendDropped(dropped);
        }
        for (const LogLine &line : lines) {
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
    connect(m_console, &ConsolePane::cancelRequested, this, [this] {
        m_services.loop->cancel();
        m_publishing.request_stop();
    });
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
        if (m_banner->text() == m_editorsWords) {
            m_banner->hide(); // it was about text that is saved now
        }
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

void MainWindow::showStatus()
{
    const DevLoop::Status status = m_services.loop->status();
    m_status->show(status);
    const bool isBusy = status.phase != DevLoop::Phase::Idle;
    const bool isFree = !m_folder.isEmpty() && !m_isPublishing; // one console, one compile in it
    m_actions.compile->setEnabled(isFree && !isBusy);
    m_actions.run->setEnabled(isFree);
    m_actions.publish->setEnabled(isFree);
    m_actions.publishWithNote->setEnabled(isFree);
    m_actions.stop->setEnabled(status.instance == InstanceState::Ready || status.instance == InstanceState::Starting ||
                               isBusy);
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

QCoro::Task<void> MainWindow::run()
{
    const QPointer<MainWindow> self(this);
    m_banner->hide();
    if (const auto saved = co_await m_editors->saveAll(); !saved || !self) {
        co_return;
    }
    m_bottom->setCurrentWidget(m_console);
    showApp(appId()); // whatever was looked at meanwhile
    // The app comes to be at the first Run, which is always here; its limits and its environment are the platform's.
    const AppId id{QStringLiteral("org"), appId().name};
    auto app = co_await appFor(m_services.platform, id, m_services.loop->target());
    if (app && self) {
        app = co_await m_services.platform->withSecrets(*app);
    }
    if (!self) {
        co_return;
    }
    if (app) {
        m_services.loop->setSettings(*app);
    } else {
        showMessage(app.error().message, true);
    }
    const auto ok = co_await m_services.loop->run();
    if (!self) {
        co_return;
    }
    if (ok) {
        if (m_invoke->isPayloadJson() && !m_invoke->isWaiting()) {
            m_invoke->sendNow();
        }
    } else if (ok.error().code != ErrorCode::Cancelled && ok.error().code != ErrorCode::CompileFailed) {
        showMessage(ok.error().message, true);
    }
    Q_EMIT ran(ok.has_value());
}

QCoro::Task<void> MainWindow::compile()
{
    const QPointer<MainWindow> self(this);
    m_banner->hide();
    if (const auto saved = co_await m_editors->saveAll(); !saved || !self) {
        co_return;
    }
    m_bottom->setCurrentWidget(m_console);
    const auto artifact = co_await m_services.loop->compile(Profile::Dev);
    if (self && !artifact && artifact.error().code != ErrorCode::Cancelled &&
        artifact.error().code != ErrorCode::CompileFailed) {
        showMessage(artifact.error().message, true);
    }
}

QCoro::Task<void> MainWindow::publish(QString note)
{
    const QPointer<MainWindow> self(this);
    m_banner->hide();
    if (const auto saved = co_await m_editors->saveAll(); !saved || !self) {
        co_return;
    }
    if (m_isPublishing) {
        co_return; // the other one saved faster
    }
    m_isPublishing = true;
    const auto isOver = qScopeGuard([self] {
        if (self) {
            self->m_isPublishing = false;
            self->showStatus();
        }
    });
    showStatus();
    m_publishing = {};
    const std::stop_token stop = m_publishing.get_token();
    clearDiagnostics();
    m_bottom->setCurrentWidget(m_console);
    const QString where = platformName(); // another one may be chosen meanwhile
    m_console->beginRun(tr("Publish to %1 · compile for release").arg(where));
    const DeployObserver observer{
        .compile = {.line = [self](const QString &line) { self ? self->m_console->appendLine(line) : void(); },
                    .diagnostic = [self](const Diagnostic &found) { self ? self->takeDiagnostic(found) : void(); },
                    .progress =
                        [self](int done, int total, const QString &unit) {
                            self ? self->m_console->setProgress(done, total, unit) : void();
                        }},
        .saved = [self](const Draft &draft) {
            for (const QString &said : self ? draft.notes : QStringList()) {
                self->m_console->appendLine(said);
            }
        }};
    const AppId id = appId();
    const Deployment deployment{.id = id,
                                .wanted = [target = m_services.loop->target()](App app) -> Result<App> {
                                    app.target = target;
                                    return app;
                                },
                                .source = m_folder,
                                .note = note};
    const auto version = co_await deploy(m_platform, deployment, observer, stop);
    if (!self) {
        co_return;
    }
    if (version) {
        const QString sentence =
            tr("Published %1 as version %2 to %3.").arg(id.toString()).arg(version->number).arg(where);
        m_failedNote.clear();
        m_services.loop->forgetFailure(); // this compiled
        m_console->endRun(true, sentence);
        m_banner->show(Banner::Kind::Success, sentence);
        co_return;
    }
    m_failedNote = note;
    const bool isCancelled = version.error().code == ErrorCode::Cancelled;
    isCancelled ? m_console->cancelRun() : m_console->endRun(false, version.error().message);
    if (m_problems->errors() > 0) {
        m_bottom->setCurrentWidget(m_problems);
    }
    if (!isCancelled) {
        showMessage(tr("Nothing was published to %1: %2").arg(where, version.error().message), true);
    } else if (m_platform != m_services.platform) {
        showMessage(tr("Nothing was published. A compile that %1 has begun goes on there.").arg(where), false);
    }
}

void MainWindow::showToolchain()
{
    [](MainWindow *window) -> QCoro::Task<void> {
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
    }(this);
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
    const RemoteProfile *const remote = m_remotes.profiles().chosen();
    return {remote ? remote->organization : QStringLiteral("org"),
            m_name.isEmpty() ? QFileInfo(m_folder).fileName() : m_name};
}

} // namespace studio
