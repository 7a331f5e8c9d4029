// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/action_rows.h"

#include <QAction>

#include <algorithm>

namespace studio {

QList<FinderRow> actionRows(const QList<QAction *> &actions, const QString &typed)
{
    const QStringList words = typed.split(u' ', Qt::SkipEmptyParts);
    QList<FinderRow> rows;
    for (QAction *const action : actions) {
        const QString name = action->text();
        const auto fits = [&name](const QString &word) { return name.contains(word, Qt::CaseInsensitive); };
        if (!action->isEnabled() || action->menu() || !std::ranges::all_of(words, fits)) {
            continue;
        }
        FinderRow row{.title = name};
        for (const QString &word : words) {
            const auto at = static_cast<int>(name.indexOf(word, 0, Qt::CaseInsensitive));
            for (int place = at; place < at + static_cast<int>(word.size()); ++place) {
                row.places << place;
            }
        }
        row.trailing = action->shortcut().toString(QKeySequence::NativeText);
        row.icon = action->icon();
        row.data = QVariant::fromValue(QPointer<QAction>(action));
        rows << row;
    }
    // What ends the program is no offer to a key that is pressed too early.
    std::ranges::stable_partition(rows, [](const FinderRow &row) {
        const auto action = row.data.value<QPointer<QAction>>();
        return action && action->menuRole() != QAction::QuitRole;
    });
    return rows;
}

bool triggerAction(const QVariant &data)
{
    if (!data.canConvert<QPointer<QAction>>()) {
        return false;
    }
    if (const auto action = data.value<QPointer<QAction>>()) {
        action->trigger();
    }
    return true;
}

} // namespace studio
