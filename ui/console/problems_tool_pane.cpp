// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/problems_tool_pane.h"

#include "core/base/detach.h"
#include "core/base/json_reader.h"
#include "core/base/lifetime.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/diagnostic_explanations.h"
#include "core/workspace/diagnostic_fixes.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/action.h"
#include "ui/common/icons.h"
#include "ui/common/search_query.h"
#include "ui/console/error_explainer.h"
#include "ui/console/problems_pane.h"

#include <QDir>

namespace studio {

ProblemsToolPane::ProblemsToolPane(QObject *parent) : ToolPane(parent)
{
    const auto add = [this](const char *id, const QString &text, const char *keys, const char *icon, auto step) {
        QAction *const action = makeAction(this, {.id = QString::fromLatin1(id),
                                                  .text = text,
                                                  .keys = {QKeySequence(QString::fromLatin1(keys))},
                                                  .icon = QString::fromLatin1(icon),
                                                  .menu = ActionMenu::Handler,
                                                  .section = 40});
        connect(action, &QAction::triggered, this, [this, step] { (pane()->*step)(); });
        m_actions << action;
    };
    add("problems.next", tr("Next problem"), "F8", "go-next", &ProblemsPane::next);
    add("problems.previous", tr("Previous problem"), "Shift+F8", "go-previous", &ProblemsPane::previous);
    add("problems.fixAll", tr("Fix all problems that can be"), "", "quickopen", &ProblemsPane::fixAll);
    addClippy();
}

void ProblemsToolPane::addClippy()
{
    m_clippy = makeAction(this, {.id = QStringLiteral("problems.clippy"),
                                 .text = tr("Check with Clippy"),
                                 .tip = tr("Save, and list what Clippy finds in the project"),
                                 .menu = ActionMenu::Handler,
                                 .section = 40});
    m_clippy->setEnabled(false);
    connect(m_clippy, &QAction::triggered, this, [this] {
        if (m_workspace) {
            detach(m_workspace->actions()->lint());
        }
    });
    m_actions << m_clippy;
}

ProblemsToolPane::~ProblemsToolPane() = default;

QString ProblemsToolPane::title() const
{
    return m_pane ? m_pane->title() : tr("Problems");
}

QIcon ProblemsToolPane::icon() const
{
    return studio::icon("dialog-error");
}

ProblemsPane *ProblemsToolPane::pane()
{
    widget();
    return m_pane;
}

QWidget *ProblemsToolPane::makeWidget()
{
    m_pane = new ProblemsPane;
    connect(m_pane, &ProblemsPane::countChanged, this, &ToolPane::titleChanged);
    connect(m_pane, &ProblemsPane::locationActivated, this, [this](const QString &file, int line, int column) {
        if (m_workspace) {
            m_workspace->navigation()->openLocation(m_workspace->absolutePath(file), line, column);
        }
    });
    connect(m_pane, &ProblemsPane::fixesRequested, this,
            [this](const QList<DiagnosticSuggestion> &suggestions) { detach(fix(suggestions)); });
    connect(m_pane, &ProblemsPane::explanationRequested, this, &ProblemsToolPane::explain);
    m_pane->setGrouping(m_isByFile ? ProblemsModel::Grouping::File : ProblemsModel::Grouping::Kind);
    connect(m_pane, &ProblemsPane::groupingChanged, this, [this] {
        m_isByFile = m_pane->grouping() == ProblemsModel::Grouping::File;
        Q_EMIT stateChanged();
    });
    return m_pane;
}

Json ProblemsToolPane::saveState() const
{
    return {{"byFile", m_isByFile}};
}

void ProblemsToolPane::restoreState(const JsonReader &state)
{
    m_isByFile = state["byFile"].boolean(true);
    if (m_pane) {
        m_pane->setGrouping(m_isByFile ? ProblemsModel::Grouping::File : ProblemsModel::Grouping::Kind);
    }
}

bool ProblemsToolPane::find(const SearchQuery &query)
{
    if (query.step != SearchQuery::Step::Open || !m_pane || m_pane->shown().isEmpty()) {
        return false;
    }
    m_pane->openFilter();
    return true;
}

QCoro::Task<void> ProblemsToolPane::fix(QList<DiagnosticSuggestion> suggestions)
{
    if (!m_fixes || !m_workspace) {
        co_return;
    }
    const auto fixed = co_await whileAlive(this, m_fixes->apply(suggestions));
    if (!fixed) {
        if (fixed.error().code != ErrorCode::Cancelled) {
            Q_EMIT message(fixed.error().message, true);
        }
        co_return;
    }
    for (const DocumentChange &change : fixed->changes) {
        if (fixed->left == 0 && !m_workspace->documents()->isOpen(change.path)) {
            const QString file = QDir(m_workspace->folder()).relativeFilePath(change.path);
            Q_EMIT message(tr("%1 was changed, which is not open.").arg(file), false);
            co_return;
        }
    }
    if (fixed->left > 0) {
        Q_EMIT message(tr("%1 of %2 suggestions were made. The others are about text that has changed since, or about "
                          "the same place: compile again.")
                           .arg(fixed->made)
                           .arg(fixed->made + fixed->left),
                       false);
    }
}

void ProblemsToolPane::explain(const QString &code)
{
    if (m_workspace) {
        showErrorExplanation(code, m_workspace->explanations(), m_pane, m_explanation);
    }
}

void ProblemsToolPane::attach(Workspace *workspace)
{
    if (m_workspace == workspace) {
        return; // the list tells that it was cleared
    }
    if (m_workspace) {
        m_workspace->diagnostics()->disconnect(this);
        m_workspace->output()->disconnect(this);
        m_workspace->actions()->disconnect(this);
    }
    m_workspace = workspace;
    m_clippy->setEnabled(workspace && workspace->actions()->canLint());
    m_fixes = workspace ? std::make_unique<DiagnosticFixes>(workspace) : nullptr;
    if (m_pane) {
        m_pane->clear();
    }
    if (!workspace) {
        return;
    }
    connect(workspace->actions(), &BuildActions::stateChanged, this,
            [this] { m_clippy->setEnabled(m_workspace->actions()->canLint()); });
    DiagnosticList *const diagnostics = workspace->diagnostics();
    connect(diagnostics, &DiagnosticList::added, this,
            [this](DiagnosticList::Source, const Diagnostic &found) { pane()->append(found); });
    connect(diagnostics, &DiagnosticList::reset, this, &ProblemsToolPane::showAgain);
    connect(workspace->output(), &BuildOutput::ended, this, [this](BuildOutput::Outcome outcome) {
        // Of tests that failed the output is shown, which says more.
        const auto ofTests = m_workspace->diagnostics()->of(DiagnosticList::Source::Tests).size();
        if (outcome != BuildOutput::Outcome::Succeeded && m_workspace->diagnostics()->errors() > ofTests) {
            Q_EMIT raiseRequested(); // comes forward, and leaves the focus where it is
        }
    });
    showAgain();
}

void ProblemsToolPane::showAgain()
{
    const QList<Diagnostic> all = m_workspace->diagnostics()->all();
    if (m_pane || !all.isEmpty()) {
        pane()->setAll(all);
    }
}

} // namespace studio
