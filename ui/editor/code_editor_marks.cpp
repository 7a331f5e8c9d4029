// SPDX-License-Identifier: GPL-3.0-or-later
// What is marked in the text and on the scroll bar: problems, and the matches of a search.
#include "ui/editor/code_editor.h"
#include "ui/editor/scroll_marks.h"

#include <algorithm>

namespace studio {

void CodeEditor::markProblem(int line, int column, int endLine, int endColumn, bool isError, const QString &message)
{
    if (m_main) {
        m_main->markProblem(line, column, endLine, endColumn, isError, message);
        return;
    }
    if (line < 1 || line > lines()) {
        return;
    }
    const int from = positionOf(line - 1, std::max(0, column - 1));
    int to = positionOf(std::clamp(endLine, line, lines()) - 1, std::max(0, endColumn - 1));
    to = std::max(to, static_cast<int>(SendScintilla(SCI_POSITIONAFTER, static_cast<unsigned long>(from))));
    m_problems.append(message);
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(isError ? errorIndicator : warningIndicator));
    SendScintilla(SCI_SETINDICATORVALUE, static_cast<unsigned long>(m_problems.size()));
    SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(from), static_cast<long>(to - from));
    markerAdd(line - 1, isError ? errorMarker : warningMarker);
    updateProblems();
}

void CodeEditor::clearProblems()
{
    if (m_main) {
        m_main->clearProblems();
        return;
    }
    for (const int indicator : {errorIndicator, warningIndicator}) {
        SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicator));
        SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(length()));
    }
    markerDeleteAll(errorMarker);
    markerDeleteAll(warningMarker);
    m_problems.clear();
    updateProblems();
}

void CodeEditor::updateProblems()
{
    m_scrollMarks->update();
    if (m_second) {
        m_second->m_scrollMarks->update();
    }
}

CodeEditor::Problem CodeEditor::problemOfLine(int line) const
{
    // A problem of several lines is told in the one where it begins, which has its mark.
    if ((markersAtLine(line) & ((1U << errorMarker) | (1U << warningMarker))) == 0) {
        return {};
    }
    const long end = SendScintilla(SCI_GETLINEENDPOSITION, word(line));
    for (const int indicator : {errorIndicator, warningIndicator}) {
        long at = SendScintilla(SCI_POSITIONFROMLINE, word(line));
        while (at <= end) {
            const long number = SendScintilla(SCI_INDICATORVALUEAT, word(indicator), at);
            if (number > 0 && number <= problems().size()) {
                return {.message = problems()[number - 1], .isError = indicator == errorIndicator};
            }
            const long next = SendScintilla(SCI_INDICATOREND, word(indicator), at);
            if (next <= at) {
                break;
            }
            at = next;
        }
    }
    return {};
}

void CodeEditor::fillIndicator(int indicator, const TextMatch &range)
{
    SendScintilla(SCI_SETINDICATORCURRENT, word(indicator));
    SendScintilla(SCI_INDICATORFILLRANGE, word(range.from), static_cast<long>(range.to - range.from));
}

void CodeEditor::clearIndicator(int indicator, const TextMatch &range)
{
    SendScintilla(SCI_SETINDICATORCURRENT, word(indicator));
    SendScintilla(SCI_INDICATORCLEARRANGE, word(range.from), static_cast<long>(range.to - range.from));
}

void CodeEditor::markMatches(const QList<TextMatch> &matches)
{
    const TextMatch all{0, static_cast<int>(length())};
    clearIndicator(m_matchIndicator, all);
    clearIndicator(m_currentMatchIndicator, all);
    m_currentMatch = {};
    QList<int> rows;
    for (const TextMatch &match : matches) {
        fillIndicator(m_matchIndicator, match);
        const int row = placeOf(match.from).line;
        if (rows.isEmpty() || rows.last() != row) {
            rows << row;
        }
    }
    m_scrollMarks->setLines(ScrollMarks::Match, rows);
    m_scrollMarks->setLines(ScrollMarks::CurrentMatch, {});
}

/// Instead of the mark of the others: two colours over the selection would leave its letters without contrast.
void CodeEditor::markCurrentMatch(const TextMatch &match)
{
    if (m_currentMatch.to > m_currentMatch.from) {
        clearIndicator(m_currentMatchIndicator, {0, static_cast<int>(length())});
        fillIndicator(m_matchIndicator, m_currentMatch);
    }
    m_currentMatch = match;
    const bool isThere = match.to > match.from;
    if (isThere) {
        clearIndicator(m_matchIndicator, match);
        fillIndicator(m_currentMatchIndicator, match);
    }
    m_scrollMarks->setLines(ScrollMarks::CurrentMatch, isThere ? QList<int>{placeOf(match.from).line} : QList<int>());
}

} // namespace studio
