// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/line_commands.h"

#include "ui/editor/carets.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/indentation.h"
#include "ui/editor/undo_carets.h"

#include <algorithm>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

long lineOf(const QsciScintilla &editor, long position)
{
    return editor.SendScintilla(Sci::SCI_LINEFROMPOSITION, word(position));
}

long startOf(const QsciScintilla &editor, long line)
{
    return editor.SendScintilla(Sci::SCI_POSITIONFROMLINE, word(line));
}

/// The bytes from the begin of the first selected line to the end of the last, without its line end. A selection that
/// ends at the begin of a line does not hold that line.
struct Lines
{
    long from = 0;
    long to = 0;
};

Lines selectedLines(const QsciScintilla &editor)
{
    const long start = editor.SendScintilla(Sci::SCI_GETSELECTIONSTART);
    const long end = editor.SendScintilla(Sci::SCI_GETSELECTIONEND);
    const long first = lineOf(editor, start);
    long last = lineOf(editor, end);
    last -= last > first && end == startOf(editor, last) ? 1 : 0;
    return {.from = startOf(editor, first), .to = editor.SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(last))};
}

void copyLines(QsciScintilla &editor, bool selectsLower)
{
    if (editor.isReadOnly()) {
        return;
    }
    const Lines lines = selectedLines(editor);
    const Caret before{.anchor = editor.SendScintilla(Sci::SCI_GETANCHOR),
                       .position = editor.SendScintilla(Sci::SCI_GETCURRENTPOS)};
    const QByteArray end = lineEndOf(editor);
    const QByteArray copy = editor.text(static_cast<int>(lines.from), static_cast<int>(lines.to)).toUtf8() + end;
    editor.SendScintilla(Sci::SCI_SETTARGETRANGE, word(lines.from), lines.from);
    editor.SendScintilla(Sci::SCI_REPLACETARGET, word(copy.size()), copy.constData());
    const long shift = selectsLower ? copy.size() : 0;
    setCarets(editor, {Caret{.anchor = before.anchor + shift, .position = before.position + shift}});
    editor.SendScintilla(Sci::SCI_SCROLLCARET);
}

struct DeletedLines
{
    long first = 0;
    long last = 0;
    long column = 0; ///< of the first caret in it
};

/// Of all selections, in the order of the text; those that meet are one.
QList<DeletedLines> linesOfCarets(const QsciScintilla &editor)
{
    QList<DeletedLines> spans;
    for (const Caret &caret : caretsOf(editor)) {
        const long first = lineOf(editor, caret.start());
        long last = lineOf(editor, caret.end());
        last -= last > first && caret.end() == startOf(editor, last) ? 1 : 0;
        if (!spans.isEmpty() && first <= spans.last().last + 1) {
            spans.last().last = std::max(spans.last().last, last);
        } else {
            spans << DeletedLines{
                .first = first, .last = last, .column = editor.SendScintilla(Sci::SCI_GETCOLUMN, word(caret.position))};
        }
    }
    return spans;
}

/// With one line end; the caret is then in the same column of the line that follows, or of the new last one.
CaretEdit deletionOf(const QsciScintilla &editor, const DeletedLines &span)
{
    const bool isAtEnd = span.last + 1 >= editor.lines();
    CaretEdit edit{.from = startOf(editor, span.first), .to = editor.length()};
    if (!isAtEnd) {
        edit.to = startOf(editor, span.last + 1);
        edit.position = editor.SendScintilla(Sci::SCI_FINDCOLUMN, word(span.last + 1), span.column) - edit.to;
    } else if (span.first > 0) {
        edit.from = editor.SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(span.first - 1));
        edit.position = editor.SendScintilla(Sci::SCI_FINDCOLUMN, word(span.first - 1), span.column) - edit.from;
    }
    edit.anchor = edit.position;
    return edit;
}

/// Where the main selection is, by lines: it goes with them.
struct PlaceInLines
{
    long line = 0;
    long byte = 0;
};

PlaceInLines placeInLines(const QsciScintilla &editor, long position)
{
    const long line = lineOf(editor, position);
    return {.line = line, .byte = position - startOf(editor, line)};
}

/// Scintilla selects the lines that it moves, all of them: what is typed next would replace them.
void moveLines(QsciScintilla &editor, unsigned int message, int by)
{
    if (const auto *const code = qobject_cast<const CodeEditor *>(&editor)) {
        code->undoCarets()->hold();
    }
    const PlaceInLines anchor = placeInLines(editor, editor.SendScintilla(Sci::SCI_GETANCHOR));
    const PlaceInLines caret = placeInLines(editor, editor.SendScintilla(Sci::SCI_GETCURRENTPOS));
    const long first = lineOf(editor, selectedLines(editor).from);
    editor.SendScintilla(message);
    const long moved = lineOf(editor, selectedLines(editor).from) == first + by ? by : 0;
    const auto now = [&](const PlaceInLines &place) {
        const long line = place.line + moved;
        return line < editor.lines() ? startOf(editor, line) + place.byte : editor.length();
    };
    setCarets(editor, {Caret{.anchor = now(anchor), .position = now(caret)}});
    editor.SendScintilla(Sci::SCI_SCROLLCARET);
}

} // namespace

void moveLinesUp(QsciScintilla &editor)
{
    moveLines(editor, Sci::SCI_MOVESELECTEDLINESUP, -1);
}

void moveLinesDown(QsciScintilla &editor)
{
    moveLines(editor, Sci::SCI_MOVESELECTEDLINESDOWN, 1);
}

void copyLinesDown(QsciScintilla &editor)
{
    copyLines(editor, true);
}

void copyLinesUp(QsciScintilla &editor)
{
    copyLines(editor, false);
}

void deleteLines(QsciScintilla &editor)
{
    if (!editor.isReadOnly()) {
        QList<CaretEdit> edits;
        for (const DeletedLines &span : linesOfCarets(editor)) {
            edits << deletionOf(editor, span);
        }
        applyEdits(editor, edits);
    }
}

void joinLines(QsciScintilla &editor, long first, long last)
{
    editor.beginUndoAction();
    for (long line = std::min(last, editor.lines() - 1L); line > first; --line) {
        const long end = editor.SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(line - 1));
        const long text = editor.SendScintilla(Sci::SCI_GETLINEINDENTPOSITION, word(line));
        editor.SendScintilla(Sci::SCI_SETTARGETRANGE, word(end), text);
        editor.SendScintilla(Sci::SCI_REPLACETARGET, 1UL, " ");
    }
    editor.endUndoAction();
}

} // namespace studio
