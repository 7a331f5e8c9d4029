// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema_form.h"

#include "core/schema/schema_parts.h"

#include <algorithm>

namespace studio {

namespace {

constexpr std::size_t maxChildren = 100;
constexpr int maxFormNodes = 400;
constexpr int maxFormDepth = 12;
constexpr qsizetype maxChoices = 200;
constexpr qsizetype maxFormDescription = 1'000;

using Kind = FormNode::Kind;

bool isNullWord(const JsonNode &value)
{
    return value.type == JsonNode::Type::Word && value.text == QLatin1String("null");
}

Kind kindOfType(const QString &type)
{
    return type == QLatin1String("string")    ? Kind::Text
           : type == QLatin1String("integer") ? Kind::Integer
           : type == QLatin1String("number")  ? Kind::Number
           : type == QLatin1String("boolean") ? Kind::Boolean
           : type == QLatin1String("object")  ? Kind::Object
           : type == QLatin1String("array")   ? Kind::List
                                              : Kind::Any;
}

/// Of a value that the schema does not know.
Kind kindOfValue(const JsonNode &value)
{
    switch (value.type) {
    case JsonNode::Type::Object:
        return Kind::Object;
    case JsonNode::Type::Array:
        return Kind::List;
    case JsonNode::Type::String:
        return Kind::Text;
    default:
        break;
    }
    const bool isBoolean = value.text == QLatin1String("true") || value.text == QLatin1String("false");
    return isBoolean ? Kind::Boolean : isNullWord(value) || value.text.isEmpty() ? Kind::Any : Kind::Number;
}

/// Whether the text has what the editor of this kind can show.
bool isShowable(Kind kind, const JsonNode &value)
{
    const bool isList = value.type == JsonNode::Type::Array;
    const bool isObject = value.type == JsonNode::Type::Object;
    switch (kind) {
    case Kind::Object:
        return isObject;
    case Kind::List:
        return isList;
    case Kind::Text:
        return value.type == JsonNode::Type::String;
    case Kind::Boolean:
        return kindOfValue(value) == Kind::Boolean;
    case Kind::Integer:
    case Kind::Number:
        return value.type == JsonNode::Type::Word;
    default:
        return !isList && !isObject;
    }
}

class FormReader
{
public:
    explicit FormReader(SchemaWalk &walk) : m_walk(walk) {}

    FormNode read(const Json &schema, const JsonNode *value, const QString &name, const QStringList &path, int depth)
    {
        const SchemaParts parts = partsOf(m_walk, schema, value);
        FormNode node{.name = name, .path = path};
        node.isPresent = value && value->type != JsonNode::Type::Missing;
        const Json *const rust = parts.find(m_walk, "x-rust-type");
        node.type = rust ? rust->text().left(80) : parts.type(m_walk);
        if (const Json *const description = parts.find(m_walk, "description")) {
            node.description = description->text().left(maxFormDescription);
        }
        node.kind = kindOf(parts, value);
        node.beginning = beginningOf(schema, parts);
        readLimits(node, parts);
        if (node.isPresent && !isNullWord(*value)) {
            readValue(node, *value);
        }
        if (depth < maxFormDepth && node.kind == Kind::Object) {
            readMembers(node, parts, value, depth);
        } else if (depth < maxFormDepth && node.kind == Kind::List) {
            readElements(node, parts, value, depth);
        }
        return node;
    }

private:
    Kind kindOf(const SchemaParts &parts, const JsonNode *value)
    {
        const bool isValue = value && value->type != JsonNode::Type::Missing && !isNullWord(*value);
        const bool isChoice = parts.find(m_walk, "enum") || parts.find(m_walk, "const");
        const Kind kind = isChoice ? Kind::Choice : kindOfType(parts.type(m_walk));
        if (!isValue) {
            return parts.isAmbiguous ? Kind::Any : kind;
        }
        if (kind == Kind::Any && !parts.isAmbiguous) {
            return kindOfValue(*value);
        }
        return parts.isAmbiguous || !isShowable(kind, *value) ? Kind::Any : kind;
    }

    QByteArray beginningOf(const Json &schema, const SchemaParts &parts)
    {
        return parts.all.empty() ? QByteArray("null") : exampleOf(m_walk, schema, false).toUtf8(2);
    }

    void readLimits(FormNode &node, const SchemaParts &parts)
    {
        if (const Json *const minimum = parts.find(m_walk, "minimum")) {
            node.minimum = QString::fromUtf8(minimum->toUtf8()).left(40);
        }
        if (const Json *const maximum = parts.find(m_walk, "maximum")) {
            node.maximum = QString::fromUtf8(maximum->toUtf8()).left(40);
        }
        if (node.kind != Kind::Choice) {
            return;
        }
        if (const Json *const words = parts.find(m_walk, "enum")) {
            for (const Json &word : words->elements()) {
                if (node.choices.size() < maxChoices && m_walk.take(5, word.utf8().size())) {
                    node.choices << QString::fromUtf8(word.toUtf8());
                }
            }
        } else if (const Json *const only = parts.find(m_walk, "const")) {
            node.choices << QString::fromUtf8(only->toUtf8());
        }
        if (parts.isNullable && !node.choices.contains(QLatin1String("null"))) {
            node.choices << QStringLiteral("null");
        }
    }

    void readValue(FormNode &node, const JsonNode &value)
    {
        const bool isContainer = value.type == JsonNode::Type::Object || value.type == JsonNode::Type::Array;
        if (node.kind == Kind::Object || node.kind == Kind::List || (isContainer && node.kind != Kind::Any)) {
            return;
        }
        const bool isText = value.type == JsonNode::Type::String;
        node.value = isContainer                         ? QString()
                     : isText && node.kind != Kind::Text ? QString::fromUtf8(Json(value.text).toUtf8())
                                                         : value.text;
    }

    [[nodiscard]] bool isFull(const FormNode &node) const
    {
        return node.children.size() >= maxChildren || m_count >= maxFormNodes || m_walk.isOver();
    }

    void readMembers(FormNode &node, const SchemaParts &parts, const JsonNode *value, int depth)
    {
        const QStringList required = parts.required(m_walk);
        QStringList known;
        for (const auto &[name, property] : parts.properties(m_walk)) {
            known << name;
            const JsonNode *const member = memberOf(value, name);
            if (isFull(node)) {
                ++node.left;
                continue;
            }
            ++m_count;
            // What is missing is opened one level deep where it is required, else not: a type may hold itself.
            const int closed = required.contains(name) ? maxFormDepth - 1 : maxFormDepth;
            const int level = member ? depth + 1 : std::max(depth + 1, closed);
            FormNode child = read(*property, member, name, node.path + QStringList(name), level);
            child.isRequired = required.contains(name);
            node.children.push_back(std::move(child));
        }
        if (!value || value->type != JsonNode::Type::Object) {
            return;
        }
        const Json *const others = parts.find(m_walk, "additionalProperties");
        static const Json anything = Json::object();
        for (const JsonNode &member : value->children) {
            if (known.contains(member.key) || member.type == JsonNode::Type::Missing) {
                continue;
            }
            known << member.key;
            if (isFull(node)) {
                ++node.left;
                continue;
            }
            ++m_count;
            const bool isMap = others && others->isObject();
            FormNode child =
                read(isMap ? *others : anything, &member, member.key, node.path + QStringList(member.key), depth + 1);
            child.isKnown = isMap;
            node.children.push_back(std::move(child));
        }
    }

    void readElements(FormNode &node, const SchemaParts &parts, const JsonNode *value, int depth)
    {
        static const Json anything = Json::object();
        const Json *const items = parts.find(m_walk, "items");
        const Json *const first = parts.find(m_walk, "prefixItems");
        const Json &item = items ? *items : anything;
        node.newElement = items ? exampleOf(m_walk, item, false).toUtf8(2) : QByteArray("null");
        const std::size_t count = value && value->type == JsonNode::Type::Array ? value->children.size() : 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (isFull(node)) {
                ++node.left;
                continue;
            }
            ++m_count;
            const Json &schema = first && i < first->size() ? (*first)[i] : item;
            FormNode child = read(schema, &value->children[i], QString::number(i + 1),
                                  node.path + QStringList(QString::number(i)), depth + 1);
            child.isElement = true;
            node.children.push_back(std::move(child));
        }
    }

    static const JsonNode *memberOf(const JsonNode *value, const QString &name)
    {
        if (!value || value->type != JsonNode::Type::Object) {
            return nullptr;
        }
        const auto found = std::find_if(value->children.rbegin(), value->children.rend(), [&](const JsonNode &member) {
            return member.key == name && member.type != JsonNode::Type::Missing;
        });
        return found == value->children.rend() ? nullptr : &*found;
    }

    SchemaWalk &m_walk;
    int m_count = 0;
};

} // namespace

FormNode readForm(SchemaWalk &walk, const JsonNode &value)
{
    return FormReader(walk).read(walk.root(), &value, {}, {}, 0);
}

} // namespace studio
