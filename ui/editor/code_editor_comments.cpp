// SPDX-License-Identifier: GPL-3.0-or-later
// Lines that are made comments, and back.
#include "ui/editor/code_editor.h"
#include "ui/editor/syntax_lexer.h"

namespace studio {

/// Keeps the selection, which insertAt() would drop.
void CodeEditor::insertMark(const QString &mark, int row, int column)
{
    const auto at = static_cast<unsigned long>(positionOf(row, column));
    SendScintilla(SCI_SETTARGETRANGE, at, static_cast<long>(at));
    SendScintilla(SCI_REPLACETARGET, static_cast<unsigned long>(-1), mark.toUtf8().constData());
}

void CodeEditor::toggleComment()
{
    const QString comment = m_lexer->commentMark();
    if (comment.isEmpty()) {
        return;
    }
    int from = 0;
    int to = 0;
    int column = 0;
    int endColumn = 0;
    getCursorPosition(&from, &column);
    to = from;
    if (hasSelectedText()) {
        getSelection(&from, &column, &to, &endColumn);
        to -= endColumn == 0 && to > from ? 1 : 0;
    }
    bool isCommented = true;
    for (int line = from; line <= to; ++line) {
        isCommented = isCommented && (text(line).trimmed().isEmpty() || text(line).trimmed().startsWith(comment));
    }
    beginUndoAction();
    for (int line = from; line <= to; ++line) {
        const QString content = text(line);
        if (content.trimmed().isEmpty()) {
            continue;
        }
        const auto indent = static_cast<int>(content.indexOf(content.trimmed().first(1)));
        if (isCommented) {
            const qsizetype mark =
                comment.size() + (content.mid(indent + comment.size(), 1) == QLatin1String(" ") ? 1 : 0);
            SendScintilla(SCI_DELETERANGE, static_cast<unsigned long>(positionFromLineIndex(line, indent)),
                          static_cast<long>(mark));
        } else {
            insertMark(comment + QLatin1Char(' '), line, indent);
        }
    }
    endUndoAction();
}

} // namespace studio
