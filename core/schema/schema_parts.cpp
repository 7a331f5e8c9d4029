// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema_parts.h"

#include <algorithm>

namespace studio {

namespace {

constexpr std::size_t maxParts = 200;

bool isNullType(SchemaWalk &walk, const Json &schema)
{
    return walk.member(schema, "type").utf8() == "null";
}

/// A choice that only says which members there must be is none between kinds of values.
bool isShape(SchemaWalk &walk, const Json &schema)
{
    return std::ranges::any_of(
        std::initializer_list<const char *>{"type", "properties", "$ref", "enum", "const", "anyOf", "allOf", "oneOf"},
        [&](const char *keyword) { return walk.find(schema, keyword) != nullptr; });
}

class PartsReader
{
public:
    explicit PartsReader(SchemaWalk &walk, const JsonNode *value) : m_walk(walk), m_value(value) {}

    void gather(const Json &schema)
    {
        if (m_parts.all.size() >= maxParts || !m_walk.take(2) || std::ranges::contains(m_parts.all, &schema)) {
            return;
        }
        m_parts.all.push_back(&schema);
        if (const Json *const target = m_walk.reference(schema)) {
            gather(*target);
        }
        for (const Json &part : m_walk.member(schema, "allOf").elements()) {
            gather(part);
        }
        for (const char *const keyword : {"anyOf", "oneOf"}) {
            choose(schema, m_walk.member(schema, keyword));
        }
    }

    SchemaParts take() { return std::move(m_parts); }

private:
    void choose(const Json &schema, const Json &alternatives)
    {
        std::vector<const Json *> choices;
        for (const Json &choice : alternatives.elements()) {
            if (!m_walk.take(2)) {
                return;
            }
            if (isNullType(m_walk, choice)) {
                m_parts.isNullable = true;
            } else if (isShape(m_walk, choice)) {
                choices.push_back(&choice);
            }
        }
        if (choices.empty()) {
            return;
        }
        const bool isValue = m_value && m_value->type != JsonNode::Type::Missing && !isNull();
        const Json *const tag = m_walk.find(schema, "x-tag");
        const bool isFirst = !tag && (choices.size() == 1 || !isValue);
        const auto found = isFirst ? choices.begin() : std::ranges::find_if(choices, [&](const Json *one) {
            return tag ? isTagged(*one, *tag) : isOf(*one);
        });
        if (found != choices.end()) {
            gather(**found);
        } else if (!tag) {
            m_parts.isAmbiguous = true;
        }
    }

    [[nodiscard]] bool isNull() const
    {
        return m_value->type == JsonNode::Type::Word && m_value->text == QLatin1String("null");
    }

    /// Whether the value's tag is that of the choice.
    bool isTagged(const Json &choice, const Json &tag)
    {
        if (!m_value) {
            return false;
        }
        const auto member = std::ranges::find(m_value->children, tag.text(), &JsonNode::key);
        const Json &only = m_walk.member(m_walk.member(m_walk.member(choice, "properties"), tag.utf8()), "const");
        return member != m_value->children.end() && only.text() == member->text;
    }

    /// Whether the value is of this kind, and of an object, whether it has the members that tell it from others.
    bool isOf(const Json &choice)
    {
        const SchemaParts parts = partsOf(m_walk, choice, nullptr);
        const QString type = parts.type(m_walk);
        if (!m_value || (!type.isEmpty() && type != typeOfValue(type))) {
            return false;
        }
        if (const Json *const words = parts.find(m_walk, "enum")) {
            return std::ranges::any_of(words->elements(), [&](const Json &one) { return one.text() == m_value->text; });
        }
        const auto memberOf = [&](const QString &name) {
            return std::ranges::find(m_value->children, name, &JsonNode::key);
        };
        const bool hasAll = std::ranges::all_of(
            parts.required(m_walk), [&](const QString &name) { return memberOf(name) != m_value->children.end(); });
        return hasAll && std::ranges::all_of(parts.properties(m_walk), [&](const auto &property) {
                   const Json *const only = m_walk.find(*property.second, "const");
                   const auto member = memberOf(property.first);
                   return !only || (member != m_value->children.end() && member->text == only->text());
               });
    }

    [[nodiscard]] QString typeOfValue(const QString &wanted) const
    {
        switch (m_value->type) {
        case JsonNode::Type::Object:
            return QStringLiteral("object");
        case JsonNode::Type::Array:
            return QStringLiteral("array");
        case JsonNode::Type::String:
            return QStringLiteral("string");
        default:
            break;
        }
        const bool isWord = m_value->text == QLatin1String("true") || m_value->text == QLatin1String("false");
        return isWord                               ? QStringLiteral("boolean")
               : wanted == QLatin1String("integer") ? wanted
                                                    : QStringLiteral("number");
    }

    SchemaWalk &m_walk;
    const JsonNode *m_value;
    SchemaParts m_parts;
};

} // namespace

const Json *SchemaParts::find(SchemaWalk &walk, std::string_view keyword) const
{
    for (const Json *const part : all) {
        if (const Json *const found = walk.find(*part, keyword)) {
            return found;
        }
    }
    return nullptr;
}

QString SchemaParts::type(SchemaWalk &walk) const
{
    const Json *const type = find(walk, "type");
    if (!type) {
        return find(walk, "properties") ? QStringLiteral("object") : QString();
    }
    for (const Json &one : type->elements()) {
        if (one.utf8() != "null") {
            return one.text();
        }
    }
    return type->text();
}

std::vector<std::pair<QString, const Json *>> SchemaParts::properties(SchemaWalk &walk) const
{
    std::vector<std::pair<QString, const Json *>> found;
    for (const Json *const part : all) {
        for (const JsonMember &member : walk.member(*part, "properties").members()) {
            if (!walk.take(2, member.name.size())) {
                return found;
            }
            const QString name = toQString(member.name);
            if (!walk.find(member.value, "x-alias-of") &&
                !std::ranges::contains(found, name, [](const auto &one) { return one.first; })) {
                found.emplace_back(name, &member.value);
            }
        }
    }
    return found;
}

QStringList SchemaParts::required(SchemaWalk &walk) const
{
    QStringList names;
    for (const Json *const part : all) {
        for (const Json &name : walk.member(*part, "required").elements()) {
            if (!walk.take(2, name.utf8().size())) {
                return names;
            }
            names << name.text();
        }
    }
    return names;
}

SchemaParts partsOf(SchemaWalk &walk, const Json &schema, const JsonNode *value)
{
    PartsReader reader(walk, value);
    reader.gather(schema);
    SchemaParts parts = reader.take();
    for (const Json *const part : parts.all) {
        for (const Json &type : walk.member(*part, "type").elements()) {
            parts.isNullable = parts.isNullable || type.utf8() == "null";
        }
    }
    return parts;
}

} // namespace studio
