// SPDX-License-Identifier: GPL-3.0-or-later
// The matches of a search: in the text and on the scroll bar.
#include "ui/editor/code_editor.h"
#include "ui/editor/scroll_marks.h"

namespace studio {

void CodeEditor::markMatches(const QList<TextMatch> &matches)
{
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(matchIndicator));
    SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(length()));
    QList<int> rows;
    for (const TextMatch &match : matches) {
        SendScintilla(SCI_INDICATORFILLRANGE, word(match.from), static_cast<long>(match.to - match.from));
        const int row = placeOf(match.from).line;
        if (rows.isEmpty() || rows.last() != row) {
            rows << row;
        }
    }
    m_scrollMarks->setLines(ScrollMarks::Match, rows);
    if (matches.isEmpty()) {
        markCurrentMatch({});
    }
}

void CodeEditor::markCurrentMatch(const TextMatch &match)
{
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(currentMatchIndicator));
    SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(length()));
    if (match.to > match.from) {
        SendScintilla(SCI_INDICATORFILLRANGE, word(match.from), static_cast<long>(match.to - match.from));
    }
    m_scrollMarks->setLines(ScrollMarks::CurrentMatch,
                            match.to > match.from ? QList<int>{placeOf(match.from).line} : QList<int>());
}

} // namespace studio
