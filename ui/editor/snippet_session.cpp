// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/snippet_session.h"

#include "ui/editor/carets.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/typing_assist.h"

#include <algorithm>

namespace studio {

using Base = QsciScintillaBase;

SnippetSession::SnippetSession(CodeEditor *editor) : QObject(editor), m_editor(editor)
{
    connect(editor, &Base::SCN_MODIFIED, this, [this](int position, int kind, const char *, int length) {
        if (isActive() && (kind & (Base::SC_MOD_BEFOREINSERT | Base::SC_MOD_BEFOREDELETE)) != 0) {
            const bool isInserted = (kind & Base::SC_MOD_BEFOREINSERT) != 0;
            follow(position, isInserted ? 0 : length, isInserted ? length : 0);
        }
    });
    connect(editor, &QsciScintilla::cursorPositionChanged, this, [this] {
        const auto caret = static_cast<int>(m_editor->SendScintilla(Base::SCI_GETCURRENTPOS));
        if (isActive() && !m_isSelecting && (caret < m_from || caret > m_to)) {
            end();
        }
    });
}

void SnippetSession::begin(const lsp::Snippet &snippet, int position)
{
    end();
    const QString &text = snippet.text;
    m_from = position;
    m_to = position + static_cast<int>(text.toUtf8().size());
    for (const lsp::Snippet::Stop &stop : snippet.stops) {
        const int from = position + static_cast<int>(text.first(stop.from).toUtf8().size());
        m_stops.append(
            {stop.number, from, from + static_cast<int>(text.sliced(stop.from, stop.length).toUtf8().size())});
    }
    if (isActive()) {
        m_current = m_stops.front().number;
        markClosers();
        select();
    }
}

/// What closes behind a place, as in "Vec<$1>", is typed over.
void SnippetSession::markClosers() const
{
    const auto first = std::ranges::find(m_stops, m_current, &Stop::number);
    const int line = m_editor->placeOf(first->to).line;
    m_editor->SendScintilla(Base::SCI_GOTOPOS, static_cast<unsigned long>(first->to));
    for (const Stop &stop : m_stops) {
        const QByteArray behind = m_editor->bytesAt(stop.to, m_to - stop.to);
        for (int at = 0; at < behind.size() && QByteArrayView(")]}>\"").contains(behind[at]); ++at) {
            if (m_editor->placeOf(stop.to + at).line == line) {
                m_editor->findChild<TypingAssist *>()->markCloser(stop.to + at);
            }
        }
    }
}

void SnippetSession::end()
{
    m_stops.clear();
}

QList<int> SnippetSession::numbers() const
{
    QList<int> all;
    for (const Stop &stop : m_stops) {
        if (!all.contains(stop.number)) {
            all << stop.number;
        }
    }
    return all;
}

void SnippetSession::goOn(int step)
{
    const QList<int> all = numbers();
    const qsizetype next = all.indexOf(m_current) + step;
    if (next < 0) {
        return;
    }
    if (next >= all.size()) {
        end();
        return;
    }
    m_current = all[next];
    select();
}

void SnippetSession::select()
{
    m_isSelecting = true;
    QList<Caret> carets;
    for (const Stop &stop : std::as_const(m_stops)) {
        if (stop.number == m_current) {
            carets << Caret{.anchor = stop.from, .position = stop.to};
        }
    }
    setCarets(*m_editor, carets);
    m_editor->SendScintilla(Base::SCI_SCROLLCARET);
    m_isSelecting = false;
    if (m_current == 0) {
        end(); // the last place is where typing goes on
    }
}

/// Places move with the text. What is typed at the edge of the current place belongs to it; at another's, not.
void SnippetSession::follow(int position, int removed, int added)
{
    const auto moved = [&](int at, bool staysBefore) {
        if (at < position || (at == position && staysBefore)) {
            return at;
        }
        return std::max(at - removed, position) + added;
    };
    for (Stop &stop : m_stops) {
        const bool isCurrent = stop.number == m_current;
        const int to = moved(stop.to, !isCurrent);
        stop.from = moved(stop.from, isCurrent || stop.from == stop.to);
        stop.to = std::max(to, stop.from);
    }
    m_from = moved(m_from, true);
    m_to = moved(m_to, false);
}

} // namespace studio
