// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QAction;
class QMenuBar;

namespace studio {

/// Fills the menu bar: each action (ui/common/action.h) goes into its menu, sorted by its section and then in the order
/// of the list, with a line between sections. Actions without a menu are left out.
void fillMenus(QMenuBar *bar, const QList<QAction *> &actions);

} // namespace studio
