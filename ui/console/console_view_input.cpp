// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_view.h"
#include "ui/console/text_columns.h"

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
#include <cmath>

namespace studio {

namespace {

constexpr std::chrono::milliseconds dragScrollPeriod{40};
constexpr int topPadding = 4;

} // namespace

ConsoleView::Position ConsoleView::clamped(Position position) const
{
    if (m_buffer.isEmpty()) {
        return {.line = m_buffer.endLine(), .index = 0};
    }
    if (position.line < m_buffer.firstLine()) {
        return {.line = m_buffer.firstLine(), .index = 0};
    }
    if (position.line >= m_buffer.endLine()) {
        position = {.line = m_buffer.endLine() - 1, .index = decoded(m_buffer.endLine() - 1).content.text.size()};
    }
    position.index = std::clamp<qsizetype>(position.index, 0, decoded(position.line).content.text.size());
    return position;
}

LineBuffer::Place ConsoleView::placeOf(Position position) const
{
    const auto starts = rowStarts(decoded(position.line).content.text, m_wrap ? columnsThatFit() : 0);
    const auto after = std::ranges::upper_bound(starts, position.index);
    return {.line = position.line, .row = static_cast<int>(after - starts.begin()) - 1};
}

ConsoleView::Hit ConsoleView::hit(const QPoint &point) const
{
    if (m_buffer.isEmpty()) {
        return {.position = {.line = m_buffer.endLine(), .index = 0}, .link = {}};
    }
    const auto over = static_cast<qint64>(std::floor(static_cast<double>(point.y() - topPadding) / m_rowHeight));
    const qint64 wanted = std::max<qint64>(0, verticalScrollBar()->value() + over);
    if (wanted >= m_buffer.rows()) {
        return {.position = clamped({.line = m_buffer.endLine(), .index = 0}), .link = {}};
    }
    const Row row = rowOf(m_buffer.placeOfRow(wanted));
    const Decoded &line = decoded(row.line);
    const QStringView text = QStringView(line.content.text).sliced(row.from, row.to - row.from);
    const double column = (point.x() - gutterWidth()) / m_columnWidth + horizontalScrollBar()->value();
    Hit found{.position = {.line = row.line,
                           .index = row.from + indexAtColumn(text, std::max(0, static_cast<int>(column + 0.5)))},
              .link = {}};
    const qsizetype under = row.from + indexAtColumn(text, std::max(0, static_cast<int>(column)));
    for (const SourceLink &link : line.links) {
        if (column >= 0 && under < row.to && under >= link.start && under < link.start + link.length) {
            found.link = link;
        }
    }
    return found;
}

void ConsoleView::setHovered(const Hit &hit)
{
    if (m_hovered != hit.link || (hit.link && m_hoverLine != hit.position.line)) {
        m_hovered = hit.link;
        m_hoverLine = hit.position.line;
        viewport()->setCursor(m_hovered ? Qt::PointingHandCursor : Qt::IBeamCursor);
        viewport()->update();
    }
}

void ConsoleView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const Hit found = hit(event->position().toPoint());
    m_pressed = found.link;
    m_caret = found.position;
    if (!event->modifiers().testFlag(Qt::ShiftModifier)) {
        m_anchor = m_caret;
    }
    viewport()->update();
}

void ConsoleView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    if (!event->buttons().testFlag(Qt::LeftButton)) {
        setHovered(hit(point));
        return;
    }
    m_dragPoint = point;
    m_caret = hit(point).position;
    const bool outside = point.y() < 0 || point.y() > viewport()->height();
    if (outside && !m_dragScroll.isActive()) {
        m_dragScroll.start(dragScrollPeriod, this);
    } else if (!outside) {
        m_dragScroll.stop();
    }
    viewport()->update();
}

void ConsoleView::mouseReleaseEvent(QMouseEvent *event)
{
    m_dragScroll.stop();
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    const bool click = event->button() == Qt::LeftButton && !hasSelection();
    if (click && pressed && hit(event->position().toPoint()).link == pressed) {
        activateLink(*pressed);
    }
    if (hasSelection() && QApplication::clipboard()->supportsSelection()) {
        QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
    }
}

void ConsoleView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton) {
        selectWordAt(hit(event->position().toPoint()).position);
    }
}

void ConsoleView::contextMenuEvent(QContextMenuEvent *event)
{
    Q_EMIT contextMenuWanted(event->globalPos());
}

bool ConsoleView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        setHovered({});
    }
    if (event->type() == QEvent::ToolTip && !m_buffer.isEmpty()) {
        const auto *const help = static_cast<QHelpEvent *>(event);
        const Hit found = hit(help->pos());
        const StoredLine line = m_buffer.at(found.position.line);
        const bool inGutter = help->pos().x() < gutterWidth() && line.timeMs > 0;
        QStringList words;
        if (inGutter) {
            const auto time = QDateTime::fromMSecsSinceEpoch(line.timeMs).time();
            words << time.toString(QStringLiteral("HH:mm:ss.zzz"));
            if (line.kind == LineKind::HandlerStdout) {
                words << tr("stdout: shown here, not kept by the platform");
            } else if (line.kind == LineKind::HandlerStderr) {
                words << tr("stderr of the handler");
            }
            if (!line.executionId.isEmpty()) {
                words << tr("Execution %1").arg(QString::fromUtf8(line.executionId).toHtmlEscaped());
            }
        } else if (found.link) {
            words << tr("Open %1, line %2").arg(found.link->file).arg(found.link->line);
        }
        QToolTip::showText(help->globalPos(), words.join(u'\n'), viewport());
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

void ConsoleView::keyPressEvent(QKeyEvent *event)
{
    const bool selecting = event->modifiers().testFlag(Qt::ShiftModifier);
    const bool alt = event->modifiers().testFlag(Qt::AltModifier);
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (alt && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        goToLink(event->key() == Qt::Key_Down ? 1 : -1);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (const auto link = linkAtCaret()) {
            activateLink(*link);
        }
    } else if (alt || m_buffer.isEmpty() || !moveByKey(*event, selecting)) {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

} // namespace studio
