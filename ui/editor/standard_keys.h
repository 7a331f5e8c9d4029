// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QsciCommandSet;

namespace studio {

/// Scintilla binds many keys that are the window's here: Ctrl+Shift+U would make capitals instead of a version. Columns
/// are extended with Ctrl too, as in VS Code, because Alt+Shift with an arrow copies lines.
void leaveKeysToTheWindow(QsciCommandSet &set);

} // namespace studio
