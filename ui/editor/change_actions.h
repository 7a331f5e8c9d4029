// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

#include <functional>

namespace studio {

class CodeEditor;

/// Next change, previous change and revert, against git's last commit. `owner` owns them; `editor` gives the current
/// editor, or null.
QList<QAction *> makeChangeActions(QObject *owner, const std::function<CodeEditor *()> &editor);

} // namespace studio
