// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_text.h"

#include "core/base/json.h"

#include <algorithm>

namespace studio {

namespace {

qsizetype endOfString(QByteArrayView json, qsizetype start)
{
    qsizetype i = start + 1;
    while (i < json.size() && json[i] != '"') {
        i += json[i] == '\\' ? 2 : 1;
    }
    return std::min(i + 1, json.size());
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

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
        if (isBlank(c)) {
            ++m_at;
        } else if (c == '"') {
            const qsizetype end = endOfString(m_json, m_at);
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
        } while (m_at < m_json.size() && isBlank(m_json[m_at]));
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

std::optional<JsonProblem> checkJson(QByteArrayView utf8)
{
    const auto fault = findJsonFault(utf8);
    if (!fault) {
        return std::nullopt;
    }
    const auto before = utf8.first(std::min(fault->offset, utf8.size()));
    const qsizetype lineStart = before.lastIndexOf('\n') + 1;
    return JsonProblem{.line = static_cast<int>(before.count('\n')) + 1,
                       .column = static_cast<int>(QString::fromUtf8(before.sliced(lineStart)).toUcs4().size()) + 1,
                       .offset = QString::fromUtf8(before).size(),
                       .message = fault->reason,
                       .expected = fault->expected};
}

QByteArray indentJson(QByteArrayView utf8)
{
    return Indenter(utf8).run();
}

QList<JsonToken> jsonTokens(QStringView line)
{
    QList<JsonToken> tokens;
    for (qsizetype i = 0; i < line.size();) {
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

} // namespace studio
