// SPDX-License-Identifier: GPL-3.0-or-later
// Run, Compile, Publish, and Stop, which cancels them.
#include "core/local/local_secrets.h"
#include "core/workspace/deploy.h"
#include "ui/common/banner.h"
#include "ui/console/console_pane.h"
#include "ui/console/problems_pane.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/mainwindow/instance_status.h"
#include "ui/mainwindow/main_window.h"

#include <QPointer>
#include <QScopeGuard>
#include <QTabWidget>

namespace studio {

void MainWindow::showStatus()
{
    const DevLoop::Status status = m_services.loop->status();
    m_status->show(status);
    const bool isFree = !m_folder.isEmpty() && !m_isPublishing; // one console, one compile in it
    m_actions.compile->setEnabled(isFree && status.phase == DevLoop::Phase::Idle);
    m_actions.run->setEnabled(isFree);
    m_actions.publish->setEnabled(isFree);
    m_actions.publishWithNote->setEnabled(isFree);
    const bool isRunning = status.instance == InstanceState::Ready || status.instance == InstanceState::Starting;
    m_actions.stop->setEnabled(isRunning || isWorking());
    m_actions.stop->setToolTip(
        (isWorking() ? tr("Cancel what is being compiled or started (%1)") : tr("Stop the running handler (%1)"))
            .arg(m_actions.stop->shortcut().toString(QKeySequence::NativeText)));
}

bool MainWindow::isWorking() const
{
    return m_preparing > 0 || m_isPublishing || m_services.loop->status().phase != DevLoop::Phase::Idle;
}

/// Cancels what is being done; where nothing is, stops the handler. So an older instance goes on answering until Stop
/// is pressed again.
void MainWindow::stop()
{
    if (isWorking()) {
        m_prepared.request_stop();
        m_publishing.request_stop();
        m_services.loop->cancel();
        return;
    }
    m_invoke->cancel(); // or its call would be told as one that failed
    m_services.loop->stop();
}

/// Until the scope that the returned guard lives in ends, Stop cancels what is prepared there.
std::shared_ptr<void> MainWindow::beginPreparing()
{
    if (m_preparing++ == 0) {
        m_prepared = {};
    }
    showStatus();
    return {nullptr, [self = QPointer<MainWindow>(this)](void *) {
                if (self) {
                    --self->m_preparing;
                    self->showStatus();
                }
            }};
}

/// What is compiled is what is on disk. Cancelled when Stop was pressed meanwhile.
Task<bool> MainWindow::saveForWork()
{
    m_banner->hide();
    const auto preparing = beginPreparing();
    const std::stop_token stop = m_prepared.get_token();
    const auto saved = co_await m_editors->saveAll();
    if (saved && stop.stop_requested()) {
        co_return cancelled();
    }
    co_return saved;
}

/// Saves, and takes over the app's limits and environment. The app comes to be at the first Run, which is always here.
Task<bool> MainWindow::prepareRun()
{
    const QPointer<MainWindow> self(this);
    const auto preparing = beginPreparing();
    const std::stop_token stop = m_prepared.get_token();
    if (const auto saved = co_await saveForWork(); !saved || !self) {
        co_return saved;
    }
    m_bottom->setCurrentWidget(m_console);
    showApp(appId()); // whatever was looked at meanwhile
    const AppId id{QStringLiteral("org"), appId().name};
    auto app = co_await appFor(m_services.platform, id, m_services.loop->target());
    if (app && self) {
        app = co_await m_services.platform->secrets()->withSecrets(*app);
    }
    if (!self || stop.stop_requested()) {
        co_return cancelled();
    }
    if (app) {
        m_services.loop->setSettings(*app);
    } else {
        showMessage(app.error().message, true);
    }
    co_return true;
}

QCoro::Task<void> MainWindow::run()
{
    const QPointer<MainWindow> self(this);
    auto ok = co_await prepareRun();
    if (ok && self) {
        ok = co_await m_services.loop->run();
        if (self && !ok && ok.error().code != ErrorCode::Cancelled && ok.error().code != ErrorCode::CompileFailed) {
            showMessage(ok.error().message, true);
        }
    }
    if (!self) {
        co_return;
    }
    // A call that was queued meanwhile is on its way already.
    if (ok && m_invoke->isPayloadJson() && !m_invoke->isWaiting()) {
        m_invoke->sendNow();
    }
    Q_EMIT ran(ok.has_value());
}

QCoro::Task<void> MainWindow::compile()
{
    const QPointer<MainWindow> self(this);
    if (const auto saved = co_await saveForWork(); !saved || !self) {
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
    if (const auto saved = co_await saveForWork(); !saved || !self) {
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

} // namespace studio
