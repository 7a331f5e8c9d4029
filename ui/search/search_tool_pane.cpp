// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/search_tool_pane.h"

#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/action.h"
#include "ui/common/icons.h"
#include "ui/search/quick_open.h"
#include "ui/search/search_fields.h"
#include "ui/search/search_pane.h"

#include <QApplication>
#include <QLineEdit>

namespace studio {

namespace {

/// What is selected in the widget that has the focus, where it is a part of one line.
QString selectedText()
{
    const QWidget *const focused = QApplication::focusWidget();
    QString selected = focused ? focused->inputMethodQuery(Qt::ImCurrentSelection).toString() : QString();
    selected.remove(QChar()); // QScintilla ends it with one
    constexpr qsizetype longest = 1000;
    const bool isPart = selected.size() <= longest && !selected.contains(u'\n') && !selected.contains(u'\r') &&
                        !selected.contains(QChar::ParagraphSeparator);
    return isPart ? selected : QString();
}

} // namespace

SearchToolPane::SearchToolPane(QObject *parent) : ToolPane(parent), m_quickOpen(new QuickOpen(this))
{
    connect(m_quickOpen, &QuickOpen::recentChanged, this, &ToolPane::stateChanged);
    const auto add = [this](const char *id, const QString &text, const char *keys, const char *icon,
                            const std::function<void()> &slot) {
        QAction *const action = makeAction(this, {.id = QString::fromLatin1(id),
                                                  .text = text,
                                                  .keys = {QKeySequence(QString::fromLatin1(keys))},
                                                  .icon = QString::fromLatin1(icon),
                                                  .menu = ActionMenu::Edit,
                                                  .section = 25});
        connect(action, &QAction::triggered, this, slot);
        m_actions << action;
        return action;
    };
    add("search.project", tr("Find in project…"), "Ctrl+Shift+F", "edit-find", [this] { open(false); });
    add("search.replaceInProject", tr("Replace in project…"), "Ctrl+Shift+H", "edit-find-replace",
        [this] { open(true); });
    add("search.nextResult", tr("Next match in project"), "F4", "go-down-search", [this] { pane()->step(1); });
    add("search.previousResult", tr("Previous match in project"), "Shift+F4", "go-up-search",
        [this] { pane()->step(-1); });
    m_undo = add("search.undoReplacement", tr("Undo replacement in project"), "", "edit-undo",
                 [this] { pane()->undoReplacement(); });
    m_undo->setEnabled(false);
    QAction *const quick = makeAction(this, {.id = QStringLiteral("search.quickOpen"),
                                             .text = tr("Go to file…"),
                                             .keys = {QKeySequence(QStringLiteral("Ctrl+P"))},
                                             .tip = tr("Open a file, a line, a symbol or an action by its name"),
                                             .icon = QStringLiteral("quickopen"),
                                             .menu = ActionMenu::Go,
                                             .section = 5});
    connect(quick, &QAction::triggered, this, [this] {
        if (QWidget *const window = QApplication::activeWindow()) {
            m_quickOpen->open(window);
        }
    });
    m_actions << quick;
}

QIcon SearchToolPane::icon() const
{
    return studio::icon("edit-find");
}

SearchPane *SearchToolPane::pane()
{
    widget();
    return m_pane;
}

QWidget *SearchToolPane::focusTarget()
{
    return pane()->fields()->words();
}

void SearchToolPane::open(bool withReplace)
{
    const QString words = selectedText(); // before the focus goes elsewhere
    Q_EMIT focusRequested();
    pane()->open(words, withReplace);
}

QWidget *SearchToolPane::makeWidget()
{
    m_pane = new SearchPane;
    m_pane->fields()->setInput(m_input); // searched when a person asks for it
    m_pane->setWorkspace(m_workspace);
    connect(m_pane, &SearchPane::matchActivated, this, [this](const QString &path, const LineMatch &match) {
        m_workspace->navigation()->openMatch(path, match.line, match.column, static_cast<int>(match.matched.size()));
    });
    connect(m_pane, &SearchPane::stateChanged, this, &ToolPane::stateChanged);
    connect(m_pane, &SearchPane::undoChanged, this, [this] { m_undo->setEnabled(m_pane->canUndo()); });
    return m_pane;
}

void SearchToolPane::attach(Workspace *workspace)
{
    m_workspace = workspace;
    m_quickOpen->setWorkspace(workspace);
    if (m_pane) {
        m_pane->setWorkspace(workspace);
    }
}

Json SearchToolPane::saveState() const
{
    Json recent = Json::array();
    for (const QString &file : m_quickOpen->recent()) {
        recent.push_back(file);
    }
    return {{"fields", toJson(m_pane ? m_pane->fields()->input() : m_input)}, {"recent", recent}};
}

void SearchToolPane::restoreState(const JsonReader &state)
{
    if (state["fields"].isThere()) {
        m_input = readSearchInput(state["fields"]);
        if (m_pane) {
            m_pane->fields()->setInput(m_input);
        }
    }
    m_quickOpen->addRecent(state["recent"].texts());
}

} // namespace studio
