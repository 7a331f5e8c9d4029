// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/collection/assertions.h"

#include <QObject>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace studio::collection {

namespace {

/// What the operators see: the value of the expression, and what it is compared with.
struct Operands
{
    Found left;
    QString text; ///< the assertion's value as it stands
};

bool isEqual(const Found &left, const Found &right)
{
    if (!left || !right) {
        return !left && !right;
    }
    if (left->isNumber() && right->isNumber()) {
        return left->isInteger() && right->isInteger() ? left->integer() == right->integer()
                                                       : left->real() == right->real();
    }
    // Arrays and objects are equal to themselves only, in JavaScript; no text can be one.
    return !left->isArray() && !left->isObject() && *left == *right;
}

/// Below 0, 0 or above; nothing where one is no number.
std::optional<int> compareNumbers(const Found &left, const Found &right)
{
    if (!left || !right || !left->isNumber() || !right->isNumber()) {
        return {};
    }
    if (left->isInteger() && right->isInteger()) {
        const qint64 a = left->integer();
        const qint64 b = right->integer();
        return a < b ? -1 : static_cast<int>(a > b);
    }
    const double a = left->real();
    const double b = right->real();
    return a < b ? -1 : static_cast<int>(a > b);
}

QString withoutPair(const QString &text, QChar open, QChar close)
{
    return text.size() >= 2 && text.startsWith(open) && text.endsWith(close) ? text.sliced(1, text.size() - 2) : text;
}

/// A value as JavaScript turns it into a text: of an array its elements, with commas between them.
QString asText(const Json &value)
{
    if (value.isString()) {
        return value.text();
    }
    if (value.isObject()) {
        return QStringLiteral("[object Object]");
    }
    if (!value.isArray()) {
        return QString::fromUtf8(value.toUtf8());
    }
    QStringList texts;
    for (const Json &element : value.elements()) {
        texts << (element.isNull() ? QString() : asText(element));
    }
    return texts.join(u',');
}

bool isOneOf(const Operands &operands)
{
    const QStringList values = withoutPair(operands.text, u'[', u']').split(u',');
    return std::ranges::any_of(values,
                               [&](const QString &each) { return isEqual(operands.left, assertionLiteral(each)); });
}

bool isBetween(const Operands &operands)
{
    const auto least = compareNumbers(operands.left, assertionLiteral(operands.text.section(u',', 0, 0)));
    const auto most = compareNumbers(operands.left, assertionLiteral(operands.text.section(u',', 1, 1)));
    return least && most && *least >= 0 && *most <= 0;
}

/// Nothing where the question has no sense, which fails an assertion and its opposite.
using Verdict = std::optional<bool>;

Verdict contains(const Operands &operands)
{
    const Found right = assertionLiteral(operands.text);
    if (!operands.left || !right) {
        return {};
    }
    if (operands.left->isString()) {
        return operands.left->text().contains(asText(*right));
    }
    if (!operands.left->isArray()) {
        return {};
    }
    return std::ranges::any_of(operands.left->elements(),
                               [&](const Json &each) { return isEqual(Found(each), right); });
}

QRegularExpression patternOf(const Operands &operands)
{
    return QRegularExpression(withoutPair(operands.text, u'/', u'/'));
}

Verdict matches(const Operands &operands)
{
    const QRegularExpression pattern = patternOf(operands);
    if (!pattern.isValid()) {
        return {};
    }
    if (!operands.left) {
        return false;
    }
    const QRegularExpressionMatch match = pattern.match(asText(*operands.left));
    return match.isValid() ? Verdict(match.hasMatch()) : Verdict(); // else it took too many steps
}

Verdict isEmpty(const Operands &operands)
{
    const Found &left = operands.left;
    if (!left || !(left->isString() || left->isArray() || left->isObject())) {
        return {};
    }
    return left->isString() ? left->utf8().empty() : left->isEmpty();
}

Verdict opposite(const Verdict &verdict)
{
    return verdict ? Verdict(!*verdict) : Verdict();
}

bool hasLength(const Operands &operands)
{
    const Found &left = operands.left;
    if (!left || !(left->isString() || left->isArray())) {
        return false;
    }
    const qint64 length = left->isString() ? left->text().size() : static_cast<qint64>(left->size());
    return isEqual(Found(Json(length)), assertionLiteral(operands.text));
}

enum class End { Begin, End };

bool hasAt(const Operands &operands, End end)
{
    const Found right = assertionLiteral(operands.text);
    if (!operands.left || !right || !operands.left->isString() || !right->isString()) {
        return false;
    }
    return end == End::Begin ? operands.left->text().startsWith(right->text())
                             : operands.left->text().endsWith(right->text());
}

template <typename Is> Verdict comparison(const Operands &operands, Is is)
{
    const auto order = compareNumbers(operands.left, assertionLiteral(operands.text));
    return order ? Verdict(is(*order)) : Verdict();
}

struct Operator
{
    QLatin1StringView name;
    bool takesValue;
    Verdict (*holds)(const Operands &);
};

constexpr QLatin1StringView defaultOperator("eq");

constexpr std::array operators{
    Operator{defaultOperator, true,
             [](const Operands &o) -> Verdict { return isEqual(o.left, assertionLiteral(o.text)); }},
    Operator{QLatin1StringView("neq"), true,
             [](const Operands &o) -> Verdict { return !isEqual(o.left, assertionLiteral(o.text)); }},
    Operator{QLatin1StringView("gt"), true,
             [](const Operands &o) { return comparison(o, [](int order) { return order > 0; }); }},
    Operator{QLatin1StringView("gte"), true,
             [](const Operands &o) { return comparison(o, [](int order) { return order >= 0; }); }},
    Operator{QLatin1StringView("lt"), true,
             [](const Operands &o) { return comparison(o, [](int order) { return order < 0; }); }},
    Operator{QLatin1StringView("lte"), true,
             [](const Operands &o) { return comparison(o, [](int order) { return order <= 0; }); }},
    Operator{QLatin1StringView("in"), true, [](const Operands &o) -> Verdict { return isOneOf(o); }},
    Operator{QLatin1StringView("notIn"), true, [](const Operands &o) -> Verdict { return !isOneOf(o); }},
    Operator{QLatin1StringView("contains"), true, contains},
    Operator{QLatin1StringView("notContains"), true, [](const Operands &o) { return opposite(contains(o)); }},
    Operator{QLatin1StringView("length"), true, [](const Operands &o) -> Verdict { return hasLength(o); }},
    Operator{QLatin1StringView("matches"), true, matches},
    Operator{QLatin1StringView("notMatches"), true, [](const Operands &o) { return opposite(matches(o)); }},
    Operator{QLatin1StringView("startsWith"), true, [](const Operands &o) -> Verdict { return hasAt(o, End::Begin); }},
    Operator{QLatin1StringView("endsWith"), true, [](const Operands &o) -> Verdict { return hasAt(o, End::End); }},
    Operator{QLatin1StringView("between"), true, [](const Operands &o) -> Verdict { return isBetween(o); }},
    Operator{QLatin1StringView("isEmpty"), false, isEmpty},
    Operator{QLatin1StringView("isNotEmpty"), false, [](const Operands &o) { return opposite(isEmpty(o)); }},
    Operator{QLatin1StringView("isNull"), false,
             [](const Operands &o) -> Verdict { return o.left && o.left->isNull(); }},
    Operator{QLatin1StringView("isUndefined"), false, [](const Operands &o) -> Verdict { return !o.left; }},
    Operator{QLatin1StringView("isDefined"), false, [](const Operands &o) -> Verdict { return o.left.has_value(); }},
    Operator{QLatin1StringView("isTruthy"), false,
             [](const Operands &o) -> Verdict { return o.left && o.left->isBoolean() && o.left->boolean(); }},
    Operator{QLatin1StringView("isFalsy"), false,
             [](const Operands &o) -> Verdict { return o.left && o.left->isBoolean() && !o.left->boolean(); }},
    Operator{QLatin1StringView("isJson"), false,
             [](const Operands &o) -> Verdict { return o.left && (o.left->isObject() || o.left->isArray()); }},
    Operator{QLatin1StringView("isNumber"), false,
             [](const Operands &o) -> Verdict { return o.left && o.left->isNumber(); }},
    Operator{QLatin1StringView("isString"), false,
             [](const Operands &o) -> Verdict { return o.left && o.left->isString(); }},
    Operator{QLatin1StringView("isBoolean"), false,
             [](const Operands &o) -> Verdict { return o.left && o.left->isBoolean(); }},
    Operator{QLatin1StringView("isArray"), false,
             [](const Operands &o) -> Verdict { return o.left && o.left->isArray(); }},
};

const Operator *operatorNamed(const QString &name)
{
    const auto *const found = std::ranges::find(operators, name, &Operator::name);
    return found == operators.end() ? nullptr : found;
}

/// A value in a sentence, cut where it is long.
QString shown(const Found &value, const SecretMask &secrets)
{
    constexpr qsizetype most = 120;
    if (!value) {
        return QStringLiteral("undefined");
    }
    if (value->isArray()) {
        return QObject::tr("an array of %n", nullptr, static_cast<int>(value->size()));
    }
    if (value->isObject()) {
        return QObject::tr("an object");
    }
    const QString text = value->isString() ? u'"' + secrets.masked(value->text()) + u'"'
                                           : secrets.masked(QString::fromUtf8(value->toUtf8()));
    return text.size() > most + 2 ? text.left(most) + u'…' : text;
}

/// Why it does not hold.
QString reasonFor(const Operator &checked, const Operands &operands, const Verdict &verdict, const SecretMask &secrets)
{
    const QString is = QObject::tr("it is %1").arg(shown(operands.left, secrets));
    if (verdict || !checked.takesValue) {
        return is;
    }
    if (!checked.name.endsWith(QLatin1StringView("atches"))) {
        return QObject::tr("%1, which “%2” cannot compare with %3")
            .arg(is, checked.name, shown(assertionLiteral(operands.text), secrets));
    }
    const QString pattern = secrets.masked(operands.text);
    return patternOf(operands).isValid() ? QObject::tr("matching the pattern “%1” takes too many steps").arg(pattern)
                                         : QObject::tr("“%1” is not a valid pattern").arg(pattern);
}

} // namespace

CheckResult checkAssertion(const Assertion &assertion, const QString &value, const ResponseValue &response,
                           const SecretMask &secrets)
{
    const Operator *const named = operatorNamed(assertion.operatorName);
    CheckResult result{.text = (assertion.expression + u' ' + assertion.operatorName + u' ' +
                                (named && named->takesValue ? assertion.value : QString()))
                                   .trimmed(),
                       .holds = false,
                       .message = {}};
    if (!named) {
        result.message = QObject::tr("there is no operator “%1”").arg(assertion.operatorName);
        return result;
    }
    auto left = evaluate(assertion.expression, response);
    if (!left) {
        result.message = left.error().message;
        return result;
    }
    const Operands operands{std::move(*left), value};
    const Verdict verdict = named->holds(operands);
    result.holds = verdict.value_or(false);
    if (!result.holds) {
        result.message = reasonFor(*named, operands, verdict, secrets);
    }
    return result;
}

Found assertionLiteral(const QString &written)
{
    const QString text = written.trimmed();
    if (text == QLatin1String("true") || text == QLatin1String("false")) {
        return Json(text == QLatin1String("true"));
    }
    if (text == QLatin1String("null")) {
        return Json();
    }
    if (text == QLatin1String("undefined")) {
        return {};
    }
    for (const QChar quote : {u'"', u'\''}) {
        if (text.size() >= 2 && text.startsWith(quote) && text.endsWith(quote)) {
            return Json(text.sliced(1, text.size() - 2));
        }
    }
    static const QRegularExpression number(
        QStringLiteral("\\A[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]{1,9})?\\z"));
    if (number.match(text).hasMatch()) {
        const auto json = parseJson(text.toUtf8()); // keeps the digits of a large one
        return json ? *json : Json(text.toDouble());
    }
    return Json(text);
}

std::span<const QLatin1StringView> assertionOperators()
{
    static const auto names = [] {
        std::array<QLatin1StringView, operators.size()> all;
        std::ranges::transform(operators, all.begin(), &Operator::name);
        return all;
    }();
    return names;
}

bool takesValue(const QString &operatorName)
{
    const Operator *const named = operatorNamed(operatorName);
    return !named || named->takesValue;
}

Result<QString> captureValue(const Capture &capture, const ResponseValue &response)
{
    const auto found = evaluate(capture.expression, response);
    if (!found) {
        return std::unexpected(found.error());
    }
    if (!*found) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("%1 is undefined").arg(capture.expression));
    }
    return (*found)->isString() ? (*found)->text() : QString::fromUtf8((*found)->toUtf8());
}

} // namespace studio::collection
