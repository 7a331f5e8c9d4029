// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/json_nodes.h"

#include "core/base/json.h"

#include <algorithm>

namespace studio {

namespace {

constexpr int maxLevels = 64;
constexpr int maxNodes = 50'000;

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class NodeReader
{
public:
    explicit NodeReader(QByteArrayView text) : m_text(text) {}

    JsonNode readValue(int level = 0)
    {
        skipBlanks();
        JsonNode node{.from = m_at, .to = m_at};
        if (atEnd() || level > maxLevels || ++m_nodes > maxNodes) {
            m_at = atEnd() ? m_at : m_text.size();
            return node;
        }
        switch (m_text[m_at]) {
        case '{':
            readObject(node, level);
            break;
        case '[':
            readArray(node, level);
            break;
        case '"':
            readString(node);
            break;
        default:
            readWord(node);
        }
        node.to = m_at;
        return node;
    }

private:
    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    void skipBlanks()
    {
        while (!atEnd() && isBlank(m_text[m_at])) {
            ++m_at;
        }
    }

    void readObject(JsonNode &node, int level)
    {
        node.type = JsonNode::Type::Object;
        node.isClosed = false;
        ++m_at;
        for (skipBlanks(); !atEnd(); skipBlanks()) {
            const char c = m_text[m_at];
            if (c == '}') {
                ++m_at;
                node.isClosed = true;
                return;
            }
            if (c == ']') {
                return; // of an array around it
            }
            if (c == ',' || c == ':' || c == '{' || c == '[') {
                ++m_at;
                continue;
            }
            node.children.push_back(readMember(level));
        }
    }

    JsonNode readMember(int level)
    {
        JsonNode key{.from = m_at};
        if (m_text[m_at] == '"') {
            readString(key);
        } else {
            readWord(key);
        }
        const qsizetype keyTo = m_at;
        skipBlanks();
        JsonNode value{.from = m_at, .to = m_at};
        if (!atEnd() && m_text[m_at] == ':') {
            ++m_at;
            skipBlanks();
            value.from = value.to = m_at;
            value.isClosed = true;
            const bool isThere = !atEnd() && m_text[m_at] != ',' && m_text[m_at] != '}' && m_text[m_at] != ']';
            value = isThere ? readValue(level + 1) : value;
        } else {
            value.isClosed = false; // no colon
            m_at = keyTo;
            value.from = value.to = keyTo;
        }
        value.key = key.text;
        value.keyFrom = key.from;
        value.keyTo = keyTo;
        return value;
    }

    void readArray(JsonNode &node, int level)
    {
        node.type = JsonNode::Type::Array;
        node.isClosed = false;
        ++m_at;
        for (skipBlanks(); !atEnd(); skipBlanks()) {
            const char c = m_text[m_at];
            if (c == ']') {
                ++m_at;
                node.isClosed = true;
                return;
            }
            if (c == '}') {
                return;
            }
            if (c == ',' || c == ':') {
                ++m_at;
                continue;
            }
            node.children.push_back(readValue(level + 1));
        }
    }

    void readString(JsonNode &node)
    {
        node.type = JsonNode::Type::String;
        const qsizetype from = m_at++;
        // Behind one without an end there is none with one on its line, or each quote would look through all of it.
        m_at = std::max(m_at, m_openEnd);
        while (!atEnd() && m_text[m_at] != '"' && m_text[m_at] != '\n') {
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        }
        m_at = std::min(m_at, m_text.size());
        node.isClosed = !atEnd() && m_text[m_at] == '"';
        if (!node.isClosed) { // what stands behind it is taken to be right
            m_openEnd = m_at;
            const auto rest = m_text.sliced(from + 1, m_at - from - 1);
            const auto end = std::ranges::find_if(rest, [](char c) { return QByteArrayView(" \t,:[]{}").contains(c); });
            m_at = from + 1 + (end - rest.begin());
        }
        const QByteArrayView inside = m_text.sliced(from + 1, m_at - from - 1);
        m_at += node.isClosed ? 1 : 0;
        const auto value = node.isClosed ? parseJson(m_text.sliced(from, m_at - from)) : Result<Json>(Json());
        node.text = value && value->isString() ? value->text() : QString::fromUtf8(inside);
    }

    void readWord(JsonNode &node)
    {
        node.type = JsonNode::Type::Word;
        const qsizetype from = m_at++;
        while (!atEnd() && !isBlank(m_text[m_at]) && !QByteArrayView(",:[]{}\"").contains(m_text[m_at])) {
            ++m_at;
        }
        node.text = QString::fromUtf8(m_text.sliced(from, m_at - from));
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    qsizetype m_openEnd = 0; ///< of the line with a string that has no end
    int m_nodes = 0;
};

/// Walks from the root to the innermost value around the caret.
class PlaceFinder
{
public:
    PlaceFinder(QByteArrayView text, qsizetype at) : m_text(text), m_at(at) {}

    JsonPlace find(const JsonNode &node, QStringList path)
    {
        const bool isContainer = node.type == JsonNode::Type::Object || node.type == JsonNode::Type::Array;
        if (isContainer && m_at > node.from && (m_at < node.to || !node.isClosed)) {
            return node.type == JsonNode::Type::Object ? inObject(node, path) : inArray(node, path);
        }
        if (!isContainer && m_at >= node.from && m_at <= node.to) {
            const bool isBehind = node.type == JsonNode::Type::String && node.isClosed && m_at == node.to;
            return isBehind ? JsonPlace{} : valueAt(node.from, node.to, path);
        }
        return isContainer || m_at > node.to ? JsonPlace{} : valueAt(m_at, m_at, path);
    }

private:
    static JsonPlace valueAt(qsizetype from, qsizetype to, const QStringList &path)
    {
        return {.kind = JsonPlace::Kind::Value, .path = path, .from = from, .to = to, .siblings = {}};
    }

    /// What stands before the caret decides, where it is at no word.
    [[nodiscard]] char charBefore(qsizetype at) const
    {
        while (at > 0 && isBlank(m_text[at - 1])) {
            --at;
        }
        return at > 0 ? m_text[at - 1] : '\0';
    }

    JsonPlace inObject(const JsonNode &node, const QStringList &path)
    {
        JsonPlace key{.kind = JsonPlace::Kind::Key, .path = path, .from = m_at, .to = m_at, .siblings = {}};
        for (const JsonNode &member : node.children) {
            const bool isBehindKey = m_at > member.keyTo || (m_at == member.keyTo && m_text[m_at - 1] == '"' &&
                                                             member.keyTo - member.keyFrom > 1);
            const bool isAtKey = m_at >= member.keyFrom && !isBehindKey;
            if (isAtKey && m_at > member.keyFrom) {
                key.from = member.keyFrom;
                key.to = member.keyTo;
                key.hasColon = member.type != JsonNode::Type::Missing || member.isClosed;
                continue;
            }
            key.siblings << member.key;
        }
        if (key.from < m_at) {
            return key;
        }
        for (const JsonNode &member : node.children) {
            const bool isAtValue = member.type != JsonNode::Type::Missing && m_at >= member.from && m_at <= member.to;
            if (isAtValue) {
                return find(member, path + QStringList(member.key));
            }
        }
        const char before = charBefore(m_at);
        if (before == ':') {
            const JsonNode *owner = nullptr;
            for (const JsonNode &member : node.children) {
                owner = member.keyTo < m_at ? &member : owner;
            }
            return owner ? valueAt(m_at, m_at, path + QStringList(owner->key)) : JsonPlace{};
        }
        return before == '{' || before == ',' ? key : JsonPlace{};
    }

    JsonPlace inArray(const JsonNode &node, const QStringList &path)
    {
        const QStringList inside = path + QStringList(QStringLiteral("*"));
        for (const JsonNode &element : node.children) {
            if (m_at >= element.from && m_at <= element.to) {
                return find(element, inside);
            }
        }
        const char before = charBefore(m_at);
        return before == '[' || before == ',' ? valueAt(m_at, m_at, inside) : JsonPlace{};
    }

    QByteArrayView m_text;
    qsizetype m_at;
};

} // namespace

JsonNode readJsonNodes(QByteArrayView text)
{
    return NodeReader(text).readValue();
}

JsonPlace jsonPlaceAt(QByteArrayView text, qsizetype at)
{
    at = std::clamp<qsizetype>(at, 0, text.size());
    return PlaceFinder(text, at).find(readJsonNodes(text), {});
}

} // namespace studio
