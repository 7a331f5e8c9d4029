// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/menus.h"

#include "ui/common/action.h"

#include <QCoreApplication>
#include <QMenuBar>

#include <algorithm>

namespace studio {

namespace {

struct Title
{
    ActionMenu menu;
    const char *text;
};

constexpr Title titles[] = {{ActionMenu::File, QT_TRANSLATE_NOOP("studio::Menus", "&File")},
                            {ActionMenu::Edit, QT_TRANSLATE_NOOP("studio::Menus", "&Edit")},
                            {ActionMenu::Go, QT_TRANSLATE_NOOP("studio::Menus", "&Go")},
                            {ActionMenu::Handler, QT_TRANSLATE_NOOP("studio::Menus", "&Handler")},
                            {ActionMenu::View, QT_TRANSLATE_NOOP("studio::Menus", "&View")},
                            {ActionMenu::Help, QT_TRANSLATE_NOOP("studio::Menus", "H&elp")}};

} // namespace

void fillMenus(QMenuBar *bar, const QList<QAction *> &actions)
{
    QList<QAction *> sorted = actions;
    std::ranges::stable_sort(sorted, {}, sectionOf);
    for (const Title &title : titles) {
        QMenu *const menu = bar->addMenu(QCoreApplication::translate("studio::Menus", title.text));
        int section = 0;
        for (QAction *const action : std::as_const(sorted)) {
            if (menuOf(action) != title.menu) {
                continue;
            }
            if (!menu->isEmpty() && sectionOf(action) != section) {
                menu->addSeparator();
            }
            section = sectionOf(action);
            menu->addAction(action);
        }
    }
}

} // namespace studio
