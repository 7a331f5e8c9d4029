// SPDX-License-Identifier: GPL-3.0-or-later
// The form over a JSON text: its rows, edits of one value, and examples.
#include "core/schema/handler_types.h"
#include "core/schema/json_edit.h"
#include "core/schema/json_schema.h"

#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

const QString types =
    u"#[derive(Deserialize)]\nstruct Order {\n    /// Who buys.\n    customer: String,\n    items: "
    u"Vec<Item>,\n    note: Option<String>,\n    size: Size,\n    next: Option<Box<Order>>,\n    how: "
    u"Pay,\n}\n#[derive(Deserialize)]\nstruct Item { article: String, count: u8, price: f64, new: bool "
    u"}\n#[derive(Deserialize)]\nenum Size { Small, Large }\n#[derive(Deserialize)]\n#[serde(tag = "
    u"\"kind\")]\nenum Pay { Card { number: String }, Cash }\nfn handler(req: Request) { let o: Order "
    u"= req.body()?; }\n"_s;

JsonSchema schema()
{
    return JsonSchema(handlerInputSchema({{u"src/lib.rs"_s, types}}));
}

/// "customer Text= "Ada"!" for each row, with those below it.
QStringList rowsOf(const FormNode &node)
{
    static const QStringList kinds{u"Text"_s,   u"Integer"_s, u"Number"_s, u"Boolean"_s,
                                   u"Choice"_s, u"Object"_s,  u"List"_s,   u"Any"_s};
    QStringList rows{node.path.join(u'/') + u' ' + kinds[static_cast<int>(node.kind)] +
                     (node.isPresent ? u"="_s + node.value : QString()) + (node.isRequired ? u"!"_s : QString())};
    for (const FormNode &child : node.children) {
        rows += rowsOf(child);
    }
    return rows;
}

} // namespace

class TestSchemaForm : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_rows_of_an_empty_text()
    {
        QCOMPARE(rowsOf(schema().form("")),
                 (QStringList{u" Object"_s, u"customer Text!"_s, u"items List!"_s, u"note Text"_s, u"size Choice!"_s,
                              u"next Object"_s, u"how Object!"_s, u"how/kind Choice!"_s}));
        const FormNode form = schema().form("");
        QCOMPARE(form.children[0].description, u"Who buys."_s);
        QCOMPARE(form.children[0].type, u"String"_s);
        QCOMPARE(form.children[3].choices, (QStringList{u"\"Small\""_s, u"\"Large\""_s}));
        QCOMPARE(form.children[1].beginning, QByteArray("[]"));
    }

    void the_rows_of_a_text()
    {
        const QByteArray text =
            "{\"customer\": \"Ada\", \"items\": [{\"article\": \"tea\", \"count\": 2, \"extra\": 1}], "
            "\"size\": \"Huge\", \"how\": {\"kind\": \"Card\"}, \"note\": null, \"other\": [true]}";
        QCOMPARE(rowsOf(schema().form(text)),
                 (QStringList{u" Object="_s, u"customer Text=Ada!"_s, u"items List=!"_s, u"items/0 Object="_s,
                              u"items/0/article Text=tea!"_s, u"items/0/count Integer=2!"_s, u"items/0/price Number!"_s,
                              u"items/0/new Boolean!"_s, u"items/0/extra Number=1"_s, u"note Text="_s,
                              u"size Choice=\"Huge\"!"_s, u"next Object"_s, u"how Object=!"_s,
                              u"how/kind Choice=\"Card\"!"_s, u"how/number Text!"_s, u"other List="_s,
                              u"other/0 Boolean=true"_s}));
        const FormNode form = schema().form(text);
        const FormNode &count = form.children[1].children[0].children[1];
        QCOMPARE(count.minimum, u"0"_s);
        QCOMPARE(count.maximum, u"255"_s);
        QVERIFY(!form.children.back().isKnown);
    }

    void what_is_of_another_type_can_be_seen()
    {
        const FormNode form = schema().form("{\"customer\": 7, \"items\": {\"a\": 1}}");
        QCOMPARE(form.children[0].kind, FormNode::Kind::Any);
        QCOMPARE(form.children[0].value, u"7"_s);
        QCOMPARE(form.children[1].kind, FormNode::Kind::Any);
    }

    void an_example_fits()
    {
        const QByteArray example = schema().example();
        QVERIFY2(schema().check(example).isEmpty(), example);
        QVERIFY2(example.contains("\"customer\": \"Ada\""), example);
        QVERIFY2(example.contains("\"note\": "), example);
        QVERIFY2(!example.contains("\"next\""), example);
        QCOMPARE(JsonSchema().example(), QByteArray());
    }

    void one_value_is_set_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const QByteArray &text, const QString &path, const QByteArray &json,
                            const QByteArray &expected) {
            QTest::newRow(name) << text << path.split(u'/', Qt::SkipEmptyParts) << json << expected;
        };
        row("replaced", "{ \"a\" : 1 , \"b\":2 }", u"a"_s, "\"x\"", "{ \"a\" : \"x\" , \"b\":2 }");
        row("the last of two", "{\"a\": 1, \"a\": 2}", u"a"_s, "3", "{\"a\": 1, \"a\": 3}");
        row("added", "{\"a\": 1}", u"b"_s, "2", "{\"a\": 1, \"b\": 2}");
        row("added in lines", "{\n    \"a\": 1\n}", u"b"_s, "[]", "{\n    \"a\": 1,\n    \"b\": []\n}");
        row("added to none", "{}", u"b"_s, "2", "{\n  \"b\": 2\n}");
        row("added below", "{\n  \"a\": {}\n}", u"a/b"_s, "{\n  \"c\": 1\n}",
            "{\n  \"a\": {\n    \"b\": {\n      \"c\": 1\n    }\n  }\n}");
        row("with the objects around it", "", u"a/b"_s, "1", "{\n  \"a\": {\n    \"b\": 1\n  }\n}");
        row("instead of null", "{\"a\": null}", u"a/b"_s, "1", "{\"a\": {\n  \"b\": 1\n}}");
        row("an element", "[1, 2]", u"1"_s, "3", "[1, 3]");
        row("a new element", "[1, 2]", u"2"_s, "3", "[1, 2, 3]");
        row("the first element", "{\"a\": []}", u"a/0"_s, "3", "{\"a\": [3]}");
        row("an object in a list", "[\n  {\n    \"a\": 1\n  }\n]", u"1"_s, "{\n  \"a\": 2\n}",
            "[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": 2\n  }\n]");
        row("the whole", " 1\n", QString(), "2", " 2\n");
        row("a key with quotes", "{\"a\\\"b\": 1}", u"a\"b"_s, "2", "{\"a\\\"b\": 2}");
        row("into a number", "{\"a\": 1}", u"a/b"_s, "2", "");
        row("behind the end", "[1]", u"5"_s, "2", "");
    }
    void one_value_is_set()
    {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, path);
        QFETCH(QByteArray, json);
        const auto edit = setJsonValue(text, path, json);
        QTEST(edit ? edit->appliedTo(text) : QByteArray(), "expected");
    }

    void one_value_is_removed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("the first") << QByteArray("{\n  \"a\": 1,\n  \"b\": 2\n}") << QStringList{u"a"_s}
                                   << QByteArray("{\n  \"b\": 2\n}");
        QTest::newRow("the last") << QByteArray("{\n  \"a\": 1,\n  \"b\": 2\n}") << QStringList{u"b"_s}
                                  << QByteArray("{\n  \"a\": 1\n}");
        QTest::newRow("the only one") << QByteArray("{ \"a\": 1 }") << QStringList{u"a"_s} << QByteArray("{}");
        QTest::newRow("an element") << QByteArray("[1, 2, 3]") << QStringList{u"1"_s} << QByteArray("[1, 3]");
        QTest::newRow("none") << QByteArray("[1]") << QStringList{u"3"_s} << QByteArray();
        QTest::newRow("the whole") << QByteArray("[1]") << QStringList() << QByteArray();
    }
    void one_value_is_removed()
    {
        QFETCH(QByteArray, text);
        QFETCH(QStringList, path);
        const auto edit = removeJsonValue(text, path);
        QTEST(edit ? edit->appliedTo(text) : QByteArray(), "expected");
    }

    /// A type that holds itself without an end in sight, and broken texts.
    void forms_of_anything_end()
    {
        const JsonSchema endless(handlerInputSchema(
            {{u"src/lib.rs"_s, u"#[derive(Deserialize)] struct A { a: Box<A>, b: Vec<A> }\nfn h(req: Request) { "
                               u"req.body::<A>()?; }"_s}}));
        QVERIFY(endless.form("{}").children.size() == 2);
        QVERIFY(!endless.example().isEmpty());
        const QByteArray many = "{\"b\": [" + QByteArray("{},").repeated(5'000) + "{}]}";
        const FormNode form = endless.form(many);
        QVERIFY(form.children[1].children.size() <= 100);
        QCOMPARE(static_cast<qsizetype>(form.children[1].children.size()) + form.children[1].left, 5'001);
        for (const QByteArray &text : {QByteArray("{\"a\":"), QByteArray("[["), QByteArray("{\"b\": [{\"a\""),
                                       QByteArray("\"x"), QByteArray("{\"a\":{").repeated(500)}) {
            (void)endless.form(text);
            (void)setJsonValue(text, {u"a"_s, u"b"_s}, "1");
            (void)removeJsonValue(text, {u"a"_s});
        }
    }
};

QTEST_GUILESS_MAIN(TestSchemaForm)
#include "tst_schema_form.moc"
