// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/action_finder.h"

#include "ui/common/action_rows.h"

namespace studio {

ActionFinder::ActionFinder(QList<QAction *> actions, QWidget *parent)
    : FinderPopup(tr("Name of an action"), parent), m_actions(std::move(actions))
{
    setNames(tr("Type the name of an action"), tr("Actions"));
    connect(this, &FinderPopup::typed, this, &ActionFinder::showMatches);
    connect(this, &FinderPopup::chosen, [](const QVariant &action) { triggerAction(action); });
    showMatches({});
}

void ActionFinder::showMatches(const QString &words)
{
    setRows(actionRows(m_actions, words), tr("No action of that name can be used now"));
}

} // namespace studio
