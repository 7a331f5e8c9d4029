// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/line_commands.h"

#include "ui/editor/carets.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/indentation.h"

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

bool isBlank(const QsciScintilla &editor, long line)
{
    return editor.SendScintilla(Sci::SCI_GETLINEINDENTPOSITION, word(line)) ==
           editor.SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(line));
}

/// In columns.
long indentOf(const QsciScintilla &editor, long line)
{
    return editor.SendScintilla(Sci::SCI_GETLINEINDENTATION, word(line));
}

bool beginsWithCloser(const QsciScintilla &editor, long line)
{
    const long at = editor.SendScintilla(Sci::SCI_GETLINEINDENTPOSITION, word(line));
    const long first = editor.SendScintilla(Sci::SCI_GETCHARAT, word(at));
    return first == ')' || first == ']' || first == '}';
}

/// The last line that is indented deeper than `header`, with none in between that is not; `header` where there is none.
/// Empty lines in front of the block's closing bracket belong to it.
long lastLineOfBlock(const QsciScintilla &editor, long header)
{
    const long indent = indentOf(editor, header);
    long last = header;
    for (long line = header + 1; line < editor.lines(); ++line) {
        if (isBlank(editor, line)) {
            continue;
        }
        if (indentOf(editor, line) <= indent) {
            return last > header && beginsWithCloser(editor, line) ? line - 1 : last;
        }
        last = line;
    }
    return last;
}

/// The line of the caret where a block follows it, else the line that its block is of; -1 for none.
long headerAt(const QsciScintilla &editor, long line)
{
    long header = line;
    while (header >= 0 && isBlank(editor, header)) {
        --header;
    }
    if (header < 0 || lastLineOfBlock(editor, header) >= line + (header == line ? 1 : 0)) {
        return header;
    }
    const long indent = indentOf(editor, header);
    while (header >= 0 && (isBlank(editor, header) || indentOf(editor, header) >= indent)) {
        --header;
    }
    return header;
}

/// In columns; an empty line is as deep as the deeper one of those around it, so that it does not cut a block in two.
long depthOf(const QsciScintilla &editor, long line)
{
    long above = line;
    long below = line;
    while (above > 0 && isBlank(editor, above)) {
        --above;
    }
    while (below + 1 < editor.lines() && isBlank(editor, below)) {
        ++below;
    }
    return std::max(indentOf(editor, above), indentOf(editor, below));
}

/// Scintilla hides the lines behind a header whose level is higher. Levels of other lines are not needed, and are 0.
void setLevels(QsciScintilla &editor, long header, long last)
{
    const long least = depthOf(editor, header) + 1; // imports and comments are not indented deeper
    for (long line = header; line <= last; ++line) {
        constexpr long headerFlag = Sci::SC_FOLDLEVELHEADERFLAG;
        const long old = editor.SendScintilla(Sci::SCI_GETFOLDLEVEL, word(line));
        const long flag = line == header ? headerFlag : old & headerFlag;
        editor.SendScintilla(
            Sci::SCI_SETFOLDLEVEL, word(line),
            (Sci::SC_FOLDLEVELBASE + (line == header ? least - 1 : std::max(least, depthOf(editor, line)))) | flag);
    }
}

} // namespace

void moveLinesUp(QsciScintilla &editor)
{
    editor.SendScintilla(Sci::SCI_MOVESELECTEDLINESUP);
}

void moveLinesDown(QsciScintilla &editor)
{
    editor.SendScintilla(Sci::SCI_MOVESELECTEDLINESDOWN);
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

bool isFolded(const QsciScintilla &editor, long header)
{
    return editor.SendScintilla(Sci::SCI_GETFOLDEXPANDED, word(header)) == 0;
}

void foldBlock(QsciScintilla &editor)
{
    const long caretLine = lineOf(editor, editor.SendScintilla(Sci::SCI_GETCURRENTPOS));
    long header = headerAt(editor, caretLine);
    while (header > 0 && isFolded(editor, header)) {
        header = headerAt(editor, header - 1); // one level more at each press
    }
    const long last = header < 0 ? header : lastLineOfBlock(editor, header);
    if (header >= 0 && last > header && !isFolded(editor, header)) {
        foldLines(editor, header, last);
    }
}

void foldLines(QsciScintilla &editor, long header, long last)
{
    const long caretLine = lineOf(editor, editor.SendScintilla(Sci::SCI_GETCURRENTPOS));
    editor.SendScintilla(Sci::SCI_SETAUTOMATICFOLD, 0UL); // which would expand the blocks within a new header
    const auto *const code = qobject_cast<const CodeEditor *>(&editor);
    CodeEditor *const other = code ? code->otherView() : nullptr; // levels are the text's, folds are each view's
    const auto others = other ? word(other->SendScintilla(Sci::SCI_GETAUTOMATICFOLD)) : 0;
    if (other) {
        other->SendScintilla(Sci::SCI_SETAUTOMATICFOLD, 0UL);
    }
    setLevels(editor, header, last);
    if (other) {
        other->SendScintilla(Sci::SCI_SETAUTOMATICFOLD, others);
    }
    editor.SendScintilla(Sci::SCI_SETAUTOMATICFOLD,
                         static_cast<unsigned long>(Sci::SC_AUTOMATICFOLD_SHOW | Sci::SC_AUTOMATICFOLD_CHANGE));
    if (caretLine > header && caretLine <= last) {
        editor.SendScintilla(Sci::SCI_GOTOPOS, word(editor.SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(header))));
    }
    editor.SendScintilla(Sci::SCI_TOGGLEFOLDSHOWTEXT, word(header), " ⋯ ");
}

void unfoldBlock(QsciScintilla &editor)
{
    const long line = lineOf(editor, editor.SendScintilla(Sci::SCI_GETCURRENTPOS));
    if (isFolded(editor, line)) {
        editor.SendScintilla(Sci::SCI_FOLDLINE, word(line), static_cast<long>(Sci::SC_FOLDACTION_EXPAND));
    }
}

void unfoldAll(QsciScintilla &editor)
{
    editor.SendScintilla(Sci::SCI_FOLDALL, static_cast<unsigned long>(Sci::SC_FOLDACTION_EXPAND));
}

} // namespace studio
