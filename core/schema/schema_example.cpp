// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema_form.h"
#include "core/schema/schema_parts.h"

#include <algorithm>

namespace studio {

namespace {

constexpr int maxExampleDepth = 5;

/// A text as one would type it for a member of this name.
QString textFor(const QString &name)
{
    static const std::vector<std::pair<QString, QString>> known{
        {QStringLiteral("mail"), QStringLiteral("ada@example.com")},
        {QStringLiteral("url"), QStringLiteral("https://example.com")},
        {QStringLiteral("uri"), QStringLiteral("https://example.com")},
        {QStringLiteral("phone"), QStringLiteral("+44 20 7946 0000")},
        {QStringLiteral("date"), QStringLiteral("2026-01-31")},
        {QStringLiteral("time"), QStringLiteral("2026-01-31T12:00:00Z")},
        {QStringLiteral("country"), QStringLiteral("GB")},
        {QStringLiteral("city"), QStringLiteral("London")},
        {QStringLiteral("lang"), QStringLiteral("en")},
        {QStringLiteral("currency"), QStringLiteral("EUR")},
        {QStringLiteral("name"), QStringLiteral("Ada")},
        {QStringLiteral("customer"), QStringLiteral("Ada")},
        {QStringLiteral("message"), QStringLiteral("hi there")}, // untranslated: a value of a payload
        {QStringLiteral("id"), QStringLiteral("a1")}};
    const QString lower = name.toLower();
    const auto found = std::ranges::find_if(known, [&](const auto &one) {
        return one.first == QLatin1String("id") ? lower == one.first || lower.endsWith(QLatin1String("_id"))
                                                : lower.contains(one.first);
    });
    return found != known.end() ? found->second : name.isEmpty() ? QStringLiteral("text") : name;
}

class ExampleMaker
{
public:
    ExampleMaker(SchemaWalk &walk, bool isWhole) : m_walk(walk), m_isWhole(isWhole) {}

    Json make(const Json &schema, const QString &name, int depth)
    {
        const SchemaParts parts = partsOf(m_walk, schema, nullptr);
        if (const Json *const examples = parts.find(m_walk, "examples");
            m_isWhole && examples && !examples->isEmpty()) {
            return (*examples)[0];
        }
        for (const char *const keyword : {"example", "default", "const"}) {
            if (const Json *const value = parts.find(m_walk, keyword)) {
                return *value;
            }
        }
        if (const Json *const words = parts.find(m_walk, "enum"); words && !words->isEmpty()) {
            return (*words)[0];
        }
        const QString type = parts.type(m_walk);
        if (type == QLatin1String("object")) {
            return object(schema, parts, depth);
        }
        if (type == QLatin1String("array")) {
            return list(parts, name, depth);
        }
        if (type == QLatin1String("string")) {
            return text(parts, name);
        }
        if (type == QLatin1String("boolean")) {
            return m_isWhole;
        }
        return type == QLatin1String("integer") || type == QLatin1String("number") ? number(parts) : Json();
    }

private:
    Json text(const SchemaParts &parts, const QString &name)
    {
        const Json *const longest = parts.find(m_walk, "maxLength");
        const Json *const shortest = parts.find(m_walk, "minLength");
        QString value = m_isWhole ? textFor(name) : QString();
        value = longest ? value.left(std::max<qint64>(longest->integer(), 0)) : value;
        constexpr qint64 enough = 1'000;
        const qint64 least = shortest ? std::min(shortest->integer(), enough) : 0;
        return value.leftJustified(least, u'a');
    }

    Json number(const SchemaParts &parts)
    {
        const Json *const least = parts.find(m_walk, "minimum");
        const Json *const most = parts.find(m_walk, "maximum");
        const double wanted = m_isWhole ? 1 : 0;
        if (least && least->real() > wanted) {
            return *least;
        }
        return most && most->real() < wanted ? Json(*most) : Json(static_cast<int>(wanted));
    }

    Json list(const SchemaParts &parts, const QString &name, int depth)
    {
        Json value = Json::array();
        const Json *const first = parts.find(m_walk, "prefixItems");
        for (std::size_t i = 0; first && i < first->size() && depth < maxExampleDepth; ++i) {
            value.push_back(make((*first)[i], {}, depth + 1));
        }
        const Json *const items = parts.find(m_walk, "items");
        const Json *const least = parts.find(m_walk, "minItems");
        constexpr qint64 enough = 20;
        const qint64 count = std::max<qint64>(least ? std::min(least->integer(), enough) : 0, m_isWhole ? 1 : 0);
        while (items && depth < maxExampleDepth && static_cast<qint64>(value.size()) < count && m_walk.take(10)) {
            value.push_back(make(*items, name.endsWith(u's') ? name.chopped(1) : name, depth + 1));
        }
        return value;
    }

    Json object(const Json &schema, const SchemaParts &parts, int depth)
    {
        const auto properties = parts.properties(m_walk);
        const Json *const tag =
            m_walk.find(schema, "x-tag") ? m_walk.find(schema, "x-tag") : parts.find(m_walk, "x-tag");
        if (tag && parts.all.size() < maxTagged) { // the first of its alternatives
            for (const Json *const part : parts.all) {
                if (m_walk.find(*part, "x-tag") && !m_walk.member(*part, "anyOf").isEmpty()) {
                    return make(m_walk.member(*part, "anyOf")[0], {}, depth);
                }
            }
        }
        Json value = Json::object();
        const QStringList required = parts.required(m_walk);
        const std::size_t held = m_held.size();
        m_held.insert(m_held.end(), parts.all.begin(), parts.all.end());
        for (const auto &[name, property] : properties) {
            const bool isNeeded = required.contains(name);
            if (depth >= maxExampleDepth || !m_walk.take(10) || (!isNeeded && (!m_isWhole || isHeld(property)))) {
                continue;
            }
            value[name.toStdString()] = make(*property, name, depth + 1);
        }
        m_held.resize(held);
        const Json *const others = parts.find(m_walk, "additionalProperties");
        if (m_isWhole && properties.empty() && others && others->isObject() && depth < maxExampleDepth) {
            value["key"] = make(*others, {}, depth + 1);
        }
        return value;
    }

    /// What may be missing and is of a type that is being made already.
    bool isHeld(const Json *property)
    {
        const SchemaParts parts = partsOf(m_walk, *property, nullptr);
        return std::ranges::any_of(parts.all, [&](const Json *part) { return std::ranges::contains(m_held, part); });
    }

    static constexpr std::size_t maxTagged = 200;

    SchemaWalk &m_walk;
    bool m_isWhole;
    std::vector<const Json *> m_held; ///< of the objects that are being made
};

} // namespace

Json exampleOf(SchemaWalk &walk, const Json &schema, bool isWhole)
{
    return ExampleMaker(walk, isWhole).make(schema, {}, 0);
}

} // namespace studio
