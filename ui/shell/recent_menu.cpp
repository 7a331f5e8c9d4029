// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/recent_menu.h"

#include "ui/common/action.h"
#include "ui/common/icons.h"

#include <QCoreApplication>
#include <QMenu>

namespace studio {

namespace {

QString recentText(const char *text)
{
    return QCoreApplication::translate("studio::RecentMenu", text);
}

} // namespace

QAction *makeRecentAction(QWidget *window, const std::function<QStringList()> &folders,
                          const std::function<void(const QString &folder)> &open)
{
    auto *const menu = new QMenu(window);
    QAction *const action = menu->menuAction();
    describeAction(action, {.id = QStringLiteral("project.openRecent"),
                            .text = recentText(QT_TRANSLATE_NOOP("studio::RecentMenu", "Open recent")),
                            .icon = QStringLiteral("document-open-recent"),
                            .menu = ActionMenu::File,
                            .section = 10});
    QObject::connect(menu, &QMenu::aboutToShow, menu, [menu, folders, open] {
        menu->clear();
        for (const QString &folder : folders()) {
            QAction *const one =
                menu->addAction(studio::icon("folder"), QString(folder).replace(u'&', QStringLiteral("&&")));
            QObject::connect(one, &QAction::triggered, menu, [open, folder] { open(folder); });
        }
        if (menu->isEmpty()) {
            menu->addAction(recentText(QT_TRANSLATE_NOOP("studio::RecentMenu", "No other project")))->setEnabled(false);
        }
    });
    return action;
}

} // namespace studio
