// SPDX-License-Identifier: GPL-3.0-or-later
// Run, Compile, Publish and Stop: their buttons, and what the window shows of them.
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/diagnostic_list.h"
#include "ui/common/banner.h"
#include "ui/console/console_pane.h"
#include "ui/console/problems_pane.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/mainwindow/instance_status.h"
#include "ui/mainwindow/main_window.h"

#include <QTabWidget>

namespace studio {

void MainWindow::showStatus()
{
    const BuildActions *const actions = m_workspace->actions();
    m_status->show(m_workspace->loop()->status());
    m_actions.compile->setEnabled(actions->canCompile());
    m_actions.run->setEnabled(actions->canRun());
    m_actions.publish->setEnabled(actions->canPublish());
    m_actions.publishWithNote->setEnabled(actions->canPublish());
    m_actions.stop->setEnabled(actions->canStop());
    m_actions.stop->setToolTip((actions->isWorking() ? tr("Cancel what is being compiled or started (%1)")
                                                     : tr("Stop the running handler (%1)"))
                                   .arg(m_actions.stop->shortcut().toString(QKeySequence::NativeText)));
}

void MainWindow::connectBuild()
{
    BuildActions *const actions = m_workspace->actions();
    connect(actions, &BuildActions::stateChanged, this, &MainWindow::showStatus);
    connect(actions, &BuildActions::begun, m_banner, &QWidget::hide);
    connect(actions, &BuildActions::outputWanted, this, [this] { m_bottom->setCurrentWidget(m_console); });
    connect(actions, &BuildActions::runBegun, this, [this] { showApp(m_workspace->appId()); });
    connect(actions, &BuildActions::handlerStopping, m_invoke, &InvokePane::cancel);
    connect(actions, &BuildActions::message, this, &MainWindow::showWorkspaceMessage);
    connect(actions, &BuildActions::ran, this, [this](bool ok) {
        // A call that was queued meanwhile is on its way already.
        if (ok && m_invoke->isPayloadJson() && !m_invoke->isWaiting()) {
            m_invoke->sendNow();
        }
        Q_EMIT ran(ok);
    });
}

void MainWindow::connectOutput()
{
    const BuildOutput *const output = m_workspace->output();
    connect(output, &BuildOutput::begun, m_console, &ConsolePane::beginRun);
    connect(output, &BuildOutput::line, m_console, [this](const QString &line) { m_console->appendLine(line); });
    connect(output, &BuildOutput::progress, m_console, &ConsolePane::setProgress);
    connect(output, &BuildOutput::ended, this, [this](BuildOutput::Outcome outcome, const QString &summary) {
        outcome == BuildOutput::Outcome::Cancelled
            ? m_console->cancelRun()
            : m_console->endRun(outcome == BuildOutput::Outcome::Succeeded, summary);
        if (outcome != BuildOutput::Outcome::Succeeded && m_problems->errors() > 0) {
            m_bottom->setCurrentWidget(m_problems); // comes forward, and leaves the focus where it is
        }
    });
    connect(m_workspace->loop(), &DevLoop::handlerLines, m_console, [this](const QList<LogLine> &lines) {
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

void MainWindow::showWorkspaceMessage(const WorkspaceMessage &message)
{
    const Banner::Kind kind = message.kind == WorkspaceMessage::Kind::Success ? Banner::Kind::Success
                              : message.kind == WorkspaceMessage::Kind::Error ? Banner::Kind::Error
                                                                              : Banner::Kind::Information;
    m_banner->show(kind, message.sentence);
}

} // namespace studio
