// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/interchange/hurl_check.h"

#include "core/interchange/hurl_file.h"
#include "core/interchange/import_values.h"

#include <QHash>
#include <QRegularExpression>

namespace studio::interchange {

namespace {

struct HurlToken
{
    enum Kind { Word, Text, Pattern };

    Kind kind = Word;
    QString text; ///< without quotes and escapes

    [[nodiscard]] bool isWord(QLatin1StringView word) const { return kind == Word && text == word; }
    bool operator==(const HurlToken &) const = default;
};

/// Words, texts in quotes, and patterns between slashes. Nothing where one is not closed.
std::optional<QList<HurlToken>> tokensOf(const QString &line)
{
    static const QRegularExpression token(QStringLiteral("\\G\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|`((?:[^`\\\\]|\\\\.)*)`|"
                                                         "/((?:[^/\\\\]|\\\\.)*)/|(\\{\\{[^}]*\\}\\}|[^\\s\"`/]+))"),
                                          QRegularExpression::DotMatchesEverythingOption);
    QList<HurlToken> tokens;
    const QString text = line.trimmed();
    for (qsizetype at = 0; at < text.size();) {
        const auto match = token.match(text, at);
        if (!match.hasMatch()) {
            return {};
        }
        if (match.hasCaptured(4)) {
            tokens.append({HurlToken::Word, match.captured(4)});
        } else if (match.hasCaptured(3)) {
            tokens.append({HurlToken::Pattern, match.captured(3).replace(QLatin1String("\\/"), QLatin1String("/"))});
        } else {
            tokens.append({HurlToken::Text, hurlUnescaped(match.captured(1) + match.captured(2))});
        }
        at = match.capturedEnd();
    }
    return tokens;
}

/// Reads the query and the filters of a line.
class HurlCheckReader
{
public:
    explicit HurlCheckReader(QList<HurlToken> tokens) : m_tokens(std::move(tokens)) {}

    [[nodiscard]] bool atEnd() const { return m_at >= m_tokens.size(); }
    HurlToken next() { return atEnd() ? HurlToken() : m_tokens[m_at++]; }

    std::optional<QString> expression()
    {
        auto made = query();
        while (made && !atEnd()) {
            const HurlToken &filter = m_tokens[m_at];
            if (filter.isWord(QLatin1String("count"))) {
                *made += QStringLiteral(".length");
                ++m_at;
            } else if (filter.isWord(QLatin1String("nth")) && m_at + 1 < m_tokens.size()) {
                *made += QStringLiteral("[%1]").arg(m_tokens[m_at + 1].text.toUInt());
                m_at += 2;
            } else if (filter.isWord(QLatin1String("first"))) {
                *made += QStringLiteral("[0]");
                ++m_at;
            } else if (filter.isWord(QLatin1String("toString"))) { // matching takes any value as its text
                ++m_at;
            } else {
                break;
            }
        }
        return made;
    }

private:
    std::optional<QString> query()
    {
        const HurlToken name = next();
        if (name.isWord(QLatin1String("status"))) {
            return QStringLiteral("res.status");
        }
        if (name.isWord(QLatin1String("body"))) {
            return QStringLiteral("res.body");
        }
        if (name.isWord(QLatin1String("duration"))) {
            return QStringLiteral("res.responseTime");
        }
        if (name.isWord(QLatin1String("header"))) {
            const HurlToken header = next();
            return header.kind == HurlToken::Text ? std::optional(headerExpression(header.text)) : std::nullopt;
        }
        if (name.isWord(QLatin1String("jsonpath"))) {
            const HurlToken path = next();
            return path.kind == HurlToken::Text ? expressionOfJsonPath(path.text) : std::nullopt;
        }
        return {};
    }

    QList<HurlToken> m_tokens;
    qsizetype m_at = 0;
};

struct PredicateNames
{
    QString plain;
    QString negated; ///< empty where there is none
};

std::optional<PredicateNames> predicateNames(const QString &word)
{
    static const QHash<QString, PredicateNames> names = [] {
        const PredicateNames equal{QStringLiteral("eq"), QStringLiteral("neq")};
        const PredicateNames unequal{QStringLiteral("neq"), QStringLiteral("eq")};
        const PredicateNames contains{QStringLiteral("contains"), QStringLiteral("notContains")};
        return QHash<QString, PredicateNames>{
            {QStringLiteral("=="), equal},
            {QStringLiteral("equals"), equal},
            {QStringLiteral("!="), unequal},
            {QStringLiteral("notEquals"), unequal},
            {QStringLiteral(">"), {QStringLiteral("gt"), QStringLiteral("lte")}},
            {QStringLiteral(">="), {QStringLiteral("gte"), QStringLiteral("lt")}},
            {QStringLiteral("<"), {QStringLiteral("lt"), QStringLiteral("gte")}},
            {QStringLiteral("<="), {QStringLiteral("lte"), QStringLiteral("gt")}},
            {QStringLiteral("startsWith"), {QStringLiteral("startsWith"), {}}},
            {QStringLiteral("endsWith"), {QStringLiteral("endsWith"), {}}},
            {QStringLiteral("contains"), contains},
            {QStringLiteral("includes"), contains},
            {QStringLiteral("matches"), {QStringLiteral("matches"), QStringLiteral("notMatches")}},
            {QStringLiteral("exists"), {QStringLiteral("isDefined"), QStringLiteral("isUndefined")}},
            {QStringLiteral("isEmpty"), {QStringLiteral("isEmpty"), QStringLiteral("isNotEmpty")}},
            {QStringLiteral("isNumber"), {QStringLiteral("isNumber"), {}}},
            {QStringLiteral("isString"), {QStringLiteral("isString"), {}}},
            {QStringLiteral("isBoolean"), {QStringLiteral("isBoolean"), {}}},
            {QStringLiteral("isList"), {QStringLiteral("isArray"), {}}},
            {QStringLiteral("isCollection"), {QStringLiteral("isJson"), {}}}};
    }();
    const auto found = names.constFind(word);
    return found == names.constEnd() ? std::nullopt : std::optional(*found);
}

bool takesNoValue(const QString &operatorName)
{
    return operatorName.startsWith(QLatin1String("is"));
}

} // namespace

std::optional<collection::Assertion> assertionOfHurl(const QString &line)
{
    const auto tokens = tokensOf(line);
    if (!tokens) {
        return {};
    }
    HurlCheckReader reader(*tokens);
    const auto expression = reader.expression();
    HurlToken predicate = reader.next();
    const bool isNegated = predicate.isWord(QLatin1String("not"));
    predicate = isNegated ? reader.next() : predicate;
    const auto names = predicateNames(predicate.text);
    const QString operatorName = !names ? QString() : isNegated ? names->negated : names->plain;
    if (!expression || operatorName.isEmpty() || predicate.kind != HurlToken::Word) {
        return {};
    }
    collection::Assertion made{.expression = *expression, .operatorName = operatorName, .value = {}, .others = {}};
    if (!takesNoValue(operatorName)) {
        const HurlToken value = reader.next();
        const bool isPattern = operatorName.endsWith(QLatin1String("atches"));
        const bool isQuoted = value.kind == HurlToken::Text && !isPattern;
        made.value = isQuoted ? assertionText(value.text) : value.text;
        if (value.kind == HurlToken::Word && value.text.isEmpty()) {
            return {};
        }
    }
    return reader.atEnd() ? std::optional(made) : std::nullopt;
}

std::optional<collection::Capture> captureOfHurl(const QString &line)
{
    const qsizetype colon = line.indexOf(u':');
    const auto tokens = tokensOf(line.sliced(colon + 1));
    if (colon <= 0 || !tokens) {
        return {};
    }
    HurlCheckReader reader(*tokens);
    const auto expression = reader.expression();
    const HurlToken rest = reader.next();
    const bool isWhole = reader.atEnd() && (rest.text.isEmpty() || rest.isWord(QLatin1String("redact")));
    if (!expression || !isWhole) {
        return {};
    }
    return collection::Capture{
        .expression = *expression, .variable = hurlUnescaped(line.first(colon).trimmed()), .others = {}};
}

} // namespace studio::interchange
