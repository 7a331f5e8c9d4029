// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_outline.h"

#include <QUtf8StringView>

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>

namespace studio {

namespace {

constexpr int maxOutlineLevel = 50; // as indentJson() does: indenting all of it would square the size
constexpr std::size_t linesPerStopCheck = 1 << 16;

bool isJsonBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// The first bytes, without the part of a character at the end.
QByteArrayView firstBytes(QByteArrayView utf8, qsizetype bytes)
{
    qsizetype size = std::min(utf8.size(), bytes);
    while (size > 0 && size < utf8.size() && (static_cast<uchar>(utf8[size]) & 0xc0) == 0x80) {
        --size;
    }
    return utf8.first(size);
}

/// Behind the closing quote; the string is known to have one.
qsizetype behindString(QByteArrayView json, qsizetype start)
{
    for (qsizetype i = start + 1;;) {
        i = json.indexOf('"', i);
        if (i < 0) {
            return json.size();
        }
        qsizetype escapes = 0;
        while (json[i - 1 - escapes] == '\\') { // ends at the opening quote
            ++escapes;
        }
        ++i;
        if (escapes % 2 == 0) {
            return i;
        }
    }
}

} // namespace

/// One pass over the document: a state machine with the open brackets on a stack of its own, so that depth costs four
/// bytes and never the thread's stack.
class JsonOutlineReader
{
public:
    JsonOutlineReader(JsonOutline &out, const std::stop_token &stop) : m_out(out), m_stop(stop), m_json(out.m_body) {}

    bool run()
    {
        skipBlanks();
        if (!beginLine(false)) {
            return false;
        }
        for (bool isValue = true;;) {
            if (isValue ? !readValue(isValue) : !readAfterValue(isValue)) {
                return m_isWhole;
            }
        }
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_json.size(); }
    [[nodiscard]] char peek() const { return m_at < m_json.size() ? m_json[m_at] : '\0'; }

    void skipBlanks()
    {
        while (m_at < m_json.size() && isJsonBlank(m_json[m_at])) {
            ++m_at;
        }
    }

    /// False where there are too many, or nobody waits any more.
    bool beginLine(bool hasKey)
    {
        const std::size_t line = m_out.m_starts.size();
        if (line >= maxOutlineLines || (line % linesPerStopCheck == 0 && m_stop.stop_requested())) {
            return false;
        }
        m_out.m_longest = std::max(m_out.m_longest, m_at - m_lineStart);
        m_lineStart = m_at;
        m_out.m_starts.push_back(static_cast<quint32>(m_at));
        m_out.m_partners.push_back(static_cast<quint32>(line));
        m_out.m_levels.push_back(static_cast<quint8>(std::min<std::size_t>(m_open.size(), maxOutlineLevel) |
                                                     (hasKey ? JsonOutline::keyBit : 0U)));
        return true;
    }

    /// A line for the next element or member; of a member also its key and colon.
    bool beginElement()
    {
        skipBlanks();
        const bool isMember = isObject();
        if (!beginLine(isMember)) {
            return false;
        }
        if (!isMember) {
            return true;
        }
        if (peek() != '"' || !readString()) {
            return false;
        }
        skipBlanks();
        if (peek() != ':') {
            return false;
        }
        ++m_at;
        skipBlanks();
        return true;
    }

    [[nodiscard]] bool isObject() const { return m_isObject.back(); }

    bool readValue(bool &isValue)
    {
        isValue = false;
        switch (peek()) {
        case '{':
        case '[':
            return open(isValue);
        case '"':
            return readString();
        case 't':
            return readWord("true");
        case 'f':
            return readWord("false");
        case 'n':
            return readWord("null");
        default:
            return readNumber();
        }
    }

    bool open(bool &isValue)
    {
        const char closing = m_json[m_at] == '{' ? '}' : ']';
        ++m_at;
        skipBlanks();
        if (peek() == closing) {
            ++m_at;
            return true;
        }
        m_open.push_back(static_cast<quint32>(m_out.m_starts.size() - 1));
        m_isObject.push_back(closing == '}');
        isValue = true;
        return beginElement();
    }

    bool readAfterValue(bool &isValue)
    {
        skipBlanks();
        if (m_open.empty()) {
            m_isWhole = atEnd();
            m_out.m_longest = std::max(m_out.m_longest, m_at - m_lineStart);
            return false;
        }
        const char c = peek();
        if (c == ',') {
            ++m_at;
            isValue = true;
            return beginElement();
        }
        if (c != (isObject() ? '}' : ']')) {
            return false;
        }
        const quint32 opening = m_open.back();
        m_open.pop_back();
        m_isObject.pop_back();
        if (!beginLine(false)) {
            return false;
        }
        m_out.m_partners[opening] = static_cast<quint32>(m_out.m_starts.size() - 1);
        m_out.m_partners.back() = opening;
        ++m_at;
        return true;
    }

    bool readString()
    {
        for (++m_at; m_at < m_json.size(); ++m_at) {
            const auto c = static_cast<uchar>(m_json[m_at]);
            if (c == '"') {
                ++m_at;
                return true;
            }
            if (c < 0x20 || (c == '\\' && !readEscape())) {
                return false;
            }
        }
        return false;
    }

    /// Ends on the last byte of it.
    bool readEscape()
    {
        ++m_at;
        const char c = peek();
        if (c != 'u') {
            return c != '\0' && std::strchr("\"\\/bfnrt", c) != nullptr;
        }
        const QByteArrayView digits = m_json.sliced(m_at + 1).first(std::min<qsizetype>(4, m_json.size() - m_at - 1));
        m_at += 4;
        return digits.size() == 4 && std::ranges::all_of(digits, isHexDigit);
    }

    bool readWord(QByteArrayView word)
    {
        if (!m_json.sliced(m_at).startsWith(word)) {
            return false;
        }
        m_at += word.size();
        return true;
    }

    bool readDigits()
    {
        const qsizetype begin = m_at;
        while (isDigit(peek())) {
            ++m_at;
        }
        return m_at > begin;
    }

    bool readNumber()
    {
        m_at += peek() == '-' ? 1 : 0;
        if (peek() == '0') {
            ++m_at;
        } else if (!readDigits()) {
            return false;
        }
        if (peek() == '.') {
            ++m_at;
            if (!readDigits()) {
                return false;
            }
        }
        if (peek() == 'e' || peek() == 'E') {
            ++m_at;
            m_at += peek() == '-' || peek() == '+' ? 1 : 0;
            return readDigits();
        }
        return true;
    }

    JsonOutline &m_out;
    const std::stop_token &m_stop;
    QByteArrayView m_json;
    qsizetype m_at = 0;
    qsizetype m_lineStart = 0;
    std::vector<quint32> m_open; ///< the lines that are not closed yet
    std::vector<bool> m_isObject;
    bool m_isWhole = false;
};

std::shared_ptr<const JsonOutline> JsonOutline::read(const QByteArray &body, const std::stop_token &stop)
{
    if (body.size() >= std::numeric_limits<quint32>::max() || !QUtf8StringView(body).isValidUtf8()) {
        return nullptr;
    }
    auto outline = std::make_shared<JsonOutline>();
    outline->m_body = body;
    if (!JsonOutlineReader(*outline, stop).run()) {
        return nullptr;
    }
    return outline;
}

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
    return hasKey(line) ? QByteArrayView(m_body).sliced(start, behindString(m_body, start) - start) : QByteArrayView();
}

qsizetype JsonOutline::valueStart(qint64 line) const
{
    qsizetype at = m_starts[line];
    if (hasKey(line)) {
        at = m_body.indexOf(':', behindString(m_body, at)) + 1;
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

QByteArrayView JsonOutline::document(qint64 line) const
{
    if (!opens(line)) {
        return value(line);
    }
    const qsizetype start = valueStart(line);
    return QByteArrayView(m_body).sliced(start, m_starts[m_partners[line]] + 1 - start);
}

qint64 JsonOutline::childCount(qint64 line) const
{
    qint64 count = 0;
    if (opens(line)) {
        for (qint64 child = line + 1; child != m_partners[line]; child = next(child)) {
            ++count;
        }
    }
    return count;
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
    if (!opens(line) && m_body[contentEnd(line) - 1] == ',') {
        out.append(',');
    }
    return out;
}

QString JsonOutline::text(qint64 line) const
{
    return QString::fromUtf8(utf8(line, std::numeric_limits<qsizetype>::max()));
}

namespace {

char16_t unescaped(char16_t c)
{
    switch (c) {
    case u'b':
        return u'\b';
    case u'f':
        return u'\f';
    case u'n':
        return u'\n';
    case u'r':
        return u'\r';
    case u't':
        return u'\t';
    default:
        return c;
    }
}

/// The unit that \uXXXX at `at` stands for; nothing where there is no such escape.
std::optional<char16_t> escapedUnit(QStringView text, qsizetype at)
{
    bool isNumber = false;
    if (at + 6 > text.size() || text[at] != u'\\' || text[at + 1] != u'u') {
        return std::nullopt;
    }
    const uint unit = text.sliced(at + 2, 4).toUInt(&isNumber, 16);
    return isNumber ? std::optional(static_cast<char16_t>(unit)) : std::nullopt;
}

} // namespace

QString stringFromJson(QByteArrayView quoted, qsizetype bytes)
{
    const QByteArrayView inner = quoted.sliced(1, std::max<qsizetype>(quoted.size() - 2, 0));
    const QString text = QString::fromUtf8(bytes < 0 ? inner : firstBytes(inner, bytes));
    QString out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const auto unit = escapedUnit(text, i);
        const bool isHigh = unit && QChar::isHighSurrogate(*unit);
        const auto low = isHigh ? escapedUnit(text, i + 6) : std::nullopt;
        if (isHigh && low && QChar::isLowSurrogate(*low)) {
            out.append(QChar(*unit)).append(QChar(*low));
            i += 11;
        } else if (unit) {
            out += QChar::isSurrogate(*unit) ? text.sliced(i, 6) : QString(QChar(*unit));
            i += 5;
        } else if (text[i] == u'\\' && i + 1 < text.size()) {
            out += QChar(unescaped(text[++i].unicode()));
        } else {
            out += text[i];
        }
    }
    return out;
}

} // namespace studio
