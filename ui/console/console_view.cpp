// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_view.h"

#include "ui/common/fonts.h"
#include "ui/console/console_accessible.h"
#include "ui/console/console_painter.h"

#include <QApplication>
#include <QClipboard>
#include <QPaintEvent>
#include <QScrollBar>
#include <QTimerEvent>

#include <algorithm>
#include <chrono>
#include <limits>

namespace studio {

namespace {

constexpr std::chrono::milliseconds framePeriod{16};

} // namespace

ConsoleView::ConsoleView(QWidget *parent) : QAbstractScrollArea(parent)
{
    installConsoleAccessible();
    setLayoutDirection(Qt::LeftToRight); // of code, in every language
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setFont(monospaceFont());
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Console output"));
    viewport()->setMouseTracking(true);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    updateMetrics();
}

void ConsoleView::append(QByteArrayView utf8, const LineTag &tag)
{
    m_document.append(utf8, tag);
    if (!m_frame.isActive()) {
        m_frame.start(framePeriod, Qt::PreciseTimer, this);
    }
}

void ConsoleView::clear()
{
    m_document.clear();
    m_droppedRowsSeen = 0;
    m_selection = {.anchor = m_document.end(), .caret = m_document.end()};
    m_hovered.reset();
    setFollows(true);
    updateBars();
    Q_EMIT shownChanged();
}

void ConsoleView::setGutter(bool isOn)
{
    m_layout.setGutter(isOn);
    updateBars();
}

void ConsoleView::setWrap(bool isOn)
{
    m_layout.setWrap(isOn);
    setHorizontalScrollBarPolicy(isOn ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    updateBars();
}

void ConsoleView::setFollows(bool follows)
{
    if (follows != m_follows) {
        m_follows = follows;
        Q_EMIT followsChanged(follows);
    }
}

void ConsoleView::scrollToEnd()
{
    setFollows(true);
    updateBars();
}

void ConsoleView::scrollToStart()
{
    updateBars();
    verticalScrollBar()->setValue(0);
    setFollows(false);
}

void ConsoleView::updateMetrics()
{
    m_layout.setFont(font());
    m_colors = AnsiColors(palette().color(QPalette::Base), palette().color(QPalette::Text));
}

/// Fits the scroll bars to the document and the viewport. What is at the top stays there, also where old lines were
/// dropped or lines break at other columns, unless the end is followed.
void ConsoleView::updateBars()
{
    m_layout.setViewport(viewport()->size());
    LineBuffer &buffer = m_document.buffer();
    const qint64 dropped = buffer.droppedRows() - m_droppedRowsSeen;
    const qint64 top = std::max<qint64>(0, verticalScrollBar()->value() - dropped);
    const qint64 topLine = buffer.placeOfRow(top).line;
    const bool isRebroken = buffer.setColumns(m_layout.breakColumns());
    const qint64 kept = isRebroken ? buffer.rowOfLine(topLine) : top;
    m_droppedRowsSeen = buffer.droppedRows();

    m_isSettingBars = true;
    const int rows = m_layout.visibleRows();
    const int columns = m_layout.columns();
    const auto limit = static_cast<int>(std::max<qint64>(0, buffer.rows() - rows));
    verticalScrollBar()->setRange(0, limit);
    verticalScrollBar()->setPageStep(rows);
    verticalScrollBar()->setValue(m_follows ? limit : static_cast<int>(kept));
    horizontalScrollBar()->setRange(0, wrap() ? 0 : std::max(0, buffer.widestColumns() - columns));
    horizontalScrollBar()->setPageStep(columns);
    m_isSettingBars = false;
    m_layout.scrollTo(verticalScrollBar()->value(), horizontalScrollBar()->value());
    viewport()->update();
}

void ConsoleView::timerEvent(QTimerEvent *event)
{
    if (event->id() == m_frame.id()) {
        m_frame.stop();
        m_document.trim();
        updateBars();
        Q_EMIT shownChanged();
    } else if (event->id() == m_dragScroll.id()) {
        const int rows = m_dragPoint.y() < 0 ? -1 : m_dragPoint.y() > viewport()->height() ? 1 : 0;
        verticalScrollBar()->setValue(verticalScrollBar()->value() + rows);
        dragTo(m_dragPoint);
    } else {
        QAbstractScrollArea::timerEvent(event);
    }
}

void ConsoleView::scrollContentsBy(int, int)
{
    m_layout.scrollTo(verticalScrollBar()->value(), horizontalScrollBar()->value());
    if (!m_isSettingBars) {
        setFollows(verticalScrollBar()->value() == verticalScrollBar()->maximum());
        m_document.trim();
    }
    viewport()->update();
}

void ConsoleView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateBars();
}

void ConsoleView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange ||
        event->type() == QEvent::StyleChange) {
        updateMetrics();
        updateBars();
    }
}

void ConsoleView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    ConsolePainter console(painter, m_document, m_layout, m_colors, palette(), font());
    console.paint(event->rect(), {.selection = m_selection,
                                  .isCaretVisible = hasFocus(),
                                  .found = m_marked,
                                  .hovered = m_hovered,
                                  .hoveredLine = m_hoveredLine});
}

void ConsoleView::setMarked(const QString &text)
{
    m_marked = text;
    viewport()->update();
}

void ConsoleView::select(Position anchor, Position caret)
{
    m_selection = {.anchor = m_document.clamped(anchor), .caret = m_document.clamped(caret)};
    scrollToCaret();
}

void ConsoleView::selectAll()
{
    m_selection = {.anchor = m_document.clamped(m_document.start()), .caret = m_document.end()};
    viewport()->update();
}

void ConsoleView::copy(bool hasTimes) const
{
    if (hasSelection()) {
        QApplication::clipboard()->setText(m_document.text(m_selection, hasTimes));
    }
}

QString ConsoleView::shownText(qint64 first, qint64 end, bool hasTimes) const
{
    const Position last{end - 1, std::numeric_limits<qsizetype>::max()};
    return m_document.text({.anchor = {first, 0}, .caret = last}, hasTimes);
}

/// What is at the top stays there, where it still is shown.
void ConsoleView::setFilter(const LineFilter &filter)
{
    LineBuffer &buffer = m_document.buffer();
    const qint64 topLine = buffer.placeOfRow(verticalScrollBar()->value()).line;
    buffer.setFilter(filter);
    m_droppedRowsSeen = buffer.droppedRows();
    m_selection = {.anchor = m_document.clamped(m_selection.anchor), .caret = m_document.clamped(m_selection.caret)};
    updateBars();
    if (!m_follows) {
        verticalScrollBar()->setValue(static_cast<int>(buffer.rowOfLine(topLine)));
    }
    Q_EMIT shownChanged();
}

ConsoleView::Position ConsoleView::searchStart(int direction) const
{
    return m_document.clamped(direction > 0 ? m_selection.last() : m_selection.first());
}

void ConsoleView::goToLink(int direction)
{
    if (const auto link = m_document.nextLink(m_selection, direction)) {
        select(link->anchor, link->caret);
    }
}

void ConsoleView::activateLink(const SourceLink &link)
{
    switch (link.kind) {
    case SourceLink::Kind::Place:
        Q_EMIT locationActivated(link.file, link.line, link.column);
        break;
    case SourceLink::Kind::Code:
        Q_EMIT codeActivated(link.file);
        break;
    case SourceLink::Kind::Crate:
        Q_EMIT crateActivated(link.file, link.version);
        break;
    case SourceLink::Kind::Address:
        Q_EMIT addressActivated(link.file);
        break;
    }
}

} // namespace studio
