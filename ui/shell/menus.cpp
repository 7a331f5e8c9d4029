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

/// A section that is a menu of its own, so that the menus fit a screen of 800 rows.
struct Submenu
{
    ActionMenu menu;
    int section;
    const char *text;
};

constexpr Submenu submenus[] = {
    {ActionMenu::Edit, 40, QT_TRANSLATE_NOOP("studio::Menus", "Lines")},
    {ActionMenu::Edit, 50, QT_TRANSLATE_NOOP("studio::Menus", "Selection")},
    {ActionMenu::Edit, 60, QT_TRANSLATE_NOOP("studio::Menus", "Folding")},
    {ActionMenu::View, 21, QT_TRANSLATE_NOOP("studio::Menus", "Show in the editor")},
    {ActionMenu::View, 25, QT_TRANSLATE_NOOP("studio::Menus", "Split editor")},
    {ActionMenu::View, 32, QT_TRANSLATE_NOOP("studio::Menus", "Move panes")},
    {ActionMenu::View, 40, QT_TRANSLATE_NOOP("studio::Menus", "Panes")},
    {ActionMenu::View, 50, QT_TRANSLATE_NOOP("studio::Menus", "Theme")},
};

/// The menu itself where the section is a part of it.
QMenu *menuOfSection(QMenu *menu, ActionMenu which, int section)
{
    const auto isThis = [&](const Submenu &one) { return one.menu == which && one.section == section; };
    const auto *const found = std::ranges::find_if(submenus, isThis);
    return found == std::ranges::end(submenus)
               ? menu
               : menu->addMenu(QCoreApplication::translate("studio::Menus", found->text));
}

} // namespace

void fillMenus(QMenuBar *bar, const QList<QAction *> &actions)
{
    QList<QAction *> sorted = actions;
    std::ranges::stable_sort(sorted, {}, sectionOf);
    for (const Title &title : titles) {
        QMenu *const menu = bar->addMenu(QCoreApplication::translate("studio::Menus", title.text));
        QMenu *part = menu;
        int section = 0;
        for (QAction *const action : std::as_const(sorted)) {
            if (menuOf(action) != title.menu) {
                continue;
            }
            if (menu->isEmpty() || sectionOf(action) != section) {
                const bool wasMenu = part != menu;
                QMenu *const next = menuOfSection(menu, title.menu, sectionOf(action));
                if (!menu->isEmpty() && !(wasMenu && next != menu)) { // submenus stand below each other
                    menu->insertSeparator(next == menu ? nullptr : next->menuAction());
                }
                part = next;
                section = sectionOf(action);
            }
            part->addAction(action);
        }
    }
}

} // namespace studio
