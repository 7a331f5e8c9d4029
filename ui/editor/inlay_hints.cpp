// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/inlay_hints.h"

#include "core/lsp/lsp_client.h"
#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_view.h"
#include "ui/editor/language_features.h"
#include "ui/editor/problem_lens.h"

#include <QPainter>

#include <algorithm>

// Hints between two characters were tried in these ways, each in a window with 2,000 lines, seven hints in a line:
//
// - SCI_SETREPRESENTATION draws a text of ours in place of a character, but of each such character in the document:
//   each “(” has the same hint.
// - A hidden indicator, an overlay or shifted pixels leave the layout as it is: there is no room to draw in, and where
//   room is made on the picture alone, caret, selection and mouse are elsewhere than the text.
// - A style for the character in front of the hint, whose font is as wide as both: a generated TrueType font without
//   outlines, one family for each width, over which the character and its hint are drawn. Caret, selection, mouse and
//   line height are right then, and it looks as in VS Code. 61 widths (steps of 0.2 em) load in 8 to 19 ms, styling
//   1,400 places takes 19 ms, and a frame with 210 hints 7 ms instead of 3 (on two processors that others used too).
//
// The last one works, and is not taken yet: the lexer styles a line anew with each edit, so the code would jump to the
// left and back at each key until SyntaxLexer and SemanticColours keep such styles, as they keep those of a word that
// is typed in; and the character's colour, that of brackets too, has to be drawn here. Behind the line nothing jumps.

namespace studio {

namespace {

constexpr int typeHint = 1;      ///< InlayHintKind of LSP 3.17 …
constexpr int parameterHint = 2; ///< … likewise
constexpr qsizetype maxArgumentLength = 16;
constexpr int hintGap = 8;     ///< pixels between the text, the hints and their frames
constexpr int hintPadding = 4; ///< pixels between a hint and its frame

bool isIdentifier(QChar character)
{
    return character.isLetterOrNumber() || character == u'_';
}

/// The name that ends at `end`.
QString nameBefore(const QString &line, qsizetype end)
{
    qsizetype from = end;
    while (from > 0 && isIdentifier(line[from - 1])) {
        --from;
    }
    return line.sliced(from, end - from);
}

/// The argument that begins at `from`: up to its comma or the end of its call.
QString argumentAt(const QString &line, qsizetype from)
{
    int depth = 0;
    qsizetype to = from;
    for (; to < line.size(); ++to) {
        const QChar at = line[to];
        depth += at == u'(' || at == u'[' || at == u'{' ? 1 : at == u')' || at == u']' || at == u'}' ? -1 : 0;
        if (depth < 0 || (depth == 0 && at == u',')) {
            break;
        }
    }
    const QString argument = line.sliced(from, to - from).trimmed();
    return argument.size() <= maxArgumentLength ? argument : argument.first(maxArgumentLength - 1) + u'…';
}

} // namespace

InlayHints::InlayHints(CodeEditor *editor, LanguageFeatures *features)
    : QObject(editor), m_editor(editor), m_features(features), m_questions(editor, features, this)
{
    connect(&m_questions, &ViewportQuestions::outdated, this, [this] { m_call.cancel(); });
    connect(&m_questions, &ViewportQuestions::wanted, this, &InlayHints::ask);
    connect(editor, &CodeEditor::changed, this,
            [this](const TextChange &change) { followChange(change.range, change.text); });
    connect(editor, &CodeEditor::painted, this,
            [this](QPainter *painter, const QRect &area) { paint(*painter, area); });
    const auto follow = [this] { setOn(m_features->viewSettings().showsInlayHints); };
    connect(features, &LanguageFeatures::viewChanged, this, follow);
    follow();
}

void InlayHints::setOn(bool isOn)
{
    if (std::exchange(m_isOn, isOn) != isOn) {
        m_hints.clear();
        m_questions.askSoon();
        m_editor->viewport()->update();
    }
}

void InlayHints::ask(LineSpan lines, const TextRange &range)
{
    if (!m_isOn || !m_features->client()->capabilities().can("inlayHintProvider")) {
        return;
    }
    m_call = m_features->client()->inlayHints(m_features->pathOf(m_editor), range,
                                              [this, lines](const Result<lsp::InlayHints> &hints) {
                                                  if (hints) {
                                                      take(lines, *hints);
                                                  } else {
                                                      m_questions.noteFailure();
                                                  }
                                              });
}

void InlayHints::take(LineSpan lines, QList<lsp::InlayHint> hints)
{
    std::ranges::stable_sort(hints, {}, &lsp::InlayHint::position); // the server has them in the order of its tree
    QMap<int, QStringList> found;
    const QString path = m_features->pathOf(m_editor);
    for (const lsp::InlayHint &hint : std::as_const(hints)) {
        const TextPlace place = m_features->client()->place(path, hint.position);
        if (place.line < lines.from || place.line >= lines.to) {
            continue; // of no line that was asked about
        }
        QStringList &ofLine = found[place.line];
        const QString text = textOf(hint, place);
        if (!text.isEmpty() && ofLine.size() < maxPerLine) {
            ofLine << text;
        }
    }
    if (found != m_hints) {
        m_hints = found;
        m_editor->viewport()->update();
    }
}

/// Apart from its place a hint has to name what it is about.
QString InlayHints::textOf(const lsp::InlayHint &hint, TextPlace place) const
{
    const QString line = m_editor->text(place.line);
    const qsizetype at =
        QString::fromUtf8(line.toUtf8().first(std::min<qsizetype>(place.byte, line.toUtf8().size()))).size();
    const QString label = hint.label.simplified();
    QString text = label;
    if (hint.kind == parameterHint) {
        text = label + u' ' + argumentAt(line, at);
    } else if (hint.kind == typeHint && label.startsWith(u':')) {
        text = nameBefore(line, at) + label;
    }
    return text.size() <= maxTextLength ? text : text.first(maxTextLength - 1) + u'…';
}

/// Hints stay with their lines until the answer about the new text is there.
void InlayHints::followChange(const TextRange &before, const QByteArray &text)
{
    const auto added = static_cast<int>(text.count('\n'));
    const int removed = before.end.line - before.start.line;
    if (m_hints.isEmpty() || (added == 0 && removed == 0)) {
        return;
    }
    QMap<int, QStringList> moved;
    for (auto hint = m_hints.cbegin(); hint != m_hints.cend(); ++hint) {
        const int line = hint.key();
        if (line < before.start.line) {
            moved.insert(line, *hint);
        } else if (line > before.end.line || (line == before.end.line && before.start.byte == 0 && removed == 0)) {
            moved.insert(line + added - removed, *hint);
        }
    }
    m_hints = moved;
}

void InlayHints::paint(QPainter &painter, const QRect &area) const
{
    if (!m_isOn || m_hints.isEmpty()) {
        return;
    }
    const int last = m_editor->rowAt(area.bottom());
    const auto *const lens = m_editor->findChild<ProblemLens *>();
    painter.save();
    for (auto hint = m_hints.lowerBound(m_editor->rowAt(area.top())); hint != m_hints.cend() && hint.key() <= last;
         ++hint) {
        const bool isCovered = lens && !lens->textOf(hint.key()).isEmpty(); // what is wrong comes first
        if (!isCovered && m_editor->SendScintilla(QsciScintillaBase::SCI_GETLINEVISIBLE, word(hint.key())) != 0) {
            paintLine(painter, hint.key(), *hint);
        }
    }
    painter.restore();
}

void InlayHints::paintLine(QPainter &painter, int line, const QStringList &hints) const
{
    const long end = m_editor->SendScintilla(QsciScintillaBase::SCI_GETLINEENDPOSITION, word(line));
    const auto x = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_POINTXFROMPOSITION, 0UL, end));
    const auto y = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_POINTYFROMPOSITION, 0UL, end));
    const auto height = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_TEXTHEIGHT, word(line)));
    QFont font = m_editor->codeFont();
    font.setPointSizeF(std::max(4.0, font.pointSizeF() * 0.88));
    painter.setFont(font);
    const QFontMetrics metrics(font, painter.device());
    const Theme &theme = Theme::current();
    QColor frame = theme.muted;
    frame.setAlpha(theme.dark ? 40 : 26);
    QRect box(x + 2 * hintGap, y + 1, 0, height - 2);
    for (const QString &hint : hints) {
        box.setWidth(metrics.horizontalAdvance(hint) + 2 * hintPadding);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(frame);
        painter.drawRoundedRect(box, hintPadding, hintPadding);
        painter.setPen(theme.muted);
        painter.drawText(box, Qt::AlignCenter, hint);
        box.moveLeft(box.right() + hintGap);
    }
}

} // namespace studio
