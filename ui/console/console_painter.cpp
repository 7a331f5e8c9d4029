// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_painter.h"

#include "ui/console/text_columns.h"

#include <QDateTime>

#include <algorithm>

namespace studio {

namespace {

enum class Class { Ascii, Tab, Wide, Other };

Class classOf(QChar c)
{
    if (c == u'\t') {
        return Class::Tab;
    }
    if (c.unicode() < 0x7f) {
        return Class::Ascii;
    }
    return c.isSurrogate() || columnsOf(c.unicode(), 0) == 2 ? Class::Wide : Class::Other;
}

/// One past the stretch that begins at `from` and can be drawn with one call and still stay on the grid.
qsizetype stretchEnd(QStringView text, qsizetype from, qsizetype to)
{
    const Class first = classOf(text[from]);
    qsizetype end = from + 1;
    if (first == Class::Wide) {
        while (end < to && (text[end].isLowSurrogate() || columnsOf(text[end].unicode(), 0) == 0)) {
            ++end;
        }
        return end;
    }
    while (end < to && classOf(text[end]) == first) {
        ++end;
    }
    return end;
}

QColor withAlpha(QColor color, int alpha)
{
    color.setAlpha(alpha);
    return color;
}

} // namespace

ConsolePainter::ConsolePainter(QPainter &painter, const ConsoleDocument &document, const ConsoleLayout &layout,
                               const AnsiColors &colors, const QPalette &palette, const QFont &font)
    : m_painter(painter), m_document(document), m_layout(layout), m_colors(colors), m_palette(palette), m_font(font)
{
}

QColor ConsolePainter::baseColor(LineKind kind) const
{
    const auto named = [this](int index) {
        AnsiStyle style;
        style.foreground = {.kind = AnsiColor::Kind::Palette, .index = static_cast<quint8>(index)};
        return m_colors.colorsOf(style).foreground;
    };
    switch (kind) {
    case LineKind::Success:
        return named(2);
    case LineKind::Failure:
        return named(1);
    case LineKind::Title:
    case LineKind::Compile:
    case LineKind::HandlerStderr:
        return m_palette.color(QPalette::Text);
    case LineKind::HandlerStdout:
    case LineKind::Notice:
        break;
    }
    return m_palette.color(QPalette::PlaceholderText);
}

void ConsolePainter::paint(const QRect &area, const ConsoleMarks &marks)
{
    const LineBuffer &buffer = m_document.buffer();
    m_painter.setFont(m_font);
    m_painter.fillRect(area, m_palette.color(QPalette::Base));
    const auto rows = m_layout.visible();
    for (const ConsoleRow &row : rows) {
        if (row.y > area.bottom() || row.y + m_layout.rowHeight() < area.top()) {
            continue;
        }
        if (row.isFirst && row.line > buffer.firstLine() && buffer.at(row.line).kind == LineKind::Title) {
            // Where a run begins.
            m_painter.fillRect(0, row.y, m_layout.viewport().width(), 1, m_palette.color(QPalette::Mid));
        }
        paintRow(row, marks);
        if (m_layout.hasGutter()) {
            paintGutter(row, &row == rows.data());
        }
    }
}

/// From the back to the front: backgrounds, what is found, what is selected, the text, the caret.
void ConsolePainter::paintRow(const ConsoleRow &row, const ConsoleMarks &marks)
{
    m_painter.save();
    m_painter.setClipRect(QRect(QPoint(m_layout.gutterWidth() - 2, 0), m_layout.viewport()));
    forEachRun(row, [&](qsizetype from, qsizetype to, const AnsiStyle &style) {
        if (const QColor color = m_colors.colorsOf(style).background; color.isValid()) {
            paintRange(row, from, to, color);
        }
    });
    paintFound(row, marks.found);
    paintSelection(row, marks.selection);
    forEachRun(row, [&](qsizetype from, qsizetype to, const AnsiStyle &style) { paintText(row, from, to, style); });
    paintHover(row, marks);
    if (marks.isCaretVisible) {
        paintCaret(row, marks.selection.caret);
    }
    m_painter.restore();
}

void ConsolePainter::paintSelection(const ConsoleRow &row, const ConsoleSelection &selection)
{
    const ConsolePosition first = selection.first();
    const ConsolePosition last = selection.last();
    if (first != last && row.line >= first.line && row.line <= last.line) {
        const qsizetype from = row.line == first.line ? std::max(first.index, row.from) : row.from;
        const qsizetype to = row.line == last.line ? std::min(last.index, row.to) : row.to;
        paintRange(row, from, to, withAlpha(m_palette.color(QPalette::Highlight), 150));
    }
}

void ConsolePainter::paintHover(const ConsoleRow &row, const ConsoleMarks &marks)
{
    if (!marks.hovered || marks.hoveredLine != row.line) {
        return;
    }
    const qsizetype from = std::max(marks.hovered->start, row.from);
    const qsizetype to = std::min(marks.hovered->start + marks.hovered->length, row.to);
    if (from < to) {
        const int y = row.y + m_layout.ascent() + 2;
        m_painter.setPen(m_palette.color(QPalette::Link));
        m_painter.drawLine(QPointF(m_layout.xOf(row, from), y), QPointF(m_layout.xOf(row, to), y));
    }
}

template <typename Visit> void ConsolePainter::forEachRun(const ConsoleRow &row, Visit visit) const
{
    qsizetype at = row.from;
    const auto upTo = [&](qsizetype end, const AnsiStyle &style) {
        if (at < end) {
            visit(at, end, style);
            at = end;
        }
    };
    for (const AnsiSpan &span : m_document.line(row.line).content.spans) {
        upTo(std::clamp(span.start, at, row.to), {});
        upTo(std::clamp(span.start + span.length, at, row.to), span.style);
    }
    upTo(row.to, {});
}

void ConsolePainter::paintText(const ConsoleRow &row, qsizetype from, qsizetype to, const AnsiStyle &style)
{
    const LineKind kind = m_document.buffer().at(row.line).kind;
    QFont drawn = m_font;
    drawn.setBold(style.bold || kind == LineKind::Title || kind == LineKind::Failure);
    drawn.setItalic(style.italic);
    drawn.setUnderline(style.underline);
    m_painter.setFont(drawn);
    const bool plain =
        style.foreground == AnsiColor{} && style.background == AnsiColor{} && !style.faint && !style.inverse;
    m_painter.setPen(plain ? baseColor(kind) : m_colors.colorsOf(style).foreground);
    const QStringView text(m_document.content(row.line));
    for (qsizetype i = from; i < to;) {
        const qsizetype end = stretchEnd(text, i, to);
        const double x = m_layout.xOf(row, i);
        if (x > m_layout.viewport().width()) {
            break;
        }
        if (text[i] != u'\t') {
            m_painter.drawText(QPointF(x, row.y + m_layout.ascent()), text.sliced(i, end - i).toString());
        }
        i = end;
    }
}

void ConsolePainter::paintRange(const ConsoleRow &row, qsizetype from, qsizetype to, const QColor &color)
{
    if (from < to) {
        const double x = m_layout.xOf(row, from);
        m_painter.fillRect(QRectF(x, row.y, m_layout.xOf(row, to) - x, m_layout.rowHeight()), color);
    }
}

void ConsolePainter::paintFound(const ConsoleRow &row, const QString &wanted)
{
    if (wanted.isEmpty()) {
        return;
    }
    const QString &text = m_document.content(row.line);
    const QColor color(withAlpha(QColor(0xe3, 0xb3, 0x41), 110));
    for (qsizetype i = text.indexOf(wanted, 0, Qt::CaseInsensitive); i >= 0;
         i = text.indexOf(wanted, i + wanted.size(), Qt::CaseInsensitive)) {
        paintRange(row, std::max(i, row.from), std::min(i + wanted.size(), row.to), color);
    }
}

/// The time where it is another second than that of the line before, and the stream that a handler wrote to.
void ConsolePainter::paintGutter(const ConsoleRow &row, bool isFirstVisible)
{
    const StoredLine line = m_document.buffer().at(row.line);
    if (!row.isFirst || line.timeMs == 0) {
        return;
    }
    const bool isHandler = line.kind == LineKind::HandlerStderr || line.kind == LineKind::HandlerStdout;
    const qint64 before = row.line > m_document.buffer().firstLine() ? m_document.buffer().at(row.line - 1).timeMs : 0;
    m_painter.setFont(m_font);
    m_painter.setPen(withAlpha(m_palette.color(QPalette::PlaceholderText), 190));
    if (isFirstVisible || before / 1'000 != line.timeMs / 1'000) {
        const auto time = QDateTime::fromMSecsSinceEpoch(line.timeMs).time();
        m_painter.drawText(ConsoleLayout::padding, row.y + m_layout.ascent(),
                           time.toString(QStringLiteral("HH:mm:ss")));
    }
    if (isHandler) {
        const bool isStderr = line.kind == LineKind::HandlerStderr;
        m_painter.setPen(isStderr ? m_palette.color(QPalette::Link) : m_palette.color(QPalette::PlaceholderText));
        m_painter.drawText(QPointF(ConsoleLayout::padding + 9 * m_layout.columnWidth(), row.y + m_layout.ascent()),
                           isStderr ? QStringLiteral("err") : QStringLiteral("out"));
    }
}

void ConsolePainter::paintCaret(const ConsoleRow &row, ConsolePosition caret)
{
    if (caret.line == row.line && caret.index >= row.from && caret.index <= row.to) {
        m_painter.fillRect(QRectF(m_layout.xOf(row, caret.index), row.y + 1, 1, m_layout.rowHeight() - 2),
                           m_palette.color(QPalette::Text));
    }
}

} // namespace studio
