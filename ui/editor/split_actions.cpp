// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/split_actions.h"

#include "ui/common/action.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/split_views.h"

namespace studio {

SplitActions::SplitActions(QObject *parent) : QObject(parent)
{
    add(QStringLiteral("editor.splitRight"), tr("Split right"), "Ctrl+\\",
        [this] { m_tabs->views()->split(Qt::Horizontal); });
    add(QStringLiteral("editor.splitDown"), tr("Split down"), "Ctrl+K, Ctrl+\\",
        [this] { m_tabs->views()->split(Qt::Vertical); });
    add(QStringLiteral("editor.firstGroup"), tr("Go to first group"), "Ctrl+1",
        [this] { m_tabs->views()->focusGroup(0); });
    add(QStringLiteral("editor.secondGroup"), tr("Go to second group"), "Ctrl+2",
        [this] { m_tabs->views()->focusGroup(1); });
    add(QStringLiteral("editor.moveToOtherGroup"), tr("Move to other group"), "",
        [this] { m_tabs->views()->moveToOtherGroup(m_tabs->current()); });
    add(QStringLiteral("editor.closeSplit"), tr("Close split"), "", [this] { m_tabs->views()->merge(); });
    refresh();
}

void SplitActions::add(const QString &id, const QString &text, const char *keys, const std::function<void()> &run)
{
    const QKeySequence sequence(QString::fromLatin1(keys));
    m_actions << makeAction(this, {.id = id,
                                   .text = text,
                                   .keys = sequence.isEmpty() ? QList<QKeySequence>() : QList{sequence},
                                   .menu = ActionMenu::View,
                                   .section = 25});
    connect(m_actions.last(), &QAction::triggered, this, [this, run] {
        if (m_tabs && m_tabs->current()) {
            run();
        }
    });
}

void SplitActions::follow(EditorTabs *tabs)
{
    m_tabs = tabs;
    connect(tabs, &EditorTabs::currentChanged, this, &SplitActions::refresh);
    connect(tabs->groups(), &EditorGroups::groupsChanged, this, &SplitActions::refresh);
    refresh();
}

void SplitActions::refresh()
{
    const bool isOpen = m_tabs && m_tabs->current();
    const bool isSplit = isOpen && m_tabs->groups()->isSplit();
    for (QAction *const action : std::as_const(m_actions)) {
        const QString id = action->objectName();
        const bool isAboutTwo = id == QLatin1String("editor.secondGroup") || id == QLatin1String("editor.closeSplit");
        const bool isMove = id == QLatin1String("editor.moveToOtherGroup");
        action->setEnabled(isAboutTwo ? isSplit
                           : isMove   ? isOpen && m_tabs->views()->canMoveToOtherGroup(m_tabs->current())
                                      : isOpen);
    }
}

} // namespace studio
