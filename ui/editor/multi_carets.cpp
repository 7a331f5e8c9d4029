// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/multi_carets.h"

#include "ui/editor/carets.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace studio {

namespace {

using Sci = QsciScintillaBase;

/// Whether the main selection is a whole word.
bool isWholeWord(const QsciScintilla &editor)
{
    const long start = editor.SendScintilla(Sci::SCI_GETSELECTIONSTART);
    const long end = editor.SendScintilla(Sci::SCI_GETSELECTIONEND);
    return end > start && editor.SendScintilla(Sci::SCI_ISRANGEWORD, word(start), end) != 0;
}

void prepareSearch(QsciScintilla &editor, bool wholeWords)
{
    editor.SendScintilla(Sci::SCI_TARGETWHOLEDOCUMENT);
    editor.SendScintilla(Sci::SCI_SETSEARCHFLAGS,
                         word(Sci::SCFIND_MATCHCASE | (wholeWords ? Sci::SCFIND_WHOLEWORD : 0)));
}

} // namespace

MultiCarets::MultiCarets(QsciScintilla *editor) : QObject(editor), m_editor(editor)
{
    editor->SendScintilla(Sci::SCI_SETMULTIPLESELECTION, 1UL);
    editor->SendScintilla(Sci::SCI_SETADDITIONALSELECTIONTYPING, 1UL);
    editor->SendScintilla(Sci::SCI_SETMULTIPASTE, static_cast<unsigned long>(Sci::SC_MULTIPASTE_EACH));
    editor->SendScintilla(Sci::SCI_SETVIRTUALSPACEOPTIONS, static_cast<unsigned long>(Sci::SCVS_RECTANGULARSELECTION));
    editor->installEventFilter(this);
    editor->viewport()->installEventFilter(this);
}

bool MultiCarets::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::KeyPress: {
        const auto *const key = static_cast<QKeyEvent *>(event);
        return watched == m_editor && key->key() == Qt::Key_Escape && key->modifiers() == Qt::NoModifier &&
               dropCarets();
    }
    case QEvent::MouseButtonPress:
        return press(*static_cast<QMouseEvent *>(event));
    case QEvent::MouseMove:
        if (m_selectsColumns) {
            selectColumns(static_cast<QMouseEvent *>(event)->position().toPoint());
        }
        return m_isPressed;
    case QEvent::MouseButtonRelease: {
        const bool wasPressed = m_isPressed;
        m_isPressed = m_selectsColumns = false;
        return wasPressed;
    }
    default:
        return false;
    }
}

bool MultiCarets::press(const QMouseEvent &event)
{
    const Qt::KeyboardModifiers held = event.modifiers();
    if (event.button() != Qt::LeftButton || !held.testFlag(Qt::AltModifier) || held.testFlag(Qt::ControlModifier)) {
        return false;
    }
    m_editor->setFocus();
    m_isPressed = true;
    m_selectsColumns = held.testFlag(Qt::ShiftModifier);
    if (m_selectsColumns) {
        selectColumns(event.position().toPoint());
    } else {
        toggleCaret(event.position().toPoint());
    }
    return true;
}

void MultiCarets::toggleCaret(const QPoint &point)
{
    const long at = m_editor->SendScintilla(Sci::SCI_POSITIONFROMPOINT, word(point.x()), static_cast<long>(point.y()));
    QList<Caret> carets = caretsOf(*m_editor);
    const auto known = carets.indexOf(Caret{.anchor = at, .position = at});
    if (known < 0) {
        m_editor->SendScintilla(Sci::SCI_ADDSELECTION, word(at), at);
    } else if (carets.size() > 1) {
        carets.removeAt(known);
        setCarets(*m_editor, carets);
    }
}

void MultiCarets::selectColumns(const QPoint &point)
{
    if (m_editor->SendScintilla(Sci::SCI_SELECTIONISRECTANGLE) == 0) {
        const long anchor = m_editor->SendScintilla(Sci::SCI_GETANCHOR);
        m_editor->SendScintilla(Sci::SCI_SETRECTANGULARSELECTIONANCHOR, word(anchor));
    }
    const long at = m_editor->SendScintilla(Sci::SCI_POSITIONFROMPOINT, word(point.x()), static_cast<long>(point.y()));
    m_editor->SendScintilla(Sci::SCI_SETRECTANGULARSELECTIONCARET, word(at));
    claimSelection(*m_editor);
}

bool MultiCarets::dropCarets()
{
    if (m_editor->SendScintilla(Sci::SCI_GETSELECTIONS) < 2) {
        return false;
    }
    const long anchor = m_editor->SendScintilla(Sci::SCI_GETANCHOR);
    const long position = m_editor->SendScintilla(Sci::SCI_GETCURRENTPOS);
    setCarets(*m_editor, {Caret{.anchor = anchor, .position = position}});
    return true;
}

void addNextOccurrence(QsciScintilla &editor)
{
    const bool isFirst = editor.SendScintilla(Sci::SCI_GETSELECTIONEMPTY) != 0;
    prepareSearch(editor, isFirst || isWholeWord(editor));
    editor.SendScintilla(Sci::SCI_MULTIPLESELECTADDNEXT);
    editor.SendScintilla(Sci::SCI_SCROLLCARET);
}

void selectAllOccurrences(QsciScintilla &editor)
{
    if (editor.SendScintilla(Sci::SCI_GETSELECTIONEMPTY) != 0) {
        addNextOccurrence(editor); // the word
    }
    prepareSearch(editor, isWholeWord(editor));
    editor.SendScintilla(Sci::SCI_MULTIPLESELECTADDEACH);
}

} // namespace studio
