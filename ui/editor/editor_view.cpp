// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/editor_view.h"

#include "ui/common/theme.h"
#include "ui/editor/bracket_colours.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/occurrence_marks.h"
#include "ui/editor/problem_lens.h"
#include "ui/syntax/syntax_colours.h"

#include <algorithm>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

long scintillaColor(const QColor &color)
{
    return color.red() | (color.green() << 8) | (color.blue() << 16);
}

} // namespace

void EditorView::add(QsciScintilla *editor)
{
    applyTo(editor);
    connect(this, &EditorView::changed, editor, [this, editor] { applyTo(editor); });
    connect(editor, &QsciScintillaBase::SCN_ZOOM, this, [this, editor] {
        ViewSettings settings = m_settings;
        settings.zoom = static_cast<int>(editor->SendScintilla(Sci::SCI_GETZOOM));
        setSettings(settings);
    });
}

void EditorView::setSettings(ViewSettings settings)
{
    settings.zoom = std::clamp(settings.zoom, minZoom, maxZoom);
    if (settings != m_settings) {
        m_settings = settings;
        Q_EMIT changed();
    }
}

void EditorView::zoomBy(int points)
{
    ViewSettings settings = m_settings;
    settings.zoom += points;
    setSettings(settings);
}

Json EditorView::saveState() const
{
    return {{"zoom", m_settings.zoom}};
}

void EditorView::restoreState(const JsonReader &state)
{
    const auto take = [&](const char *name, bool now) { return state[name].boolean(now); };
    ViewSettings settings = m_settings;
    settings.zoom = state["zoom"].number(0, 0);
    settings.wrapsLines = take("wrap", settings.wrapsLines);
    settings.showsWhitespace = take("whitespace", settings.showsWhitespace);
    settings.showsRuler = take("ruler", settings.showsRuler);
    settings.showsInlayHints = take("inlayHints", settings.showsInlayHints);
    settings.showsIndentationGuides = take("indentationGuides", settings.showsIndentationGuides);
    settings.coloursBrackets = take("bracketColours", settings.coloursBrackets);
    settings.showsProblems = take("problems", settings.showsProblems);
    setSettings(settings);
}

void EditorView::applyTo(QsciScintilla *editor) const
{
    if (editor->SendScintilla(Sci::SCI_GETZOOM) != m_settings.zoom) {
        editor->zoomTo(m_settings.zoom);
    }
    editor->setWrapMode(m_settings.wrapsLines ? QsciScintilla::WrapWord : QsciScintilla::WrapNone);
    editor->setWrapVisualFlags(QsciScintilla::WrapFlagByText);
    editor->setWrapIndentMode(QsciScintilla::WrapIndentIndented);
    editor->setWhitespaceVisibility(m_settings.showsWhitespace ? QsciScintilla::WsVisible : QsciScintilla::WsInvisible);
    editor->SendScintilla(
        Sci::SCI_SETINDENTATIONGUIDES,
        static_cast<unsigned long>(m_settings.showsIndentationGuides ? Sci::SC_IV_LOOKBOTH : Sci::SC_IV_NONE));
    if (auto *const code = qobject_cast<CodeEditor *>(editor)) {
        code->setShowsLineNumbers(m_settings.showsLineNumbers);
    }
    if (auto *const brackets = editor->findChild<BracketColours *>()) {
        brackets->setOn(m_settings.coloursBrackets);
    }
    if (auto *const lens = editor->findChild<ProblemLens *>()) {
        lens->setOn(m_settings.showsProblems);
    }
    editor->setEdgeColumn(rulerColumn);
    editor->setEdgeMode(m_settings.showsRuler ? QsciScintilla::EdgeLine : QsciScintilla::EdgeNone);
}

void applyViewColors(QsciScintilla &editor, const SyntaxColours &colours)
{
    const Theme &theme = Theme::current();
    const auto send = [&editor](unsigned int message, long color) {
        editor.SendScintilla(message, static_cast<unsigned long>(color));
    };
    const QColor marks = colours.color(EditorColor::LineNumbers);
    send(Sci::SCI_SETADDITIONALCARETFORE, scintillaColor(theme.accent));
    send(Sci::SCI_SETADDITIONALSELBACK, scintillaColor(colours.color(EditorColor::Selection)));
    editor.setWhitespaceForegroundColor(marks);
    editor.setEdgeColor(colours.color(EditorColor::Separator));
    QColor occurrence = colours.text();
    occurrence.setAlpha(theme.dark ? 28 : 25); // the text on it keeps its contrast, also on the caret's line
    for (const int indicator : {OccurrenceMarks::indicator, OccurrenceMarks::secondIndicator}) {
        editor.setIndicatorForegroundColor(occurrence, indicator);
        editor.setIndicatorOutlineColor(occurrence, indicator);
    }
    QColor written = theme.information;
    QColor outline = written;
    written.setAlpha(occurrence.alpha());
    outline.setAlpha(200); // the colour is not the only sign
    for (const int indicator : {OccurrenceMarks::writeIndicator, OccurrenceMarks::secondWriteIndicator}) {
        editor.setIndicatorForegroundColor(written, indicator);
        editor.setIndicatorOutlineColor(outline, indicator);
    }
    constexpr unsigned long guides = Sci::STYLE_INDENTGUIDE;
    editor.SendScintilla(Sci::SCI_STYLESETFORE, guides, scintillaColor(colours.color(EditorColor::Indentation)));
    editor.SendScintilla(Sci::SCI_STYLESETBACK, guides, scintillaColor(colours.color(EditorColor::Background)));
    if (auto *const brackets = editor.findChild<BracketColours *>()) {
        brackets->setColours(colours);
    }
    constexpr unsigned long folded = Sci::STYLE_FOLDDISPLAYTEXT;
    editor.SendScintilla(Sci::SCI_STYLESETFORE, folded, scintillaColor(marks));
    editor.SendScintilla(Sci::SCI_STYLESETBACK, folded, scintillaColor(colours.color(EditorColor::Background)));
    editor.SendScintilla(Sci::SCI_FOLDDISPLAYTEXTSETSTYLE, static_cast<unsigned long>(Sci::SC_FOLDDISPLAYTEXT_BOXED));
}

} // namespace studio
