// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/json_edit.h"

#include "core/base/json.h"
#include "core/schema/json_nodes.h"

#include <algorithm>

namespace studio {

namespace {

constexpr int indentWidth = 2;

bool isContainer(const JsonNode &node)
{
    return node.type == JsonNode::Type::Object || node.type == JsonNode::Type::Array;
}

/// The child that the key or number names; null where there is none.
const JsonNode *childOf(const JsonNode &node, const QString &key)
{
    if (node.type == JsonNode::Type::Object) { // of two with one name the last counts
        const auto found = std::find_if(node.children.rbegin(), node.children.rend(),
                                        [&](const JsonNode &child) { return child.key == key; });
        return found == node.children.rend() ? nullptr : &*found;
    }
    bool isNumber = false;
    const qsizetype index = key.toLongLong(&isNumber);
    const bool isThere = node.type == JsonNode::Type::Array && isNumber && index >= 0 &&
                         index < static_cast<qsizetype>(node.children.size());
    return isThere ? &node.children[static_cast<std::size_t>(index)] : nullptr;
}

qsizetype beginningOf(const JsonNode &child)
{
    return child.keyFrom >= 0 ? child.keyFrom : child.from;
}

/// The blanks at the beginning of the line that a place is on.
QByteArray indentAt(QByteArrayView text, qsizetype at)
{
    const qsizetype start = text.first(at).lastIndexOf('\n') + 1;
    qsizetype end = start;
    while (end < at && (text[end] == ' ' || text[end] == '\t')) {
        ++end;
    }
    return text.sliced(start, end - start).toByteArray();
}

/// With the indent of the line that it comes to.
QByteArray indented(QByteArray json, const QByteArray &indent)
{
    return json.replace('\n', '\n' + indent);
}

/// A value below the keys of a path, whose objects are not there yet.
QByteArray wrapped(const QStringList &keys, const QByteArray &json)
{
    QByteArray value = json;
    for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
        value = "{\n" + QByteArray(indentWidth, ' ') + Json(*key).toUtf8() + ": " +
                indented(value, QByteArray(indentWidth, ' ')) + "\n}";
    }
    return value;
}

/// A new last child.
JsonEdit addedTo(const JsonNode &node, QByteArrayView text, const QByteArray &key, const QByteArray &json)
{
    const QByteArray member = key.isEmpty() ? json : key + ": " + json;
    if (node.children.empty()) {
        const QByteArray outer = indentAt(text, node.from);
        const QByteArray inner = outer + QByteArray(indentWidth, ' ');
        const bool isShort = node.type == JsonNode::Type::Array && !json.contains('\n');
        return {.from = node.from + 1,
                .to = node.isClosed ? node.to - 1 : node.to,
                .by = isShort ? json : '\n' + inner + indented(member, inner) + '\n' + outer};
    }
    const JsonNode &last = node.children.back();
    const qsizetype begin = beginningOf(last);
    const qsizetype before = node.children.size() > 1 ? node.children[node.children.size() - 2].to : node.from + 1;
    const bool isOnOwnLine = text.sliced(before, begin - before).contains('\n');
    const QByteArray indent = indentAt(text, begin);
    const QByteArray between = isOnOwnLine ? ",\n" + indent : QByteArray(", ");
    return {.from = last.to, .to = last.to, .by = between + indented(member, indent)};
}

} // namespace

QByteArray JsonEdit::appliedTo(QByteArrayView text) const
{
    return text.first(from).toByteArray() + by + text.sliced(to).toByteArray();
}

std::optional<JsonEdit> setJsonValue(QByteArrayView text, const QStringList &path, const QByteArray &json)
{
    const JsonNode root = readJsonNodes(text);
    if (root.type == JsonNode::Type::Missing) {
        return JsonEdit{.from = 0, .to = text.size(), .by = wrapped(path, json)};
    }
    const JsonNode *node = &root;
    for (qsizetype i = 0; i < path.size(); ++i) {
        const JsonNode *const child = childOf(*node, path[i]);
        if (child) {
            node = child;
            continue;
        }
        const QByteArray value = wrapped(path.sliced(i + 1), json);
        if (node->type == JsonNode::Type::Object) {
            return addedTo(*node, text, Json(path[i]).toUtf8(), value);
        }
        const bool isNext = node->type == JsonNode::Type::Array &&
                            path[i].toLongLong() == static_cast<qsizetype>(node->children.size());
        if (isNext) {
            return addedTo(*node, text, {}, value);
        }
        const bool isNull = node->type == JsonNode::Type::Word && node->text == QLatin1String("null");
        if (isNull) {
            return JsonEdit{.from = node->from,
                            .to = node->to,
                            .by = indented(wrapped(path.sliced(i), json), indentAt(text, node->from))};
        }
        return std::nullopt;
    }
    return JsonEdit{.from = node->from, .to = node->to, .by = indented(json, indentAt(text, node->from))};
}

std::optional<JsonEdit> removeJsonValue(QByteArrayView text, const QStringList &path)
{
    const JsonNode root = readJsonNodes(text);
    const JsonNode *parent = nullptr;
    const JsonNode *node = &root;
    for (const QString &key : path) {
        parent = node;
        node = childOf(*node, key);
        if (!node) {
            return std::nullopt;
        }
    }
    if (!parent || !isContainer(*parent)) {
        return std::nullopt;
    }
    const auto index = static_cast<std::size_t>(node - parent->children.data());
    if (index > 0) {
        return JsonEdit{.from = parent->children[index - 1].to, .to = node->to, .by = {}};
    }
    if (parent->children.size() > 1) {
        return JsonEdit{.from = beginningOf(*node), .to = beginningOf(parent->children[1]), .by = {}};
    }
    return JsonEdit{.from = parent->from + 1, .to = parent->isClosed ? parent->to - 1 : node->to, .by = {}};
}

} // namespace studio
