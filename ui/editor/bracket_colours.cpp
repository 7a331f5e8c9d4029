// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/bracket_colours.h"

#include "ui/editor/code_editor.h"
#include "ui/editor/syntax_lexer.h"
#include "ui/syntax/syntax_colours.h"

#include <algorithm>
#include <array>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

constexpr std::chrono::milliseconds bracketPause{40};
constexpr long maxAnchorLines = 3'000;    ///< a longer item is counted from somewhere in it
constexpr long maxScannedBytes = 262'144; ///< before what is visible, and of it

bool opens(char byte)
{
    return byte == '(' || byte == '[' || byte == '{';
}

bool closes(char byte)
{
    return byte == ')' || byte == ']' || byte == '}';
}

} // namespace

BracketColours::BracketColours(CodeEditor *editor, SyntaxLexer *lexer)
    : QObject(editor), m_editor(editor), m_lexer(lexer)
{
    m_first = editor->isSecondView() ? secondFirstIndicator : firstIndicator;
    for (int depth = 0; depth < depths; ++depth) {
        editor->SendScintilla(Sci::SCI_INDICSETSTYLE,
                              word(editor->ownIndicator(firstIndicator + depth, secondFirstIndicator + depth)),
                              static_cast<long>(Sci::INDIC_TEXTFORE));
    }
    m_pause.setSingleShot(true);
    m_pause.setInterval(bracketPause);
    connect(&m_pause, &QTimer::timeout, this, &BracketColours::mark);
    connect(editor, &QsciScintillaBase::SCN_UPDATEUI, &m_pause, [this](int updated) {
        if ((updated & (Sci::SC_UPDATE_CONTENT | Sci::SC_UPDATE_V_SCROLL)) != 0) {
            m_pause.start();
        }
    });
    // Scintilla extends an indicator over what is inserted between two neighbours that have it.
    connect(editor, &CodeEditor::changed, this, [this, editor](const TextChange &change) {
        if (!change.text.isEmpty()) {
            clear(editor->positionAt(change.range.start), change.text.size());
        }
    });
}

void BracketColours::setOn(bool isOn)
{
    if (std::exchange(m_isOn, isOn) != isOn) {
        clear(0, m_editor->length());
        m_pause.start();
    }
}

void BracketColours::setColours(const SyntaxColours &colours)
{
    constexpr std::array roles{SyntaxRole::Constant, SyntaxRole::Keyword, SyntaxRole::Function};
    static_assert(roles.size() == depths);
    for (int depth = 0; depth < depths; ++depth) {
        m_editor->setIndicatorForegroundColor(colours.style(roles[static_cast<std::size_t>(depth)]).color,
                                              m_first + depth);
    }
}

void BracketColours::clear(long from, long length)
{
    for (int depth = 0; depth < depths; ++depth) {
        m_editor->SendScintilla(Sci::SCI_SETINDICATORCURRENT, word(m_first + depth));
        m_editor->SendScintilla(Sci::SCI_INDICATORCLEARRANGE, word(from), length);
    }
}

BracketColours::Span BracketColours::visible() const
{
    const auto lineAt = [this](long shown) {
        return m_editor->SendScintilla(Sci::SCI_DOCLINEFROMVISIBLE, word(std::max(0L, shown)));
    };
    const long first = m_editor->SendScintilla(Sci::SCI_GETFIRSTVISIBLELINE);
    const long last = lineAt(first + m_editor->SendScintilla(Sci::SCI_LINESONSCREEN));
    return {m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(lineAt(first))),
            m_editor->SendScintilla(Sci::SCI_GETLINEENDPOSITION, word(last))};
}

/// Where the depth is taken for zero: the last line above that begins without a blank and with no bracket that closes.
/// In code that is laid out as usual that is an item of its own, and nothing before it has to be read.
long BracketColours::anchorBefore(long position) const
{
    const long line = m_editor->SendScintilla(Sci::SCI_LINEFROMPOSITION, word(position));
    for (long at = line; at > std::max(0L, line - maxAnchorLines); --at) {
        const long start = m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(at));
        const auto first = static_cast<char>(m_editor->SendScintilla(Sci::SCI_GETCHARAT, word(start)));
        const bool isItem = first != ' ' && first != '\t' && first != '\n' && first != '\r' && !closes(first);
        if (isItem || position - start > maxScannedBytes) {
            return start;
        }
    }
    return m_editor->SendScintilla(Sci::SCI_POSITIONFROMLINE, word(std::max(0L, line - maxAnchorLines)));
}

void BracketColours::mark()
{
    if (!m_isOn) {
        return;
    }
    const Span shown = visible();
    const long from = anchorBefore(shown.from);
    const long to = std::min({shown.to, m_editor->SendScintilla(Sci::SCI_GETENDSTYLED), shown.from + maxScannedBytes});
    if (to <= from) {
        return;
    }
    QByteArray text(2 * (to - from) + 2, '\0'); // a byte and its style, in turn
    m_editor->SendScintilla(Sci::SCI_GETSTYLEDTEXT, from, to, text.data());
    const char *const styled = text.constData();
    int depth = 0;
    for (long at = from; at < to; ++at) {
        const char byte = styled[2 * (at - from)];
        if (!opens(byte) && !closes(byte)) {
            continue;
        }
        const bool isCode = m_lexer->isCode(static_cast<unsigned char>(styled[2 * (at - from) + 1]));
        depth -= isCode && closes(byte) ? 1 : 0;
        depth = std::max(0, depth);
        if (at >= shown.from) {
            markAt(at, isCode ? depth % depths : -1);
        }
        depth += isCode && opens(byte) ? 1 : 0;
    }
}

void BracketColours::markAt(long position, int depth)
{
    const long all = m_editor->SendScintilla(Sci::SCI_INDICATORALLONFOR, word(position));
    for (int one = 0; one < depths; ++one) {
        const bool isMarked = (all >> (m_first + one) & 1) != 0;
        if (isMarked != (one == depth)) { // each change is drawn
            m_editor->SendScintilla(Sci::SCI_SETINDICATORCURRENT, word(m_first + one));
            m_editor->SendScintilla(isMarked ? Sci::SCI_INDICATORCLEARRANGE : Sci::SCI_INDICATORFILLRANGE,
                                    word(position), 1L);
        }
    }
}

} // namespace studio
