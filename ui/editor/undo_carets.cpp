// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/undo_carets.h"

#include "ui/editor/code_editor.h"

#include <QEvent>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

using Base = QsciScintillaBase;

constexpr qsizetype maxUndoActions = 20'000;

} // namespace

/// Scintilla 3.10 keeps no carets in its history, so they are kept beside it. It tells of each insertion and removal
/// before it makes, undoes or redoes it: that many actions of the history an undo takes back. (What it tells afterwards
/// says where a step begins and ends, and costs too much, see TextChanges.) That a history is emptied it does not tell;
/// what was kept for it is never reached then.
UndoCarets::UndoCarets(CodeEditor *mainView) : QObject(mainView), m_main(mainView)
{
    connect(mainView, &Base::SCN_MODIFIED, this, [this](int, int kind) { take(kind); });
    watch(mainView);
}

void UndoCarets::watch(CodeEditor *view)
{
    view->installEventFilter(this);
    view->viewport()->installEventFilter(this);
}

void UndoCarets::setView(CodeEditor *view)
{
    m_view = view;
    watch(view);
}

/// What the user does next is a step of its own, also where it comes in the same turn of the event loop.
bool UndoCarets::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: // before an action or a list takes the key
    case QEvent::KeyPress:
    case QEvent::InputMethod:
    case QEvent::MouseButtonPress:
        if (m_isOpen || m_restored) {
            settle();
        }
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

CodeEditor *UndoCarets::view() const
{
    return m_view && m_view == m_main->otherView() ? m_view.data() : m_main;
}

UndoCarets::Selection UndoCarets::selection() const
{
    return {.carets = caretsOf(*view()), .main = mainCaretOf(*view())};
}

UndoCarets::Selection UndoCarets::mainSelection() const
{
    return {.carets = {{.anchor = view()->SendScintilla(Base::SCI_GETANCHOR),
                        .position = view()->SendScintilla(Base::SCI_GETCURRENTPOS)}}};
}

void UndoCarets::hold()
{
    m_held = selection();
}

void UndoCarets::forget()
{
    m_actions.clear();
    m_done = 0;
    m_isOpen = false;
}

void UndoCarets::take(int kind)
{
    if ((kind & (Base::SC_MOD_BEFOREINSERT | Base::SC_MOD_BEFOREDELETE)) == 0) {
        return;
    }
    if ((kind & Base::SC_PERFORMED_UNDO) != 0) {
        undoAction();
    } else if ((kind & Base::SC_PERFORMED_REDO) != 0) {
        redoAction();
    } else {
        beginAction();
    }
}

/// An action that follows at once most likely goes on with a step: of thousands of carets, each of which makes a
/// change, not all are read for each of them.
void UndoCarets::beginAction()
{
    m_restored.reset(); // they were of the text before
    const bool isNext = std::exchange(m_isOpen, true);
    Selection before = std::exchange(m_held, std::nullopt).value_or(isNext ? mainSelection() : selection());
    if (isNext && m_done > 0) {
        m_actions[m_done - 1].after = before;
    }
    m_actions.resize(m_done);
    if (m_done >= maxUndoActions) {
        m_actions.remove(0, maxUndoActions / 2);
    }
    m_actions.append({std::move(before), {}});
    m_done = m_actions.size();
    settleSoon();
}

void UndoCarets::undoAction()
{
    beginUndo();
    if (m_done > 0) {
        m_restored = m_actions[--m_done].before;
    }
}

void UndoCarets::redoAction()
{
    beginUndo();
    if (m_done < m_actions.size()) {
        m_restored = m_actions[m_done++].after;
    }
}

/// Scintilla moves its caret after it told of the last action.
void UndoCarets::beginUndo()
{
    if (std::exchange(m_isOpen, false) && m_done > 0) {
        m_actions[m_done - 1].after = selection();
    }
    if (!m_restored) {
        m_firstLine = view()->firstVisibleLine();
    }
    m_restored.emplace();
    settleSoon();
}

void UndoCarets::settleSoon()
{
    if (!std::exchange(m_isQueued, true)) {
        QMetaObject::invokeMethod(this, &UndoCarets::settle, Qt::QueuedConnection);
    }
}

void UndoCarets::settle()
{
    m_isQueued = false;
    m_held.reset();
    restore();
    if (std::exchange(m_isOpen, false) && m_done > 0) {
        m_actions[m_done - 1].after = selection();
    }
}

void UndoCarets::restore()
{
    const Selection wanted = std::exchange(m_restored, std::nullopt).value_or(Selection());
    const auto fits = [this](const Caret &caret) { return caret.end() <= m_main->length(); };
    if (wanted.carets.isEmpty() || !std::ranges::all_of(wanted.carets, fits)) {
        return;
    }
    CodeEditor *const shown = view();
    setCarets(*shown, wanted.carets, wanted.main);
    shown->setFirstVisibleLine(m_firstLine); // where the caret is to be seen there, nothing moves
    shown->SendScintilla(Base::SCI_SCROLLCARET);
}

} // namespace studio
