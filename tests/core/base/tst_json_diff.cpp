// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_diff.h"

#include <QTest>

#include <random>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

/// "+ $.a 1|~ $.b 1 -> 2|- $.c 3|> $[0] <- $[2] x"
QString textOf(const JsonChanges &found)
{
    QStringList all;
    for (const JsonChange &one : found.changes) {
        switch (one.kind) {
        case JsonChange::Kind::Added:
            all << u"+ %1 %2"_s.arg(one.path, one.after);
            break;
        case JsonChange::Kind::Removed:
            all << u"- %1 %2"_s.arg(one.path, one.before);
            break;
        case JsonChange::Kind::Changed:
            all << u"~ %1 %2 -> %3"_s.arg(one.path, one.before, one.after);
            break;
        case JsonChange::Kind::Moved:
            all << u"> %1 <- %2 %3"_s.arg(one.path, one.from, one.after);
            break;
        }
    }
    return all.join(u'|');
}

Json any(std::mt19937 &random, int depth)
{
    switch (depth > 0 ? random() % 6 : random() % 4) {
    case 0:
        return {};
    case 1:
        return static_cast<int>(random() % 3);
    case 2:
        return random() % 2 == 0;
    case 3:
        return random() % 2 == 0 ? "a" : "b";
    case 4: {
        Json array = Json::array();
        for (auto left = random() % 5; left > 0; --left) {
            array.push_back(any(random, depth - 1));
        }
        return array;
    }
    default: {
        Json object = Json::object();
        for (auto left = random() % 4; left > 0; --left) {
            object[std::string(1, static_cast<char>('a' + random() % 4))] = any(random, depth - 1);
        }
        return object;
    }
    }
}

qsizetype countOf(const JsonChanges &found, JsonChange::Kind kind)
{
    return std::ranges::count_if(found.changes, [kind](const JsonChange &one) { return one.kind == kind; });
}

} // namespace

class TestJsonDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_differs_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("changes");
        const auto row = [](const char *name, const char *before, const char *after, const char *changes) {
            QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QString::fromUtf8(changes);
        };
        row("the same", R"({"a": [1, {"b": null}]})", R"({"a":[1,{"b":null}]})", "");
        row("the order of members", R"({"a": 1, "b": 2})", R"({"b": 2, "a": 1})", "");
        row("a value", R"({"a": 1})", R"({"a": 2})", "~ $.a 1 -> 2");
        row("a type", R"({"a": 1})", R"({"a": "1"})", "~ $.a 1 -> \"1\"");
        row("members", R"({"a": 1, "b": 2})", R"({"b": 2, "c d": 3})", "- $.a 1|+ $[\"c d\"] 3");
        row("null is a value", R"({})", R"({"a": null})", "+ $.a null");
        row("an element put in", "[1, 2, 3]", "[1, 9, 2, 3]", "+ $[1] 9");
        row("an element taken out", "[1, 2, 3]", "[1, 3]", "- $[1] 2");
        row("an element replaced", "[1, 2, 3]", "[1, 9, 3]", "~ $[1] 2 -> 9");
        row("an element moved", R"(["a", "b", "c", "d"])", R"(["b", "c", "d", "a"])", "> $[3] <- $[0] \"a\"");
        row("within an element", R"([{"id": 1, "n": 1}, {"id": 2, "n": 1}])",
            R"([{"id": 1, "n": 1}, {"id": 2, "n": 5}])", "~ $[1].n 1 -> 5");
        row("put in and changed", R"([{"id": 1, "n": 1}, {"id": 2}])", R"([{"id": 0}, {"id": 1, "n": 2}, {"id": 2}])",
            "~ $[0].id 1 -> 0|- $[0].n 1|+ $[1] {\"id\":1,\"n\":2}");
        row("the last of a name counts", R"({"a": 1, "a": 2})", R"({"a": 2})", "");
        row("digits", "1.0", "1", "~ $ 1.0 -> 1");
    }
    void what_differs()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, changes);
        QCOMPARE(textOf(jsonDiff(parseJson(before).value(), parseJson(after).value())), changes);
    }

    void any_two_values()
    {
        for (std::uint32_t seed = 0; seed < 3'000; ++seed) {
            std::mt19937 random(seed);
            const Json before = any(random, 4);
            const Json after = any(random, 4);
            QVERIFY(jsonDiff(before, before).changes.isEmpty());
            const JsonChanges there = jsonDiff(before, after);
            const JsonChanges back = jsonDiff(after, before);
            QCOMPARE(there.changes.isEmpty(), back.changes.isEmpty());
            // What one way has more than the other way is the same number of elements and members.
            QCOMPARE(countOf(there, JsonChange::Kind::Added) - countOf(there, JsonChange::Kind::Removed),
                     countOf(back, JsonChange::Kind::Removed) - countOf(back, JsonChange::Kind::Added));
            QVERIFY2(there.changes.isEmpty() == (before == after) || before.toUtf8().size() == after.toUtf8().size(),
                     (before.toUtf8() + " " + after.toUtf8()).constData()); // members in another order
        }
    }

    void large_values_have_a_bound()
    {
        Json before = Json::array();
        Json after = Json::array();
        for (int i = 0; i < 200'000; ++i) {
            before.push_back(i);
            after.push_back(i + 1'000'000);
        }
        const JsonChanges found = jsonDiff(before, after);
        QVERIFY(found.isCut);
        QCOMPARE(found.changes.size(), 2'000);
        after = before;
        after.push_back(std::string(10'000, 'x'));
        QCOMPARE(jsonDiff(before, after).changes.size(), 1);
        QVERIFY(jsonDiff(before, after).changes.first().after.size() < 300);
    }
};

QTEST_APPLESS_MAIN(TestJsonDiff)
#include "tst_json_diff.moc"
