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

} // namespace studio
