// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_text.h"

#include "core/base/json.h"

#include <algorithm>
#include <optional>

namespace studio {

namespace {

class Indenter
{
public:
    explicit Indenter(QByteArrayView json) : m_json(json) { m_out.reserve(json.size() + json.size() / 2); }

    QByteArray run()
    {
        while (m_at < m_json.size()) {
            step(m_json[m_at]);
        }
        return std::move(m_out);
    }

private:
    void step(char c)
    {
        if (isJsonBlank(c)) {
            ++m_at;
        } else if (c == '"') {
            const qsizetype end = endOfJsonString(m_json, m_at);
            m_out.append(m_json.sliced(m_at, end - m_at));
            m_at = end;
        } else if (c == '{' || c == '[') {
            open(c);
        } else {
            m_out.append(c == '}' || c == ']' ? breakTo(--m_level) : QByteArray()).append(c);
            m_out.append(c == ',' ? breakTo(m_level) : QByteArray(c == ':' ? " " : ""));
            ++m_at;
        }
    }

    void open(char c)
    {
        m_out.append(c);
        do {
            ++m_at;
        } while (m_at < m_json.size() && isJsonBlank(m_json[m_at]));
        const bool empty = m_at < m_json.size() && (m_json[m_at] == '}' || m_json[m_at] == ']');
        if (empty) {
            m_out.append(m_json[m_at++]);
        } else {
            m_out.append(breakTo(++m_level));
        }
    }

    /// Deep nesting is data too, but indenting all of it would square the size.
    static QByteArray breakTo(int level) { return '\n' + QByteArray(2 * std::clamp(level, 0, 50), ' '); }

    QByteArrayView m_json;
    QByteArray m_out;
    qsizetype m_at = 0;
    int m_level = 0;
};

qsizetype endOfString(QStringView line, qsizetype start)
{
    qsizetype i = start + 1;
    while (i < line.size() && line[i] != u'"') {
        i += line[i] == u'\\' ? 2 : 1;
    }
    return std::min(i + 1, line.size());
}

qsizetype endOfWord(QStringView line, qsizetype start)
{
    qsizetype i = start;
    while (i < line.size() && (line[i].isLetterOrNumber() || line[i] == u'.' || line[i] == u'+' || line[i] == u'-')) {
        ++i;
    }
    return std::max(i, start + 1);
}

JsonTokenKind kindOfWord(QStringView word)
{
    if (word == u"true" || word == u"false" || word == u"null") {
        return JsonTokenKind::Literal;
    }
    const QChar first = word.front();
    return first.isDigit() || first == u'-' ? JsonTokenKind::Number : JsonTokenKind::Invalid;
}

bool isKey(QStringView line, qsizetype end)
{
    while (end < line.size() && line[end].isSpace()) {
        ++end;
    }
    return end < line.size() && line[end] == u':';
}

} // namespace

namespace {

/// The first escape of half a surrogate pair; nothing where there is none.
std::optional<qsizetype> findHalfPair(QByteArrayView json)
{
    const auto unitAt = [&](qsizetype at) {
        const bool isEscape = at + 6 <= json.size() && json[at] == '\\' && json[at + 1] == 'u';
        return static_cast<char16_t>(isEscape ? json.sliced(at + 2, 4).toUInt(nullptr, 16) : 0);
    };
    for (qsizetype at = json.indexOf('\\'); at >= 0; at = json.indexOf('\\', at)) {
        const char16_t unit = unitAt(at);
        const bool isPair = QChar::isHighSurrogate(unit) && QChar::isLowSurrogate(unitAt(at + 6));
        if (QChar::isSurrogate(unit) && !isPair) {
            return at;
        }
        at += isPair ? 12 : 2;
    }
    return std::nullopt;
}

/// Says what is wrong with a character in words, and where it begins: the parser tells where it ends.
void explainCharacter(QByteArrayView utf8, JsonFault &fault)
{
    if (const auto half = fault.reason.contains(QLatin1String("surrogate")) ? findHalfPair(utf8) : std::nullopt) {
        fault.offset = *half;
        fault.reason = QObject::tr("%1 is half of a surrogate pair, which no text can hold")
                           .arg(QString::fromLatin1(utf8.sliced(*half, std::min<qsizetype>(6, utf8.size() - *half))));
        fault.expected = QObject::tr("The handler reads it from raw() only. Write the character itself, or both "
                                     "halves.");
    } else if (fault.reason.contains(QLatin1String("UTF-8")) && fault.offset < utf8.size()) {
        qsizetype start = fault.offset;
        while (start > 0 && start > fault.offset - 4 && !QUtf8StringView(utf8.first(start)).isValidUtf8()) {
            --start;
        }
        fault.offset = start;
        fault.reason = QObject::tr("the byte 0x%1 is not UTF-8")
                           .arg(QString::fromLatin1(QByteArray(1, utf8[start]).toHex().toUpper()));
        fault.expected = QObject::tr("The handler reads it from raw() only.");
    }
}

} // namespace

std::optional<JsonProblem> checkJson(QByteArrayView utf8)
{
    auto fault = findJsonFault(utf8);
    if (!fault) {
        return std::nullopt;
    }
    explainCharacter(utf8, *fault);
    const auto before = utf8.first(std::min(fault->offset, utf8.size()));
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    return JsonProblem{.line = static_cast<int>(before.count('\n')) + 1,
                       .column = static_cast<int>(QString::fromUtf8(before.sliced(lineStart)).toUcs4().size()) + 1,
                       .offset = QString::fromUtf8(before).size(),
                       .message = fault->reason,
                       .expected = fault->expected};
}

qsizetype endOfJsonString(QByteArrayView json, qsizetype start)
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

QByteArray indentJson(QByteArrayView utf8)
{
    return Indenter(utf8).run();
}

QList<JsonToken> jsonTokens(QStringView line, bool beginsInString)
{
    QList<JsonToken> tokens;
    qsizetype i = 0;
    if (beginsInString) {
        i = endOfString(line, -1);
        tokens.append({.start = 0, .length = i, .kind = JsonTokenKind::String});
    }
    while (i < line.size()) {
        const QChar c = line[i];
        qsizetype end = i + 1;
        auto kind = JsonTokenKind::Punctuation;
        if (c.isSpace()) {
            i = end;
            continue;
        }
        if (c == u'"') {
            end = endOfString(line, i);
            kind = isKey(line, end) ? JsonTokenKind::Key : JsonTokenKind::String;
        } else if (!QStringView(u"{}[],:").contains(c)) {
            end = endOfWord(line, i);
            kind = kindOfWord(line.sliced(i, end - i));
        }
        tokens.append({.start = i, .length = end - i, .kind = kind});
        i = end;
    }
    return tokens;
}

QByteArrayView firstBytes(QByteArrayView utf8, qsizetype bytes)
{
    qsizetype size = std::min(utf8.size(), bytes);
    while (size > 0 && size < utf8.size() && (static_cast<uchar>(utf8[size]) & 0xc0) == 0x80) {
        --size;
    }
    return utf8.first(size);
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
