// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/json_schema.h"

#include "core/schema/schema_check.h"
#include "core/schema/schema_walk.h"

#include <QObject>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxOffers = 500;

QString typeText(const Json &schema)
{
    const Json &type = schema["type"];
    QStringList names;
    if (type.isString()) {
        names << type.text();
    }
    for (const Json &one : type.elements()) {
        names << one.text();
    }
    const QString items = schema["items"]["type"].text();
    if (names == QStringList(QStringLiteral("array")) && !items.isEmpty()) {
        return QObject::tr("array of %1").arg(items.left(40));
    }
    return names.join(QStringLiteral(" | ")).left(80);
}

QString descriptionOf(const Json &schema)
{
    const QString description = schema["description"].text();
    return description.isEmpty() ? schema["title"].text() : description;
}

/// What a value begins with, by its type.
QByteArray beginningOf(const Json &schema)
{
    const QString type = typeText(schema);
    if (schema.contains("enum") || schema.contains("const")) {
        return {};
    }
    return type == QLatin1String("string")           ? QByteArray("\"\"")
           : type == QLatin1String("object")         ? QByteArray("{}")
           : type.startsWith(QLatin1String("array")) ? QByteArray("[]")
                                                     : QByteArray();
}

SchemaOffer offerOf(const QString &name, const Json &schema, const Json &root)
{
    SchemaOffer offer{.name = name};
    for (const Json *const one : expandSchema(root, schema)) {
        offer.type = offer.type.isEmpty() ? typeText(*one) : offer.type;
        offer.description = offer.description.isEmpty() ? descriptionOf(*one) : offer.description;
        offer.value = offer.value.isEmpty() ? beginningOf(*one) : offer.value;
    }
    return offer;
}

} // namespace

JsonSchema::JsonSchema(Json schema) : m_root(std::make_shared<const Json>(std::move(schema))) {}

QList<SchemaOffer> JsonSchema::keys(const QStringList &path, const QStringList &siblings) const
{
    QList<SchemaOffer> offers;
    if (isEmpty()) {
        return offers;
    }
    QStringList known = siblings;
    const std::vector<const Json *> schemas = schemasAt(*m_root, path);
    for (const Json *const schema : schemas) {
        for (const JsonMember &property : (*schema)["properties"].members()) {
            const QString name = toQString(property.name);
            if (!known.contains(name) && offers.size() < maxOffers) {
                known << name;
                offers << offerOf(name, property.value, *m_root);
            }
        }
    }
    for (const Json *const schema : schemas) {
        for (const Json &required : (*schema)["required"].elements()) {
            const auto one = std::ranges::find(offers, required.text(), &SchemaOffer::name);
            if (one != offers.end()) {
                one->isRequired = true;
            }
        }
    }
    std::ranges::stable_partition(offers, &SchemaOffer::isRequired);
    return offers;
}

QList<SchemaOffer> JsonSchema::values(const QStringList &path) const
{
    QList<SchemaOffer> offers;
    const auto add = [&](const Json &value, const Json &schema) {
        const QString name = QString::fromUtf8(value.toUtf8());
        const bool isKnown = std::ranges::contains(offers, name, &SchemaOffer::name);
        if (!isKnown && offers.size() < maxOffers) {
            offers.append({.name = name, .type = typeText(schema), .description = descriptionOf(schema)});
        }
    };
    if (isEmpty()) {
        return offers;
    }
    for (const Json *const schema : schemasAt(*m_root, path)) {
        for (const Json &value : (*schema)["enum"].elements()) {
            add(value, *schema);
        }
        if (const Json *const value = schema->find("const")) {
            add(*value, *schema);
        }
        if ((*schema)["type"].text() == QLatin1String("boolean") && !schema->contains("enum")) {
            add(Json(true), *schema);
            add(Json(false), *schema);
        }
        if (const Json *const value = schema->find("default")) {
            add(*value, *schema);
        }
    }
    return offers;
}

SchemaOffer JsonSchema::describe(const QStringList &path) const
{
    SchemaOffer all{.name = path.isEmpty() ? QString() : path.last()};
    if (isEmpty()) {
        return all;
    }
    for (const Json *const schema : schemasAt(*m_root, path)) {
        all.type = all.type.isEmpty() ? typeText(*schema) : all.type;
        all.description = all.description.isEmpty() ? descriptionOf(*schema) : all.description;
    }
    for (const Json *const schema : schemasAt(*m_root, path.first(std::max<qsizetype>(path.size() - 1, 0)))) {
        for (const Json &required : (*schema)["required"].elements()) {
            all.isRequired = all.isRequired || (!path.isEmpty() && required.text() == path.last());
        }
    }
    return all;
}

QList<SchemaProblem> JsonSchema::check(QByteArrayView text) const
{
    return isEmpty() ? QList<SchemaProblem>() : checkAgainstSchema(*m_root, readJsonNodes(text));
}

} // namespace studio
