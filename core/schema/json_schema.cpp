// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/json_schema.h"

#include "core/schema/schema_check.h"
#include "core/schema/schema_walk.h"

#include <QObject>
#include <QSet>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxOffers = 500;
constexpr std::size_t maxDescriptionBytes = 4'000;
constexpr std::size_t maxTypeBytes = 80;
constexpr std::size_t maxTypes = 8;

/// The beginning of a text, whole characters.
QString beginning(const std::string &utf8, std::size_t maxBytes)
{
    std::size_t end = std::min(utf8.size(), maxBytes);
    while (end > 0 && end < utf8.size() && (static_cast<unsigned char>(utf8[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return toQString(utf8.substr(0, end));
}

QString typeText(SchemaWalk &walk, const Json &schema)
{
    const Json &type = walk.member(schema, "type");
    QStringList names;
    if (type.isString()) {
        names << beginning(type.utf8(), maxTypeBytes);
    }
    for (std::size_t at = 0; at < std::min(type.elements().size(), maxTypes); ++at) {
        names << beginning(type[at].utf8(), maxTypeBytes);
    }
    if (names == QStringList(QStringLiteral("array"))) {
        const QString items =
            beginning(walk.member(walk.member(schema, "items"), "type").utf8(), maxTypeBytes).left(40);
        if (!items.isEmpty()) {
            return QObject::tr("array of %1").arg(items);
        }
    }
    return names.join(QStringLiteral(" | ")).left(80);
}

/// The type of a handler says more than JSON's: "u32".
QString shownType(SchemaWalk &walk, const Json &schema)
{
    const Json *const rust = walk.find(schema, "x-rust-type");
    return rust ? beginning(rust->utf8(), maxTypeBytes) : typeText(walk, schema);
}

QString descriptionOf(SchemaWalk &walk, const Json &schema)
{
    const std::string &description = walk.member(schema, "description").utf8();
    return beginning(description.empty() ? walk.member(schema, "title").utf8() : description, maxDescriptionBytes);
}

/// What a value begins with, by its type.
QByteArray valueBeginning(SchemaWalk &walk, const Json &schema)
{
    const QString type = typeText(walk, schema);
    if (walk.find(schema, "enum") || walk.find(schema, "const")) {
        return {};
    }
    return type == QLatin1String("string")           ? QByteArray("\"\"")
           : type == QLatin1String("object")         ? QByteArray("{}")
           : type.startsWith(QLatin1String("array")) ? QByteArray("[]")
                                                     : QByteArray();
}

constexpr qint64 stepsOfOffer = 20; ///< its texts are made

SchemaOffer offerOf(SchemaWalk &walk, const QString &name, const Json &schema)
{
    SchemaOffer offer{.name = name};
    for (const Json *const one : walk.expand(schema)) {
        if (!walk.take(stepsOfOffer)) {
            break;
        }
        offer.type = offer.type.isEmpty() ? shownType(walk, *one) : offer.type;
        offer.description = offer.description.isEmpty() ? descriptionOf(walk, *one) : offer.description;
        offer.value = offer.value.isEmpty() ? valueBeginning(walk, *one) : offer.value;
    }
    return offer;
}

/// The names in the `required` of some schemas.
QSet<QString> requiredNames(SchemaWalk &walk, const std::vector<const Json *> &schemas)
{
    QSet<QString> names;
    for (const Json *const schema : schemas) {
        for (const Json &required : walk.member(*schema, "required").elements()) {
            if (!walk.take(2, required.utf8().size())) {
                return names;
            }
            names.insert(required.text());
        }
    }
    return names;
}

} // namespace

JsonSchema::JsonSchema(Json schema) : m_root(std::make_shared<const Json>(std::move(schema))) {}

QList<SchemaOffer> JsonSchema::keys(const QStringList &path, const QStringList &siblings, std::stop_token stop) const
{
    QList<SchemaOffer> offers;
    if (isEmpty()) {
        return offers;
    }
    SchemaWalk walk(*m_root, std::move(stop));
    QSet<QString> known(siblings.begin(), siblings.end());
    const std::vector<const Json *> schemas = walk.at(path);
    for (const Json *const schema : schemas) {
        for (const JsonMember &property : walk.member(*schema, "properties").members()) {
            if (offers.size() >= maxOffers || !walk.take(2, property.name.size())) {
                break;
            }
            const QString name = toQString(property.name);
            if (!known.contains(name) && !walk.find(property.value, "x-alias-of")) {
                known.insert(name);
                offers << offerOf(walk, name, property.value);
            }
        }
    }
    const QSet<QString> required = requiredNames(walk, schemas);
    for (SchemaOffer &offer : offers) {
        offer.isRequired = required.contains(offer.name);
    }
    std::ranges::stable_partition(offers, &SchemaOffer::isRequired);
    return offers;
}

QList<SchemaOffer> JsonSchema::values(const QStringList &path, std::stop_token stop) const
{
    QList<SchemaOffer> offers;
    if (isEmpty()) {
        return offers;
    }
    SchemaWalk walk(*m_root, std::move(stop));
    QSet<QString> known;
    const auto add = [&](const Json &value, const Json &schema) {
        const QByteArray text = walk.take(stepsOfOffer) ? value.toUtf8() : QByteArray();
        const QString name = QString::fromUtf8(text);
        if (walk.take(1, static_cast<std::size_t>(text.size())) && offers.size() < maxOffers && !known.contains(name)) {
            known.insert(name);
            offers.append({.name = name, .type = typeText(walk, schema), .description = descriptionOf(walk, schema)});
        }
    };
    for (const Json *const schema : walk.at(path)) {
        for (const Json &value : walk.member(*schema, "enum").elements()) {
            if (offers.size() >= maxOffers || walk.isOver()) {
                break;
            }
            add(value, *schema);
        }
        if (const Json *const value = walk.find(*schema, "const")) {
            add(*value, *schema);
        }
        if (walk.member(*schema, "type").utf8() == "boolean" && !walk.find(*schema, "enum")) {
            add(Json(true), *schema);
            add(Json(false), *schema);
        }
        if (const Json *const value = walk.find(*schema, "default")) {
            add(*value, *schema);
        }
    }
    return offers;
}

SchemaOffer JsonSchema::describe(const QStringList &path, std::stop_token stop) const
{
    SchemaOffer all{.name = path.isEmpty() ? QString() : path.last()};
    if (isEmpty()) {
        return all;
    }
    SchemaWalk walk(*m_root, std::move(stop));
    for (const Json *const schema : walk.at(path)) {
        if (!walk.take(stepsOfOffer)) {
            break;
        }
        all.type = all.type.isEmpty() ? shownType(walk, *schema) : all.type;
        all.description = all.description.isEmpty() ? descriptionOf(walk, *schema) : all.description;
    }
    if (!path.isEmpty()) {
        all.isRequired = requiredNames(walk, walk.at(path.first(path.size() - 1))).contains(path.last());
    }
    return all;
}

QList<SchemaProblem> JsonSchema::check(QByteArrayView text, std::stop_token stop) const
{
    if (isEmpty()) {
        return {};
    }
    SchemaWalk walk(*m_root, std::move(stop));
    return checkAgainstSchema(walk, readJsonNodes(text));
}

FormNode JsonSchema::form(QByteArrayView text, std::stop_token stop) const
{
    if (isEmpty()) {
        return {};
    }
    SchemaWalk walk(*m_root, std::move(stop));
    return readForm(walk, readJsonNodes(text));
}

QByteArray JsonSchema::example(std::stop_token stop) const
{
    if (isEmpty()) {
        return {};
    }
    SchemaWalk walk(*m_root, std::move(stop));
    return exampleOf(walk, *m_root, true).toUtf8(2);
}

} // namespace studio
