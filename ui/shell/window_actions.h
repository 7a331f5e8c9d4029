// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/pane_area.h"
#include "ui/common/search_query.h"

#include <QList>

#include <functional>

class QAction;
class QWidget;

namespace studio {

/// What the actions of the frame itself do.
struct WindowCommands
{
    std::function<void(const SearchQuery &query)> find;
    std::function<void()> showFinder;
    std::function<void(int direction)> goToPane; ///< 1 to the next one, -1 to the one before
    std::function<void()> resetLayout;
    std::function<void()> maximizeBottom; ///< and back
};

/// The actions that belong to no pane: search, finder, F6, layout, quit. `window` owns them.
QList<QAction *> makeWindowActions(QWidget *window, const WindowCommands &commands);

/// Makes a dock's own action, which folds it, one of the View menu.
void describeDockAction(QAction *toggle, PaneArea area);

/// The action that opens the menu of a dock's places. `window` owns it.
QAction *makeMoveAction(QWidget *window, PaneArea area);

} // namespace studio
