// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_line.h"

#include "core/base/display.h"
#include "ui/invoke/json_colors.h"
#include "ui/invoke/json_outline.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>

namespace studio {

namespace {

struct LineWords
{
    Q_DECLARE_TR_FUNCTIONS(studio::JsonLine)
};

} // namespace

JsonLine::JsonLine(std::shared_ptr<const JsonOutline> outline, qint64 line, bool isFolded)
    : m_outline(std::move(outline)), m_line(line)
{
    qsizetype leftOut = 0;
    m_text = QString::fromUtf8(m_outline->utf8(line, maxValueBytes, &leftOut));
    m_cut = m_text.size();
    if (leftOut > 0) {
        const QByteArray frame = m_outline->utf8(line, 0); // indentation, colon and comma
        const QByteArrayView key = m_outline->key(line);
        m_cut = key.size() > maxValueBytes
                    ? frame.indexOf(':') + QString::fromUtf8(firstBytes(key, maxValueBytes)).size()
                    : m_text.size() - (frame.endsWith(',') ? 1 : 0);
        m_text += LineWords::tr(" … %1 more").arg(sizeText(leftOut));
    }
    m_end = m_text.size();
    if (isFolded) {
        const qint64 last = m_outline->partner(line);
        m_text += QStringLiteral(" … ") + QString::fromUtf8(m_outline->utf8(last, maxValueBytes)).trimmed();
    }
}

qsizetype JsonLine::wholeUnit(qsizetype shownUnit) const
{
    if (!isShortened() || shownUnit < m_cut) {
        return shownUnit;
    }
    const JsonOutline::LineSizes sizes = m_outline->sizes(m_line);
    return shownUnit > m_end ? sizes.lineEnd() + shownUnit - m_end : sizes.valueEnd();
}

qsizetype JsonLine::shownUnit(qsizetype wholeUnit, bool isEnd) const
{
    qsizetype unit = wholeUnit;
    if (!shows(unit)) {
        const bool isFolded = m_text.size() > m_end;
        const qsizetype size = isFolded ? m_outline->sizes(m_line).lineEnd() : unit;
        unit = unit > size ? m_end + unit - size : isEnd ? m_end : m_cut;
    }
    return std::min(unit, m_text.size());
}

std::optional<JsonToken> JsonLine::tokenAt(qsizetype wholeUnit) const
{
    const JsonOutline::LineSizes sizes = m_outline->sizes(m_line);
    const QByteArrayView value = m_outline->value(m_line);
    const auto token = [wholeUnit](qsizetype start, qsizetype length, bool isString, JsonTokenKind kind) {
        const qsizetype quote = isString ? 1 : 0;
        return wholeUnit >= start && wholeUnit <= start + length
                   ? std::optional(JsonToken{.start = start + quote, .length = length - 2 * quote, .kind = kind})
                   : std::nullopt;
    };
    if (sizes.key > 0) {
        if (auto key = token(sizes.indentation, sizes.key, true, JsonTokenKind::Key)) {
            return key;
        }
    }
    if (QByteArrayView("{}[]").contains(value.front())) {
        return std::nullopt;
    }
    const bool isString = value.startsWith('"');
    return token(sizes.valueStart(), sizes.value, isString, isString ? JsonTokenKind::String : JsonTokenKind::Literal);
}

void JsonLine::layOut(QTextLayout &layout, const QFont &font, const QList<AnswerMatch> &matches) const
{
    QTextOption option;
    option.setTextDirection(Qt::LeftToRight);
    option.setWrapMode(QTextOption::NoWrap);
    layout.setFont(font);
    layout.setTextOption(option);
    layout.setText(m_text);
    layout.setFormats(formats(matches));
    layout.beginLayout();
    layout.createLine().setPosition({0, 0});
    layout.endLayout();
}

QList<QTextLayout::FormatRange> JsonLine::formats(const QList<AnswerMatch> &matches) const
{
    QList<QTextLayout::FormatRange> ranges;
    const auto add = [&](qsizetype start, qsizetype end, const QTextCharFormat &format) {
        ranges.append({.start = static_cast<int>(start), .length = static_cast<int>(end - start), .format = format});
    };
    for (const JsonToken &token : jsonTokens(m_text)) {
        QTextCharFormat format;
        const bool isDots = token.kind == JsonTokenKind::Invalid; // the document is known to be valid
        format.setForeground(tokenColor(isDots ? JsonTokenKind::Punctuation : token.kind));
        add(token.start, token.start + token.length, format);
    }
    QTextCharFormat found;
    found.setBackground(matchColor());
    for (auto match = firstMatchFrom(matches, {.line = m_line}); match != matches.cend() && match->line == m_line;
         ++match) {
        add(shownUnit(match->start, false), shownUnit(match->end().unit, true), found);
        if (match->start >= m_cut) {
            break; // all others are behind the same mark
        }
    }
    return ranges;
}

} // namespace studio
