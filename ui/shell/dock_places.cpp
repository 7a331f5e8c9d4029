// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/dock_places.h"

#include "ui/shell/dock_grip.h"
#include "ui/shell/window_actions.h"

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>

namespace studio {

DockPlaces::DockPlaces(QMainWindow *window, Sizes sizes) : QObject(window), m_window(window), m_sizes(sizes) {}

QAction *DockPlaces::add(QDockWidget *dock, PaneArea area)
{
    dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetClosable);
    dock->setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea | Qt::BottomDockWidgetArea);
    auto *const grip = new DockGrip(dock);
    dock->setTitleBarWidget(grip); // the panes have heads of their own
    const auto show = [this, dock](QPoint at) { showMenu(dock, at); };
    connect(grip, &DockGrip::menuRequested, this, show);
    QAction *const action = makeMoveAction(m_window, area);
    connect(action, &QAction::triggered, this, [dock, show] {
        dock->show();
        show(dock->mapToGlobal(QPoint(8, 8)));
    });
    return action;
}

void DockPlaces::move(QDockWidget *dock, Qt::DockWidgetArea place)
{
    m_window->addDockWidget(place, dock);
    dock->show();
    place == Qt::BottomDockWidgetArea ? m_window->resizeDocks({dock}, {m_sizes.height}, Qt::Vertical)
                                      : m_window->resizeDocks({dock}, {m_sizes.width}, Qt::Horizontal);
}

void DockPlaces::showMenu(QDockWidget *dock, QPoint globalPosition)
{
    auto *const menu = new QMenu(m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, Qt::DockWidgetArea place) {
        QAction *const action = menu->addAction(text, this, [this, dock, place] { move(dock, place); });
        action->setEnabled(m_window->dockWidgetArea(dock) != place);
    };
    add(tr("Move to the left"), Qt::LeftDockWidgetArea);
    add(tr("Move to the right"), Qt::RightDockWidgetArea);
    add(tr("Move to the bottom"), Qt::BottomDockWidgetArea);
    menu->popup(globalPosition);
}

} // namespace studio
