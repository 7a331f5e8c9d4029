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
/// The lines of all selections.
void deleteLines(QsciScintilla &editor);

/// The lines from `first` to `last` as one, with a blank in the place of each end and indentation.
void joinLines(QsciScintilla &editor, long first, long last);

/// Hides the lines that are indented deeper than the caret's, or than the one around it.
void foldBlock(QsciScintilla &editor);
/// Hides the lines behind `header`, up to `last`.
void foldLines(QsciScintilla &editor, long header, long last);
[[nodiscard]] bool isFolded(const QsciScintilla &editor, long header);
/// Shows what foldBlock() has hidden behind the caret's line.
void unfoldBlock(QsciScintilla &editor);
void unfoldAll(QsciScintilla &editor);

} // namespace studio
