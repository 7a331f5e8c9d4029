// SPDX-License-Identifier: GPL-3.0-or-later
// The verdicts are those that Bruno's assert runtime gives for the same operator, value and answer.
#include "core/collection/assertions.h"
#include "tests/support/random_values.h"

#include <QTest>

using namespace studio;
using namespace studio::collection;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

ResponseValue answer()
{
    HttpResponse response;
    response.status = 201;
    response.reason = "Created";
    response.headers = {{"Content-Type", "application/json"}, {"X-Two", "a"}, {"x-two", "b"}, {"x-number", "12"}};
    response.body = R"({"name": "Ada", "age": 36, "rate": 1.50, "big": 9007199254740993, "zero": 0, "empty": "",
        "none": null, "yes": true, "no": false, "tags": ["a", "b", 3], "nothing": [], "blank": {}, "a b": {"c.d": 1},
        "items": [{"id": 7}, {"id": 8}], "code": "200", "crab": "🦀"})";
    return responseValue(response, 42);
}

} // namespace

class TestAssertions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("holds");
        const auto row = [](const char *expression, const char *name, const char *value, bool holds) {
            QTest::addRow("%s %s %s", expression, name, value)
                << QString::fromUtf8(expression) << QString::fromUtf8(name) << QString::fromUtf8(value) << holds;
        };
        row("res.status", "eq", "201", true);
        row("res.status", "eq", "201.0", true);
        row("res.status", "eq", "200", false);
        row("res.status", "eq", "'201'", false); // a number is no text
        row("res.statusText", "eq", "Created", true);
        row("res.responseTime", "lt", "50", true);
        row("res.body.name", "eq", "Ada", true);
        row("res.body.name", "eq", "\"Ada\"", true);
        row("res.body.name", "eq", "ada", false);
        row("res.body.code", "eq", "200", false);
        row("res.body.code", "eq", "'200'", true);
        row("res.body.rate", "eq", "1.5", true);
        row("res.body.big", "eq", "9007199254740993", true);
        row("res.body.big", "eq", "9007199254740992", false); // not as numbers of 53 bits
        row("res.body.yes", "eq", "true", true);
        row("res.body.none", "eq", "null", true);
        row("res.body.missing", "eq", "undefined", true);
        row("res.body.missing", "eq", "null", false);
        row("res.body.tags", "eq", "[a]", false);
        row("res.body.name", "neq", "Bob", true);
        row("res.body.name", "neq", "Ada", false);
        row("res.body.missing", "neq", "x", true);
        row("res.body.age", "gt", "35", true);
        row("res.body.age", "gt", "36", false);
        row("res.body.age", "gte", "36", true);
        row("res.body.age", "gte", "36.5", false);
        row("res.body.age", "lt", "37", true);
        row("res.body.age", "lt", "36", false);
        row("res.body.age", "lte", "36", true);
        row("res.body.age", "lte", "35", false);
        row("res.body.name", "gt", "A", false); // of numbers only
        row("res.body.name", "lte", "Z", false);
        row("res.status", "in", "200, 201", true);
        row("res.status", "in", "[200,201]", true);
        row("res.status", "in", "200", false);
        row("res.body.name", "in", "Ada,Bob", true);
        row("res.status", "notIn", "200, 204", true);
        row("res.status", "notIn", "201", false);
        row("res.body.name", "contains", "da", true);
        row("res.body.name", "contains", "x", false);
        row("res.body.code", "contains", "20", true); // JavaScript makes a text of it
        row("res.body.tags", "contains", "a", true);
        row("res.body.tags", "contains", "3", true);
        row("res.body.tags", "contains", "'3'", false);
        row("res.body.age", "contains", "3", false); // has no parts
        row("res.body.name", "notContains", "x", true);
        row("res.body.name", "notContains", "A", false);
        row("res.body.age", "notContains", "9", false); // nor can it be told that it has none
        row("res.body.tags", "length", "3", true);
        row("res.body.name", "length", "3", true);
        row("res.body.crab", "length", "2", true); // units of UTF-16
        row("res.body.tags", "length", "2", false);
        row("res.body.age", "length", "2", false);
        row("res.body.name", "matches", "^A.a$", true);
        row("res.body.name", "matches", "/^A/", true);
        row("res.body.name", "matches", "^b", false);
        row("res.status", "matches", "^2..$", true);
        row("res.body.name", "matches", "(", false);
        row("res.body.name", "notMatches", "^b", true);
        row("res.body.name", "notMatches", "A", false);
        row("res.body.name", "notMatches", "(", false);
        row("res.body.missing", "matches", "undefined", false);
        row("res.body.missing", "notMatches", "x", true);
        row("res.body.name", "startsWith", "Ad", true);
        row("res.body.name", "startsWith", "da", false);
        row("res.body.code", "startsWith", "20", false); // 20 is a number
        row("res.body.code", "startsWith", "'20'", true);
        row("res.body.name", "endsWith", "da", true);
        row("res.body.name", "endsWith", "A", false);
        row("res.body.age", "between", "36, 40", true);
        row("res.body.age", "between", "30,36", true);
        row("res.body.age", "between", "37,40", false);
        row("res.body.age", "between", "30", false);
        row("res.body.empty", "isEmpty", "", true);
        row("res.body.nothing", "isEmpty", "", true);
        row("res.body.blank", "isEmpty", "", true);
        row("res.body.name", "isEmpty", "", false);
        row("res.body.zero", "isEmpty", "", false);
        row("res.body.none", "isEmpty", "", false);
        row("res.body.name", "isNotEmpty", "", true);
        row("res.body.nothing", "isNotEmpty", "", false);
        row("res.body.none", "isNotEmpty", "", false);
        row("res.body.none", "isNull", "", true);
        row("res.body.missing", "isNull", "", false);
        row("res.body.missing", "isUndefined", "", true);
        row("res.body.none", "isUndefined", "", false);
        row("res.body.name", "isDefined", "", true);
        row("res.body.none", "isDefined", "", true);
        row("res.body.missing", "isDefined", "", false);
        row("res.body.yes", "isTruthy", "", true);
        row("res.body.name", "isTruthy", "", false); // only true is
        row("res.body.no", "isFalsy", "", true);
        row("res.body.zero", "isFalsy", "", false);
        row("res.body", "isJson", "", true);
        row("res.body.tags", "isJson", "", true);        // as Bruno 4.1 has it
        row("res.body.tags", "matches", "^\\w+,", true); // an array as JavaScript turns it into a text
        row("res.body.name", "isJson", "", false);
        row("res.body.age", "isNumber", "", true);
        row("res.body.code", "isNumber", "", false);
        row("res.body.name", "isString", "", true);
        row("res.body.age", "isString", "", false);
        row("res.body.no", "isBoolean", "", true);
        row("res.body.none", "isBoolean", "", false);
        row("res.body.tags", "isArray", "", true);
        row("res.body", "isArray", "", false);
        // Ways into the answer.
        row("res.body.items[1].id", "eq", "8", true);
        row("res.body.items[2]", "isUndefined", "", true);
        row("res.body[\"a b\"]['c.d']", "eq", "1", true);
        row("res.body.items.length", "eq", "2", true);
        row("res.body.name[1]", "eq", "d", true);
        row("res.headers.content-type", "contains", "json", true);
        row("res.headers['CONTENT-TYPE']", "eq", "application/json", true);
        row("res.headers.x-two", "eq", "a, b", true);
        row("res.headers.x-number", "eq", "12", false); // headers are texts
        row("res.headers.x-number", "eq", "'12'", true);
        row("res.headers.missing", "isUndefined", "", true);
        row("res.headers", "isJson", "", true);
        row(" res.status ", "eq", " 201 ", true);
        // What is an error in JavaScript is none that holds.
        row("res.body.missing.x", "isUndefined", "", false);
        row("res.body.none.x", "isUndefined", "", false);
        row("body.name", "isDefined", "", false);
        row("res", "isDefined", "", false);
        row("res.", "isDefined", "", false);
        row("res.nothing", "isUndefined", "", false);
        row("res.body[", "isUndefined", "", false);
        row("res.body['a", "isUndefined", "", false);
        row("res.body[-1]", "isUndefined", "", false);
        row("res.body.a b", "isUndefined", "", false);
        row("res.status", "equals", "201", false);
    }
    void verdicts()
    {
        QFETCH(QString, expression);
        QFETCH(QString, name);
        QFETCH(QString, value);
        const CheckResult result = checkAssertion(
            {.expression = expression, .operatorName = name, .value = value, .others = {}}, value, answer());
        QTEST(result.holds, "holds");
        QCOMPARE(result.message.isEmpty(), result.holds);
    }

    void each_operator_has_a_verdict_of_both_kinds()
    {
        for (const QLatin1StringView name : assertionOperators()) {
            int holding = 0;
            int failing = 0;
            for (const char *expression : {"status", "body.name", "body.tags", "body.none", "body.yes", "body.no",
                                           "body", "body.empty", "body.missing"}) {
                for (const char *value : {"201", "300", "Ada", "a", "3", "200,300"}) {
                    const Assertion assertion{.expression = u"res."_s + QString::fromLatin1(expression),
                                              .operatorName = name,
                                              .value = {},
                                              .others = {}};
                    const bool holds = checkAssertion(assertion, QString::fromLatin1(value), answer()).holds;
                    holding += holds ? 1 : 0;
                    failing += holds ? 0 : 1;
                }
            }
            QVERIFY2(holding > 0 && failing > 0, name.data());
        }
        QCOMPARE(assertionOperators().size(), 28U);
    }

    void a_failure_says_why()
    {
        const auto check = [](const char *expression, const char *name, const char *value) {
            const CheckResult result = checkAssertion({.expression = QString::fromUtf8(expression),
                                                       .operatorName = QString::fromUtf8(name),
                                                       .value = QString::fromUtf8(value),
                                                       .others = {}},
                                                      QString::fromUtf8(value), answer());
            return result.text + u": "_s + result.message;
        };
        QCOMPARE(check("res.status", "eq", "200"), u"res.status eq 200: it is 201"_s);
        QCOMPARE(check("res.body.name", "eq", "Bob"), u"res.body.name eq Bob: it is \"Ada\""_s);
        QCOMPARE(check("res.body.x.y", "eq", "1"), u"res.body.x.y eq 1: res.body.x is undefined"_s);
        QCOMPARE(check("res.body.none.y", "isNull", "z"), u"res.body.none.y isNull: res.body.none is null"_s);
        QCOMPARE(check("res.body.name", "matches", "("), u"res.body.name matches (: “(” is not a valid pattern"_s);
        QCOMPARE(check("res.body.name", "gt", "1"),
                 u"res.body.name gt 1: it is \"Ada\", which “gt” cannot compare with 1"_s);
        QCOMPARE(check("res.status", "is", "1"), u"res.status is: there is no operator “is”"_s);
        QVERIFY(check("status", "eq", "1").contains(u"Write res.status"_s));
    }

    /// PCRE's limit of steps.
    void a_pattern_that_gives_up_is_no_verdict()
    {
        HttpResponse response;
        response.status = 200;
        response.body = QByteArray(40, 'a') + "!";
        for (const QString &name : {u"matches"_s, u"notMatches"_s}) {
            const CheckResult result =
                checkAssertion({.expression = u"res.body"_s, .operatorName = name, .value = {}, .others = {}},
                               u"(*LIMIT_MATCH=1000)(a+)+$"_s, responseValue(response, 0));
            QVERIFY(!result.holds);
            QVERIFY2(result.message.contains(u"takes too many steps"_s), qPrintable(result.message));
        }
    }

    void captures_are_texts_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("value"); ///< empty: a failure
        QTest::newRow("text") << u"res.body.name"_s << u"Ada"_s;
        QTest::newRow("number") << u"res.body.rate"_s << u"1.50"_s;
        QTest::newRow("large") << u"res.body.big"_s << u"9007199254740993"_s;
        QTest::newRow("truth") << u"res.body.yes"_s << u"true"_s;
        QTest::newRow("null") << u"res.body.none"_s << u"null"_s;
        QTest::newRow("object") << u"res.body.items[0]"_s << u"{\"id\":7}"_s;
        QTest::newRow("header") << u"res.headers.X-Number"_s << u"12"_s;
        QTest::newRow("status") << u"res.status"_s << u"201"_s;
        QTest::newRow("missing") << u"res.body.missing"_s << QString();
        QTest::newRow("no expression") << u"body"_s << QString();
    }
    void captures_are_texts()
    {
        QFETCH(QString, expression);
        QFETCH(QString, value);
        const auto captured = captureValue({.expression = expression, .variable = {}, .others = {}}, answer());
        QCOMPARE(captured.value_or(QString()), value);
        QCOMPARE(captured.has_value(), !value.isEmpty());
    }

    void a_body_that_is_no_json_is_a_text()
    {
        HttpResponse response;
        response.status = 200;
        response.body = "plain {";
        const ResponseValue plain = responseValue(response, 0);
        QCOMPARE(captureValue({.expression = u"res.body"_s, .variable = {}, .others = {}}, plain).value(),
                 u"plain {"_s);
    }

    /// Odd expressions, operators and values: a verdict, and with it a reason or none; an operator and its opposite
    /// never both hold.
    void odd_input_has_a_verdict()
    {
        RandomValues random(21);
        const QList<QString> pieces{u"res"_s, u"."_s, u"body"_s, u"["_s,    u"]"_s,       u"0"_s,         u"'"_s,
                                    u"\""_s,  u"a"_s, u" "_s,    u"tags"_s, u"headers"_s, u"9999999999"_s};
        const auto piecewise = [&](const QString &begin) {
            QString made = begin;
            for (int i = random.below(8); i > 0; --i) {
                made += random.below(5) == 0 ? random.text(3) : random.oneOf(pieces);
            }
            return made;
        };
        const ResponseValue response = answer();
        const auto names = assertionOperators();
        for (int i = 0; i < 20'000; ++i) {
            const QString name = names[static_cast<std::size_t>(random.below(static_cast<int>(names.size())))];
            const QString value = random.boolean() ? piecewise({}) : QString::number(random.integer());
            const Assertion assertion{.expression = piecewise(u"res."_s),
                                      .operatorName = random.below(20) == 0 ? random.text() : name,
                                      .value = value,
                                      .others = {}};
            const CheckResult result = checkAssertion(assertion, value, response);
            QCOMPARE(result.message.isEmpty(), result.holds);
        }
        const QList<std::pair<QString, QString>> opposites{{u"eq"_s, u"neq"_s},
                                                           {u"in"_s, u"notIn"_s},
                                                           {u"contains"_s, u"notContains"_s},
                                                           {u"matches"_s, u"notMatches"_s},
                                                           {u"isEmpty"_s, u"isNotEmpty"_s},
                                                           {u"isDefined"_s, u"isUndefined"_s},
                                                           {u"gt"_s, u"lte"_s}};
        for (int i = 0; i < 5'000; ++i) {
            const auto &[name, opposite] = random.oneOf(opposites);
            const QString value = random.text();
            const QString expression =
                u"res.body."_s + random.oneOf(QList<QString>{u"name"_s, u"age"_s, u"tags"_s, u"none"_s, u"missing"_s});
            const auto holds = [&](const QString &each) {
                return checkAssertion({.expression = expression, .operatorName = each, .value = value, .others = {}},
                                      value, response)
                    .holds;
            };
            QVERIFY(!(holds(name) && holds(opposite)));
        }
    }
};

QTEST_GUILESS_MAIN(TestAssertions)
#include "tst_assertions.moc"
