// SPDX-License-Identifier: GPL-3.0-or-later
// What keys and mouse do in the console: they move the caret, select, and open links.
#include "ui/common/tip.h"
#include "ui/console/console_view.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>
#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds dragScrollPeriod{40};

} // namespace

bool ConsoleView::moveCaretByKey(const QKeyEvent &event, bool isSelecting)
{
    const bool isControl = event.modifiers().testFlag(Qt::ControlModifier);
    const Position at = m_document.clamped(caret());
    const int page = m_layout.visibleRows();
    switch (event.key()) {
    case Qt::Key_Up:
        moveCaretByRows(-1, isSelecting);
        return true;
    case Qt::Key_Down:
        moveCaretByRows(1, isSelecting);
        return true;
    case Qt::Key_PageUp:
        moveCaretByRows(-page, isSelecting);
        return true;
    case Qt::Key_PageDown:
        moveCaretByRows(page, isSelecting);
        return true;
    case Qt::Key_Left:
        moveCaret(m_document.stepped(at, -1, isControl), isSelecting);
        return true;
    case Qt::Key_Right:
        moveCaret(m_document.stepped(at, 1, isControl), isSelecting);
        return true;
    case Qt::Key_Home:
        moveCaret(isControl ? m_document.start() : Position{at.line, 0}, isSelecting);
        return true;
    case Qt::Key_End:
        moveCaret(isControl ? m_document.end() : Position{at.line, m_document.content(at.line).size()}, isSelecting);
        if (isControl && !isSelecting) {
            scrollToEnd();
        }
        return true;
    default:
        return false;
    }
}

void ConsoleView::moveCaretByRows(int rows, bool isSelecting)
{
    const Position at = m_document.clamped(caret());
    const qint64 row = m_layout.rowNumber(at);
    const qint64 top = verticalScrollBar()->value();
    const qint64 last = buffer().rows() - 1;
    const bool isInSight = row >= top && row < top + m_layout.visibleRows();
    // A caret that was left far away does not pull the view back to it.
    const qint64 from =
        isInSight || isSelecting ? row : std::clamp(row, top, std::min(last, top + m_layout.visibleRows() - 1));
    const int column = m_wantedColumn >= 0 ? m_wantedColumn : m_layout.columnOf(at);
    moveCaret(m_layout.positionIn(std::clamp<qint64>(from + rows, 0, last), column), isSelecting);
    m_wantedColumn = column;
}

void ConsoleView::moveCaret(Position to, bool isSelecting)
{
    m_wantedColumn = -1;
    m_selection.caret = m_document.clamped(to);
    if (!isSelecting) {
        m_selection.anchor = m_selection.caret;
    }
    scrollToCaret();
}

void ConsoleView::scrollToCaret()
{
    if (buffer().rows() == 0) {
        return;
    }
    if (QAccessible::isActive()) {
        QAccessibleTextCursorEvent moved(this, static_cast<int>(caret().index));
        QAccessible::updateAccessibility(&moved);
        QAccessibleValueChangeEvent line(this, m_document.content(caret().line));
        QAccessible::updateAccessibility(&line);
    }
    const auto row = static_cast<int>(m_layout.rowNumber(caret()));
    QScrollBar *const bar = verticalScrollBar();
    bar->setValue(std::clamp(bar->value(), row - m_layout.visibleRows() + 1, row));
    const double x = m_layout.xOf(m_layout.rowAt(m_layout.placeOf(caret())), caret().index);
    const double columnWidth = m_layout.columnWidth();
    if (!wrap() && (x < m_layout.gutterWidth() || x > viewport()->width() - columnWidth)) {
        const auto columns = static_cast<int>((x - viewport()->width() / 2.0) / columnWidth);
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + columns);
    }
    viewport()->update();
}

void ConsoleView::keyPressEvent(QKeyEvent *event)
{
    const bool isSelecting = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool isAlt = event->modifiers().testFlag(Qt::AltModifier);
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (isAlt && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        goToLink(event->key() == Qt::Key_Down ? 1 : -1);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (const auto link = m_document.linkFrom(caret())) {
            activateLink(*link);
        }
    } else if (isAlt || buffer().rows() == 0 || !moveCaretByKey(*event, isSelecting)) {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void ConsoleView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const QPoint point = event->position().toPoint();
    m_pressed = m_layout.linkAt(point);
    m_selection.caret = m_layout.positionAt(point);
    if (!event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_selection.anchor = m_selection.caret;
    }
    viewport()->update();
}

void ConsoleView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (!event->buttons().testFlag(Qt::LeftButton)) {
        setHovered(m_layout.linkAt(point), m_layout.positionAt(point).line);
        return;
    }
    dragTo(point);
    const bool isOutside = point.y() < 0 || point.y() > viewport()->height();
    if (isOutside && !m_dragScroll.isActive()) {
        m_dragScroll.start(dragScrollPeriod, this);
    } else if (!isOutside) {
        m_dragScroll.stop();
    }
}

void ConsoleView::dragTo(QPoint point)
{
    m_dragPoint = point;
    m_selection.caret = m_layout.positionAt(point);
    viewport()->update();
}

void ConsoleView::mouseReleaseEvent(QMouseEvent *event)
{
    m_dragScroll.stop();
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    const bool isClick = event->button() == Qt::LeftButton && !hasSelection();
    if (isClick && pressed && m_layout.linkAt(event->position().toPoint()) == pressed) {
        activateLink(*pressed);
    }
    if (hasSelection() && QApplication::clipboard()->supportsSelection()) {
        QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
    }
}

void ConsoleView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && buffer().rows() > 0) {
        m_selection = m_document.wordAt(m_layout.positionAt(event->position().toPoint()));
        viewport()->update();
    }
}

void ConsoleView::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT contextMenuWanted(event->globalPos());
}

void ConsoleView::setHovered(const std::optional<SourceLink> &link, qint64 line)
{
    if (m_hovered != link || (link && m_hoveredLine != line)) {
        m_hovered = link;
        m_hoveredLine = line;
        viewport()->setCursor(m_hovered ? Qt::PointingHandCursor : Qt::IBeamCursor);
        viewport()->update();
    }
}

/// In the gutter when and whence the line came, on a link where it leads to.
QString ConsoleView::tipAt(QPoint point) const
{
    const StoredLine line = buffer().at(m_layout.positionAt(point).line);
    if (point.x() >= m_layout.gutterWidth() || line.timeMs == 0) {
        const auto link = m_layout.linkAt(point);
        if (!link) {
            return {};
        }
        return link->kind == SourceLink::Kind::Place     ? tr("Open %1, line %2").arg(link->file).arg(link->line)
               : link->kind == SourceLink::Kind::Code    ? tr("Explain %1").arg(link->file)
               : link->kind == SourceLink::Kind::Address ? tr("Open %1").arg(link->file)
                                                         : tr("Documentation of %1 %2").arg(link->file, link->version);
    }
    QStringList words{QDateTime::fromMSecsSinceEpoch(line.timeMs).time().toString(QStringLiteral("HH:mm:ss.zzz"))};
    if (line.kind == LineKind::HandlerStdout) {
        words << tr("stdout: shown here, not kept by the platform");
    } else if (line.kind == LineKind::HandlerStderr) {
        words << tr("stderr of the handler");
    }
    if (!line.executionId.isEmpty()) {
        words << tr("Execution %1").arg(QString::fromUtf8(line.executionId));
    }
    return words.join(u'\n');
}

bool ConsoleView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        setHovered({}, -1);
    }
    if (event->type() == QEvent::ToolTip && !m_document.isEmpty()) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), asTip(tipAt(help->pos())), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void ConsoleView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void ConsoleView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace studio
