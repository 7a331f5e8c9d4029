// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace studio {

class CodeEditor;

/// Asks for a line in a dialog, and goes there. Null: does nothing.
void askForLine(CodeEditor *editor);

} // namespace studio
