// SPDX-License-Identifier: GPL-3.0-or-later
// The font and the colours of an editor.
#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_view.h"
#include "ui/editor/syntax_lexer.h"
#include "ui/syntax/syntax_colours.h"

#include <algorithm>

namespace studio {

QFont CodeEditor::codeFont() const
{
    QFont font = m_font;
    font.setPointSizeF(std::max(2.0, font.pointSizeF() + static_cast<double>(SendScintilla(SCI_GETZOOM))));
    return font;
}

void CodeEditor::setCodeFont(const QFont &font)
{
    if (font != m_font) {
        m_font = font;
        setFont(font);
        applyTheme();
    }
}

void CodeEditor::applyTheme()
{
    if (m_applying || !m_lexer) {
        return;
    }
    m_applying = true;
    const Theme &theme = Theme::current();
    SyntaxColours colours(*m_syntaxes, m_syntaxTheme, theme.dark);
    setBaseColours(colours);
    setIndicatorForegroundColor(theme.danger, errorIndicator);
    setIndicatorForegroundColor(theme.warning, warningIndicator);
    QColor found = theme.warning;
    found.setAlpha(90);
    setIndicatorForegroundColor(found, m_matchIndicator);
    // The selection lies below it, so it is a frame of another colour too.
    QColor current = theme.accent;
    current.setAlpha(40);
    setIndicatorForegroundColor(current, m_currentMatchIndicator);
    QColor frame = theme.accent;
    setIndicatorOutlineColor(frame, m_currentMatchIndicator);
    setMarkerBackgroundColor(theme.danger, errorMarker);
    setMarkerForegroundColor(theme.danger, errorMarker);
    setMarkerBackgroundColor(theme.warning, warningMarker);
    setMarkerForegroundColor(theme.warning, warningMarker);
    applyViewColors(*this, colours);
    if (m_main) {
        m_lexer->addView(this);
    } else {
        m_lexer->setColours(std::move(colours));
    }
    m_applying = false;
}

/// Of the text, the margins, the caret and the selection.
void CodeEditor::setBaseColours(const SyntaxColours &colours)
{
    const QFont &font = m_font;
    const QColor background = colours.color(EditorColor::Background);
    if (!m_main) {
        m_lexer->setDefaultFont(font);
        m_lexer->setDefaultColor(colours.text());
        m_lexer->setDefaultPaper(background);
        m_lexer->setFont(font, -1);
        m_lexer->setColor(colours.text(), -1);
        m_lexer->setPaper(background, -1);
    }
    setPaper(background);
    setColor(colours.text());
    SendScintilla(SCI_STYLESETFORE, static_cast<unsigned long>(STYLE_DEFAULT), colours.text());
    SendScintilla(SCI_STYLESETBACK, static_cast<unsigned long>(STYLE_DEFAULT), background);
    if (m_main) { // a lexer would have told it the look of each style
        SendScintilla(SCI_STYLECLEARALL);
    }
    setMarginsFont(font);
    setMarginsBackgroundColor(colours.color(EditorColor::IconBorder));
    setMarginsForegroundColor(colours.color(EditorColor::LineNumbers));
    setCaretForegroundColor(m_syntaxTheme.isEmpty() ? Theme::current().accent : colours.text());
    setCaretLineBackgroundColor(colours.color(EditorColor::CurrentLine));
    setSelectionBackgroundColor(colours.color(EditorColor::Selection));
    resetSelectionForegroundColor();
    setMatchedBraceBackgroundColor(colours.color(EditorColor::Brackets));
    setMatchedBraceForegroundColor(colours.text());
    setUnmatchedBraceForegroundColor(Theme::current().danger);
    setUnmatchedBraceBackgroundColor(background);
}

void CodeEditor::setSyntaxTheme(const QString &name)
{
    if (m_syntaxTheme != name) {
        m_syntaxTheme = name;
        applyTheme();
    }
}

} // namespace studio
