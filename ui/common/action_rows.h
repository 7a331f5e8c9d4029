// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/finder_popup.h"

#include <QPointer>

class QAction;

namespace studio {

/// The actions that can be used now and whose names have all words of `typed`, in any order. The data of a row is its
/// QAction, as a QPointer<QAction>.
QList<FinderRow> actionRows(const QList<QAction *> &actions, const QString &typed);

/// Triggers what a row of actionRows() stands for, if it is still there. False where the data is no action.
bool triggerAction(const QVariant &data);

} // namespace studio

Q_DECLARE_METATYPE(QPointer<QAction>)
