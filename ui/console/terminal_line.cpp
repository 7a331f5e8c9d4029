// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/terminal_line.h"

#include "ui/console/text_columns.h"

#include <QString>

#include <vector>

namespace studio {

namespace {

/// What stands in one column. A wide character stands in its first column, and the next one is covered by it.
struct Cell
{
    QString text = QStringLiteral(" "); ///< a character and what combines with it
    AnsiStyle style;
    bool isCovered = false;
};

void appendColor(QByteArray &out, const AnsiColor &color, int base)
{
    if (color.kind == AnsiColor::Kind::Palette) {
        out += ';' + QByteArray::number(base) + ";5;" + QByteArray::number(color.index);
    } else if (color.kind == AnsiColor::Kind::Rgb) {
        out += ';' + QByteArray::number(base) + ";2;" + QByteArray::number(color.red) + ';' +
               QByteArray::number(color.green) + ';' + QByteArray::number(color.blue);
    }
}

/// The SGR sequence that sets this style and nothing else.
QByteArray sequenceFor(const AnsiStyle &style)
{
    QByteArray out("\x1b[0");
    const auto flag = [&out](bool isSet, const char *code) { out += isSet ? code : ""; };
    flag(style.bold, ";1");
    flag(style.faint, ";2");
    flag(style.italic, ";3");
    flag(style.underline, ";4");
    flag(style.inverse, ";7");
    appendColor(out, style.foreground, 38);
    appendColor(out, style.background, 48);
    return out + 'm';
}

/// The row of a terminal that is as wide as it is written to.
class Row
{
public:
    explicit Row(const AnsiStyle &start) : m_style(start) {}

    void write(QByteArrayView utf8)
    {
        const QString text = QString::fromUtf8(utf8);
        for (const char32_t point : text.toUcs4()) {
            put(point);
        }
    }
    void takeEscape(QByteArrayView sequence)
    {
        m_style = ansiStyleAfter(sequence, m_style);
        if (sequence == "\x1b[K" || sequence == "\x1b[0K") {
            m_cells.resize(std::min(m_cells.size(), m_at));
        } else if (sequence == "\x1b[2K") {
            m_cells.clear();
        } else if (sequence == "\x1b[1K") {
            for (size_t i = 0; i < std::min(m_cells.size(), m_at + 1); ++i) {
                clear(i);
            }
        }
    }
    void returnCarriage() { m_at = 0; }

    [[nodiscard]] QByteArray text(const AnsiStyle &start) const
    {
        QByteArray out;
        AnsiStyle style = start;
        for (const Cell &cell : m_cells) {
            if (cell.isCovered) {
                continue;
            }
            if (cell.style != style) {
                style = cell.style;
                out += sequenceFor(style);
            }
            out += cell.text.toUtf8();
        }
        return style == m_style ? out : out + sequenceFor(m_style);
    }

private:
    void put(char32_t point)
    {
        if (point == U'\t') { // moves only
            m_at += static_cast<size_t>(columnsOf(point, static_cast<int>(m_at)));
            return;
        }
        const auto width = static_cast<size_t>(columnsOf(point, static_cast<int>(m_at)));
        const QString character = QString::fromUcs4(&point, 1);
        if (width == 0) {
            combine(character);
            return;
        }
        if (m_cells.size() < m_at + width) {
            m_cells.resize(m_at + width);
        }
        for (size_t i = m_at; i < m_at + width; ++i) {
            clear(i);
            m_cells[i].isCovered = i > m_at;
        }
        m_cells[m_at] = {.text = character, .style = m_style, .isCovered = false};
        m_at += width;
    }
    void combine(const QString &mark)
    {
        for (size_t i = std::min(m_at, m_cells.size()); i > 0; --i) {
            if (!m_cells[i - 1].isCovered) {
                m_cells[i - 1].text += mark;
                return;
            }
        }
    }
    /// The other half of a wide character that is overwritten goes with it.
    void clear(size_t at)
    {
        if (m_cells[at].isCovered && at > 0) {
            m_cells[at - 1] = {};
        }
        if (at + 1 < m_cells.size() && m_cells[at + 1].isCovered) {
            m_cells[at + 1] = {};
        }
        m_cells[at] = {};
    }

    std::vector<Cell> m_cells;
    AnsiStyle m_style;
    size_t m_at = 0;
};

} // namespace

QByteArray terminalLine(const QByteArray &utf8, const AnsiStyle &start)
{
    if (!utf8.contains('\r')) {
        return utf8;
    }
    Row row(start);
    const QByteArrayView all(utf8);
    for (qsizetype i = 0; i < all.size();) {
        qsizetype end = i;
        while (end < all.size() && all[end] != '\r' && all[end] != ansiEscape) {
            ++end;
        }
        row.write(all.sliced(i, end - i));
        if (end < all.size() && all[end] == '\r') {
            row.returnCarriage();
            ++end;
        } else if (end < all.size()) {
            const qsizetype length = ansiEscapeLength(all.sliced(end));
            row.takeEscape(all.sliced(end, length));
            end += length;
        }
        i = end;
    }
    return row.text(start);
}

} // namespace studio
