// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

#include <functional>

namespace studio {

class CodeEditor;
class EditorView;

/// Actions on the text of the editor that `current` gives; nothing happens where that is null. `owner` owns them.
QList<QAction *> makeEditingActions(QObject *owner, const std::function<CodeEditor *()> &current);

/// Actions on how all editors show their text. The result is checked as `view` is set; `view` must outlive them.
QList<QAction *> makeViewActions(QObject *owner, EditorView *view);

} // namespace studio
