// SPDX-License-Identifier: GPL-3.0-or-later
// The types that a handler reads its body with, as a JSON Schema.
#include "core/schema/handler_types.h"
#include "core/schema/json_schema.h"
#include "tests/support/places.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

const QString head = u"use ignite::prelude::*;\nuse serde::Deserialize;\n"_s;

Json schemaOfSource(const QString &source)
{
    return handlerInputSchema({{u"src/lib.rs"_s, source}});
}

/// A handler that reads this type as its body.
QString readingBody(const QString &types, const QString &type = u"T"_s)
{
    return head + types +
           u"\n#[ignite::main]\nasync fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {\n"
           u"    let body = req.body::<%1>()?;\n    Ok(())\n}\n"_s.arg(type);
}

QString readingFields(const QString &statements)
{
    return head +
           u"#[ignite::main]\nasync fn handler(req: Request, _ctx: Context) -> Result<impl IntoResponse> {\n%1\n}\n"_s
               .arg(statements);
}

QStringList messagesOf(const Json &schema, const QByteArray &payload)
{
    QStringList messages;
    for (const SchemaProblem &problem : JsonSchema(schema).check(payload)) {
        messages << QString::fromUtf8(payload.sliced(problem.from, problem.to - problem.from)) + u" | "_s +
                        problem.message;
    }
    return messages;
}

} // namespace

class TestHandlerTypes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Each row: a type as serde reads it, JSON that fits and JSON that does not.
    void a_type_takes_what_serde_takes_data()
    {
        QTest::addColumn<QString>("types");
        QTest::addColumn<QByteArrayList>("fitting");
        QTest::addColumn<QByteArrayList>("wrong");
        const auto row = [](const char *name, const QString &types, const QByteArrayList &fitting,
                            const QByteArrayList &wrong) { QTest::newRow(name) << types << fitting << wrong; };
        row("named fields", u"#[derive(Deserialize)] struct T { a: String, b: Option<u32>, c: Vec<bool> }"_s,
            {R"({"a":"x","c":[]})", R"({"a":"x","b":null,"c":[true],"d":1})", R"({"a":"","b":3,"c":[]})"},
            {R"({"a":"x"})", R"({"c":[]})", R"({"a":1,"c":[]})", R"({"a":"x","b":-1,"c":[]})",
             R"({"a":"x","b":4294967296,"c":[]})", R"({"a":"x","b":1.0,"c":[]})", R"({"a":"x","c":[1]})", "[]",
             "null"});
        row("integers", u"#[derive(Deserialize)] struct T(u8, i8, u64, f32, char);"_s,
            {R"([255,-128,18446744073709551615,1,"é"])"},
            {R"([256,0,0,0,"a"])", R"([0,-129,0,0,"a"])", R"([0,0,-1,0,"a"])", R"([0,0,0,"0","a"])",
             R"([0,0,0,0,"ab"])", "[1]", R"([0,0,0,0,"a",1])"});
        row("a newtype", u"#[derive(Deserialize)] struct T(pub String);"_s, {R"("x")"}, {"1", R"(["x"])"});
        row("a transparent one", u"#[derive(Deserialize)] #[serde(transparent)] struct T { a: u8 }"_s, {"1"},
            {R"({"a":1})"});
        row("a unit", u"#[derive(Deserialize)] struct T;"_s, {"null"}, {"1", "{}"});
        row("maps and tuples",
            u"use std::collections::HashMap;\n#[derive(serde::Deserialize, Debug)]\npub struct T<'a> { m: "
            u"HashMap<String, (u8, &'a str)>, a: [u8; 2] }"_s,
            {R"({"m":{"x":[1,"y"]},"a":[1,2]})", R"({"m":{},"a":[1,2]})"},
            {R"({"m":{"x":[1]},"a":[1,2]})", R"({"m":{},"a":[1]})", R"({"m":[],"a":[1,2]})"});
        row("renamed",
            u"#[derive(Deserialize)] #[serde(rename_all = \"camelCase\", deny_unknown_fields)] struct T {\n"
            u"  first_name: String, #[serde(rename = \"ZIP\")] zip_code: u32,\n"
            u"  #[serde(rename(serialize = \"a\", deserialize = \"b\"))] other: bool, #[serde(alias = \"old\")] fresh: u8 }"_s,
            {R"({"firstName":"x","ZIP":1,"b":true,"fresh":1})", R"({"firstName":"x","ZIP":1,"b":true,"old":1})"},
            {R"({"first_name":"x","ZIP":1,"b":true,"fresh":1})", R"({"firstName":"x","ZIP":1,"b":true})",
             R"({"firstName":"x","ZIP":1,"b":true,"fresh":1,"c":1})"});
        row("defaults",
            u"#[derive(Deserialize, Default)] struct T { #[serde(default)] a: u8, #[serde(default = \"three\")] b: u8, "
            u"#[serde(skip)] c: u8, d: Box<u8> }"_s,
            {R"({"d":1})", R"({"a":1,"b":2,"c":"not read","d":1})"}, {"{}", R"({"a":null,"d":1})"});
        row("a default struct", u"#[derive(Deserialize, Default)] #[serde(default)] struct T { a: u8, b: String }"_s,
            {"{}", R"({"a":1})"}, {R"({"b":1})"});
        row("flattened",
            u"#[derive(Deserialize)] struct T { #[serde(flatten)] page: Page, #[serde(flatten)] rest: HashMap<String, "
            u"Value>, q: String }\n#[derive(Deserialize)] struct Page { size: u8 }"_s,
            {R"({"q":"x","size":1,"more":[]})"}, {R"({"q":"x"})", R"({"size":1})", R"({"q":"x","size":"1"})"});
        row("a plain enum",
            u"#[derive(Deserialize)] #[serde(rename_all = \"kebab-case\")] enum T { VeryLow, #[serde(rename = \"HI\")] "
            u"High, #[serde(skip)] Never }"_s,
            {R"("very-low")", R"("HI")"}, {R"("VeryLow")", R"("high")", R"("never")", "1"});
        row("an external tag", u"#[derive(Deserialize)] enum T { None, One(u8), Two(u8, u8), Named { a: bool } }"_s,
            {R"("None")", R"({"One":1})", R"({"Two":[1,2]})", R"({"Named":{"a":true}})"},
            {R"({"None":1})", R"({"One":"1"})", R"({"Named":{}})", R"({"One":1,"Two":[1,2]})"});
        row("an internal tag",
            u"#[derive(Deserialize)] #[serde(tag = \"action\", rename_all = \"snake_case\")] enum T { CreateIt { name: "
            u"String }, Delete(Key), List }\n#[derive(Deserialize)] struct Key { id: u64 }"_s,
            {R"({"action":"create_it","name":"x"})", R"({"action":"delete","id":1})", R"({"action":"list"})"},
            {R"({"action":"create_it"})", R"({"action":"delete","id":"1"})", R"({"action":"CreateIt","name":"x"})",
             R"({"name":"x"})"});
        row("a tag and its content",
            u"#[derive(Deserialize)] #[serde(tag = \"t\", content = \"c\")] enum T { A(u8), B { x: u8 }, C }"_s,
            {R"({"t":"A","c":1})", R"({"t":"B","c":{"x":1}})", R"({"t":"C"})"},
            {R"({"t":"A"})", R"({"t":"B","c":1})", R"({"t":"D"})"});
        row("untagged", u"#[derive(Deserialize)] #[serde(untagged)] enum T { Number(u8), Text { text: String } }"_s,
            {"1", R"({"text":"x"})"}, {R"("x")", R"({"text":1})"});
        row("a generic one",
            u"#[derive(Deserialize)] struct T { page: Page<Item> }\n#[derive(Deserialize)] struct Page<X: Clone, const "
            u"N: "
            u"usize = 3> where X: Sized { rows: Vec<X> }\n#[derive(Deserialize)] struct Item { n: u8 }"_s,
            {R"({"page":{"rows":[{"n":1}]}})"}, {R"({"page":{"rows":[{"n":"1"}]}})", R"({"page":{"rows":[{}]}})"});
        row("one that holds itself", u"#[derive(Deserialize)] struct T { n: u8, next: Option<Box<T>> }"_s,
            {R"({"n":1,"next":{"n":2,"next":null}})"}, {R"({"n":1,"next":{"next":null}})"});
        row("another name of it", u"type T = Vec<Id>;\npub(crate) type Id = u8;"_s, {"[1]"}, {"[-1]", "1"});
        row("an optional alias", u"type Note = Option<String>;\n#[derive(Deserialize)] struct T { note: Note }"_s,
            {"{}", R"({"note":null})"}, {R"({"note":1})"});
        row("anything",
            u"#[derive(Deserialize)] struct T { v: serde_json::Value, x: other::Type, #[serde(with = \"m\")] y: u8, "
            u"own: "
            u"Own }\nstruct Own(u8);"_s,
            {R"({"v":[],"x":1,"y":"z","own":"any"})"}, {R"({"x":1,"y":2,"own":3})"});
        row("comments and strings between",
            u"/* struct T { no: u8 } */ const S: &str = \"struct T { no: u8 }\";\n/// Its /* text */.\n"
            u"#[derive(Deserialize)] struct T { /// A.\n a: u8, // }\n r#type: char }"_s,
            {R"({"a":1,"type":"x"})"}, {"{}", R"({"a":1})"});
    }
    void a_type_takes_what_serde_takes()
    {
        QFETCH(QString, types);
        QFETCH(QByteArrayList, fitting);
        QFETCH(QByteArrayList, wrong);
        const Json schema = schemaOfSource(readingBody(types));
        for (const QByteArray &one : fitting) {
            QVERIFY2(messagesOf(schema, one).isEmpty(),
                     qPrintable(QString::fromUtf8(one) + u": "_s + messagesOf(schema, one).join(u'\n') + u'\n' +
                                QString::fromUtf8(schema.toUtf8(1))));
        }
        for (const QByteArray &one : wrong) {
            QVERIFY2(!messagesOf(schema, one).isEmpty(), one + " fits\n" + schema.toUtf8(1));
        }
    }

    void what_is_read_is_found_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QStringList>("types"); // of its properties
        QTest::addColumn<QStringList>("required");
        QTest::newRow("fields") << readingFields(u"let a = req.field::<String>(\"a\")?;\n"
                                                 u"let b: u32 = req.field(\"b\").unwrap_or(3);\n"
                                                 u"let c: Option<bool> = req.field(\"c\")?;\n"
                                                 u"let d: Option<Vec<u8>> = req.field(\"d\").ok();\n"
                                                 u"let e: Result<i8, _> = req.field(\"e\");\n"
                                                 u"let f: f64 = req.field(\"f\").map_err(|e| { e })?;\n"
                                                 u"let g = req.field::<u8>(\"g\").expect(\"g\");\n"
                                                 u"let h = req.field(\"h\")?;\n"
                                                 u"call(other.field::<u8>(\"x\"), req.field::<u8>(name));"_s)
                                << QStringList{u"a String"_s, u"b u32"_s, u"c Option<bool>"_s, u"d Vec<u8>"_s,
                                               u"e i8"_s,     u"f f64"_s, u"g u8"_s,           u"h "_s}
                                << QStringList{u"a"_s, u"f"_s, u"g"_s};
        QTest::newRow("in a function") << head + u"fn read(r: &ignite::Request) { r.field::<u8>(\"a\").unwrap(); }"_s
                                       << QStringList{u"a u8"_s} << QStringList{u"a"_s};
        QTest::newRow("not in tests")
            << head + u"#[cfg(test)] mod tests { fn f(req: Request) { req.field::<u8>(\"a\")?; } }\n"
                      u"#[test] fn t() { let req: Request = r(); req.field::<u8>(\"b\")?; }\n"
                      u"// req.field::<u8>(\"c\")\n"_s
            << QStringList() << QStringList();
        QTest::newRow("a response") << head + u"fn f(response: Response) { response.body::<u8>(); }"_s << QStringList()
                                    << QStringList();
        QTest::newRow("unfinished") << readingFields(u"let a: = req.field::<(\"a\"); req.field::<u8>(\"b\"; {{"_s)
                                    << QStringList{u"b u8"_s} << QStringList();
    }
    void what_is_read_is_found()
    {
        QFETCH(QString, source);
        const Json schema = schemaOfSource(source);
        QStringList types;
        for (const JsonMember &member : schema["properties"].members()) {
            types << QString::fromStdString(member.name) + u' ' + member.value["x-rust-type"].text();
        }
        QTEST(types, "types");
        QStringList required;
        for (const Json &one : schema["required"].elements()) {
            required << one.text();
        }
        QTEST(required, "required");
    }

    void names_of_the_query_and_the_headers()
    {
        const HandlerInputs inputs = handlerInputs(
            {{u"src/lib.rs"_s, readingFields(u"req.query_param(\"page\"); req.query_params(\"tag\"); "
                                             u"req.header(\"X-Note\"); req.query_param(\"page\"); req.header(name); "
                                             u"other.header(\"no\");"_s)}});
        QCOMPARE(inputs.queryNames, (QStringList{u"page"_s, u"tag"_s}));
        QCOMPARE(inputs.headerNames, (QStringList{u"X-Note"_s}));
        QVERIFY(inputs.body.isEmpty());
    }

    void the_let_names_the_type_of_the_body()
    {
        const Json schema =
            schemaOfSource(head + u"#[derive(Deserialize)] struct Order { n: u8 }\n"
                                  u"async fn handler(req: Request) { let mut o: Order = req.body()?; }"_s);
        QCOMPARE(schema["x-rust-type"].text(), u"Order"_s);
        QCOMPARE(schema["x-rust-place"].text(), u"src/lib.rs:4"_s);
        QCOMPARE(messagesOf(schema, "{}"),
                 (QStringList{u"{ | “n” is missing. The handler reads u8 (src/lib.rs:3)."_s}));
    }

    void what_does_not_fit_is_said_in_words()
    {
        const Json schema =
            schemaOfSource(readingBody(u"#[derive(Deserialize)]\nstruct T {\n  age: u32,\n  tags: "
                                       u"Vec<Tag>,\n}\n#[derive(Deserialize)]\nenum Tag { Red, Blue }"_s));
        QCOMPARE(messagesOf(schema, "{\"age\": \"7\", \"tags\": []}"),
                 (QStringList{u"\"7\" | “age” is a text; the handler reads u32 (src/lib.rs:5)."_s}));
        QCOMPARE(messagesOf(schema, "{\"age\": 4294967296, \"tags\": []}"),
                 (QStringList{u"4294967296 | Expected 4294967295 or less. The handler reads u32 (src/lib.rs:5)."_s}));
        QCOMPARE(
            messagesOf(schema, "{\"age\": 1.5, \"tags\": [\"Red\", \"Green\", 3]}"),
            (QStringList{u"1.5 | “age” is the number 1.5; the handler reads u32 (src/lib.rs:5)."_s,
                         u"\"Green\" | Expected one of: \"Red\", \"Blue\". The handler reads Tag (src/lib.rs:6)."_s,
                         u"3 | This is the number 3; the handler reads Tag (src/lib.rs:6)."_s}));
    }

    void types_of_other_files()
    {
        const QList<RustFile> files{
            {u"src/lib.rs"_s, head + u"mod a; mod b;\nfn handler(req: Request) { let o: b::Order = req.body()?; }"_s},
            {u"src/a.rs"_s, u"#[derive(Deserialize)] struct Order { a: u8 }"_s},
            {u"src/b/mod.rs"_s, u"#[derive(Deserialize)] struct Order { b: Item }"_s},
            {u"src/b/item.rs"_s, u"#[derive(Deserialize)] pub struct Item { n: u8 }"_s}};
        const Json schema = handlerInputSchema(files);
        QVERIFY(messagesOf(schema, "{\"b\":{\"n\":1}}").isEmpty());
        QCOMPARE(messagesOf(schema, "{\"b\":{\"n\":\"1\"}}"),
                 (QStringList{u"\"1\" | “n” is a text; the handler reads u8 (src/b/item.rs:1)."_s}));
    }

    void several_bodies_and_fields()
    {
        const Json schema = schemaOfSource(
            head +
            u"#[derive(Deserialize)] struct A { a: u8 }\n#[derive(Deserialize)] struct B { b: u8 }\n"
            u"fn handler(req: Request) { req.field::<String>(\"action\")?; req.body::<A>()?; req.body::<B>()?; }"_s);
        QVERIFY(messagesOf(schema, "{\"action\":\"x\",\"a\":1}").isEmpty());
        QVERIFY(messagesOf(schema, "{\"action\":\"x\",\"b\":1}").isEmpty());
        QCOMPARE(messagesOf(schema, "{\"action\":\"x\"}").size(), 1);
        QCOMPARE(messagesOf(schema, "{\"a\":1}").size(), 1);
        QVERIFY(schemaOfSource(head + u"fn handler(req: Request) { req.raw(); }"_s).isEmpty());
        QVERIFY(schemaOfSource(head + u"fn handler(req: Request) { req.body::<serde_json::Value>()?; }"_s).isEmpty());
    }

    void the_examples_of_the_sdk()
    {
        QFile file(sourcePath("/resources/sdk/examples/typed-body/src/lib.rs"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString source = QString::fromUtf8(file.readAll());
        QElapsedTimer clock;
        clock.start();
        const Json schema = schemaOfSource(source);
        qInfo("read in %lld µs", static_cast<long long>(clock.nsecsElapsed() / 1000));
        QVERIFY(messagesOf(schema,
                           "{\"customer\": \"Ada\", \"items\": [{\"article\": \"tea\", \"count\": 2, \"cents\": 450}]}")
                    .isEmpty());
        QCOMPARE(
            messagesOf(schema,
                       "{\"customer\": \"Ada\", \"items\": [{\"article\": \"tea\", \"count\": -2, \"cent\": 450}]}")
                .size(),
            3);
    }

    /// Any prefix and any loss of a line is read, in a time that grows with the text only.
    void broken_source_is_read()
    {
        const QString source = readingBody(
            u"#[derive(Deserialize)] #[serde(tag = \"t\")] enum T { A { x: Vec<Option<(u8, [char; 3])>> }, B(Box<T>) }"_s);
        for (qsizetype at = 0; at < source.size(); ++at) {
            (void)schemaOfSource(source.first(at));
            (void)schemaOfSource(source.first(at) + source.sliced(std::min(at + 7, source.size())));
        }
        for (const QString &open : {u"{"_s, u"<"_s, u"struct A<"_s, u"/*"_s, u"struct A { a: Vec<"_s, u"mod a {"_s,
                                    u"#["_s, u"(("_s, u"type A = ["_s, u"r#"_s, u"enum E { A("_s}) {
            (void)schemaOfSource(open.repeated(20'000));
        }
    }
};

QTEST_GUILESS_MAIN(TestHandlerTypes)
#include "tst_handler_types.moc"
