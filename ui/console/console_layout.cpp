// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_layout.h"

#include "ui/console/text_columns.h"

#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

constexpr int gutterColumns = 13; // "12:03:04 err "
constexpr int minColumnsWithGutter = 70;
constexpr int minColumns = 20;
constexpr int topPadding = ConsoleLayout::padding / 2;

} // namespace

void ConsoleLayout::setFont(const QFont &font)
{
    const QFontMetricsF metrics(font);
    m_columnWidth = std::max(1.0, metrics.horizontalAdvance(QString(100, u'M')) / 100.0);
    m_rowHeight = std::max(1, static_cast<int>(std::ceil(metrics.height() * 1.15)));
    m_ascent = static_cast<int>(std::round((m_rowHeight - metrics.height()) / 2 + metrics.ascent()));
}

void ConsoleLayout::scrollTo(qint64 row, int column)
{
    m_topRow = row;
    m_firstColumn = column;
}

int ConsoleLayout::gutterWidth() const
{
    const bool isFitting = m_viewport.width() >= static_cast<int>(minColumnsWithGutter * m_columnWidth);
    return padding + (m_hasGutter && isFitting ? static_cast<int>(gutterColumns * m_columnWidth) : 0);
}

int ConsoleLayout::visibleRows() const
{
    return std::max(1, (m_viewport.height() - topPadding) / m_rowHeight);
}

int ConsoleLayout::columns() const
{
    const int room = m_viewport.width() - gutterWidth() - padding;
    return std::max(minColumns, static_cast<int>(room / m_columnWidth));
}

int ConsoleLayout::breakColumns() const
{
    return m_wraps ? columns() : 0;
}

QStringView ConsoleLayout::textOf(const ConsoleRow &row) const
{
    return QStringView(m_document->content(row.line)).sliced(row.from, row.to - row.from);
}

ConsoleRow ConsoleLayout::rowAt(const LineBuffer::Place &place) const
{
    const QString &text = m_document->content(place.line);
    const auto starts = rowStarts(text, breakColumns());
    const auto row = std::clamp<qsizetype>(place.row, 0, starts.size() - 1);
    return {.line = place.line,
            .from = starts[row],
            .to = row + 1 < starts.size() ? starts[row + 1] : text.size(),
            .isFirst = row == 0,
            .y = 0};
}

std::vector<ConsoleRow> ConsoleLayout::visible() const
{
    const LineBuffer &buffer = m_document->buffer();
    std::vector<ConsoleRow> rows;
    LineBuffer::Place place = buffer.placeOfRow(m_topRow);
    for (int y = topPadding; y < m_viewport.height() && place.line < buffer.endLine(); y += m_rowHeight) {
        if (place.row == 0) {
            place.line = buffer.shownLine(place.line, 1);
            if (place.line < 0) {
                break;
            }
        }
        ConsoleRow row = rowAt(place);
        row.y = y;
        rows.push_back(row);
        if (++place.row >= buffer.at(place.line).rows) {
            ++place.line;
            place.row = 0;
        }
    }
    return rows;
}

LineBuffer::Place ConsoleLayout::placeOf(ConsolePosition position) const
{
    const auto starts = rowStarts(m_document->content(position.line), breakColumns());
    const auto after = std::ranges::upper_bound(starts, position.index);
    return {.line = position.line, .row = static_cast<int>(after - starts.begin()) - 1};
}

qint64 ConsoleLayout::rowNumber(ConsolePosition position) const
{
    const auto place = placeOf(position);
    return m_document->buffer().rowOfLine(place.line) + place.row;
}

double ConsoleLayout::xOf(const ConsoleRow &row, qsizetype index) const
{
    return gutterWidth() + (columnAt(textOf(row), index - row.from) - m_firstColumn) * m_columnWidth;
}

int ConsoleLayout::columnOf(ConsolePosition position) const
{
    const ConsoleRow row = rowAt(placeOf(position));
    return columnAt(textOf(row), position.index - row.from);
}

ConsolePosition ConsoleLayout::positionIn(qint64 rowNumber, int column) const
{
    const ConsoleRow row = rowAt(m_document->buffer().placeOfRow(rowNumber));
    return {.line = row.line, .index = row.from + indexAtColumn(textOf(row), column)};
}

std::optional<ConsoleRow> ConsoleLayout::rowUnder(int y) const
{
    const LineBuffer &buffer = m_document->buffer();
    const auto rowsDown = static_cast<qint64>(std::floor(static_cast<double>(y - topPadding) / m_rowHeight));
    const qint64 wanted = std::max<qint64>(0, m_topRow + rowsDown);
    if (buffer.isEmpty() || wanted >= buffer.rows()) {
        return std::nullopt;
    }
    return rowAt(buffer.placeOfRow(wanted));
}

double ConsoleLayout::columnUnder(int x) const
{
    return (x - gutterWidth()) / m_columnWidth + m_firstColumn;
}

ConsolePosition ConsoleLayout::positionAt(QPoint point) const
{
    const auto row = rowUnder(point.y());
    if (!row) {
        return m_document->end();
    }
    const int nearest = std::max(0, static_cast<int>(columnUnder(point.x()) + 0.5));
    return {.line = row->line, .index = row->from + indexAtColumn(textOf(*row), nearest)};
}

std::optional<SourceLink> ConsoleLayout::linkAt(QPoint point) const
{
    const auto row = rowUnder(point.y());
    const double column = columnUnder(point.x());
    if (!row || column < 0) {
        return std::nullopt;
    }
    const qsizetype index = row->from + indexAtColumn(textOf(*row), static_cast<int>(column));
    for (const SourceLink &link : m_document->line(row->line).links) {
        if (index < row->to && index >= link.start && index < link.start + link.length) {
            return link;
        }
    }
    return std::nullopt;
}

QRect ConsoleLayout::rectOf(ConsolePosition position) const
{
    for (const ConsoleRow &row : visible()) {
        if (row.line == position.line && position.index >= row.from &&
            (position.index < row.to || (row.from == row.to && position.index == row.from))) {
            return {qRound(xOf(row, position.index)), row.y, qRound(m_columnWidth), m_rowHeight};
        }
    }
    return {};
}

} // namespace studio
