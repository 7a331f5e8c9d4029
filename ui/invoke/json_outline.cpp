// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_outline.h"

#include "ui/invoke/json_text.h"

#include <algorithm>
#include <limits>

namespace studio {

namespace {

/// How many UTF-16 code units these bytes are, which are known to be valid.
qsizetype unitsOf(QByteArrayView utf8)
{
    qsizetype units = 0;
    for (const char c : utf8) {
        const auto byte = static_cast<uchar>(c);
        units += (byte & 0xc0) != 0x80 ? 1 : 0;
        units += byte >= 0xf0 ? 1 : 0; // a surrogate pair
    }
    return units;
}

} // namespace

qsizetype JsonOutline::contentEnd(qint64 line) const
{
    qsizetype end = line + 1 < lineCount() ? m_starts[line + 1] : m_body.size();
    while (end > m_starts[line] && isJsonBlank(m_body[end - 1])) {
        --end;
    }
    return end;
}

QByteArrayView JsonOutline::key(qint64 line) const
{
    const qsizetype start = m_starts[line];
    return hasKey(line) ? QByteArrayView(m_body).sliced(start, endOfJsonString(m_body, start) - start)
                        : QByteArrayView();
}

qsizetype JsonOutline::valueStart(qint64 line) const
{
    qsizetype at = m_starts[line];
    if (hasKey(line)) {
        at = m_body.indexOf(':', endOfJsonString(m_body, at)) + 1;
        while (isJsonBlank(m_body[at])) {
            ++at;
        }
    }
    return at;
}

QByteArrayView JsonOutline::value(qint64 line) const
{
    const qsizetype start = valueStart(line);
    const char first = m_body[start];
    if (first == '{') {
        return opens(line) ? QByteArrayView("{") : QByteArrayView("{}");
    }
    if (first == '[') {
        return opens(line) ? QByteArrayView("[") : QByteArrayView("[]");
    }
    qsizetype end = contentEnd(line);
    if (m_body[end - 1] == ',') {
        --end;
        while (isJsonBlank(m_body[end - 1])) {
            --end;
        }
    }
    return QByteArrayView(m_body).sliced(start, end - start);
}

QByteArrayView JsonOutline::wholeValue(qint64 line) const
{
    if (!opens(line)) {
        return value(line);
    }
    const qsizetype start = valueStart(line);
    return QByteArrayView(m_body).sliced(start, m_starts[m_partners[line]] + 1 - start);
}

QString JsonOutline::plainText(qint64 line) const
{
    const QByteArrayView json = wholeValue(line);
    return json.startsWith('"') ? stringFromJson(json) : QString::fromUtf8(json);
}

qint64 JsonOutline::childCount(qint64 line) const
{
    if (const auto large = m_large.find(static_cast<quint32>(line)); large != m_large.end()) {
        return large->second.count;
    }
    qint64 count = 0;
    if (opens(line)) {
        for (qint64 child = line + 1; child != m_partners[line]; child = next(child)) {
            ++count;
        }
    }
    return count;
}

qint64 JsonOutline::child(qint64 line, qint64 index) const
{
    qint64 at = line + 1;
    if (const auto large = m_large.find(static_cast<quint32>(line)); large != m_large.end() && index >= markInterval) {
        at = large->second.marks[index / markInterval - 1];
        index %= markInterval;
    }
    for (; index > 0; --index) {
        at = next(at);
    }
    return at;
}

QByteArray JsonOutline::utf8(qint64 line, qsizetype maxValue, qsizetype *leftOut) const
{
    QByteArray out(2 * (m_levels[line] & ~keyBit), ' ');
    const QByteArrayView name = key(line);
    const QByteArrayView whole = value(line);
    const QByteArrayView shownName = firstBytes(name, maxValue);
    const QByteArrayView shown = firstBytes(whole, maxValue);
    out.append(shownName).append(name.isEmpty() ? "" : ": ").append(shown);
    if (leftOut) {
        *leftOut = name.size() - shownName.size() + whole.size() - shown.size();
    }
    if (hasComma(line)) {
        out.append(',');
    }
    return out;
}

JsonOutline::LineSizes JsonOutline::sizes(qint64 line) const
{
    return {.indentation = 2 * (m_levels[line] & ~keyBit),
            .key = unitsOf(key(line)),
            .value = unitsOf(value(line)),
            .hasComma = hasComma(line)};
}

qsizetype JsonOutline::bytesOf(qint64 first, qint64 last) const
{
    const qsizetype end = last + 1 < lineCount() ? m_starts[last + 1] : m_body.size();
    return end - m_starts[first];
}

QString JsonOutline::text(qint64 line) const
{
    return QString::fromUtf8(utf8(line, std::numeric_limits<qsizetype>::max()));
}

} // namespace studio
