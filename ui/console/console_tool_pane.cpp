// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_tool_pane.h"

#include "core/base/files.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/diagnostic_explanations.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/navigation.h"
#include "core/workspace/project_watch.h"
#include "core/workspace/workspace.h"
#include "ui/common/action.h"
#include "ui/common/icons.h"
#include "ui/console/comparison_dialog.h"
#include "ui/console/console_pane.h"
#include "ui/console/error_explainer.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

namespace studio {

ConsoleToolPane::ConsoleToolPane(QObject *parent)
    : ToolPane(parent)
    , m_watch(makeAction(this, {.id = QStringLiteral("handler.watch"),
                                .text = tr("Watch"),
                                .keys = {QKeySequence(QStringLiteral("Ctrl+Shift+R"))},
                                .menu = ActionMenu::Handler,
                                .section = 10}))
    , m_pin(makeAction(this, {.id = QStringLiteral("console.pin"),
                              .text = tr("Pin the last run"),
                              .tip = tr("Keep what the last run came to, to compare others with it"),
                              .menu = ActionMenu::Handler,
                              .section = 45}))
    , m_compare(makeAction(this, {.id = QStringLiteral("console.compare"),
                                  .text = tr("Compare with the pinned run…"),
                                  .menu = ActionMenu::Handler,
                                  .section = 45}))
{
    m_pin->setEnabled(false);
    m_compare->setEnabled(false);
    connect(m_pin, &QAction::triggered, this, &ConsoleToolPane::pin);
    connect(m_compare, &QAction::triggered, this, &ConsoleToolPane::compare);
    m_watch->setCheckable(true);
    connect(m_watch, &QAction::triggered, this, [this](bool isOn) {
        if (m_workspace) {
            isOn ? m_workspace->watch()->switchOn() : m_workspace->watch()->switchOff();
        }
        showWatch();
    });
    showWatch();
}

QIcon ConsoleToolPane::icon() const
{
    return studio::icon("run-build");
}

QString ConsoleToolPane::title() const
{
    return m_watch->isChecked() ? tr("Console · watching") : tr("Console");
}

ConsolePane *ConsoleToolPane::pane()
{
    widget();
    return m_pane;
}

QWidget *ConsoleToolPane::makeWidget()
{
    m_pane = new ConsolePane;
    connect(m_pane, &ConsolePane::locationActivated, this, [this](const QString &file, int line, int column) {
        if (m_workspace) {
            m_workspace->navigation()->openLocation(m_workspace->absolutePath(file), line, column);
        }
    });
    connect(m_pane, &ConsolePane::codeActivated, this, &ConsoleToolPane::explain);
    connect(m_pane, &ConsolePane::crateActivated, this, [](const QString &name, const QString &version) {
        QDesktopServices::openUrl(QUrl(QStringLiteral("https://docs.rs/%1/%2").arg(name, version)));
    });
    connect(m_pane, &ConsolePane::addressActivated, this, &ConsoleToolPane::openAddress);
    connect(m_pane, &ConsolePane::saveEnded, this, [this](const QString &failure) {
        Q_EMIT message(failure.isEmpty() ? tr("The output was saved.") : failure, !failure.isEmpty());
    });
    connect(m_pane, &ConsolePane::cancelRequested, this, [this] {
        if (m_workspace) {
            m_workspace->actions()->stop();
        }
    });
    return m_pane;
}

/// Any program can write one. What lies outside of the project is not opened, also where a link in it leads there.
void ConsoleToolPane::openAddress(const QString &address)
{
    const QUrl url = QUrl::fromEncoded(address.toLatin1(), QUrl::StrictMode);
    if (!url.isLocalFile()) {
        QDesktopServices::openUrl(url);
        return;
    }
    if (m_workspace && m_workspace->isOpen() && isInsideFolder(url.toLocalFile(), m_workspace->folder())) {
        m_workspace->navigation()->openLocation(QFileInfo(url.toLocalFile()).canonicalFilePath());
    } else {
        Q_EMIT message(tr("%1 is not opened, because it is not a file of this project.").arg(url.toLocalFile()), true);
    }
}

void ConsoleToolPane::explain(const QString &code)
{
    if (m_workspace) {
        showErrorExplanation(code, m_workspace->explanations(), m_pane, m_explanation);
    }
}

QWidget *ConsoleToolPane::cornerWidget()
{
    return pane()->progressWidget();
}

bool ConsoleToolPane::find(const SearchQuery &query)
{
    if (query.step != SearchQuery::Step::Open) {
        return false;
    }
    pane()->openFind();
    return true;
}

void ConsoleToolPane::attach(Workspace *workspace)
{
    if (m_pane && !m_folder.isEmpty() && (!workspace || workspace->folder() != m_folder)) {
        m_pane->clear();
        m_pinned = {};
        m_pin->setEnabled(false);
        m_compare->setEnabled(false);
    }
    m_folder = workspace ? workspace->folder() : QString();
    if (m_workspace == workspace) {
        return;
    }
    if (m_workspace) {
        m_workspace->actions()->disconnect(this);
        m_workspace->navigation()->disconnect(this);
        m_workspace->output()->disconnect(this);
        m_workspace->loop()->disconnect(this);
        m_workspace->watch()->disconnect(this);
    }
    m_workspace = workspace;
    if (!workspace) {
        showWatch();
        return;
    }
    connectWatch();
    connect(workspace->actions(), &BuildActions::outputWanted, this, &ToolPane::raiseRequested);
    connect(workspace->navigation(), &Navigation::logRequested, this, &ToolPane::raiseRequested);
    connect(workspace->loop(), &DevLoop::handlerLines, this, &ConsoleToolPane::appendHandlerLines);
    BuildOutput *const output = workspace->output();
    connect(output, &BuildOutput::begun, this, [this](const QString &title) { pane()->beginRun(title); });
    connect(output, &BuildOutput::line, this, [this](const QString &line) { pane()->appendLine(line); });
    connect(output, &BuildOutput::progress, this,
            [this](int done, int total, const QString &unit) { pane()->setProgress(done, total, unit); });
    connect(output, &BuildOutput::stepBegun, this, [this](CompileStep step) { pane()->setStep(step); });
    connect(output, &BuildOutput::timed, this, [this](const CompileTiming &timing) { pane()->setTiming(timing); });
    connect(output, &BuildOutput::begun, this, [this] {
        m_pin->setEnabled(false);
        m_compare->setEnabled(false);
    });
    connect(output, &BuildOutput::ended, this, [this](BuildOutput::Outcome outcome, const QString &summary) {
        m_pin->setEnabled(true);
        m_compare->setEnabled(!m_pinned.title.isEmpty());
        outcome == BuildOutput::Outcome::Cancelled
            ? pane()->cancelRun()
            : pane()->endRun(outcome == BuildOutput::Outcome::Succeeded, summary);
    });
}

RunSnapshot ConsoleToolPane::snapshot()
{
    RunSnapshot run = pane()->snapshot();
    const QList<Diagnostic> found = m_workspace->diagnostics()->of(DiagnosticList::Source::Compiler);
    for (const Diagnostic &one : found) {
        run.problems << problemLine(one);
    }
    return run;
}

void ConsoleToolPane::pin()
{
    if (m_workspace && !m_workspace->output()->isRunning()) {
        m_pinned = snapshot();
        m_compare->setEnabled(false); // until there is another run
        pane()->appendLine(tr("The last run is pinned: “%1”. Compare the next one with it.").arg(m_pinned.title),
                           LineKind::Notice);
    }
}

void ConsoleToolPane::compare()
{
    if (m_workspace && !m_pinned.title.isEmpty()) {
        (new ComparisonDialog(m_pinned, snapshot(), pane()->window()))->open();
    }
}

void ConsoleToolPane::connectWatch()
{
    ProjectWatch *const watch = m_workspace->watch();
    connect(watch, &ProjectWatch::stateChanged, this, [this, isWaiting = false]() mutable {
        const bool waited = std::exchange(isWaiting, m_workspace->watch()->isWaitingForTrust());
        if (isWaiting && !waited) {
            pane()->appendLine(tr("Watch begins once this folder is trusted: run the handler once, or trust the folder "
                                  "where you are asked."),
                               LineKind::Notice);
        }
        showWatch();
        Q_EMIT stateChanged();
    });
    connect(watch, &ProjectWatch::runBegun, this, [this](const QStringList &files) {
        pane()->appendLine(files.isEmpty() ? tr("Watch: several files have changed.")
                                           : tr("Watch: %1 changed.").arg(files.join(QStringLiteral(", "))),
                           LineKind::Notice);
    });
    connect(watch, &ProjectWatch::message, this, &ToolPane::message);
    connect(m_workspace, &Workspace::opened, this, &ConsoleToolPane::showWatch);
    showWatch();
}

void ConsoleToolPane::showWatch()
{
    const bool isOpen = m_workspace && m_workspace->isOpen();
    const bool isOn = isOpen && m_workspace->watch()->isOn();
    m_watch->setEnabled(isOpen);
    m_watch->setChecked(isOn);
    Q_EMIT titleChanged();
    setActionTip(m_watch, isOn && m_workspace->watch()->isWaitingForTrust()
                              ? tr("Watch waits until this folder is trusted")
                              : tr("Compile and run again whenever a source is saved"));
}

Json ConsoleToolPane::saveState() const
{
    return m_workspace ? Json{{"watch", m_workspace->watch()->isOn()}} : Json();
}

/// A project that was never open is not watched.
void ConsoleToolPane::restoreState(const JsonReader &state)
{
    if (m_workspace && state["watch"].boolean()) {
        m_workspace->watch()->resume();
    }
}

void ConsoleToolPane::appendHandlerLines(const QList<LogLine> &lines)
{
    for (const LogLine &line : lines) {
        if (line.leftOut > 0) {
            pane()->appendDropped(line.leftOut);
            continue;
        }
        const LineKind kind = line.stream == LogStream::Stderr ? LineKind::HandlerStderr : LineKind::HandlerStdout;
        pane()->appendHandlerLine(line.text, kind, line.executionId, line.timeMs);
    }
}

} // namespace studio
