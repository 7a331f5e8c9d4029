// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/tab_actions.h"

#include "ui/common/action.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/tab_list.h"
#include "ui/editor/tab_switcher.h"

#include <QKeyEvent>

#include <utility>

namespace studio {

TabActions::TabActions(QObject *parent) : QObject(parent)
{
    const auto add = [this](const char *id, const QString &text, const char *keys, void (*run)(TabActions &)) {
        m_actions << makeAction(this, {.id = QString::fromLatin1(id),
                                       .text = text,
                                       .keys = {QKeySequence(QString::fromLatin1(keys))},
                                       .menu = ActionMenu::Go,
                                       .section = 60});
        m_actions.last()->installEventFilter(this);
        connect(m_actions.last(), &QAction::triggered, this, [this, run] {
            if (m_tabs && m_tabs->current()) {
                run(*this);
            }
        });
    };
    add("editor.recentTab", tr("Tab shown before"), "Ctrl+Tab", [](TabActions &own) { own.switchBy(1); });
    add("editor.leastRecentTab", tr("Tab shown longest ago"), "Ctrl+Shift+Tab",
        [](TabActions &own) { own.switchBy(-1); });
    add("editor.nextTab", tr("Next tab"), "Ctrl+PgDown", [](TabActions &own) { own.goBy(1); });
    add("editor.previousTab", tr("Previous tab"), "Ctrl+PgUp", [](TabActions &own) { own.goBy(-1); });
}

void TabActions::follow(EditorTabs *tabs)
{
    m_tabs = tabs;
    m_switcher = new TabSwitcher(tabs);
    new TabList(tabs);
}

/// An action from a menu comes without a key, and another key may be set for it.
bool TabActions::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Shortcut) {
        const QKeySequence &keys = static_cast<QShortcutEvent *>(event)->key();
        m_isCtrlHeld = keys.count() == 1 && keys[0].keyboardModifiers().testFlag(Qt::ControlModifier);
    }
    return QObject::eventFilter(watched, event);
}

void TabActions::switchBy(int step)
{
    m_switcher->step(step, std::exchange(m_isCtrlHeld, false));
}

/// From the last tab to the first one, and back.
void TabActions::goBy(int step)
{
    const QList<CodeEditor *> views = m_tabs->groups()->editorsOf(m_tabs->groups()->active());
    CodeEditor *const next = views[(views.indexOf(m_tabs->current()) + step + views.size()) % views.size()];
    m_tabs->groups()->show(next);
    next->setFocus();
}

} // namespace studio
