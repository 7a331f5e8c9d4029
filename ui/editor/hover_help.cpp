// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/hover_help.h"

#include "ui/editor/code_editor.h"
#include "ui/editor/hover_popup.h"
#include "ui/editor/language_features.h"

#include <QApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QUrl>

namespace studio {

HoverHelp::HoverHelp(CodeEditor *editor, LanguageFeatures *features)
    : QObject(editor), m_editor(editor), m_features(features), m_popup(new HoverPopup(editor))
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restTime);
    m_leave.setSingleShot(true);
    m_leave.setInterval(leaveTime);
    editor->installEventFilter(this);
    editor->viewport()->installEventFilter(this);
    connect(&m_rest, &QTimer::timeout, this, &HoverHelp::mouseRested);
    connect(&m_leave, &QTimer::timeout, this, [this] {
        if (!isUnderMouse() && !m_popup->hasFocusWithin()) {
            hidePopup(); // the mouse may rest on another word already
        }
    });
    connect(m_popup, &HoverPopup::left, this, &HoverHelp::leaveSoon);
    connect(m_popup, &HoverPopup::linkClicked, this, &HoverHelp::open);
    connect(editor, &CodeEditor::changed, this, &HoverHelp::hide);
    connect(editor, &QsciScintillaBase::SCN_UPDATEUI, this, [this](int what) {
        if ((what & (QsciScintillaBase::SC_UPDATE_V_SCROLL | QsciScintillaBase::SC_UPDATE_H_SCROLL)) != 0) {
            hide(); // the word is elsewhere
        }
    });
}

bool HoverHelp::isVisible() const
{
    return m_popup->isVisible();
}

bool HoverHelp::isWaiting() const
{
    return m_rest.isActive() || m_call.isRunning();
}

bool HoverHelp::isOverMargin(const QPoint &globalPoint) const
{
    const QPoint point = m_editor->viewport()->mapFromGlobal(globalPoint);
    int width = 0;
    for (int margin = 0; margin < m_editor->margins(); ++margin) {
        width += m_editor->marginWidth(margin);
    }
    return point.x() < width && m_editor->viewport()->rect().contains(point);
}

bool HoverHelp::isUnderMouse() const
{
    return m_popup->isVisible() && m_popup->underMouse();
}

void HoverHelp::hide()
{
    m_rest.stop();
    hidePopup();
}

void HoverHelp::hidePopup()
{
    m_leave.stop();
    m_call.cancel();
    m_from = m_to = -1;
    if (m_popup->hasFocusWithin()) {
        m_editor->setFocus();
    }
    m_popup->hide();
}

void HoverHelp::leaveSoon()
{
    m_rest.stop();
    if (m_popup->isVisible() && !m_leave.isActive()) {
        m_leave.start();
    }
}

bool HoverHelp::eventFilter(QObject *watched, QEvent *event)
{
    const bool isViewport = watched == m_editor->viewport();
    switch (event->type()) {
    case QEvent::MouseMove:
        if (isViewport) {
            mouseMoved(*static_cast<QMouseEvent *>(event));
        }
        break;
    case QEvent::Leave:
        if (isViewport) {
            leaveSoon();
        }
        break;
    case QEvent::MouseButtonPress:
    case QEvent::Hide:
        hide();
        break;
    case QEvent::Resize:
        hidePopup();
        break;
    case QEvent::ToolTip: // the popup has the problem's message; a margin's mark has a tip of its own
        return m_features->sourceOf(m_editor) && !isOverMargin(static_cast<QHelpEvent *>(event)->globalPos());
    case QEvent::ShortcutOverride:
        if (isVisible() && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            event->accept(); // before the window's shortcut takes it
            return true;
        }
        break;
    case QEvent::KeyPress:
        return keyPressed(*static_cast<QKeyEvent *>(event));
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

/// Escape is only for the popup; another key hides it and goes on to the editor.
bool HoverHelp::keyPressed(const QKeyEvent &event)
{
    const bool isModifier = event.key() == Qt::Key_Control || event.key() == Qt::Key_Shift ||
                            event.key() == Qt::Key_Alt || event.key() == Qt::Key_Meta;
    if (isModifier) {
        return false;
    }
    const bool wasVisible = isVisible();
    hide();
    return wasVisible && event.key() == Qt::Key_Escape;
}

void HoverHelp::mouseMoved(const QMouseEvent &event)
{
    m_mouse = event.position().toPoint();
    const int position = m_editor->positionAt(m_mouse);
    const bool isInside = m_from >= 0 && position >= m_from && position <= m_to;
    if (isInside) {
        m_leave.stop();
        return;
    }
    leaveSoon();
    if (event.buttons() == Qt::NoButton) {
        m_rest.start();
    } else {
        m_rest.stop();
    }
}

void HoverHelp::mouseRested()
{
    const int position = m_editor->positionAt(m_mouse);
    const auto [from, to] = m_editor->wordAt(position);
    if (position < 0 || (from == to && m_editor->problemAt(position).isEmpty())) {
        return;
    }
    askAt(position);
}

/// Once more, it goes into what is shown.
void HoverHelp::showAtCaret()
{
    if (isVisible()) {
        m_popup->takeFocus();
        return;
    }
    askAt(m_editor->caretPosition());
}

void HoverHelp::askAt(int position)
{
    hide();
    lsp::AnswerSource *const source = m_features->sourceOf(m_editor);
    if (!source) {
        return;
    }
    std::tie(m_from, m_to) = m_editor->wordAt(position);
    m_call = source->explain(m_features->pathOf(m_editor), m_editor->placeOf(position),
                             [this, position](const Result<lsp::Hover> &hover) {
                                 if (hover || hover.error().code != ErrorCode::Cancelled) {
                                     show(position, hover ? hover->contents.value : QString());
                                 }
                             });
}

/// A server that has nothing to say, or does not answer, leaves the problem alone.
void HoverHelp::show(int position, const QString &markdown)
{
    const QString problem = m_editor->problemAt(position);
    if ((markdown.trimmed().isEmpty() && problem.isEmpty()) || !m_editor->isVisible() || m_from < 0) {
        m_from = m_to = -1;
        return;
    }
    m_popup->showFor(m_editor->areaOf(m_from, m_to), problem, markdown);
}

/// A link may name anything; only pages and files of the project are opened.
void HoverHelp::open(const QUrl &url)
{
    if (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http")) {
        QDesktopServices::openUrl(url);
    } else if (url.isLocalFile() && m_features->isInProject(url.toLocalFile())) {
        hide();
        Q_EMIT fileWanted(QFileInfo(url.toLocalFile()).canonicalFilePath());
    }
}

} // namespace studio
