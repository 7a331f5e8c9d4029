// SPDX-License-Identifier: GPL-3.0-or-later
// Two views of one text. Scintilla lets them share it; each has its own styles' looks, margins and folds.
#include "ui/editor/bracket_colours.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/occurrence_marks.h"
#include "ui/editor/run_markers.h"
#include "ui/editor/syntax_lexer.h"
#include "ui/editor/text_changes.h"

#include <array>

namespace studio {

CodeEditor *CodeEditor::makeSecondView()
{
    if (m_main || m_second) {
        return nullptr;
    }
    auto *const second = new CodeEditor(m_syntaxes, accessibleName(), this, nullptr);
    m_second = second;
    return second;
}

CodeEditor *CodeEditor::otherView() const
{
    return m_main ? m_main.data() : m_second.data();
}

void CodeEditor::leaveText()
{
    if (m_main && m_main->m_second == this) {
        flushChanges();
        clearOwnMarks();
        m_main->m_second.clear();
        m_changes->tellAfter(nullptr);
        setDocument(QsciDocument());
    }
}

void CodeEditor::showTextOf(CodeEditor *main)
{
    const EolMode ends = main->eolMode();
    setDocument(main->document());
    setEolMode(ends); // it brings its own along
    m_changes->tellAfter(main->m_changes);
    setAttribute(Qt::WA_InputMethodEnabled, main->testAttribute(Qt::WA_InputMethodEnabled));
}

void CodeEditor::takePlaceOf(const CodeEditor &other)
{
    for (int line = 0; line < lines(); ++line) {
        const auto at = static_cast<unsigned long>(line);
        const long isVisible = other.SendScintilla(SCI_GETLINEVISIBLE, at);
        const long isExpanded = other.SendScintilla(SCI_GETFOLDEXPANDED, at);
        if (SendScintilla(SCI_GETFOLDEXPANDED, at) != isExpanded) {
            SendScintilla(SCI_SETFOLDEXPANDED, at, isExpanded);
        }
        if (SendScintilla(SCI_GETLINEVISIBLE, at) != isVisible) {
            SendScintilla(isVisible != 0 ? SCI_SHOWLINES : SCI_HIDELINES, at, static_cast<long>(line));
        }
    }
    SendScintilla(SCI_SETSELECTION, static_cast<unsigned long>(other.SendScintilla(SCI_GETCURRENTPOS)),
                  other.SendScintilla(SCI_GETANCHOR));
    setFirstVisibleLine(other.firstVisibleLine());
    SendScintilla(SCI_SETXOFFSET, static_cast<unsigned long>(other.SendScintilla(SCI_GETXOFFSET)));
}

void CodeEditor::setReadOnly(bool isReadOnly)
{
    QsciScintilla::setReadOnly(isReadOnly);
    if (CodeEditor *const other = otherView()) {
        other->setAttribute(Qt::WA_InputMethodEnabled, !isReadOnly);
    }
}

/// Of the second view: the text stays, and another second view would show them.
void CodeEditor::clearOwnMarks()
{
    constexpr std::array indicators{secondMatchIndicator, secondCurrentMatchIndicator, OccurrenceMarks::secondIndicator,
                                    secondLinkIndicator};
    const TextMatch all{0, static_cast<int>(length())};
    for (const int indicator : indicators) {
        clearIndicator(indicator, all);
    }
    for (int depth = 0; depth < BracketColours::depths; ++depth) {
        clearIndicator(BracketColours::secondFirstIndicator + depth, all);
    }
    constexpr int runMarkers = 4;
    for (int kind = 0; kind < runMarkers; ++kind) {
        SendScintilla(SCI_MARKERDELETEALL, static_cast<unsigned long>(RunMarkers::secondFirstMarker + kind));
    }
    for (const int marker : {secondFixMarker, secondRefactoringMarker}) {
        SendScintilla(SCI_MARKERDELETEALL, static_cast<unsigned long>(marker));
    }
}

int CodeEditor::ownIndicator(int ofMain, int ofSecond)
{
    SendScintilla(SCI_INDICSETSTYLE, static_cast<unsigned long>(m_main ? ofMain : ofSecond),
                  static_cast<long>(INDIC_HIDDEN));
    return m_main ? ofSecond : ofMain;
}

int CodeEditor::ownMarker(int ofMain, int ofSecond)
{
    markerDefine(Invisible, m_main ? ofMain : ofSecond);
    return m_main ? ofSecond : ofMain;
}

} // namespace studio
