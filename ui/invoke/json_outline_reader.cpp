// SPDX-License-Identifier: GPL-3.0-or-later
// How the outline of a JSON document is read.
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_text.h"

#include <QUtf8StringView>

#include <algorithm>
#include <cstring>
#include <limits>

namespace studio {

namespace {

constexpr int maxOutlineLevel = 50; // as indentJson() does: indenting all of it would square the size
constexpr std::size_t linesPerStopCheck = 1 << 16;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
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

    /// False where there are too many, or a stop was asked for.
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
        countChild();
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

    void countChild()
    {
        const quint32 before = m_childCounts.back()++;
        if (before > 0 && before % JsonOutline::markInterval == 0) {
            m_out.m_large[m_open.back()].marks.push_back(static_cast<quint32>(m_out.m_starts.size() - 1));
        }
    }

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
        m_childCounts.push_back(0);
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
        if (m_childCounts.back() > JsonOutline::markInterval) {
            m_out.m_large[opening].count = m_childCounts.back();
        }
        m_childCounts.pop_back();
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
    std::vector<quint32> m_childCounts;
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

} // namespace studio
