// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

namespace studio {

enum class ActionMenu { None, File, Edit, Go, Handler, View, Help };

/// What the window needs to know of an action beside its text. A plain value.
struct ActionSpec
{
    QString id; ///< "editor.save": never changes; shortcuts are saved under it
    QString text;
    QList<QKeySequence> keys = {}; ///< the first one is shown
    QString tip = {};              ///< the text by default; the keys are added
    QString icon = {};             ///< a name of resources/icons.txt
    ActionMenu menu = ActionMenu::None;
    int section = 0; ///< of the menu: sections are sorted by their numbers and separated by lines
};

/// An action whose shortcut works in the whole window that it is added to. `owner` owns it.
QAction *makeAction(QObject *owner, const ActionSpec &spec);

/// Makes an action that was made elsewhere (a dock's own, for one) one of these.
void describeAction(QAction *action, const ActionSpec &spec);

/// What makeAction() was told; the id is the action's objectName().
ActionMenu menuOf(const QAction *action);
int sectionOf(const QAction *action);

/// Sets the tooltip to the words and the first shortcut: "Save (Ctrl+S)".
void setActionTip(QAction *action, const QString &words);

} // namespace studio
