// SPDX-License-Identifier: GPL-3.0-or-later
// Two views of one text. Scintilla lets them share it; each has its own styles' looks, margins and folds.
#include "ui/editor/carets.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/syntax_lexer.h"
#include "ui/editor/text_changes.h"

#include <utility>

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
    setCarets(*this, {Caret{.anchor = other.SendScintilla(SCI_GETANCHOR),
                            .position = other.SendScintilla(SCI_GETCURRENTPOS)}});
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
    const TextMatch all{0, static_cast<int>(length())};
    for (const int indicator : std::as_const(m_ownIndicators)) {
        clearIndicator(indicator, all);
    }
    for (const int marker : std::as_const(m_ownMarkers)) {
        markerDeleteAll(marker);
    }
}

int CodeEditor::ownIndicator(int ofMain, int ofSecond)
{
    const int own = m_main ? ofSecond : ofMain;
    SendScintilla(SCI_INDICSETSTYLE, word(m_main ? ofMain : ofSecond), static_cast<long>(INDIC_HIDDEN));
    m_ownIndicators << own;
    return own;
}

int CodeEditor::ownMarker(int ofMain, int ofSecond)
{
    const int own = m_main ? ofSecond : ofMain;
    markerDefine(Invisible, m_main ? ofMain : ofSecond);
    m_ownMarkers << own;
    return own;
}

} // namespace studio
