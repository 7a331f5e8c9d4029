// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/folding.h"

#include "ui/editor/code_editor.h"

#include <QSet>

#include <algorithm>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

constexpr long maxFoldLevel = 2'000; ///< below Scintilla's limit, which counts from SC_FOLDLEVELBASE

long caretLineOf(const QsciScintilla &editor)
{
    return editor.SendScintilla(Sci::SCI_LINEFROMPOSITION, word(editor.SendScintilla(Sci::SCI_GETCURRENTPOS)));
}

bool isBlankLine(const QsciScintilla &editor, long line)
{
    return editor.SendScintilla(Sci::SCI_GETLINEINDENTPOSITION, word(line)) ==
           editor.SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(line));
}

/// In columns.
long indentationOf(const QsciScintilla &editor, long line)
{
    return editor.SendScintilla(Sci::SCI_GETLINEINDENTATION, word(line));
}

bool beginsWithBracket(const QsciScintilla &editor, long line)
{
    const long at = editor.SendScintilla(Sci::SCI_GETLINEINDENTPOSITION, word(line));
    const long first = editor.SendScintilla(Sci::SCI_GETCHARAT, word(at));
    return first == ')' || first == ']' || first == '}';
}

/// The last line that is indented deeper than `header`, with none in between that is not; `header` where there is none.
/// Empty lines in front of the block's closing bracket belong to it.
long lastLineOfBlock(const QsciScintilla &editor, long header)
{
    const long indent = indentationOf(editor, header);
    long last = header;
    for (long line = header + 1; line < editor.lines(); ++line) {
        if (isBlankLine(editor, line)) {
            continue;
        }
        if (indentationOf(editor, line) <= indent) {
            return last > header && beginsWithBracket(editor, line) ? line - 1 : last;
        }
        last = line;
    }
    return last;
}

/// The line of the caret where a block follows it, else the line that its block is of; -1 for none.
long headerAt(const QsciScintilla &editor, long line)
{
    long header = line;
    while (header >= 0 && isBlankLine(editor, header)) {
        --header;
    }
    if (header < 0 || lastLineOfBlock(editor, header) >= line + (header == line ? 1 : 0)) {
        return header;
    }
    const long indent = indentationOf(editor, header);
    while (header >= 0 && (isBlankLine(editor, header) || indentationOf(editor, header) >= indent)) {
        --header;
    }
    return header;
}

/// In columns; an empty line is as deep as the deeper one of those around it, so that it does not cut a block in two.
long depthOf(const QsciScintilla &editor, long line)
{
    long above = line;
    long below = line;
    while (above > 0 && isBlankLine(editor, above)) {
        --above;
    }
    while (below + 1 < editor.lines() && isBlankLine(editor, below)) {
        ++below;
    }
    return std::max(indentationOf(editor, above), indentationOf(editor, below));
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

/// While levels are set no view is to fold or unfold by itself: Scintilla would expand the blocks within a new header.
class LevelChange
{
public:
    explicit LevelChange(QsciScintilla &editor) : m_editor(editor)
    {
        const auto *const code = qobject_cast<const CodeEditor *>(&editor);
        m_other = code ? code->otherView() : nullptr; // levels are the text's, folds are each view's
        m_ofOther = m_other ? word(m_other->SendScintilla(Sci::SCI_GETAUTOMATICFOLD)) : 0;
        m_editor.SendScintilla(Sci::SCI_SETAUTOMATICFOLD, 0UL);
        if (m_other) {
            m_other->SendScintilla(Sci::SCI_SETAUTOMATICFOLD, 0UL);
        }
    }
    ~LevelChange()
    {
        if (m_other) {
            m_other->SendScintilla(Sci::SCI_SETAUTOMATICFOLD, m_ofOther);
        }
        m_editor.SendScintilla(Sci::SCI_SETAUTOMATICFOLD,
                               static_cast<unsigned long>(Sci::SC_AUTOMATICFOLD_SHOW | Sci::SC_AUTOMATICFOLD_CHANGE));
    }
    Q_DISABLE_COPY_MOVE(LevelChange)

private:
    QsciScintilla &m_editor;
    CodeEditor *m_other;
    unsigned long m_ofOther;
};

/// Those that overlap without one being in the other are left out. Sorted by the first line, outer ones first.
QList<FoldBlock> nested(QList<FoldBlock> blocks, int lines)
{
    blocks.removeIf(
        [lines](const FoldBlock &one) { return one.first < 0 || one.last <= one.first || one.last >= lines; });
    std::ranges::sort(blocks, [](const FoldBlock &one, const FoldBlock &other) {
        return one.first != other.first ? one.first < other.first : one.last > other.last;
    });
    QList<FoldBlock> result;
    QList<FoldBlock> around;
    for (const FoldBlock &one : std::as_const(blocks)) {
        while (!around.isEmpty() && around.last().last < one.first) {
            around.removeLast();
        }
        const bool isSameLine = !result.isEmpty() && result.last().first == one.first;
        if (!isSameLine && (around.isEmpty() || one.last <= around.last().last)) {
            around << one;
            result << one;
        }
    }
    return result;
}

/// The level of a line is the number of the blocks that it is in; their headers have the flag. Returns the depths of
/// the blocks, from 1.
QList<int> setNestedLevels(QsciScintilla &editor, const QList<FoldBlock> &blocks)
{
    QList<int> depths;
    QList<int> ends;
    qsizetype next = 0;
    for (int line = 0; line < editor.lines(); ++line) {
        while (!ends.isEmpty() && ends.last() < line) {
            ends.removeLast();
        }
        const long level = std::min<long>(ends.size(), maxFoldLevel);
        const bool isHeader = next < blocks.size() && blocks[next].first == line;
        editor.SendScintilla(Sci::SCI_SETFOLDLEVEL, word(line),
                             (Sci::SC_FOLDLEVELBASE + level) |
                                 (isHeader ? static_cast<long>(Sci::SC_FOLDLEVELHEADERFLAG) : 0L));
        if (isHeader) {
            ends << blocks[next].last;
            depths << static_cast<int>(ends.size());
            ++next;
        }
    }
    return depths;
}

void hideBehind(QsciScintilla &editor, long header)
{
    if (!isFolded(editor, header)) {
        editor.SendScintilla(Sci::SCI_TOGGLEFOLDSHOWTEXT, word(header), " ⋯ ");
    }
}

QSet<long> foldedHeaders(const QsciScintilla &editor)
{
    QSet<long> headers;
    long line = editor.SendScintilla(Sci::SCI_CONTRACTEDFOLDNEXT, 0UL);
    while (line >= 0) {
        headers << line;
        line = editor.SendScintilla(Sci::SCI_CONTRACTEDFOLDNEXT, word(line + 1));
    }
    return headers;
}

/// A caret in a hidden line would show it again.
void moveCaretOutOfHidden(QsciScintilla &editor, long line)
{
    while (line > 0 && editor.SendScintilla(Sci::SCI_GETLINEVISIBLE, word(line)) == 0) {
        --line;
    }
    editor.SendScintilla(Sci::SCI_GOTOPOS, word(editor.SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(line))));
}

/// While one lives lines are hidden or shown; then the caret's line is at the height where it was, if it was seen.
class CaretHeight
{
public:
    explicit CaretHeight(QsciScintilla &editor) : m_editor(editor), m_row(row()) {}
    ~CaretHeight()
    {
        if (m_row >= 0 && m_row < m_editor.SendScintilla(Sci::SCI_LINESONSCREEN)) {
            const long first = m_editor.SendScintilla(Sci::SCI_GETFIRSTVISIBLELINE);
            m_editor.SendScintilla(Sci::SCI_SETFIRSTVISIBLELINE, word(std::max(0L, first + row() - m_row)));
        }
    }
    Q_DISABLE_COPY_MOVE(CaretHeight)

private:
    [[nodiscard]] long row() const
    {
        return m_editor.SendScintilla(Sci::SCI_VISIBLEFROMDOCLINE, word(caretLineOf(m_editor))) -
               m_editor.SendScintilla(Sci::SCI_GETFIRSTVISIBLELINE);
    }

    QsciScintilla &m_editor;
    long m_row;
};

} // namespace

QList<FoldBlock> indentedBlocks(const QsciScintilla &editor)
{
    struct Open
    {
        int line;
        long indent;
    };
    QList<FoldBlock> blocks;
    QList<Open> open;
    int before = -1; ///< the last line that is not empty
    const auto closeFrom = [&](long indent, int last) {
        while (!open.isEmpty() && open.last().indent >= indent) {
            if (last > open.last().line && before > open.last().line) {
                blocks << FoldBlock{.first = open.last().line, .last = last};
            }
            open.removeLast();
        }
    };
    for (int line = 0; line < editor.lines(); ++line) {
        if (isBlankLine(editor, line)) {
            continue;
        }
        const long indent = indentationOf(editor, line);
        closeFrom(indent, beginsWithBracket(editor, line) ? line - 1 : before);
        open << Open{.line = line, .indent = indent};
        before = line;
    }
    closeFrom(0, before);
    std::ranges::sort(blocks, {}, &FoldBlock::first);
    return blocks;
}

int lastLineOfIndentedBlock(const QsciScintilla &editor, int line)
{
    return isBlankLine(editor, line) ? line : static_cast<int>(lastLineOfBlock(editor, line));
}

bool beginsIndentedBlock(const QsciScintilla &editor, int line)
{
    if (isBlankLine(editor, line)) {
        return false;
    }
    int next = line + 1;
    while (next < editor.lines() && isBlankLine(editor, next)) {
        ++next;
    }
    return next < editor.lines() && indentationOf(editor, next) > indentationOf(editor, line);
}

bool isFolded(const QsciScintilla &editor, long header)
{
    return editor.SendScintilla(Sci::SCI_GETFOLDEXPANDED, word(header)) == 0;
}

void foldBlock(QsciScintilla &editor)
{
    const long caretLine = caretLineOf(editor);
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
    const long caretLine = caretLineOf(editor);
    {
        const LevelChange change(editor);
        setLevels(editor, header, last);
    }
    if (caretLine > header && caretLine <= last) {
        editor.SendScintilla(Sci::SCI_GOTOPOS, word(editor.SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(header))));
    }
    hideBehind(editor, header);
}

void foldBlocks(QsciScintilla &editor, QList<FoldBlock> blocks, const std::function<bool(int depth)> &isWanted)
{
    const CaretHeight height(editor);
    blocks = nested(std::move(blocks), editor.lines());
    const QSet<long> before = foldedHeaders(editor);
    unfoldAll(editor); // the levels by which it was hidden may be others
    QList<int> depths;
    {
        const LevelChange change(editor);
        depths = setNestedLevels(editor, blocks);
    }
    const long caretLine = caretLineOf(editor);
    // Inner ones first: hiding costs the lines that are seen.
    for (qsizetype i = blocks.size() - 1; i >= 0; --i) {
        if (isWanted(depths[i]) || before.contains(blocks[i].first)) {
            hideBehind(editor, blocks[i].first);
        }
    }
    if (editor.SendScintilla(Sci::SCI_GETLINEVISIBLE, word(caretLine)) == 0) {
        moveCaretOutOfHidden(editor, caretLine);
    }
}

void unfoldLine(QsciScintilla &editor, long header)
{
    if (isFolded(editor, header)) {
        editor.SendScintilla(Sci::SCI_FOLDLINE, word(header), static_cast<long>(Sci::SC_FOLDACTION_EXPAND));
    }
}

void unfoldBlock(QsciScintilla &editor)
{
    unfoldLine(editor, caretLineOf(editor));
}

void unfoldAll(QsciScintilla &editor)
{
    const CaretHeight height(editor);
    editor.SendScintilla(Sci::SCI_FOLDALL, static_cast<unsigned long>(Sci::SC_FOLDACTION_EXPAND));
}

} // namespace studio
