// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/schema_example.h"

#include <QHash>
#include <QUrl>

#include <algorithm>

namespace studio::interchange {

namespace {

constexpr int maxReferences = 16;   ///< one after the other
constexpr int maxExampleDepth = 12; ///< schemas in schemas
constexpr int maxExampleValues = 2'000;

const Json &nothing()
{
    static const Json null;
    return null;
}

/// "#/components/schemas/Pet" of the root.
const Json &pointed(const Json &root, const QString &reference)
{
    if (!reference.startsWith(QLatin1String("#/"))) {
        return nothing();
    }
    const Json *at = &root;
    for (QString step : QUrl::fromPercentEncoding(reference.sliced(2).toUtf8()).split(u'/')) {
        step.replace(QLatin1String("~1"), QLatin1String("/")).replace(QLatin1String("~0"), QLatin1String("~"));
        at = at->isArray() ? &(*at)[static_cast<std::size_t>(step.toUInt())] : &std::as_const(*at)[toUtf8(step)];
    }
    return *at;
}

Json textOfFormat(const QString &format)
{
    static const QHash<QString, QString> texts{
        {QStringLiteral("date-time"), QStringLiteral("2026-01-01T00:00:00Z")},
        {QStringLiteral("date"), QStringLiteral("2026-01-01")},
        {QStringLiteral("time"), QStringLiteral("00:00:00Z")},
        {QStringLiteral("uuid"), QStringLiteral("00000000-0000-4000-8000-000000000000")},
        {QStringLiteral("email"), QStringLiteral("name@example.com")},
        {QStringLiteral("uri"), QStringLiteral("https://example.com")},
        {QStringLiteral("url"), QStringLiteral("https://example.com")},
        {QStringLiteral("hostname"), QStringLiteral("example.com")},
        {QStringLiteral("ipv4"), QStringLiteral("127.0.0.1")},
        {QStringLiteral("ipv6"), QStringLiteral("::1")},
        {QStringLiteral("byte"), QStringLiteral("AA==")}};
    return Json(texts.value(format, QStringLiteral("text")));
}

class ExampleMaker
{
public:
    explicit ExampleMaker(const OpenApiDocument &document) : m_document(document) {}

    Json make(const Json &written, int depth)
    {
        const Json &schema = m_document.resolve(written);
        if (depth > maxExampleDepth || ++m_values > maxExampleValues || !schema.isObject()) {
            return {};
        }
        if (const Json *const given = chosen(schema)) {
            return *given;
        }
        for (const char *const alternatives : {"oneOf", "anyOf"}) {
            if (!schema[alternatives].isEmpty()) {
                return make(schema[alternatives][0], depth + 1);
            }
        }
        if (!schema["allOf"].isEmpty() || schema["properties"].isObject()) {
            return object(schema, depth);
        }
        return byType(schema, depth);
    }

private:
    static const Json *chosen(const Json &schema)
    {
        for (const char *const name : {"example", "default", "const"}) {
            if (const Json *const given = schema.find(name)) {
                return given;
            }
        }
        for (const char *const name : {"examples", "enum"}) {
            if (!schema[name].elements().empty()) {
                return &schema[name].elements().front();
            }
        }
        return nullptr;
    }

    /// The members of all its parts together.
    Json object(const Json &schema, int depth)
    {
        Json made = Json::object();
        for (const Json &part : schema["allOf"].elements()) {
            const Json ofPart = make(part, depth + 1);
            if (!ofPart.isObject() && !ofPart.isNull()) {
                return ofPart;
            }
            for (const auto &[name, value] : ofPart.members()) {
                made[name] = value;
            }
        }
        for (const auto &[name, property] : schema["properties"].members()) {
            if (!m_document.resolve(property)["readOnly"].boolean()) {
                made[name] = make(property, depth + 1);
            }
        }
        return made;
    }

    /// In 3.1 a type may be a list, of which the first that is not null counts.
    static QString typeOf(const Json &schema)
    {
        for (const Json &each : schema["type"].elements()) {
            if (each.text() != QLatin1String("null")) {
                return each.text();
            }
        }
        return schema["type"].text();
    }

    Json byType(const Json &schema, int depth)
    {
        const QString type = typeOf(schema);
        if (type == QLatin1String("array")) {
            return Json::array({make(schema["items"], depth + 1)});
        }
        if (type == QLatin1String("integer") || type == QLatin1String("number")) {
            const Json &least = schema["minimum"];
            return least.isNumber() ? least : Json(0);
        }
        if (type == QLatin1String("boolean")) {
            return Json(false);
        }
        if (type == QLatin1String("string")) {
            return textOfFormat(schema["format"].text());
        }
        return type == QLatin1String("object") ? Json::object() : Json();
    }

    const OpenApiDocument &m_document;
    int m_values = 0;
};

} // namespace

const Json &OpenApiDocument::resolve(const Json &value) const
{
    const Json *at = &value;
    for (int count = 0; count < maxReferences; ++count) {
        const Json &reference = std::as_const(*at)["$ref"];
        if (!reference.isString()) {
            return *at;
        }
        at = &pointed(m_root, reference.text());
    }
    return nothing();
}

Json exampleOf(const Json &schema, const OpenApiDocument &document)
{
    return ExampleMaker(document).make(schema, 0);
}

Json givenExample(const Json &holder, const OpenApiDocument &document)
{
    if (const Json *const example = holder.find("example")) {
        return *example;
    }
    const auto &examples = holder["examples"].members();
    return examples.empty() ? Json() : document.resolve(examples.front().value)["value"];
}

} // namespace studio::interchange
