// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_view.h"
#include "ui/console/text_columns.h"

#include <QDateTime>
#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace studio {

namespace {

constexpr int gutterPadding = 8;

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

QColor ConsoleView::baseColor(LineKind kind) const
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
        return palette().color(QPalette::Text);
    case LineKind::HandlerStdout:
    case LineKind::Notice:
        break;
    }
    return palette().color(QPalette::PlaceholderText);
}

void ConsoleView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setFont(font());
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    const auto rows = visible();
    for (const Row &row : rows) {
        if (row.y > event->rect().bottom() || row.y + m_rowHeight < event->rect().top()) {
            continue;
        }
        if (row.first && row.line > m_buffer.firstLine() && m_buffer.at(row.line).kind == LineKind::Title) {
            painter.fillRect(0, row.y, viewport()->width(), 1, palette().color(QPalette::Mid)); // where a run begins
        }
        paintRow(painter, row);
        if (gutterWidth() > gutterPadding) {
            paintGutter(painter, row, &row == rows.data());
        }
    }
}

void ConsoleView::paintRow(QPainter &painter, const Row &row) const
{
    painter.save();
    painter.setClipRect(QRect(gutterWidth() - 2, 0, viewport()->width(), viewport()->height()));
    forEachRun(row, [&](qsizetype from, qsizetype to, const AnsiStyle &style) {
        if (const QColor color = m_colors.colorsOf(style).background; color.isValid()) {
            paintRange(painter, row, from, to, color);
        }
    });
    paintMarks(painter, row);
    paintSelection(painter, row);
    forEachRun(row,
               [&](qsizetype from, qsizetype to, const AnsiStyle &style) { paintText(painter, row, from, to, style); });
    paintHover(painter, row);
    paintCaret(painter, row);
    painter.restore();
}

void ConsoleView::paintSelection(QPainter &painter, const Row &row) const
{
    const auto [first, last] = std::minmax(m_anchor, m_caret);
    if (first != last && row.line >= first.line && row.line <= last.line) {
        const qsizetype from = row.line == first.line ? std::max(first.index, row.from) : row.from;
        const qsizetype to = row.line == last.line ? std::min(last.index, row.to) : row.to;
        paintRange(painter, row, from, to, withAlpha(palette().color(QPalette::Highlight), 150));
    }
}

void ConsoleView::paintHover(QPainter &painter, const Row &row) const
{
    if (!m_hovered || m_hoverLine != row.line) {
        return;
    }
    const qsizetype from = std::max(m_hovered->start, row.from);
    const qsizetype to = std::min(m_hovered->start + m_hovered->length, row.to);
    if (from < to) {
        const int y = row.y + m_ascent + 2;
        painter.setPen(palette().color(QPalette::Link));
        painter.drawLine(QPointF(xOf(row, from), y), QPointF(xOf(row, to), y));
    }
}

template <typename Visit> void ConsoleView::forEachRun(const Row &row, Visit visit) const
{
    qsizetype at = row.from;
    const auto upTo = [&](qsizetype end, const AnsiStyle &style) {
        if (at < end) {
            visit(at, end, style);
            at = end;
        }
    };
    for (const AnsiSpan &span : decoded(row.line).content.spans) {
        upTo(std::clamp(span.start, at, row.to), {});
        upTo(std::clamp(span.start + span.length, at, row.to), span.style);
    }
    upTo(row.to, {});
}

void ConsoleView::paintText(QPainter &painter, const Row &row, qsizetype from, qsizetype to,
                            const AnsiStyle &style) const
{
    const LineKind kind = m_buffer.at(row.line).kind;
    QFont drawn = font();
    drawn.setBold(style.bold || kind == LineKind::Title || kind == LineKind::Failure);
    drawn.setItalic(style.italic);
    drawn.setUnderline(style.underline);
    painter.setFont(drawn);
    const bool plain =
        style.foreground == AnsiColor{} && style.background == AnsiColor{} && !style.faint && !style.inverse;
    painter.setPen(plain ? baseColor(kind) : m_colors.colorsOf(style).foreground);
    const QStringView text(decoded(row.line).content.text);
    for (qsizetype i = from; i < to;) {
        const qsizetype end = stretchEnd(text, i, to);
        const double x = xOf(row, i);
        if (x > viewport()->width()) {
            break;
        }
        if (text[i] != u'\t') {
            painter.drawText(QPointF(x, row.y + m_ascent), text.sliced(i, end - i).toString());
        }
        i = end;
    }
}

void ConsoleView::paintRange(QPainter &painter, const Row &row, qsizetype from, qsizetype to, const QColor &color) const
{
    if (from < to) {
        const double x = xOf(row, from);
        painter.fillRect(QRectF(x, row.y, xOf(row, to) - x, m_rowHeight), color);
    }
}

void ConsoleView::paintMarks(QPainter &painter, const Row &row) const
{
    if (m_marked.isEmpty()) {
        return;
    }
    const QString &text = decoded(row.line).content.text;
    const QColor color(withAlpha(QColor(0xe3, 0xb3, 0x41), 110));
    for (qsizetype i = text.indexOf(m_marked, 0, Qt::CaseInsensitive); i >= 0;
         i = text.indexOf(m_marked, i + m_marked.size(), Qt::CaseInsensitive)) {
        paintRange(painter, row, std::max(i, row.from), std::min(i + m_marked.size(), row.to), color);
    }
}

/// The time where it is another second than the line before, and the stream a handler wrote to.
void ConsoleView::paintGutter(QPainter &painter, const Row &row, bool firstVisible) const
{
    const StoredLine line = m_buffer.at(row.line);
    if (!row.first || line.timeMs == 0) {
        return;
    }
    const bool handler = line.kind == LineKind::HandlerStderr || line.kind == LineKind::HandlerStdout;
    const qint64 before = row.line > m_buffer.firstLine() ? m_buffer.at(row.line - 1).timeMs : 0;
    painter.setFont(font());
    painter.setPen(withAlpha(palette().color(QPalette::PlaceholderText), 190));
    if (firstVisible || before / 1'000 != line.timeMs / 1'000) {
        const auto time = QDateTime::fromMSecsSinceEpoch(line.timeMs).time();
        painter.drawText(gutterPadding, row.y + m_ascent, time.toString(QStringLiteral("HH:mm:ss")));
    }
    if (handler) {
        const bool isStderr = line.kind == LineKind::HandlerStderr;
        painter.setPen(isStderr ? palette().color(QPalette::Link) : palette().color(QPalette::PlaceholderText));
        painter.drawText(QPointF(gutterPadding + 9 * m_columnWidth, row.y + m_ascent),
                         isStderr ? QStringLiteral("err") : QStringLiteral("out"));
    }
}

void ConsoleView::paintCaret(QPainter &painter, const Row &row) const
{
    const bool inRow = m_caret.line == row.line && m_caret.index >= row.from && m_caret.index <= row.to;
    if (hasFocus() && inRow) {
        painter.fillRect(QRectF(xOf(row, m_caret.index), row.y + 1, 1, m_rowHeight - 2),
                         palette().color(QPalette::Text));
    }
}

} // namespace studio
