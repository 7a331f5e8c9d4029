// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/problem_lens.h"

#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"

#include <QPainter>

#include <algorithm>

namespace studio {

namespace {

constexpr int gap = 24;                ///< between the code and the message
constexpr int lensPadding = 6;         ///< of the ground over code, left and right
constexpr auto aboveSign = u"\u2191 "; ///< before the message of the line above
constexpr int leastShare = 40;         ///< per cent of the view that a message has, if it needs them

} // namespace

ProblemLens::ProblemLens(CodeEditor *editor) : QObject(editor), m_editor(editor)
{
    connect(editor, &CodeEditor::painted, this,
            [this](QPainter *painter, const QRect &area) { paint(*painter, area); });
    connect(editor, &QsciScintilla::cursorPositionChanged, this, &ProblemLens::followCaret);
}

/// Scintilla paints the lines of the caret before and now; a message may stand below them.
void ProblemLens::followCaret()
{
    if (m_isOn && m_editor->hasProblems()) {
        m_editor->viewport()->update();
    }
}

void ProblemLens::setOn(bool isOn)
{
    if (isOn != m_isOn) {
        m_isOn = isOn;
        m_editor->viewport()->update();
    }
}

/// The first line of the message: what follows it explains, and is in the tooltip.
QString ProblemLens::textOf(int line) const
{
    const QString message =
        m_isOn ? m_editor->problemOfLine(line).message.section(u'\n', 0, 0).simplified() : QString();
    return message.size() <= maxTextLength ? message : message.first(maxTextLength - 1) + u'…';
}

void ProblemLens::paint(QPainter &painter, const QRect &area) const
{
    if (!m_isOn || !m_editor->hasProblems()) {
        return;
    }
    painter.save();
    painter.setFont(m_editor->codeFont());
    // The message of the line above may stand below it, see placeOf().
    const int last = m_editor->rowAt(area.bottom());
    for (int line = std::max(0, m_editor->rowAt(area.top()) - 1); line <= last; ++line) {
        const QString text = textOf(line);
        if (!text.isEmpty() && m_editor->SendScintilla(QsciScintillaBase::SCI_GETLINEVISIBLE, word(line)) != 0) {
            paintLine(painter, placeOf(line), m_editor->problemOfLine(line).isError, text);
        }
    }
    painter.restore();
}

int ProblemLens::xOf(long position) const
{
    return static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_POINTXFROMPOSITION, 0UL, position));
}

/// Behind the code. A line that fills the view leaves no room there, so the message lies over the code's right end; and
/// below the line while the caret is where the message would be, which must not hide what is typed.
ProblemLens::Place ProblemLens::placeOf(int line) const
{
    const long end = m_editor->SendScintilla(QsciScintillaBase::SCI_GETLINEENDPOSITION, word(line));
    const auto y = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_POINTYFROMPOSITION, 0UL, end));
    const auto height = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_TEXTHEIGHT, word(line)));
    const int all = m_editor->viewport()->width();
    const int behind = xOf(end) + gap;
    const QFontMetrics metrics(m_editor->codeFont());
    const int needed = metrics.horizontalAdvance(textOf(line)) + 2 * lensPadding;
    const int width = std::min(needed, std::max(all - behind, all * leastShare / 100));
    Place place{.area = QRect(std::min(behind, all - width), y, width, height)};
    place.isOverCode = place.area.left() < behind;
    const int caret = m_editor->caretPosition();
    if (place.isOverCode && m_editor->placeOf(caret).line == line && xOf(caret) > place.area.left() - gap) {
        const int more = metrics.horizontalAdvance(QString::fromUtf16(aboveSign) + textOf(line)) -
                         metrics.horizontalAdvance(textOf(line)) + 1; // the sign may be of another font
        place.area = place.area.translated(0, height).adjusted(-more, 0, 0, 0);
        place.isBelow = true;
    }
    return place;
}

QRect ProblemLens::areaOf(int line) const
{
    return textOf(line).isEmpty() ? QRect() : placeOf(line).area;
}

void ProblemLens::paintLine(QPainter &painter, const Place &place, bool isError, const QString &text) const
{
    const Theme &theme = Theme::current();
    const QColor color = isError ? theme.danger : theme.warning;
    if (place.isOverCode) {
        QColor frame = color;
        frame.setAlpha(theme.dark ? 110 : 80);
        painter.setPen(frame);
        painter.setBrush(m_editor->paper());
        painter.drawRoundedRect(QRectF(place.area).adjusted(0.5, 1.5, -0.5, -1.5), 3, 3);
    }
    const QRect room =
        place.area.adjusted(place.isOverCode ? lensPadding : 0, 0, place.isOverCode ? -lensPadding : 0, 0);
    painter.setPen(color);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(place.isBelow ? QString::fromUtf16(aboveSign) + text : text,
                                                      Qt::ElideRight, room.width()));
}

} // namespace studio
