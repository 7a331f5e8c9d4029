// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/kept_place.h"

#include "ui/editor/carets.h"
#include "ui/editor/code_editor.h"

#include <algorithm>
#include <utility>

namespace studio {

namespace {

using Base = QsciScintillaBase;

constexpr int historyKinds = Base::SC_PERFORMED_UNDO | Base::SC_PERFORMED_REDO;

} // namespace

KeptPlace::KeptPlace(CodeEditor *editor) : QObject(editor), m_editor(editor)
{
    connect(editor, &Base::SCN_MODIFIED, this,
            [this](int position, int kind, const char *, int length) { take(position, kind, length); });
}

/// A replacement is taken back as a removal and an insertion at one place. Of each Scintilla tells before it is made.
void KeptPlace::take(int position, int kind, int length)
{
    if ((kind & historyKinds) == 0 || m_editor->window()->focusWidget() == m_editor) {
        return; // where the caret goes then is not about the other view
    }
    if ((kind & Base::SC_MOD_BEFOREDELETE) != 0 && !m_place) {
        noteRemoval(position, length);
    } else if ((kind & Base::SC_MOD_BEFOREINSERT) != 0 && m_place && m_place->from == position) {
        m_place->isReplaced = true;
    }
}

void KeptPlace::noteRemoval(int position, int length)
{
    const long anchor = m_editor->SendScintilla(Base::SCI_GETANCHOR);
    const long caret = m_editor->caretPosition();
    const auto isIn = [&](long at) { return position < at && at <= position + length; };
    const bool isOfLines = m_editor->placeOf(position).line != m_editor->placeOf(position + length).line;
    if (isOfLines && (isIn(anchor) || isIn(caret))) {
        m_place = Place{.anchor = pointOf(anchor),
                        .caret = pointOf(caret),
                        .firstVisibleLine = m_editor->firstVisibleLine(),
                        .from = position};
        QMetaObject::invokeMethod(this, &KeptPlace::restore, Qt::QueuedConnection);
    }
}

KeptPlace::Point KeptPlace::pointOf(long position) const
{
    const TextPlace place = m_editor->placeOf(static_cast<int>(position));
    return {.line = place.line, .byte = place.byte};
}

long KeptPlace::positionOf(Point point) const
{
    const int line = std::min(point.line, m_editor->lines() - 1);
    const int at = m_editor->positionAt(TextPlace{line, point.byte});
    const long before = m_editor->SendScintilla(Base::SCI_POSITIONBEFORE, word(at + 1)); // not within a character
    return at < m_editor->length() ? std::min<long>(before, at) : at;
}

void KeptPlace::restore()
{
    const auto place = std::exchange(m_place, std::nullopt);
    if (!place || !place->isReplaced) {
        return;
    }
    setCarets(*m_editor, {Caret{.anchor = positionOf(place->anchor), .position = positionOf(place->caret)}});
    m_editor->setFirstVisibleLine(place->firstVisibleLine);
}

} // namespace studio
