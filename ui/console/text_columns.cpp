// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/text_columns.h"

#include <QChar>

#include <algorithm>
#include <array>
#include <utility>

namespace studio {

namespace {

struct CodePoint
{
    char32_t value = 0;
    qsizetype length = 1;
};

CodePoint codePointAt(QStringView text, qsizetype i)
{
    const QChar c = text[i];
    if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
        return {.value = QChar::surrogateToUcs4(c, text[i + 1]), .length = 2};
    }
    return {.value = c.unicode(), .length = 1};
}

bool isWide(char32_t c)
{
    static constexpr std::array<std::pair<char32_t, char32_t>, 12> ranges{{
        {0x1100, 0x115f},
        {0x2e80, 0x303e},
        {0x3041, 0xa4cf},
        {0xac00, 0xd7a3},
        {0xf900, 0xfaff},
        {0xfe30, 0xfe6f},
        {0xff00, 0xff60},
        {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f},
        {0x1f680, 0x1f6ff},
        {0x1f900, 0x1f9ff},
        {0x20000, 0x3fffd},
    }};
    return c >= 0x1100 &&
           std::ranges::any_of(ranges, [c](const auto &range) { return c >= range.first && c <= range.second; });
}

} // namespace

int columnsOf(char32_t codePoint, int at)
{
    if (codePoint == U'\t') {
        return tabColumns - at % tabColumns;
    }
    if (codePoint < 0x300) {
        return 1;
    }
    const auto category = QChar::category(codePoint);
    if (category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing || codePoint == 0x200d) {
        return 0;
    }
    return isWide(codePoint) ? 2 : 1;
}

int columnAt(QStringView text, qsizetype index)
{
    int column = 0;
    const qsizetype end = std::min(index, text.size());
    for (qsizetype i = 0; i < end;) {
        const CodePoint c = codePointAt(text, i);
        column += columnsOf(c.value, column);
        i += c.length;
    }
    return column;
}

qsizetype indexAtColumn(QStringView text, int column)
{
    int at = 0;
    for (qsizetype i = 0; i < text.size();) {
        const CodePoint c = codePointAt(text, i);
        const int width = columnsOf(c.value, at);
        if (at + width > column) {
            return i;
        }
        at += width;
        i += c.length;
    }
    return text.size();
}

QList<qsizetype> rowStarts(QStringView text, int columns)
{
    QList<qsizetype> starts{0};
    if (columns <= 0) {
        return starts;
    }
    int at = 0;
    for (qsizetype i = 0; i < text.size();) {
        const CodePoint c = codePointAt(text, i);
        const int width = std::min(columnsOf(c.value, at), columns);
        if (at + width > columns) {
            starts.append(i);
            at = 0;
        }
        at += width;
        i += c.length;
    }
    return starts;
}

} // namespace studio
