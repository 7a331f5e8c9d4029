// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/problem_lens.h"

#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"

#include <QPainter>

namespace studio {

namespace {

constexpr int gap = 24; ///< between the code and the message

} // namespace

ProblemLens::ProblemLens(CodeEditor *editor) : QObject(editor), m_editor(editor)
{
    connect(editor, &CodeEditor::painted, this,
            [this](QPainter *painter, const QRect &area) { paint(*painter, area); });
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
    const int last = m_editor->rowAt(area.bottom());
    for (int line = m_editor->rowAt(area.top()); line <= last; ++line) {
        const QString text = textOf(line);
        if (!text.isEmpty() && m_editor->SendScintilla(QsciScintillaBase::SCI_GETLINEVISIBLE, word(line)) != 0) {
            paintLine(painter, line, text);
        }
    }
    painter.restore();
}

void ProblemLens::paintLine(QPainter &painter, int line, const QString &text) const
{
    const long end = m_editor->SendScintilla(QsciScintillaBase::SCI_GETLINEENDPOSITION, word(line));
    const auto x = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_POINTXFROMPOSITION, 0UL, end));
    const auto y = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_POINTYFROMPOSITION, 0UL, end));
    const auto height = static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_TEXTHEIGHT, word(line)));
    const Theme &theme = Theme::current();
    painter.setFont(m_editor->codeFont());
    painter.setPen(m_editor->problemOfLine(line).isError ? theme.danger : theme.warning);
    const QRect room(x + gap, y, m_editor->viewport()->width() - x - gap, height);
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, room.width()));
}

} // namespace studio
