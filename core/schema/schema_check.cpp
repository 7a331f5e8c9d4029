// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema_check.h"

#include "core/base/display.h"
#include "core/schema/schema_walk.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

constexpr qsizetype maxProblems = 100;
constexpr int maxSteps = 100'000;
constexpr int maxCheckDepth = 100;
constexpr qsizetype maxNamed = 8;

QString visible(const QString &text)
{
    QString shown = text.left(60);
    std::ranges::transform(shown, shown.begin(), escapeControlCharacter);
    return shown;
}

QString typeOf(const JsonNode &node)
{
    switch (node.type) {
    case JsonNode::Type::Object:
        return QStringLiteral("object");
    case JsonNode::Type::Array:
        return QStringLiteral("array");
    case JsonNode::Type::String:
        return QStringLiteral("string");
    default:
        break;
    }
    return node.text == QLatin1String("true") || node.text == QLatin1String("false") ? QStringLiteral("boolean")
           : node.text == QLatin1String("null")                                      ? QStringLiteral("null")
                                                                                     : QStringLiteral("number");
}

bool isOfType(const JsonNode &node, const QString &type)
{
    const QString own = typeOf(node);
    if (type == QLatin1String("integer")) {
        const double value = node.text.toDouble();
        return own == QLatin1String("number") && value == std::floor(value);
    }
    return own == type;
}

/// Whether a scalar of the text is this value.
bool isValue(const JsonNode &node, const Json &value)
{
    if (value.isString()) {
        return node.type == JsonNode::Type::String && node.text == value.text();
    }
    if (value.isNumber()) {
        return typeOf(node) == QLatin1String("number") && node.text.toDouble() == value.real();
    }
    return !value.isObject() && !value.isArray()
               ? node.type == JsonNode::Type::Word && node.text == QString::fromUtf8(value.toUtf8())
               : typeOf(node) == (value.isObject() ? QLatin1String("object") : QLatin1String("array"));
}

class SchemaChecker
{
    Q_DECLARE_TR_FUNCTIONS(SchemaChecker)

public:
    explicit SchemaChecker(const Json &root) : m_root(root) {}

    void check(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found, int depth = 0)
    {
        if (++m_steps > maxSteps || depth > maxCheckDepth || found.size() >= maxProblems) {
            return;
        }
        if (schema.isBoolean() && !schema.boolean()) {
            add(found, node, tr("Nothing is allowed here."));
            return;
        }
        if (const Json *const target = schemaReference(m_root, schema["$ref"].text())) {
            check(node, *target, found, depth + 1);
        }
        for (const Json &part : schema["allOf"].elements()) {
            check(node, part, found, depth + 1);
        }
        checkChoice(node, schema["anyOf"], found, depth);
        checkChoice(node, schema["oneOf"], found, depth);
        if (!checkType(node, schema, found) || !checkValues(node, schema, found)) {
            return;
        }
        checkLimits(node, schema, found);
        if (node.type == JsonNode::Type::Object) {
            checkObject(node, schema, found, depth);
        } else if (node.type == JsonNode::Type::Array) {
            checkArray(node, schema, found, depth);
        }
    }

private:
    static void add(QList<SchemaProblem> &found, const JsonNode &node, const QString &message)
    {
        // Of an object or an array its beginning: what is in it may be right.
        const bool isLarge = node.type == JsonNode::Type::Object || node.type == JsonNode::Type::Array;
        found.append({node.from, isLarge ? node.from + 1 : node.to, message});
    }

    /// The choice with the fewest faults tells what is wrong.
    void checkChoice(const JsonNode &node, const Json &choices, QList<SchemaProblem> &found, int depth)
    {
        QList<SchemaProblem> best;
        bool isFirst = true;
        for (const Json &choice : choices.elements()) {
            QList<SchemaProblem> wrong;
            check(node, choice, wrong, depth + 1);
            if (wrong.isEmpty()) {
                return;
            }
            if (isFirst || wrong.size() < best.size()) {
                best = wrong;
            }
            isFirst = false;
        }
        found += best.first(std::min(best.size(), maxProblems - std::min(found.size(), maxProblems)));
    }

    static bool checkType(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found)
    {
        QStringList types;
        if (schema["type"].isString()) {
            types << schema["type"].text();
        }
        for (const Json &one : schema["type"].elements()) {
            types << one.text();
        }
        const bool isFitting =
            types.isEmpty() || std::ranges::any_of(types, [&](const QString &type) { return isOfType(node, type); });
        if (!isFitting) {
            add(found, node, tr("Expected %1, not %2.").arg(visible(types.join(tr(" or "))), typeOf(node)));
        }
        return isFitting;
    }

    static bool checkValues(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found)
    {
        Json::Array allowed = schema["enum"].elements();
        if (const Json *const only = schema.find("const")) {
            allowed = {*only};
        }
        const bool isFitting =
            allowed.empty() || std::ranges::any_of(allowed, [&](const Json &one) { return isValue(node, one); });
        if (!isFitting) {
            QStringList names;
            for (const Json &one : allowed) {
                if (names.size() < maxNamed) {
                    names << visible(QString::fromUtf8(one.toUtf8()));
                }
            }
            add(found, node,
                tr("Expected one of: %1").arg(names.join(QStringLiteral(", "))) +
                    (allowed.size() > static_cast<std::size_t>(maxNamed) ? QStringLiteral(" …") : QString()));
        }
        return isFitting;
    }

    static void checkLimits(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found)
    {
        const auto check = [&](const char *keyword, double value, bool isLeast, const QString &message) {
            const Json *const limit = schema.find(keyword);
            if (limit && limit->isNumber() && (isLeast ? value < limit->real() : value > limit->real())) {
                add(found, node, message.arg(toQString(std::string(limit->digits())).left(20)));
            }
        };
        if (typeOf(node) == QLatin1String("number")) {
            const double value = node.text.toDouble();
            check("minimum", value, true, tr("Expected %1 or more."));
            check("maximum", value, false, tr("Expected %1 or less."));
        } else if (node.type == JsonNode::Type::String) {
            const auto length = static_cast<double>(node.text.toUcs4().size());
            check("minLength", length, true, tr("Expected %1 characters or more."));
            check("maxLength", length, false, tr("Expected %1 characters or fewer."));
        } else if (node.type == JsonNode::Type::Array) {
            const auto size = static_cast<double>(node.children.size());
            check("minItems", size, true, tr("Expected %1 elements or more."));
            check("maxItems", size, false, tr("Expected %1 elements or fewer."));
        }
    }

    void checkObject(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found, int depth)
    {
        for (const Json &required : schema["required"].elements()) {
            const QString name = required.text();
            if (++m_steps < maxSteps && found.size() < maxProblems &&
                !std::ranges::contains(node.children, name, &JsonNode::key)) {
                add(found, node, tr("“%1” is missing.").arg(visible(name)));
            }
        }
        const Json &properties = schema["properties"];
        const Json *const others = schema.find("additionalProperties");
        const bool isClosed =
            others && others->isBoolean() && !others->boolean() && !schema.contains("patternProperties");
        for (const JsonNode &member : node.children) {
            if (const Json *const property = properties.find(member.key.toStdString())) {
                check(member, *property, found, depth + 1);
            } else if (isClosed && found.size() < maxProblems) {
                found.append({member.keyFrom, member.keyTo, tr("“%1” is not expected here.").arg(visible(member.key))});
            } else if (others && others->isObject()) {
                check(member, *others, found, depth + 1);
            }
        }
    }

    void checkArray(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found, int depth)
    {
        if (schema["items"].isObject()) {
            const std::size_t first = schema["prefixItems"].size();
            for (std::size_t at = first; at < node.children.size(); ++at) {
                check(node.children[at], schema["items"], found, depth + 1);
            }
        }
    }

    const Json &m_root;
    int m_steps = 0;
};

} // namespace

QList<SchemaProblem> checkAgainstSchema(const Json &root, const JsonNode &value)
{
    QList<SchemaProblem> found;
    SchemaChecker(root).check(value, root, found);
    return found;
}

} // namespace studio
