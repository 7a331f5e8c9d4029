// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/hurl_assert.h"

#include "core/collection/assertions.h"
#include "core/collection/response_value.h"
#include "core/interchange/hurl_query.h"

#include <QHash>
#include <QLocale>
#include <QObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <utility>

namespace studio::interchange {

namespace {

using collection::Found;

HurlParts literalParts(const QString &text)
{
    return {{text, {}, {}, false}};
}

/// A number as Hurl writes one: without exponent, and with a digit before the point.
QString hurlNumber(const Json &number)
{
    return number.isInteger() ? QString::number(number.integer())
                              : QString::number(number.real(), 'f', QLocale::FloatingPointShortest);
}

QString hurlLiteral(const Json &value)
{
    return value.isNumber()
               ? hurlNumber(value)
               : (value.isString() ? hurlQuoted(literalParts(value.text())) : QString::fromUtf8(value.toUtf8()));
}

/// As one line that never holds: of what the studio compares never.
HurlAssert neverHolds(const QString &reason)
{
    return {{QStringLiteral("status == 0")}, reason};
}

QString withoutPair(const QString &text, QChar open, QChar close)
{
    return text.size() >= 2 && text.startsWith(open) && text.endsWith(close) ? text.sliced(1, text.size() - 2) : text;
}

/// Writes one assertion. A method for each family of operators.
class AssertWriter
{
public:
    AssertWriter(HurlQuery query, QString operatorName, HurlParts value)
        : m_query(std::move(query)), m_operator(std::move(operatorName)), m_value(std::move(value))
    {
        if (m_query.isLength) {
            m_query.query += QStringLiteral(" count");
            m_warning = lengthWarning();
        }
    }

    HurlAssert write()
    {
        if (auto unary = unaryPredicate()) {
            unary->warning = m_warning;
            return *unary;
        }
        static const std::array<std::pair<QLatin1StringView, HurlAssert (AssertWriter::*)()>, 16> families{{
            {QLatin1StringView("eq"), &AssertWriter::equality},
            {QLatin1StringView("neq"), &AssertWriter::equality},
            {QLatin1StringView("gt"), &AssertWriter::order},
            {QLatin1StringView("gte"), &AssertWriter::order},
            {QLatin1StringView("lt"), &AssertWriter::order},
            {QLatin1StringView("lte"), &AssertWriter::order},
            {QLatin1StringView("between"), &AssertWriter::between},
            {QLatin1StringView("in"), &AssertWriter::oneOf},
            {QLatin1StringView("notIn"), &AssertWriter::noneOf},
            {QLatin1StringView("contains"), &AssertWriter::containment},
            {QLatin1StringView("notContains"), &AssertWriter::containment},
            {QLatin1StringView("matches"), &AssertWriter::pattern},
            {QLatin1StringView("notMatches"), &AssertWriter::pattern},
            {QLatin1StringView("startsWith"), &AssertWriter::end},
            {QLatin1StringView("endsWith"), &AssertWriter::end},
            {QLatin1StringView("length"), &AssertWriter::length},
        }};
        const auto *const family = std::ranges::find(families, m_operator, [](const auto &each) { return each.first; });
        if (family == families.end()) {
            return {{}, QObject::tr("there is no operator “%1”").arg(m_operator)};
        }
        HurlAssert made = (this->*family->second)();
        if (!m_warning.isEmpty() && made.warning.isEmpty()) {
            made.warning = m_warning;
        }
        return made;
    }

private:
    static QString lengthWarning()
    {
        return QObject::tr("Hurl counts the elements of an array, and not the characters of a text");
    }
    [[nodiscard]] QString line(const QString &predicate) const { return m_query.query + u' ' + predicate; }
    /// The body as text where the operator is one for texts, since most bodies of which that is asked are texts.
    [[nodiscard]] QString textLine(const QString &predicate)
    {
        const bool isText = m_query.kind == HurlQuery::WholeBody && !m_query.isLength;
        if (isText) {
            m_warning = QObject::tr("Hurl takes the whole body for a text, also where it is JSON");
        }
        return isText ? QStringLiteral("body ") + predicate : line(predicate);
    }
    /// For a predicate that holds for nothing too: the studio fails where it would ask for a member of nothing.
    [[nodiscard]] QStringList afterParent(const QStringList &lines) const
    {
        return m_query.parent.isEmpty() ? lines : QStringList(m_query.parent + QStringLiteral(" != null")) + lines;
    }

    /// Where the value holds variables that only the run knows, as a text with them.
    [[nodiscard]] std::optional<Found> literal() const
    {
        if (!isKnown(m_value)) {
            return {};
        }
        return std::optional<Found>(std::in_place, collection::assertionLiteral(knownText(m_value)));
    }
    /// The value as Hurl writes it. One that is a variable alone keeps the kind that it was captured with.
    [[nodiscard]] QString openLiteral() const
    {
        return m_value.size() == 1 ? QStringLiteral("{{%1}}").arg(m_value.first().variable) : hurlQuoted(m_value);
    }

    std::optional<HurlAssert> unaryPredicate() const
    {
        struct Row
        {
            QLatin1StringView name;
            QStringList lines;
        };
        const std::array<Row, 12> rows{{
            {QLatin1StringView("isNull"), {line(QStringLiteral("== null"))}},
            {QLatin1StringView("isUndefined"), afterParent({line(QLatin1String("not exists"))})},
            {QLatin1StringView("isDefined"), {line(QStringLiteral("exists"))}},
            {QLatin1StringView("isTruthy"), {line(QStringLiteral("== true"))}},
            {QLatin1StringView("isFalsy"), {line(QStringLiteral("== false"))}},
            {QLatin1StringView("isEmpty"), {line(QStringLiteral("isEmpty"))}},
            {QLatin1StringView("isNotEmpty"), {line(QStringLiteral("exists")), line(QLatin1String("not isEmpty"))}},
            {QLatin1StringView("isJson"), {line(QStringLiteral("isCollection"))}},
            {QLatin1StringView("isNumber"), {line(QStringLiteral("isNumber"))}},
            {QLatin1StringView("isString"), {line(QStringLiteral("isString"))}},
            {QLatin1StringView("isBoolean"), {line(QStringLiteral("isBoolean"))}},
            {QLatin1StringView("isArray"), {line(QStringLiteral("isList"))}},
        }};
        const auto *const row = std::ranges::find(rows, m_operator, &Row::name);
        if (row == rows.end()) {
            return {};
        }
        return HurlAssert{row->lines, {}};
    }

    HurlAssert equality()
    {
        const bool isNegated = m_operator == QLatin1String("neq");
        const auto known = literal();
        if (known && !*known) { // with undefined
            return {isNegated ? QStringList(line(QStringLiteral("exists")))
                              : afterParent({line(QLatin1String("not exists"))}),
                    {}};
        }
        const bool isText = known ? (*known)->isString() : m_value.size() > 1;
        const QString value = known ? hurlLiteral(**known) : openLiteral();
        const QString predicate = (isNegated ? QStringLiteral("not == ") : QStringLiteral("== ")) + value;
        const QString whole = isText ? textLine(predicate) : line(predicate);
        return {isNegated ? afterParent({whole}) : QStringList(whole), {}};
    }

    HurlAssert order()
    {
        static const QHash<QString, QString> signs{{QStringLiteral("gt"), QStringLiteral(">")},
                                                   {QStringLiteral("gte"), QStringLiteral(">=")},
                                                   {QStringLiteral("lt"), QStringLiteral("<")},
                                                   {QStringLiteral("lte"), QStringLiteral("<=")}};
        const auto known = literal();
        if (known && !(*known && (*known)->isNumber())) {
            return neverHolds(QObject::tr("only numbers are larger or smaller, so it never holds"));
        }
        return {{line(signs.value(m_operator) + u' ' + (known ? hurlLiteral(**known) : openLiteral()))}, {}};
    }

    HurlAssert between()
    {
        if (!isKnown(m_value)) {
            return {{}, QObject::tr("its limits are only known when it runs")};
        }
        const QString text = knownText(m_value);
        const Found least = collection::assertionLiteral(text.section(u',', 0, 0));
        const Found most = collection::assertionLiteral(text.section(u',', 1, 1));
        if (!least || !most || !least->isNumber() || !most->isNumber()) {
            return neverHolds(QObject::tr("its limits are no numbers, so it never holds"));
        }
        return {{line(QStringLiteral(">= ") + hurlNumber(*least)), line(QStringLiteral("<= ") + hurlNumber(*most))},
                {}};
    }

    [[nodiscard]] std::optional<QList<Found>> listed() const
    {
        if (!isKnown(m_value)) {
            return {};
        }
        QList<Found> values;
        for (const QString &each : withoutPair(knownText(m_value), u'[', u']').split(u',')) {
            values.append(collection::assertionLiteral(each));
        }
        return values;
    }

    HurlAssert noneOf()
    {
        const auto values = listed();
        if (!values) {
            return {{}, QObject::tr("its list is only known when it runs")};
        }
        QStringList lines;
        for (const Found &value : *values) {
            lines << (value ? line(QStringLiteral("not == ") + hurlLiteral(*value)) : line(QStringLiteral("exists")));
        }
        return {afterParent(lines), {}};
    }

    /// Hurl has no list of values. As a text the value is one of them, and its kind is theirs.
    HurlAssert oneOf()
    {
        const auto values = listed();
        if (!values) {
            return {{}, QObject::tr("its list is only known when it runs")};
        }
        const auto areAll = [&](bool (Json::*is)() const) {
            return std::ranges::all_of(*values, [is](const Found &each) { return each && ((*each).*is)(); });
        };
        if (values->size() == 1 && values->first()) {
            return {{line(QStringLiteral("== ") + hurlLiteral(*values->first()))}, {}};
        }
        const bool areNumbers = areAll(&Json::isNumber);
        if (!areNumbers && !areAll(&Json::isString)) {
            return {{}, QObject::tr("Hurl cannot compare with values of several kinds")};
        }
        QStringList patterns;
        for (const Found &value : *values) {
            patterns << QRegularExpression::escape(areNumbers ? hurlNumber(*value) : value->text());
        }
        const QString pattern = QStringLiteral("^(?:%1)$").arg(patterns.join(u'|'));
        return {{line(areNumbers ? QStringLiteral("isNumber") : QStringLiteral("isString")),
                 line((areNumbers ? QLatin1String("toString matches ") : QLatin1String("matches ")) +
                      hurlQuoted(literalParts(pattern)))},
                {}};
    }

    HurlAssert containment()
    {
        const bool isNegated = m_operator == QLatin1String("notContains");
        const auto known = literal();
        if (known && !*known) {
            return neverHolds(QObject::tr("nothing contains undefined"));
        }
        QString value = known ? hurlLiteral(**known) : openLiteral();
        if (known && !(*known)->isString()) {
            if (m_query.kind == HurlQuery::Header || m_query.kind == HurlQuery::WholeBody) { // always texts
                value = hurlQuoted(m_value);
            } else {
                m_warning = QObject::tr("Hurl looks for %1 among the elements of an array only").arg(value);
            }
        }
        const QString predicate = (isNegated ? QLatin1String("not contains ") : QLatin1String("contains ")) + value;
        const QString exists = textLine(QStringLiteral("exists"));
        return {isNegated ? QStringList{exists, textLine(predicate)} : QStringList(textLine(predicate)), {}};
    }

    HurlAssert pattern()
    {
        static const QRegularExpression unknown(QStringLiteral("\\(\\?(?:[=!>]|<[=!])|\\\\[1-9kKG]|[*+?}]\\+"));
        const bool isNegated = m_operator == QLatin1String("notMatches");
        HurlParts parts = m_value;
        if (isKnown(parts)) {
            parts = literalParts(withoutPair(knownText(parts), u'/', u'/'));
            if (unknown.match(parts.first().text).hasMatch()) {
                m_warning = QObject::tr("Hurl's patterns have no such group, reference or quantifier");
            }
        }
        const QString predicate = QStringLiteral("matches ") + hurlQuoted(parts);
        if (isNegated) {
            if (m_query.kind == HurlQuery::Part && m_warning.isEmpty()) {
                m_warning = QObject::tr("Hurl matches texts only");
            }
            return {afterParent({textLine(QStringLiteral("not ") + predicate)}), {}};
        }
        const bool isText = m_query.kind != HurlQuery::Part && m_query.kind != HurlQuery::Number;
        return {{textLine((isText ? QString() : QStringLiteral("toString ")) + predicate)}, {}};
    }

    HurlAssert end()
    {
        const auto known = literal();
        if (known && !(*known && (*known)->isString())) {
            return neverHolds(QObject::tr("only texts begin or end with something, so it never holds"));
        }
        const HurlParts parts = known ? literalParts((*known)->text()) : m_value;
        return {{textLine(m_operator + u' ' + hurlQuoted(parts))}, {}};
    }

    HurlAssert length()
    {
        const auto known = literal();
        if (known && !(*known && (*known)->isNumber())) {
            return neverHolds(QObject::tr("a length is a number, so it never holds"));
        }
        m_warning = lengthWarning();
        return {{line(QStringLiteral("count == ") + (known ? hurlLiteral(**known) : openLiteral()))}, {}};
    }

    HurlQuery m_query;
    QString m_operator;
    HurlParts m_value;
    QString m_warning;
};

} // namespace

HurlAssert hurlAssert(const collection::Assertion &assertion, const HurlParts &value)
{
    const auto query = hurlQueryOf(assertion.expression);
    if (!query) {
        return {{}, QObject::tr("Hurl has no query for %1").arg(assertion.expression)};
    }
    return AssertWriter(*query, assertion.operatorName, value).write();
}

std::optional<QString> hurlQuery(const QString &expression)
{
    const auto query = hurlQueryOf(expression);
    return query ? std::optional(query->isLength ? query->query + QStringLiteral(" count") : query->query)
                 : std::nullopt;
}

} // namespace studio::interchange
