// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/scintilla.h"

#include <functional>

namespace studio {

// Blocks of lines that are hidden behind their first one, in one view of a text. The levels by which Scintilla hides
// them are the text's, and are set where something is folded.

/// Lines from 0; `last` is behind `first`. A plain value.
struct FoldBlock
{
    int first = 0;
    int last = 0;

    bool operator==(const FoldBlock &) const = default;
};

/// The blocks that the indentation shows, by their first lines. Empty lines in front of a closing bracket belong to its
/// block.
[[nodiscard]] QList<FoldBlock> indentedBlocks(const QsciScintilla &editor);
/// The last line of the one that begins in this line; the line itself where none does.
[[nodiscard]] int lastLineOfIndentedBlock(const QsciScintilla &editor, int line);
/// Whether one begins in this line. It reads no further than to the next line that is not empty.
[[nodiscard]] bool beginsIndentedBlock(const QsciScintilla &editor, int line);

/// Hides the lines that are indented deeper than the caret's, or than the one around it.
void foldBlock(QsciScintilla &editor);
/// Hides the lines behind `header`, up to `last`.
void foldLines(QsciScintilla &editor, long header, long last);
/// Hides those of `blocks`, which may be nested, whose depth is wanted: 1 for one that is in no other. What is hidden
/// already stays so.
void foldBlocks(QsciScintilla &editor, QList<FoldBlock> blocks, const std::function<bool(int depth)> &isWanted);
[[nodiscard]] bool isFolded(const QsciScintilla &editor, long header);
/// Shows what is hidden behind a line.
void unfoldLine(QsciScintilla &editor, long header);
/// Shows what is hidden behind the caret's line.
void unfoldBlock(QsciScintilla &editor);
void unfoldAll(QsciScintilla &editor);

} // namespace studio
