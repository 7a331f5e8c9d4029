// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema_check.h"

#include "core/base/display.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <cmath>

namespace studio {

namespace {

constexpr qsizetype maxProblems = 100;
constexpr int maxCheckDepth = 100;
constexpr qsizetype maxNamed = 8;
constexpr qint64 stepsOfProblem = 50; ///< its sentence is made

QString visible(const QString &text)
{
    QString shown = text.left(60);
    std::ranges::transform(shown, shown.begin(), escapeControlCharacter);
    return shown;
}

QString visible(const std::string &text)
{
    constexpr std::size_t enough = 300;
    return visible(toQString(text.substr(0, enough)));
}

/// A value in a few characters.
QString visible(const Json &value)
{
    return value.isObject()   ? QStringLiteral("{…}")
           : value.isArray()  ? QStringLiteral("[…]")
           : value.isString() ? visible(u'"' + toQString(value.utf8().substr(0, 300)) + u'"')
                              : visible(QString::fromUtf8(value.toUtf8()));
}

const char *typeOf(const JsonNode &node)
{
    switch (node.type) {
    case JsonNode::Type::Object:
        return "object";
    case JsonNode::Type::Array:
        return "array";
    case JsonNode::Type::String:
        return "string";
    default:
        break;
    }
    return node.text == QLatin1String("true") || node.text == QLatin1String("false") ? "boolean"
           : node.text == QLatin1String("null")                                      ? "null"
                                                                                     : "number";
}

bool isNumber(const JsonNode &node)
{
    return typeOf(node) == std::string_view("number");
}

/// JSON Schema calls 1.0 an integer; serde_json does not.
bool isOfType(const JsonNode &node, std::string_view type, bool isRust)
{
    if (type == "integer") {
        const double value = node.text.toDouble();
        return isNumber(node) && value == std::floor(value) &&
               !(isRust && std::ranges::any_of(node.text, [](QChar c) { return QStringView(u".eE").contains(c); }));
    }
    return type == typeOf(node);
}

/// A scalar of the text, read once to be compared with many values.
class Scalar
{
public:
    explicit Scalar(const JsonNode &node)
        : m_node(node), m_text(node.text.toStdString()), m_number(isNumber(node) ? node.text.toDouble() : 0)
    {
    }

    [[nodiscard]] bool is(const Json &value) const
    {
        if (value.isString()) {
            return m_node.type == JsonNode::Type::String && m_text == value.utf8();
        }
        if (value.isNumber()) {
            return isNumber(m_node) && m_number == value.real();
        }
        return value.isObject()  ? m_node.type == JsonNode::Type::Object
               : value.isArray() ? m_node.type == JsonNode::Type::Array
                                 : m_node.type == JsonNode::Type::Word && m_text == value.toUtf8().toStdString();
    }

private:
    const JsonNode &m_node;
    std::string m_text;
    double m_number;
};

/// What the handler reads where a schema was made of its types (handler_types.h).
struct RustReader
{
    const Json *type = nullptr;
    const Json *place = nullptr;

    /// Of a value whose schema says more of it.
    [[nodiscard]] RustReader of(SchemaWalk &walk, const Json &schema) const
    {
        const Json *const ownType = walk.find(schema, "x-rust-type");
        const Json *const ownPlace = walk.find(schema, "x-rust-place");
        return {ownType ? ownType : type, ownPlace ? ownPlace : place};
    }
    /// Of an element of it.
    [[nodiscard]] RustReader inside() const { return {nullptr, place}; }
};

class SchemaChecker
{
    Q_DECLARE_TR_FUNCTIONS(SchemaChecker)

public:
    explicit SchemaChecker(SchemaWalk &walk) : m_walk(walk) {}

    void check(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found, int depth = 0,
               const RustReader &around = {})
    {
        if (isEnough(found) || depth > maxCheckDepth || !m_walk.take(2, textBytes(node))) {
            return;
        }
        if (schema.isBoolean() && !schema.boolean()) {
            add(found, node, tr("Nothing is allowed here."));
            return;
        }
        const RustReader reader = around.of(m_walk, schema);
        if (const Json *const target = m_walk.reference(schema)) {
            check(node, *target, found, depth + 1, reader);
        }
        for (const Json &part : m_walk.member(schema, "allOf").elements()) {
            if (isEnough(found)) {
                return;
            }
            check(node, part, found, depth + 1, reader);
        }
        checkChoice(node, choicesOf(node, schema), found, depth, reader);
        checkChoice(node, pointersTo(m_walk.member(schema, "oneOf")), found, depth, reader);
        m_reader = reader;
        if (!checkType(node, schema, found) || !checkValues(node, schema, found)) {
            return;
        }
        checkLimits(node, schema, found);
        if (node.type == JsonNode::Type::Object) {
            checkObject(node, schema, found, depth, reader);
        } else if (node.type == JsonNode::Type::Array) {
            checkArray(node, schema, found, depth, reader);
        }
    }

private:
    [[nodiscard]] bool isEnough(const QList<SchemaProblem> &found) const
    {
        return m_walk.isOver() || found.size() >= maxProblems;
    }
    static std::size_t textBytes(const JsonNode &node) { return static_cast<std::size_t>(node.text.size()) * 4; }

    void add(QList<SchemaProblem> &found, qsizetype from, qsizetype to, const QString &message)
    {
        if (m_walk.take(stepsOfProblem) && found.size() < maxProblems) {
            found.append({from, to, message});
        }
    }
    void add(QList<SchemaProblem> &found, const JsonNode &node, const QString &message)
    {
        // Of an object or an array its beginning: what is in it may be right.
        const bool isLarge = node.type == JsonNode::Type::Object || node.type == JsonNode::Type::Array;
        add(found, node.from, isLarge ? node.from + 1 : node.to, message);
    }

    using Choices = std::vector<const Json *>;
    static Choices pointersTo(const Json &choices)
    {
        Choices all;
        for (const Json &choice : choices.elements()) {
            all.push_back(&choice);
        }
        return all;
    }

    /// `anyOf`. Where a member says which one is meant (serde's "tag"), the one with its value, so that what is wrong
    /// is said of it; none where no choice has that value, which is wrong by itself.
    Choices choicesOf(const JsonNode &node, const Json &schema)
    {
        Choices choices = pointersTo(m_walk.member(schema, "anyOf"));
        const Json *const tag = m_walk.find(schema, "x-tag");
        if (!tag) {
            return choices;
        }
        const auto member = std::ranges::find(node.children, tag->text(), &JsonNode::key);
        if (member == node.children.end()) {
            return {};
        }
        const Scalar value(*member);
        std::erase_if(choices, [&](const Json *choice) {
            const Json *const only =
                m_walk.find(m_walk.member(m_walk.member(*choice, "properties"), tag->utf8()), "const");
            return !only || !value.is(*only);
        });
        return choices;
    }

    /// The choice with the fewest faults tells what is wrong.
    void checkChoice(const JsonNode &node, const Choices &choices, QList<SchemaProblem> &found, int depth,
                     const RustReader &reader)
    {
        QList<SchemaProblem> best;
        bool isFirst = true;
        for (const Json *const choice : choices) {
            QList<SchemaProblem> wrong;
            check(node, *choice, wrong, depth + 1, reader);
            if (wrong.isEmpty() || m_walk.isOver()) { // what was not looked at counts as fitting
                return;
            }
            if (isFirst || wrong.size() < best.size()) {
                best = wrong;
            }
            isFirst = false;
        }
        found += best.first(std::min(best.size(), maxProblems - std::min(found.size(), maxProblems)));
    }

    bool checkType(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found)
    {
        const Json &type = m_walk.member(schema, "type");
        QStringList names;
        const auto fits = [&](const Json &one) {
            if (!m_walk.take(2, one.utf8().size()) || isOfType(node, one.utf8(), m_reader.type != nullptr)) {
                return true;
            }
            if (names.size() < maxNamed) {
                names << visible(one.utf8());
            }
            return false;
        };
        const bool isFitting = type.isString()  ? fits(type)
                               : type.isEmpty() ? true
                                                : std::ranges::any_of(type.elements(), fits);
        if (!isFitting) {
            add(found, node,
                m_reader.type
                    ? rustTypeProblem(node)
                    : tr("Expected %1, not %2.").arg(names.join(tr(" or ")), QString::fromLatin1(typeOf(node))));
        }
        return isFitting;
    }

    /// “age” is a text; the handler reads u32 (src/main.rs:12).
    QString rustTypeProblem(const JsonNode &node)
    {
        const std::string_view type = typeOf(node);
        const QString what = type == "object"    ? tr("an object")
                             : type == "array"   ? tr("a list")
                             : type == "string"  ? tr("a text")
                             : type == "boolean" ? tr("%1, a truth value").arg(visible(node.text))
                             : type == "null"    ? tr("null")
                                                 : tr("the number %1").arg(visible(node.text));
        return (node.key.isEmpty() ? tr("This is %1; ").arg(what) : tr("“%1” is %2; ").arg(visible(node.key), what)) +
               readerText(m_reader) + u'.';
    }

    QString readerText(const RustReader &reader)
    {
        const QString type = visible(reader.type->utf8());
        return reader.place ? tr("the handler reads %1 (%2)").arg(type, visible(reader.place->utf8()))
                            : tr("the handler reads %1").arg(type);
    }

    /// What is wrong, and where the handler reads it.
    QString withReader(const QString &sentence, const RustReader &reader)
    {
        if (!reader.type) {
            return sentence;
        }
        const QString text = readerText(reader);
        return sentence + u' ' + text.first(1).toUpper() + text.sliced(1) + u'.';
    }

    bool checkValues(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found)
    {
        const Json *const only = m_walk.find(schema, "const");
        const Json::Array &listed = m_walk.member(schema, "enum").elements();
        if (!only && listed.empty()) {
            return true;
        }
        const Scalar scalar(node);
        const auto is = [&](const Json &one) { return !m_walk.take(2, one.digits().size()) || scalar.is(one); };
        const bool isFitting = only ? is(*only) : std::ranges::any_of(listed, is);
        if (!isFitting) {
            QStringList names;
            if (only) {
                names << visible(*only);
            }
            for (std::size_t at = 0; !only && at < std::min<std::size_t>(listed.size(), maxNamed); ++at) {
                names << visible(listed[at]);
            }
            const bool isMore = !only && listed.size() > static_cast<std::size_t>(maxNamed);
            const QString sentence = tr("Expected one of: %1").arg(names.join(QStringLiteral(", "))) +
                                     (isMore ? QStringLiteral(" …") : QString());
            add(found, node, m_reader.type ? withReader(sentence + u'.', m_reader) : sentence);
        }
        return isFitting;
    }

    void checkLimits(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found)
    {
        const auto check = [&](const char *keyword, double value, bool isLeast, const QString &message) {
            const Json *const limit = m_walk.find(schema, keyword);
            if (limit && limit->isNumber() && (isLeast ? value < limit->real() : value > limit->real())) {
                add(found, node,
                    withReader(message.arg(toQString(std::string(limit->digits().substr(0, 20)))), m_reader));
            }
        };
        if (isNumber(node)) {
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

    void checkRequired(const JsonNode &node, const Json::Array &required, const Json &properties,
                       QList<SchemaProblem> &found)
    {
        if (required.empty() || !m_walk.take(static_cast<qint64>(node.children.size()))) {
            return;
        }
        QSet<QStringView> keys;
        for (const JsonNode &member : node.children) {
            keys.insert(member.key);
        }
        for (const Json &one : required) {
            if (isEnough(found) || !m_walk.take(2, one.utf8().size())) {
                return;
            }
            if (const QString name = one.text(); !keys.contains(name)) {
                const Json *const property = m_walk.find(properties, one.utf8());
                const RustReader reader = property ? RustReader{}.of(m_walk, *property) : RustReader{};
                add(found, node, withReader(tr("“%1” is missing.").arg(visible(name)), reader));
            }
        }
    }

    void checkObject(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found, int depth,
                     const RustReader &reader)
    {
        const Json &properties = m_walk.member(schema, "properties");
        checkRequired(node, m_walk.member(schema, "required").elements(), properties, found);
        const Json *const others = m_walk.find(schema, "additionalProperties");
        const bool isClosed =
            others && others->isBoolean() && !others->boolean() && !m_walk.find(schema, "patternProperties");
        for (const JsonNode &member : node.children) {
            if (isEnough(found) || !m_walk.take(1, static_cast<std::size_t>(member.key.size()))) {
                return;
            }
            if (const Json *const property = m_walk.find(properties, member.key.toStdString())) {
                check(member, *property, found, depth + 1, reader.inside());
            } else if (isClosed && !m_walk.isOver()) {
                add(found, member.keyFrom, member.keyTo, tr("“%1” is not expected here.").arg(visible(member.key)));
            } else if (others && others->isObject()) {
                check(member, *others, found, depth + 1, reader.inside());
            }
        }
    }

    void checkArray(const JsonNode &node, const Json &schema, QList<SchemaProblem> &found, int depth,
                    const RustReader &reader)
    {
        const Json &items = m_walk.member(schema, "items");
        const Json::Array &beginning = m_walk.member(schema, "prefixItems").elements();
        for (std::size_t at = 0; at < std::min(beginning.size(), node.children.size()) && !isEnough(found); ++at) {
            check(node.children[at], beginning[at], found, depth + 1, reader.inside());
        }
        if (items.isObject()) {
            const std::size_t first = beginning.size();
            for (std::size_t at = first; at < node.children.size() && !isEnough(found); ++at) {
                check(node.children[at], items, found, depth + 1, reader.inside());
            }
        }
    }

    SchemaWalk &m_walk;
    RustReader m_reader; ///< of the value that is looked at
};

} // namespace

QList<SchemaProblem> checkAgainstSchema(SchemaWalk &walk, const JsonNode &value)
{
    QList<SchemaProblem> found;
    SchemaChecker(walk).check(value, walk.root(), found);
    return found;
}

} // namespace studio
