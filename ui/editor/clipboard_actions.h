// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

#include <functional>

class QWidget;

namespace studio {

/// Undo, Redo, Cut, Copy, Paste and Select all for the menu. Each is done to the text field that has the focus, and to
/// what `editor` gives where none has. Their keys are shown only: the field with the focus takes them. `owner` owns the
/// actions.
QList<QAction *> makeClipboardActions(QObject *owner, const std::function<QWidget *()> &editor);

} // namespace studio
