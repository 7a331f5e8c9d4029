// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QAction;
class QObject;
class QWidget;

namespace studio {

/// The Help menu: what belongs to no project. The actions are `owner`'s; dialogs stand before `window`, which outlives
/// them. Main thread.
QList<QAction *> makeHelpActions(QObject *owner, QWidget *window);

} // namespace studio
