// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/rust_schema.h"

#include "core/schema/rust_scalars.h"
#include "core/schema/serde_names.h"

#include <QSet>

#include <algorithm>

namespace studio {

namespace {

constexpr int maxSchemaDepth = 64;
constexpr qsizetype maxSchemaDefinitions = 500;

RustType substituted(const RustType &type, const QHash<QString, RustType> &arguments)
{
    if (type.modules.isEmpty() && arguments.contains(type.name)) {
        return arguments.value(type.name);
    }
    RustType result = type;
    std::ranges::transform(type.arguments, result.arguments.begin(),
                           [&](const RustType &one) { return substituted(one, arguments); });
    return result;
}

bool isSkipped(const SerdeAttributes &serde)
{
    return serde.has(QStringLiteral("skip")) || serde.has(QStringLiteral("skip_deserializing"));
}

QString nameOf(const RustField &field, const QString &renameAll)
{
    const QString renamed = field.serde.value(QStringLiteral("rename"));
    return renamed.isEmpty() ? renamedField(field.name, renameAll) : renamed;
}

QString nameOf(const RustVariant &variant, const QString &renameAll)
{
    const QString renamed = variant.serde.value(QStringLiteral("rename"));
    return renamed.isEmpty() ? renamedVariant(variant.name, renameAll) : renamed;
}

/// What is read by a function of the author's own.
bool isReadOtherwise(const SerdeAttributes &serde)
{
    return serde.has(QStringLiteral("with")) || serde.has(QStringLiteral("deserialize_with")) ||
           serde.has(QStringLiteral("from")) || serde.has(QStringLiteral("try_from")) ||
           serde.has(QStringLiteral("remote"));
}

Json alternatives(Json choices)
{
    return choices.size() == 1 ? Json(choices[0]) : Json{{"anyOf", std::move(choices)}};
}

void describe(Json &schema, const QString &documentation)
{
    if (!documentation.isEmpty() && schema.isObject()) {
        schema["description"] = documentation;
    }
}

} // namespace

RustSchemas::RustSchemas(const QList<RustItem> &items) : m_kept(items)
{
    for (const RustItem &item : std::as_const(m_kept)) {
        m_items[item.name] << &item;
    }
}

QString RustSchemas::textOf(const RustType &type)
{
    QStringList arguments;
    for (const RustType &one : type.arguments) {
        arguments << textOf(one);
    }
    const QString list = arguments.join(QStringLiteral(", "));
    if (type.name == QLatin1String("(")) {
        return u'(' + list + u')';
    }
    if (type.name == QLatin1String("[")) {
        return u'[' + list + (type.length ? QStringLiteral("; %1").arg(*type.length) : QString()) + u']';
    }
    return type.name + (list.isEmpty() ? QString() : u'<' + list + u'>');
}

Json RustSchemas::schemaOf(const RustType &type, const QString &file, const QStringList &modules)
{
    return schema(type, {.item = nullptr, .file = file, .modules = modules, .arguments = {}});
}

Json RustSchemas::schema(const RustType &type, const Scope &scope)
{
    if (m_depth > maxSchemaDepth) {
        return Json::object();
    }
    ++m_depth;
    const RustType known = substituted(type, scope.arguments);
    Json found = known.name == QLatin1String("(")        ? tuple(known.arguments, scope)
                 : known.name == QLatin1String("[")      ? list(known, scope)
                 : known.name == QLatin1String("Option") ? optional(known, scope)
                                                         : named(known, scope);
    --m_depth;
    if (!known.name.isEmpty() && found.isObject()) {
        found["x-rust-type"] = textOf(known);
    }
    return found;
}

Json RustSchemas::named(const RustType &type, const Scope &scope)
{
    if (const RustItem *const item = find(type, scope)) {
        return define(*item, {.item = item, .file = item->file, .modules = item->modules, .arguments = [&] {
                                  Arguments arguments;
                                  const qsizetype count =
                                      std::min(item->parameters.size(), static_cast<qsizetype>(type.arguments.size()));
                                  for (qsizetype i = 0; i < count; ++i) {
                                      arguments.insert(item->parameters[i],
                                                       type.arguments[static_cast<std::size_t>(i)]);
                                  }
                                  return arguments;
                              }()});
    }
    if (Json number = rustNumberSchema(type.name); !number.isNull()) {
        return number;
    }
    if (isRustText(type.name)) {
        return {{"type", "string"}};
    }
    if (type.name == QLatin1String("bool")) {
        return {{"type", "boolean"}};
    }
    if (type.name == QLatin1String("char")) {
        return {{"type", "string"}, {"minLength", 1}, {"maxLength", 1}};
    }
    if (isRustTransparent(type.name) && !type.arguments.empty()) {
        return schema(type.arguments.back(), scope);
    }
    if (isRustList(type.name)) {
        return list(type, scope);
    }
    if (isRustMap(type.name)) {
        return map(type, scope);
    }
    return Json::object();
}

Json RustSchemas::list(const RustType &type, const Scope &scope)
{
    Json array{{"type", "array"}};
    if (!type.arguments.empty()) {
        array["items"] = schema(type.arguments.front(), scope);
    }
    if (type.length) {
        array["minItems"] = *type.length;
        array["maxItems"] = *type.length;
    }
    return array;
}

Json RustSchemas::map(const RustType &type, const Scope &scope)
{
    Json object{{"type", "object"}};
    if (type.arguments.size() >= 2) {
        object["additionalProperties"] = schema(type.arguments[1], scope);
    }
    return object;
}

Json RustSchemas::tuple(const std::vector<RustType> &types, const Scope &scope)
{
    if (types.empty()) {
        return {{"type", "null"}};
    }
    Json elements = Json::array();
    for (const RustType &one : types) {
        elements.push_back(schema(one, scope));
    }
    return {{"type", "array"},
            {"prefixItems", std::move(elements)},
            {"minItems", types.size()},
            {"maxItems", types.size()}};
}

Json RustSchemas::optional(const RustType &type, const Scope &scope)
{
    Json inner = type.arguments.empty() ? Json::object() : schema(type.arguments.front(), scope);
    if (inner.isEmpty() || (inner.size() == 1 && inner.contains("x-rust-type"))) {
        return inner;
    }
    if (const Json *const one = std::as_const(inner).find("type"); one && one->isString()) {
        Json both = Json::array({Json(*one), "null"});
        inner["type"] = std::move(both);
        return inner;
    }
    return {{"anyOf", Json::array({std::move(inner), Json{{"type", "null"}}})}};
}

/// The definition is known by its name before its members are read: a type may hold itself.
Json RustSchemas::define(const RustItem &item, const Scope &scope)
{
    if (item.kind == RustItem::Kind::Alias) {
        return item.fields.empty() ? Json::object() : schema(item.fields.front().type, scope);
    }
    if (!item.isRead || isReadOtherwise(item.serde)) {
        return Json::object();
    }
    RustType written{.name = item.name, .modules = {}, .arguments = {}, .length = {}};
    for (const QString &parameter : item.parameters) {
        written.arguments.push_back(scope.arguments.value(parameter));
    }
    const QString key = item.file + u':' + QString::number(item.line) + u' ' + textOf(written);
    if (!m_names.contains(key)) {
        if (m_names.size() >= maxSchemaDefinitions) {
            return Json::object();
        }
        QString name = item.name;
        for (int i = 2; m_definitions.contains(name.toStdString()); ++i) {
            name = item.name + QString::number(i);
        }
        m_names.insert(key, name);
        m_definitions[name.toStdString()] = Json::object();
        Json made = item.kind == RustItem::Kind::Enum ? enumSchema(item, scope) : structSchema(item, scope);
        if (made.isObject()) {
            describe(made, item.documentation);
        }
        m_definitions[name.toStdString()] = std::move(made);
    }
    return {{"$ref", QStringLiteral("#/$defs/") + m_names.value(key)}};
}

Json RustSchemas::structSchema(const RustItem &item, const Scope &scope)
{
    if (item.serde.has(QStringLiteral("transparent"))) {
        const auto kept = std::ranges::find_if(item.fields, [](const RustField &one) { return !isSkipped(one.serde); });
        return kept != item.fields.end() ? schema(kept->type, scope) : Json::object();
    }
    return fieldsSchema(item.fields, item.shape, scope, item.serde, item.serde.value(QStringLiteral("rename_all")));
}

/// `tag`: a property that stands with them.
Json RustSchemas::fieldsSchema(const std::vector<RustField> &fields, RustShape shape, const Scope &scope,
                               const SerdeAttributes &container, const QString &renameAll, const Json &tag)
{
    if (shape == RustShape::Unit && tag.isNull()) {
        return {{"type", "null"}};
    }
    if (shape == RustShape::Tuple) {
        std::vector<RustType> types;
        for (const RustField &field : fields) {
            if (!isSkipped(field.serde)) {
                types.push_back(isReadOtherwise(field.serde) ? RustType() : field.type);
            }
        }
        return fields.size() == 1 && !types.empty() ? schema(types.front(), scope) : tuple(types, scope);
    }
    Json object{{"type", "object"}, {"properties", Json::object()}, {"required", Json::array()}};
    for (const JsonMember &member : tag.members()) {
        object["properties"][member.name] = member.value;
        object["required"].push_back(Json(member.name));
    }
    Json parts = Json::array();
    for (const RustField &field : fields) {
        if (!isSkipped(field.serde)) {
            addField(object, parts, field, scope, container, renameAll);
        }
    }
    const bool isOpen =
        std::ranges::any_of(fields, [](const RustField &one) { return one.serde.has(QStringLiteral("flatten")); });
    if (container.has(QStringLiteral("deny_unknown_fields")) && !isOpen) {
        object["additionalProperties"] = false;
    }
    if (!parts.isEmpty()) {
        object["allOf"] = std::move(parts);
    }
    return object;
}

void RustSchemas::addField(Json &object, Json &parts, const RustField &field, const Scope &scope,
                           const SerdeAttributes &container, const QString &renameAll)
{
    const RustType type = substituted(field.type, scope.arguments);
    const bool isAny = isReadOtherwise(field.serde);
    Json value = isAny ? Json::object() : schema(type, scope);
    if (field.serde.has(QStringLiteral("flatten"))) {
        if (!isOptional(type) && !value.contains("additionalProperties")) {
            parts.push_back(std::move(value));
        }
        return;
    }
    value["x-rust-place"] = QStringLiteral("%1:%2").arg(scope.file).arg(field.line);
    describe(value, field.documentation);
    const QString name = nameOf(field, renameAll);
    const std::string key = name.toStdString();
    const RustItem *const alias = find(type, scope);
    const bool isOption = isOptional(type) || (alias && alias->kind == RustItem::Kind::Alias &&
                                               !alias->fields.empty() && isOptional(alias->fields.front().type));
    const bool isNeeded = (!isOption || isAny) && !container.has(QStringLiteral("default")) &&
                          !field.serde.has(QStringLiteral("default"));
    const QStringList others = field.serde.values.value(QStringLiteral("alias"));
    if (isNeeded && others.isEmpty()) {
        object["required"].push_back(Json(key));
    } else if (isNeeded) {
        Json ways = Json::array({Json{{"required", Json::array({Json(key)})}}});
        for (const QString &other : others) {
            ways.push_back(Json{{"required", Json::array({Json(other)})}});
        }
        parts.push_back(Json{{"anyOf", std::move(ways)}});
    }
    for (const QString &other : others) {
        Json same = value;
        same["x-alias-of"] = name;
        object["properties"][other.toStdString()] = std::move(same);
    }
    object["properties"][key] = std::move(value);
}

Json RustSchemas::variantSchema(const RustVariant &variant, const RustItem &item, const Scope &scope,
                                const QString &name)
{
    const QString ofVariant = variant.serde.value(QStringLiteral("rename_all"));
    const QString rule = ofVariant.isEmpty() ? item.serde.value(QStringLiteral("rename_all_fields")) : ofVariant;
    SerdeAttributes container;
    if (item.serde.has(QStringLiteral("deny_unknown_fields"))) {
        container.values.insert(QStringLiteral("deny_unknown_fields"), {});
    }
    const QString tag = item.serde.value(QStringLiteral("tag"));
    const QString content = item.serde.value(QStringLiteral("content"));
    const bool isBare = item.serde.has(QStringLiteral("untagged")) || variant.serde.has(QStringLiteral("untagged"));
    if (isBare) {
        return fieldsSchema(variant.fields, variant.shape, scope, container, rule);
    }
    if (tag.isEmpty()) {
        return {{"type", "object"},
                {"properties",
                 Json{{name.toStdString(), fieldsSchema(variant.fields, variant.shape, scope, container, rule)}}},
                {"required", Json::array({Json(name)})},
                {"additionalProperties", false}};
    }
    const Json own{{tag.toStdString(), Json{{"const", name}}}};
    if (!content.isEmpty()) {
        Json object{{"type", "object"}, {"properties", own}, {"required", Json::array({Json(tag)})}};
        if (variant.shape != RustShape::Unit) {
            object["properties"][content.toStdString()] =
                fieldsSchema(variant.fields, variant.shape, scope, container, rule);
            object["required"].push_back(Json(content));
        }
        return object;
    }
    if (variant.shape == RustShape::Tuple) {
        Json object{{"type", "object"}, {"properties", own}, {"required", Json::array({Json(tag)})}};
        if (!variant.fields.empty()) {
            object["allOf"] = Json::array({schema(variant.fields.front().type, scope)});
        }
        return object;
    }
    return fieldsSchema(variant.fields, variant.shape, scope, container, rule, own);
}

Json RustSchemas::enumSchema(const RustItem &item, const Scope &scope)
{
    const QString renameAll = item.serde.value(QStringLiteral("rename_all"));
    const QString tag = item.serde.value(QStringLiteral("tag"));
    const bool isExternal = tag.isEmpty() && !item.serde.has(QStringLiteral("untagged"));
    Json words = Json::array(); // of variants that are a text, or of the tag
    Json choices = Json::array();
    for (const RustVariant &variant : item.variants) {
        if (isSkipped(variant.serde)) {
            continue;
        }
        if (variant.serde.has(QStringLiteral("other"))) {
            return {{"type", "object"}, {"required", Json::array({Json(tag)})}};
        }
        const bool isWord =
            isExternal && variant.shape == RustShape::Unit && !variant.serde.has(QStringLiteral("untagged"));
        const QString name = nameOf(variant, renameAll);
        for (const QString &one : QStringList(name) + variant.serde.values.value(QStringLiteral("alias"))) {
            if (!isExternal || isWord) {
                words.push_back(Json(one));
            }
            if (!isWord) {
                Json choice = variantSchema(variant, item, scope, one);
                describe(choice, variant.documentation);
                choices.push_back(std::move(choice));
            }
        }
    }
    if (!tag.isEmpty()) {
        return {{"type", "object"},
                {"x-tag", tag},
                {"properties", Json{{tag.toStdString(), Json{{"enum", std::move(words)}}}}},
                {"required", Json::array({Json(tag)})},
                {"anyOf", std::move(choices)}};
    }
    if (isExternal && !words.isEmpty()) {
        choices.push_back(Json{{"type", "string"}, {"enum", std::move(words)}});
    }
    return choices.isEmpty() ? Json::object() : alternatives(std::move(choices));
}

/// The item that a type names: the only one of this name, else the one of its module or of its file.
const RustItem *RustSchemas::find(const RustType &type, const Scope &scope) const
{
    QList<const RustItem *> found = m_items.value(type.name);
    const QString module = type.modules.value(type.modules.size() - 1);
    const bool isRelative = module.isEmpty() || module == QLatin1String("crate") || module == QLatin1String("self") ||
                            module == QLatin1String("super");
    if (!isRelative) {
        found.removeIf([&](const RustItem *one) { return one->modules.value(one->modules.size() - 1) != module; });
    }
    if (found.size() > 1) {
        const auto keep = [&found](const auto &isNear) {
            if (std::ranges::any_of(found, isNear)) {
                found.removeIf([&](const RustItem *one) { return !isNear(one); });
            }
        };
        keep([&](const RustItem *one) { return one->file == scope.file; });
        keep([&](const RustItem *one) { return one->file == scope.file && one->modules == scope.modules; });
    }
    return found.size() == 1 ? found.front() : nullptr;
}

} // namespace studio
