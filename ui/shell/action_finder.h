// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/finder_popup.h"

class QAction;

namespace studio {

/// Finds an action by the words of its name, in any order; Enter triggers it. Main thread.
class ActionFinder : public FinderPopup
{
    Q_OBJECT

public:
    ActionFinder(QList<QAction *> actions, QWidget *parent);

private:
    void showMatches(const QString &words);

    QList<QAction *> m_actions;
};

} // namespace studio
