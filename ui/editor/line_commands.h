// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"

namespace studio {

// What is done to the lines of the main selection. Each is one step of undo; the selection stays on its text.

void moveLinesUp(QsciScintilla &editor);
void moveLinesDown(QsciScintilla &editor);
/// The selection is then on the lower copy.
void copyLinesDown(QsciScintilla &editor);
/// The selection is then on the upper copy.
void copyLinesUp(QsciScintilla &editor);

/// Hides the lines that are indented deeper than the caret's, or than the one around it.
void foldBlock(QsciScintilla &editor);
/// Shows what foldBlock() has hidden behind the caret's line.
void unfoldBlock(QsciScintilla &editor);
void unfoldAll(QsciScintilla &editor);

} // namespace studio
