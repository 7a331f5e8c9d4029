// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/action.h"

#include "ui/common/icons.h"

namespace studio {

namespace {

constexpr auto menuProperty = "studioMenu";
constexpr auto sectionProperty = "studioSection";

} // namespace

QAction *makeAction(QObject *owner, const ActionSpec &spec)
{
    auto *const action = new QAction(owner);
    describeAction(action, spec);
    return action;
}

void describeAction(QAction *action, const ActionSpec &spec)
{
    action->setObjectName(spec.id);
    action->setText(spec.text);
    if (!spec.icon.isEmpty()) {
        action->setIcon(icon(spec.icon));
    }
    QList<QKeySequence> keys = spec.keys;
    keys.removeAll(QKeySequence()); // two actions without a key share none
    action->setShortcuts(keys);
    action->setProperty(menuProperty, static_cast<int>(spec.menu));
    action->setProperty(sectionProperty, spec.section);
    setActionTip(action, spec.tip.isEmpty() ? spec.text : spec.tip);
}

ActionMenu menuOf(const QAction *action)
{
    return static_cast<ActionMenu>(action->property(menuProperty).toInt());
}

int sectionOf(const QAction *action)
{
    return action->property(sectionProperty).toInt();
}

void setActionTip(QAction *action, const QString &words)
{
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    action->setToolTip(keys.isEmpty() ? words : QStringLiteral("%1 (%2)").arg(words, keys));
}

} // namespace studio
