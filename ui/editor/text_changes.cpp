// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/text_changes.h"

#include "ui/editor/code_editor.h"

#include <QAccessible>

namespace studio {

namespace {

using Base = QsciScintillaBase;

constexpr int doneKinds = Base::SC_MOD_INSERTTEXT | Base::SC_MOD_DELETETEXT;
/// Scintilla tells of what has any bit of its mask, and how a change came about is in these.
constexpr int circumstances = Base::SC_PERFORMED_USER | Base::SC_PERFORMED_UNDO | Base::SC_PERFORMED_REDO |
                              Base::SC_MULTISTEPUNDOREDO | Base::SC_LASTSTEPINUNDOREDO | Base::SC_MULTILINEUNDOREDO |
                              Base::SC_STARTACTION;

} // namespace

TextChanges::TextChanges(CodeEditor *editor) : QObject(editor), m_editor(editor)
{
    connect(editor, &Base::SCN_MODIFIED, this,
            [this](int position, int kind, const char *, int length) { take(position, kind, length); });
    // Both come after what was typed, and before anybody else hears of it.
    connect(editor, &Base::SCN_CHARADDED, this, &TextChanges::flush);
    connect(editor, &Base::SCN_UPDATEUI, this, &TextChanges::flush);
    followAssistiveTools();
}

void TextChanges::followAssistiveTools()
{
    const bool isTold = QAccessible::isActive();
    if (!isTold) { // one is made when the editor is shown, and counts the characters with each paint
        QAccessibleInterface *const unused = QAccessible::queryAccessibleInterface(m_editor);
        QAccessible::deleteAccessibleInterface(QAccessible::uniqueId(unused));
    }
    if (m_isTold != isTold) {
        m_isTold = isTold;
        const int all = Base::SC_MODEVENTMASKALL;
        const int kinds = isTold ? all : all & ~(doneKinds | circumstances);
        m_editor->SendScintilla(Base::SCI_SETMODEVENTMASK, static_cast<unsigned long>(kinds));
    }
}

void TextChanges::take(int position, int kind, int length)
{
    if ((kind & Base::SC_MOD_BEFOREINSERT) != 0) {
        end(false); // of this view: the other one has told already, and waits for this change
        begin(position, position, length);
    } else if ((kind & Base::SC_MOD_BEFOREDELETE) != 0) {
        end(false);
        begin(position, position + length, 0);
    } else if ((kind & doneKinds) != 0) {
        end(true);
    }
}

/// Between a CR and its LF, where no place is. An undo can change something there.
bool TextChanges::isInLineEnd(int position) const
{
    return position > 0 && position < m_editor->length() && m_editor->bytesAt(position - 1, 2) == "\r\n";
}

/// Places are taken before the text is another: afterwards a CR and an LF may have met, or been parted.
void TextChanges::begin(int from, int to, int inserted)
{
    const int more = isInLineEnd(to) ? 1 : 0;
    const int less = isInLineEnd(from) ? 1 : 0;
    m_pending = {.range = {m_editor->placeOf(from - less), m_editor->placeOf(to + more)},
                 .position = from - less,
                 .length = less + inserted + more,
                 .lines = m_editor->lines()};
    Q_EMIT begun();
    followAssistiveTools();
    if (m_isTold == false && !std::exchange(m_isQueued, true)) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_isQueued = false;
                flush();
            },
            Qt::QueuedConnection);
    }
}

void TextChanges::flush()
{
    if (m_first) {
        m_first->flush();
    }
    end(false);
}

void TextChanges::end(bool isToldByScintilla)
{
    if (!m_pending) {
        return;
    }
    const Pending pending = *std::exchange(m_pending, std::nullopt);
    Q_EMIT changed({pending.range, m_editor->bytesAt(pending.position, pending.length)});
    if (!isToldByScintilla) { // as QsciScintilla says it
        Q_EMIT m_editor->textChanged();
        if (m_editor->lines() != pending.lines) {
            Q_EMIT m_editor->linesChanged();
        }
    }
}

} // namespace studio
