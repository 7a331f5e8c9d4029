// SPDX-License-Identifier: GPL-3.0-or-later
// The view of large JSON: keys, pointer and clipboard.
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_view.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QTimerEvent>
#include <QtConcurrentRun>

#include <algorithm>
#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds dragScrollInterval{30};
constexpr qint64 linesCopiedAtOnce = 2'000; // on this thread
constexpr qsizetype bytesCopiedAtOnce = 256 << 10;
constexpr qsizetype copyLimit = 64 << 20; // characters

/// The text between two places. Any thread.
QString textBetween(const JsonOutline &outline, LinePlace from, LinePlace to)
{
    QString text;
    for (qint64 line = from.line; line <= to.line && text.size() < copyLimit; ++line) {
        const QString whole = outline.text(line);
        const qsizetype start = line == from.line ? std::min(from.unit, whole.size()) : 0;
        const qsizetype end = line == to.line ? std::min(to.unit, whole.size()) : whole.size();
        text += QStringView(whole).sliced(start, std::max<qsizetype>(end - start, 0));
        if (line < to.line) {
            text += u'\n';
        }
    }
    return text;
}

bool isMove(const QKeyEvent *event, QKeySequence::StandardKey key, QKeySequence::StandardKey selecting)
{
    return event->matches(key) || event->matches(selecting);
}

} // namespace

QString JsonView::selectedText() const
{
    return m_outline ? textBetween(*m_outline, std::min(m_anchor, m_cursor), std::max(m_anchor, m_cursor)) : QString();
}

void JsonView::copy()
{
    if (!m_outline) {
        return;
    }
    LinePlace from = std::min(m_anchor, m_cursor);
    LinePlace to = std::max(m_anchor, m_cursor);
    if (from == to) { // the line, with what is folded in it
        from.unit = 0;
        to.line = m_folds.isFolded(from.line) ? m_outline->partner(from.line) : from.line;
        to.unit = copyLimit;
    } else if (m_folds.isFolded(to.line) && to.unit > m_outline->sizes(to.line).lineEnd()) {
        to = {.line = m_outline->partner(to.line), .unit = copyLimit};
    }
    if (to.line - from.line <= linesCopiedAtOnce && m_outline->bytesOf(from.line, to.line) <= bytesCopiedAtOnce) {
        QApplication::clipboard()->setText(textBetween(*m_outline, from, to));
        return;
    }
    QtConcurrent::run([outline = m_outline, from, to] {
        return textBetween(*outline, from, to);
    }).then(this, [](const QString &text) { QApplication::clipboard()->setText(text); });
}

bool JsonView::pressFoldKey(int key)
{
    if (key == Qt::Key_Left && m_outline->opens(m_cursor.line) && !m_folds.isFolded(m_cursor.line)) {
        setFolded(m_cursor.line, true);
    } else if (key == Qt::Key_Right && m_folds.isFolded(m_cursor.line)) {
        setFolded(m_cursor.line, false);
    } else {
        return false;
    }
    return true;
}

void JsonView::moveByRows(qint64 rows, bool extends)
{
    const qint64 row = std::clamp<qint64>(m_folds.rowOf(m_cursor.line) + rows, 0, m_folds.rowCount() - 1);
    goTo({.line = m_folds.lineOf(row)}, extends);
}

void JsonView::keyPressEvent(QKeyEvent *event)
{
    if (!m_outline) {
        return QAbstractScrollArea::keyPressEvent(event);
    }
    using Keys = QKeySequence::StandardKey;
    const bool extends = event->modifiers().testFlag(Qt::ShiftModifier);
    if (event->matches(Keys::Copy)) {
        copy();
    } else if (event->matches(Keys::SelectAll)) {
        m_anchor = {};
        const qint64 last = m_outline->lineCount() - 1;
        m_cursor = {.line = last, .unit = m_outline->sizes(last).lineEnd()};
        m_folds.reveal(m_cursor.line);
        viewport()->update();
    } else if (isMove(event, Keys::MoveToNextLine, Keys::SelectNextLine)) {
        moveByRows(1, extends);
    } else if (isMove(event, Keys::MoveToPreviousLine, Keys::SelectPreviousLine)) {
        moveByRows(-1, extends);
    } else if (isMove(event, Keys::MoveToNextPage, Keys::SelectNextPage)) {
        moveByRows(rowsInView() - 1, extends);
    } else if (isMove(event, Keys::MoveToPreviousPage, Keys::SelectPreviousPage)) {
        moveByRows(1 - rowsInView(), extends);
    } else if (isMove(event, Keys::MoveToStartOfDocument, Keys::SelectStartOfDocument) ||
               event->key() == Qt::Key_Home) {
        moveByRows(-m_folds.rowCount(), extends);
    } else if (isMove(event, Keys::MoveToEndOfDocument, Keys::SelectEndOfDocument) || event->key() == Qt::Key_End) {
        moveByRows(m_folds.rowCount(), extends);
    } else if (!pressFoldKey(event->key())) {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void JsonView::mousePressEvent(QMouseEvent *event)
{
    if (!m_outline || event->button() != Qt::LeftButton) {
        return;
    }
    const QPoint at = event->position().toPoint();
    const LinePlace place = placeAt(at);
    if (at.x() < foldMargin) {
        setFolded(place.line, !m_folds.isFolded(place.line));
        return;
    }
    m_isDragging = true;
    goTo(place, event->modifiers().testFlag(Qt::ShiftModifier));
}

void JsonView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint at = event->position().toPoint();
    viewport()->setCursor(at.x() < foldMargin && !m_isDragging ? Qt::ArrowCursor : Qt::IBeamCursor);
    if (!m_isDragging || !m_outline) {
        return;
    }
    m_cursor = placeAt(at);
    viewport()->update();
    const bool isOutside = at.y() < 0 || at.y() > viewport()->height();
    if (!isOutside) {
        m_dragScroll.stop();
    } else if (!m_dragScroll.isActive()) {
        m_dragScroll.start(dragScrollInterval, this);
    }
}

void JsonView::timerEvent(QTimerEvent *event)
{
    if (event->id() != m_dragScroll.id()) {
        return QAbstractScrollArea::timerEvent(event);
    }
    if (!m_outline) {
        return stopDragging();
    }
    const QPoint at = viewport()->mapFromGlobal(QCursor::pos());
    QScrollBar *const bar = verticalScrollBar();
    bar->setValue(bar->value() + (at.y() < 0 ? -2 : 2));
    m_cursor = placeAt(at);
    viewport()->update();
}

void JsonView::stopDragging()
{
    m_isDragging = false;
    m_dragScroll.stop();
}

void JsonView::mouseReleaseEvent(QMouseEvent *)
{
    stopDragging();
}

/// All of the token under the pointer: what is shown may end in the middle of it.
void JsonView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (!m_outline || event->button() != Qt::LeftButton || event->position().x() < foldMargin) {
        return mousePressEvent(event);
    }
    const LinePlace place = placeAt(event->position().toPoint());
    if (const auto token = shownLine(place.line).tokenAt(place.unit)) {
        m_anchor = {.line = place.line, .unit = token->start};
        m_cursor = {.line = place.line, .unit = token->start + token->length};
        viewport()->update();
    }
}

void JsonView::contextMenuEvent(QContextMenuEvent *event)
{
    if (!m_outline) {
        return;
    }
    auto *const menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), QKeySequence::Copy, this, &JsonView::copy);
    menu->addSeparator();
    menu->addAction(tr("Fold all"), this, &JsonView::foldAll);
    menu->addAction(tr("Unfold all"), this, &JsonView::unfoldAll);
    menu->popup(event->globalPos());
}

void JsonView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void JsonView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        measure();
    } else if (event->type() == QEvent::EnabledChange && !isEnabled()) {
        stopDragging(); // the release of the button does not come
    }
    viewport()->update();
}

void JsonView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void JsonView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace studio
