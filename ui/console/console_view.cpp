// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_view.h"

#include "ui/common/fonts.h"
#include "ui/console/text_columns.h"

#include <QEvent>
#include <QResizeEvent>
#include <QScrollBar>
#include <QTimerEvent>

#include <algorithm>
#include <chrono>

namespace studio {

namespace {

constexpr std::chrono::milliseconds framePeriod{16};
constexpr int padding = 8;
constexpr int gutterColumns = 13; // "12:03:04 err "
constexpr int gutterFromColumns = 70;
constexpr int fewestColumns = 20;
constexpr size_t keptDecoded = 1'000;

} // namespace

ConsoleView::ConsoleView(QWidget *parent) : QAbstractScrollArea(parent)
{
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
    measureFont();
}

void ConsoleView::append(QByteArrayView utf8, const LineTag &tag)
{
    m_buffer.append(utf8, tag);
    if (!m_frame.isActive()) {
        m_frame.start(framePeriod, Qt::PreciseTimer, this);
    }
}

void ConsoleView::clear()
{
    m_buffer.clear();
    m_decoded.clear();
    m_droppedRowsSeen = 0;
    m_anchor = m_caret = {.line = m_buffer.endLine(), .index = 0};
    m_hovered.reset();
    setFollow(true);
    updateBars();
    viewport()->update();
    Q_EMIT shownChanged();
}

void ConsoleView::setGutter(bool on)
{
    m_gutter = on;
    updateBars();
}

void ConsoleView::setWrap(bool on)
{
    m_wrap = on;
    setHorizontalScrollBarPolicy(on ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    updateBars();
}

void ConsoleView::setFollow(bool follow)
{
    if (follow != m_follow) {
        m_follow = follow;
        Q_EMIT followsChanged(follow);
    }
}

void ConsoleView::scrollToEnd()
{
    setFollow(true);
    updateBars();
}

void ConsoleView::scrollToStart()
{
    updateBars();
    verticalScrollBar()->setValue(0);
    setFollow(false);
}

void ConsoleView::measureFont()
{
    const QFontMetricsF metrics(font());
    m_columnWidth = std::max(1.0, metrics.horizontalAdvance(QString(100, u'M')) / 100.0);
    m_rowHeight = std::max(1, static_cast<int>(std::ceil(metrics.height() * 1.15)));
    m_ascent = static_cast<int>(std::round((m_rowHeight - metrics.height()) / 2 + metrics.ascent()));
    m_colors = AnsiColors(palette().color(QPalette::Base), palette().color(QPalette::Text));
}

int ConsoleView::gutterWidth() const
{
    const bool fits = viewport()->width() >= static_cast<int>(gutterFromColumns * m_columnWidth);
    return padding + (m_gutter && fits ? static_cast<int>(gutterColumns * m_columnWidth) : 0);
}

int ConsoleView::visibleRows() const
{
    return std::max(1, (viewport()->height() - padding / 2) / m_rowHeight);
}

int ConsoleView::columnsThatFit() const
{
    const int room = viewport()->width() - gutterWidth() - padding;
    return std::max(fewestColumns, static_cast<int>(room / m_columnWidth));
}

void ConsoleView::updateBars()
{
    const int columns = columnsThatFit();
    const qint64 dropped = m_buffer.droppedRows() - m_droppedRowsSeen;
    const qint64 top = std::max<qint64>(0, verticalScrollBar()->value() - dropped);
    const qint64 topLine = m_buffer.placeOfRow(top).line;
    // With other breaks the same line stays at the top; with the same ones, the same row.
    const bool rebroken = m_buffer.setColumns(m_wrap ? columns : 0);
    const qint64 kept = rebroken ? m_buffer.rowOfLine(topLine) : top;
    m_droppedRowsSeen = m_buffer.droppedRows();

    m_settingBars = true;
    const auto limit = static_cast<int>(std::max<qint64>(0, m_buffer.rows() - visibleRows()));
    verticalScrollBar()->setRange(0, limit);
    verticalScrollBar()->setPageStep(visibleRows());
    verticalScrollBar()->setValue(m_follow ? limit : static_cast<int>(kept));
    horizontalScrollBar()->setRange(0, m_wrap ? 0 : std::max(0, m_buffer.widestColumns() - columns));
    horizontalScrollBar()->setPageStep(columns);
    m_settingBars = false;
    viewport()->update();
}

void ConsoleView::flush()
{
    if (m_decoded.size() > keptDecoded) {
        m_decoded.clear();
    }
    updateBars();
    Q_EMIT shownChanged();
}

void ConsoleView::timerEvent(QTimerEvent *event)
{
    if (event->id() == m_frame.id()) {
        m_frame.stop();
        flush();
    } else if (event->id() == m_dragScroll.id()) {
        const int over = m_dragPoint.y() < 0 ? -1 : m_dragPoint.y() > viewport()->height() ? 1 : 0;
        verticalScrollBar()->setValue(verticalScrollBar()->value() + over);
        m_caret = hit(m_dragPoint).position;
        viewport()->update();
    } else {
        QAbstractScrollArea::timerEvent(event);
    }
}

void ConsoleView::scrollContentsBy(int, int)
{
    if (!m_settingBars) {
        setFollow(verticalScrollBar()->value() == verticalScrollBar()->maximum());
        if (m_decoded.size() > keptDecoded) {
            m_decoded.clear();
        }
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
        measureFont();
        updateBars();
    }
}

const ConsoleView::Decoded &ConsoleView::decoded(qint64 line) const
{
    const auto found = m_decoded.find(line);
    if (found != m_decoded.end()) {
        return found->second;
    }
    const StoredLine stored = m_buffer.at(line);
    Decoded fresh{.content = parseAnsi(stored.utf8, stored.startStyle), .links = {}};
    fresh.links = findSourceLinks(fresh.content.text);
    return m_decoded.emplace(line, std::move(fresh)).first->second;
}

QString ConsoleView::text(qint64 line) const
{
    if (line < m_buffer.firstLine() || line >= m_buffer.endLine()) {
        return {};
    }
    return parseAnsi(m_buffer.at(line).utf8).text;
}

ConsoleView::Row ConsoleView::rowOf(const LineBuffer::Place &place) const
{
    const QString &text = decoded(place.line).content.text;
    const auto starts = rowStarts(text, m_wrap ? columnsThatFit() : 0);
    const auto row = std::clamp<qsizetype>(place.row, 0, starts.size() - 1);
    return {.line = place.line,
            .from = starts[row],
            .to = row + 1 < starts.size() ? starts[row + 1] : text.size(),
            .first = row == 0,
            .y = 0};
}

std::vector<ConsoleView::Row> ConsoleView::visible() const
{
    std::vector<Row> rows;
    LineBuffer::Place place = m_buffer.placeOfRow(verticalScrollBar()->value());
    for (int y = padding / 2; y < viewport()->height() && place.line < m_buffer.endLine(); y += m_rowHeight) {
        Row row = rowOf(place);
        row.y = y;
        rows.push_back(row);
        if (++place.row >= m_buffer.at(place.line).rows) {
            ++place.line;
            place.row = 0;
        }
    }
    return rows;
}

double ConsoleView::xOf(const Row &row, qsizetype index) const
{
    const QStringView text = QStringView(decoded(row.line).content.text).sliced(row.from, row.to - row.from);
    return gutterWidth() + (columnAt(text, index - row.from) - horizontalScrollBar()->value()) * m_columnWidth;
}

QRect ConsoleView::rectOf(Position position) const
{
    for (const Row &row : visible()) {
        if (row.line == position.line && position.index >= row.from &&
            (position.index < row.to || (row.from == row.to && position.index == row.from))) {
            return {qRound(xOf(row, position.index)), row.y, qRound(m_columnWidth), m_rowHeight};
        }
    }
    return {};
}

void ConsoleView::setMarked(const QString &text)
{
    m_marked = text;
    viewport()->update();
}

} // namespace studio
