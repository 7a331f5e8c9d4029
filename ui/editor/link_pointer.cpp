// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/link_pointer.h"

#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/language_features.h"

#include <QMouseEvent>

namespace studio {

namespace {

constexpr unsigned long handCursor = 8; ///< Scintilla's own number, which has no name in its interface

} // namespace

LinkPointer::LinkPointer(CodeEditor *editor, LanguageFeatures *features)
    : QObject(editor)
    , m_editor(editor)
    , m_features(features)
    , m_indicator(editor->ownIndicator(CodeEditor::linkIndicator, CodeEditor::secondLinkIndicator))
{
    editor->indicatorDefine(QsciScintilla::PlainIndicator, m_indicator);
    editor->installEventFilter(this);
    editor->viewport()->installEventFilter(this);
    connect(editor, &CodeEditor::changed, this, &LinkPointer::hideLink);
}

QString LinkPointer::linkText() const
{
    return m_from < m_to ? m_editor->text(m_from, m_to) : QString();
}

bool LinkPointer::eventFilter(QObject *watched, QEvent *event)
{
    const bool isViewport = watched == m_editor->viewport();
    const auto key = [event] { return static_cast<QKeyEvent *>(event)->key(); };
    switch (event->type()) {
    case QEvent::MouseMove:
        if (isViewport) {
            const auto *const mouse = static_cast<QMouseEvent *>(event);
            m_mouse = mouse->position().toPoint();
            if (mouse->modifiers() == Qt::ControlModifier && mouse->buttons() == Qt::NoButton) {
                showLink(m_mouse);
            } else if (!m_isPressed) {
                hideLink();
            }
        }
        return m_isPressed;
    case QEvent::KeyPress:
        if (key() == Qt::Key_Control && m_editor->viewport()->underMouse()) {
            showLink(m_mouse);
        } else {
            hideLink();
        }
        break;
    case QEvent::KeyRelease:
        if (key() == Qt::Key_Control) {
            hideLink();
        }
        break;
    case QEvent::Leave:
    case QEvent::FocusOut:
        hideLink();
        break;
    case QEvent::MouseButtonPress:
        return isViewport && buttonPressed(*static_cast<QMouseEvent *>(event));
    case QEvent::MouseButtonRelease:
        return isViewport && buttonReleased(*static_cast<QMouseEvent *>(event));
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

bool LinkPointer::buttonPressed(const QMouseEvent &event)
{
    if (event.button() != Qt::LeftButton || event.modifiers() != Qt::ControlModifier) {
        return false;
    }
    showLink(event.position().toPoint());
    m_isPressed = m_from < m_to;
    return m_isPressed;
}

/// Followed where the button is let go within the word, like any link.
bool LinkPointer::buttonReleased(const QMouseEvent &event)
{
    if (!m_isPressed) {
        return false;
    }
    m_isPressed = false;
    const int position = m_editor->positionAt(event.position().toPoint());
    const bool isInside = position >= m_from && position <= m_to;
    hideLink();
    if (isInside) {
        Q_EMIT followed(position);
    }
    return true;
}

void LinkPointer::showLink(const QPoint &point)
{
    const int position = m_features->isReadyFor(m_editor) ? m_editor->positionAt(point) : -1;
    const auto [from, to] = m_editor->wordAt(position);
    if (from == m_from && to == m_to) {
        return;
    }
    hideLink();
    if (from >= to) {
        return;
    }
    m_from = from;
    m_to = to;
    m_editor->setIndicatorForegroundColor(Theme::current().accent, m_indicator);
    m_editor->SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, static_cast<unsigned long>(m_indicator));
    m_editor->SendScintilla(QsciScintilla::SCI_INDICATORFILLRANGE, static_cast<unsigned long>(from),
                            static_cast<long>(to - from));
    m_editor->SendScintilla(QsciScintilla::SCI_SETCURSOR, handCursor);
}

void LinkPointer::hideLink()
{
    if (m_from < 0) {
        return;
    }
    m_from = m_to = -1;
    m_editor->SendScintilla(QsciScintilla::SCI_SETINDICATORCURRENT, static_cast<unsigned long>(m_indicator));
    m_editor->SendScintilla(QsciScintilla::SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(m_editor->length()));
    m_editor->SendScintilla(QsciScintilla::SCI_SETCURSOR, static_cast<unsigned long>(QsciScintilla::SC_CURSORNORMAL));
}

} // namespace studio
