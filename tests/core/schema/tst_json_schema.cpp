// SPDX-License-Identifier: GPL-3.0-or-later
// What a schema offers and refuses, at any place of a text that is being typed.
#include "core/config/yaml_json.h"
#include "core/schema/json_schema.h"
#include "core/workspace/handler_schema.h"

#include <QRandomGenerator>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;
using Kind = JsonPlace::Kind;

namespace {

const QByteArray info = "name: orders\n"
                        "input:\n"
                        "  type: object\n"
                        "  required: [action]\n"
                        "  additionalProperties: false\n"
                        "  properties:\n"
                        "    note: {type: string, maxLength: 5, description: For people.}\n"
                        "    action: {enum: [create, delete], description: What to do.}\n"
                        "    urgent: {type: boolean}\n"
                        "    count: {type: integer, minimum: 1}\n"
                        "    items: {type: array, maxItems: 2, items: {$ref: '#/$defs/item'}}\n"
                        "    either: {anyOf: [{type: string}, {type: object, required: [a], properties: {a: {type: "
                        "number}}}]}\n"
                        "  $defs:\n"
                        "    item: {type: object, properties: {sku: {type: string}, parent: {$ref: '#/$defs/item'}}}\n";

QStringList namesOf(const QList<SchemaOffer> &offers)
{
    QStringList names;
    for (const SchemaOffer &offer : offers) {
        names << offer.name;
    }
    return names;
}

} // namespace

class TestJsonSchema : public QObject
{
    Q_OBJECT

    JsonSchema m_schema = schemaOfInfo(info);

private Q_SLOTS:
    void keys_required_ones_first()
    {
        QCOMPARE(namesOf(m_schema.keys({}, {})),
                 (QStringList{u"action"_s, u"note"_s, u"urgent"_s, u"count"_s, u"items"_s, u"either"_s}));
        QVERIFY(m_schema.keys({}, {}).first().isRequired);
        QCOMPARE(namesOf(m_schema.keys({}, {u"action"_s, u"note"_s})).first(), u"urgent"_s);
        QCOMPARE(namesOf(m_schema.keys({u"items"_s, u"*"_s, u"parent"_s, u"parent"_s}, {})),
                 (QStringList{u"sku"_s, u"parent"_s}));
        QCOMPARE(namesOf(m_schema.keys({u"either"_s}, {})), (QStringList{u"a"_s}));
        QVERIFY(m_schema.keys({u"nothing"_s}, {}).isEmpty());
    }

    void values_and_descriptions()
    {
        QCOMPARE(namesOf(m_schema.values({u"action"_s})), (QStringList{u"\"create\""_s, u"\"delete\""_s}));
        QCOMPARE(namesOf(m_schema.values({u"urgent"_s})), (QStringList{u"true"_s, u"false"_s}));
        QCOMPARE(m_schema.describe({u"note"_s}).description, u"For people."_s);
        QCOMPARE(m_schema.describe({u"items"_s}).type, u"array"_s);
        QVERIFY(m_schema.describe({u"action"_s}).isRequired);
    }

    void no_schema_offers_nothing()
    {
        for (const QByteArray &text :
             {QByteArray(), QByteArray("name: x\n"), QByteArray("input: 7\n"), QByteArray("input: [\n")}) {
            QVERIFY(schemaOfInfo(text).isEmpty());
            QVERIFY(schemaOfInfo(text).keys({}, {}).isEmpty());
            QVERIFY(schemaOfInfo(text).check("{}").isEmpty());
        }
    }

    void what_does_not_fit_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("marked");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *text, const char *marked, const char *message) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(marked) << QString::fromUtf8(message);
        };
        row("{\"action\":\"create\"}", "", "");
        row("{}", "{", "“action” is missing");
        row("[]", "[", "Expected object");
        row("{\"action\":\"crate\"}", "\"crate\"", "\"create\", \"delete\"");
        row("{\"action\":\"create\",\"urgent\":1}", "1", "Expected boolean, not number");
        row("{\"action\":\"create\",\"count\":1.5}", "1.5", "Expected integer");
        row("{\"action\":\"create\",\"count\":2.0}", "", "");
        row("{\"action\":\"create\",\"count\":0}", "0", "Expected 1 or more");
        row("{\"action\":\"create\",\"note\":\"äöüßé\"}", "", "");
        row("{\"action\":\"create\",\"note\":\"äöüßé!\"}", "\"äöüßé!\"", "5 characters or fewer");
        row("{\"action\":\"create\",\"other\":1}", "\"other\"", "not expected");
        row("{\"action\":\"create\",\"items\":[{\"sku\":1}]}", "1", "Expected string");
        row("{\"action\":\"create\",\"items\":[{\"parent\":{\"sku\":null}}]}", "null", "not null");
        row("{\"action\":\"create\",\"items\":[{},{},{}]}", "[", "2 elements or fewer");
        row("{\"action\":\"create\",\"either\":{\"a\":1}}", "", "");
        row("{\"action\":\"create\",\"either\":7}", "7", "Expected");
    }

    void what_does_not_fit()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, marked);
        QFETCH(QString, message);
        const QList<SchemaProblem> found = m_schema.check(text);
        QCOMPARE(found.size(), message.isEmpty() ? 0 : 1);
        if (!message.isEmpty()) {
            QCOMPARE(text.sliced(found[0].from, found[0].to - found[0].from), marked);
            QVERIFY2(found[0].message.contains(message), qPrintable(found[0].message));
        }
    }

    void the_place_of_the_caret_data()
    {
        QTest::addColumn<QByteArray>("text"); // | is the caret
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("word");
        const auto row = [](const char *text, Kind kind, const char *path, const char *word) {
            QTest::newRow(text) << QByteArray(text) << static_cast<int>(kind) << QString::fromLatin1(path)
                                << QByteArray(word);
        };
        row("|", Kind::Value, "", "");
        row("{|", Kind::Key, "", "");
        row("{|}", Kind::Key, "", "");
        row("{\n  \"ac|", Kind::Key, "", "\"ac");
        row("{\"a\": 1, \"ac|}", Kind::Key, "", "\"ac");
        row("{\"|\"}", Kind::Key, "", "\"\"");
        row("{ac|}", Kind::Key, "", "ac");
        row("{\"action\"|}", Kind::Nothing, "", "");
        row("{\"action\": |}", Kind::Value, "action", "");
        row("{\"action\": \"cr|\"}", Kind::Value, "action", "\"cr\"");
        row("{\"action\": \"create\"|}", Kind::Nothing, "", "");
        row("{\"action\": \"create\", |}", Kind::Key, "", "");
        row("{\"action\": \"create\", |\n\"note\":\"\"}", Kind::Key, "", "");
        row("{\"urgent\": tr|", Kind::Value, "urgent", "tr");
        row("{\"items\": [{\"s|", Kind::Key, "items/*", "\"s");
        row("{\"items\": [|", Kind::Value, "items/*", "");
        row("{\"items\": [{\"sku\": \"a\"}, {\"parent\": {|}}]}", Kind::Key, "items/*/parent", "");
        row("{\"a\": {} |}", Kind::Nothing, "", "");
    }

    void the_place_of_the_caret()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, kind);
        QFETCH(QString, path);
        QFETCH(QByteArray, word);
        const qsizetype at = text.indexOf('|');
        text.remove(at, 1);
        const JsonPlace place = jsonPlaceAt(text, at);
        QCOMPARE(static_cast<int>(place.kind), kind);
        if (place.kind != Kind::Nothing) {
            QCOMPARE(place.path.join(u'/'), path);
            QCOMPARE(text.sliced(place.from, place.to - place.from), word);
        }
    }

    void changed_texts_and_schemas_do_no_harm()
    {
        const QByteArray text =
            "{\"action\": \"create\", \"items\": [{\"sku\": \"a\\u00e9\"}, {\"parent\": {}}], \"count\": 1e3}";
        QRandomGenerator random(7);
        const QByteArray letters("\"{}[]:,\\ at1\n\0\xff", 16);
        for (int turn = 0; turn < 20'000; ++turn) {
            QByteArray changed = text.first(random.bounded(text.size() + 1));
            for (int i = 0; i < 4 && !changed.isEmpty(); ++i) {
                changed[random.bounded(changed.size())] = letters[random.bounded(letters.size())];
            }
            const JsonPlace place = jsonPlaceAt(changed, random.bounded(changed.size() + 1));
            QVERIFY(place.from >= 0 && place.from <= place.to && place.to <= changed.size());
            for (const SchemaProblem &problem : m_schema.check(changed)) {
                QVERIFY(problem.from >= 0 && problem.from <= problem.to && problem.to <= changed.size());
            }
        }
        for (int turn = 0; turn < 2'000; ++turn) {
            QByteArray changed = info;
            for (int i = 0; i < 4; ++i) {
                changed[random.bounded(changed.size())] = letters[random.bounded(letters.size())];
            }
            const JsonSchema schema = schemaOfInfo(changed);
            (void)schema.keys({u"items"_s, u"*"_s}, {});
            (void)schema.check(text);
        }
    }

    void a_schema_that_leads_in_circles_or_grows_ends()
    {
        const JsonSchema circle(
            *parseJson("{\"$ref\":\"#\",\"anyOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}],\"allOf\":[{\"$ref\":\"#\"}]}"));
        (void)circle.check("{\"a\":1}");
        (void)circle.keys({u"a"_s, u"b"_s}, {});
        QByteArray wide = "{\"properties\":{";
        for (int i = 0; i < 20'000; ++i) {
            wide += (i > 0 ? ",\"k" : "\"k") + QByteArray::number(i) + "\":{\"description\":\"\\u001b[31m\\u202e\"}";
        }
        const JsonSchema many(*parseJson(wide + "}}"));
        QVERIFY(many.keys({}, {}).size() <= 500);
        const JsonSchema strict(*parseJson("{\"items\":{\"type\":\"string\"}}"));
        QVERIFY(strict.check("[" + QByteArray("1,").repeated(10'000) + "1]").size() <= 101);
        QVERIFY(jsonPlaceAt(QByteArray(100'000, '['), 100'000).from >= 0);
    }

    /// Each would take from minutes to for ever where the lists in a schema are gone through without a limit.
    void a_hostile_schema_costs_little_data()
    {
        QTest::addColumn<QByteArray>("schema");
        QTest::addColumn<QByteArray>("text");
        constexpr int many = 100'000;
        const auto list = [](const QByteArray &part, int count) { return (part + ',').repeated(count).chopped(1); };
        const auto numbered = [](const QByteArray &before, const QByteArray &behind, int count) {
            QByteArray all;
            for (int i = 0; i < count; ++i) {
                all += (i > 0 ? "," : "") + before + QByteArray::number(i) + behind;
            }
            return all;
        };
        const QByteArray numbers = "[" + list("1", 49'000) + "]";
        const QByteArray object = "{" + numbered("\"k", "\":1", 49'000) + "}";
        QTest::newRow("enum") << "{\"items\":{\"enum\":[" + numbered("\"a", "\"", many) + "]}}" << numbers;
        QTest::newRow("enum of long texts")
            << "{\"items\":{\"enum\":[" + list("\"" + QByteArray(1'000, 'a') + "\"", 1'000) + "]}}"
            << "[" + list("\"" + QByteArray(999, 'a') + "b\"", 1'000) + "]";
        QTest::newRow("types") << "{\"items\":{\"type\":[" + list("\"x\"", many) + "]}}" << numbers;
        QTest::newRow("required") << "{\"required\":[" + numbered("\"k", "\"", many) + "]}" << object;
        QTest::newRow("required of each") << "{\"items\":{\"required\":[" + numbered("\"k", "\"", many) + "]}}"
                                          << "[" + list("{\"k\":{}}", 24'000) + "]";
        QTest::newRow("properties") << "{\"properties\":{" + numbered("\"q", "\":{}", many) + "}}" << object;
        QTest::newRow("properties of many parts")
            << "{\"allOf\":[" + list("{\"properties\":{" + numbered("\"k", "\":false", 500) + "}}", 200) + "]}"
            << object;
        QTest::newRow("allOf") << "{\"items\":{\"allOf\":[" + list("{}", many) + "]}}" << numbers;
        QTest::newRow("anyOf") << "{\"items\":{\"anyOf\":[" + list("{\"type\":\"x\"}", many) + "]}}" << numbers;
        QByteArray nested = "{\"type\":\"x\"}";
        QByteArray doubled = "{\"$defs\":{\"d0\":{\"type\":\"x\"}";
        for (int level = 1; level < 40; ++level) {
            nested = "{\"anyOf\":[" + nested + ",{\"type\":\"y\"}],\"oneOf\":[{\"$ref\":\"#\"},{\"$ref\":\"#\"}]}";
            const QByteArray below = "{\"$ref\":\"#/$defs/d" + QByteArray::number(level - 1) + "\"}";
            doubled += ",\"d" + QByteArray::number(level) + "\":{\"anyOf\":[" + below + "," + below + "],\"allOf\":[" +
                       below + "," + below + "]}";
        }
        QTest::newRow("combinators in each other") << nested << numbers;
        QTest::newRow("twice at each level") << doubled + "},\"items\":{\"$ref\":\"#/$defs/d39\"}}" << numbers;
        QTest::newRow("a chain of references") << "{\"items\":{\"$ref\":\"#/$defs/d0\"},\"$defs\":{" + [] {
            QByteArray all;
            for (int i = 0; i < 20'000; ++i) {
                all += (i > 0 ? ",\"d" : "\"d") + QByteArray::number(i) + "\":{\"$ref\":\"#/$defs/d" +
                       QByteArray::number(i + 1) + "\"}";
            }
            return all;
        }() + "}}" << numbers;
        QTest::newRow("a long reference")
            << "{\"items\":{\"$ref\":\"#" + QByteArray("/%41").repeated(200'000) + "\"}}" << numbers;
        QTest::newRow("a long description")
            << "{\"properties\":{" + numbered("\"p", "\":{\"$ref\":\"#/$defs/d\"}", 20'000) +
                   "},\"$defs\":{\"d\":{\"type\":\"" + QByteArray(100'000, 't') + "\",\"description\":\"" +
                   QByteArray(500'000, 'd') + "\"}}}"
            << object;
        QTest::newRow("strings without an end")
            << QByteArray("{\"type\":\"array\"}") << "[" + QByteArray("\"\\\",").repeated(300'000);
    }
    void a_hostile_schema_costs_little()
    {
        QFETCH(QByteArray, schema);
        QFETCH(QByteArray, text);
        const auto json = parseJson(schema);
        QVERIFY(json.has_value());
        const JsonSchema hostile(*json);
        QVERIFY(hostile.check(text).size() <= 100);
        QStringList siblings;
        for (int i = 0; i < 40'000; ++i) {
            siblings << u"s"_s + QString::number(i);
        }
        for (const QStringList &path : {QStringList(), QStringList{u"*"_s}, QStringList{u"p1"_s, u"x"_s}}) {
            const auto offers = hostile.keys(path, siblings) + hostile.values(path);
            QVERIFY(offers.size() <= 1'000);
            qsizetype size = 0;
            for (const SchemaOffer &offer : offers) {
                size += offer.name.size() + offer.type.size() + offer.description.size();
            }
            QVERIFY(size < 5'000'000);
            QVERIFY(hostile.describe(path).description.size() <= 4'000);
        }
        for (qsizetype at = 0; at < text.size(); at += text.size() / 3 + 1) {
            QVERIFY(jsonPlaceAt(text, at).from <= text.size());
        }
    }

    void a_stop_request_ends_the_work()
    {
        QByteArray parts = "{\"items\":{\"allOf\":[";
        for (int i = 0; i < 10'000; ++i) {
            parts += QByteArray("{\"type\":\"x\"},");
        }
        const JsonSchema schema(*parseJson(parts + "{}]}}"));
        QVERIFY(!schema.check("[1,2,3,4]").isEmpty());
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(schema.check("[1,2,3,4]", stop.get_token()).size() < 100);
        const JsonSchema wide(*parseJson("{\"properties\":{" + [] {
            QByteArray all = "\"k\":{}";
            for (int i = 0; i < 400; ++i) {
                all += ",\"k" + QByteArray::number(i) + "\":{}";
            }
            return all;
        }() + "}}"));
        QCOMPARE(wide.keys({}, {}).size(), 401);
        QVERIFY(wide.keys({}, {}, stop.get_token()).size() < 401);
    }

    void the_last_of_several_members_counts()
    {
        QByteArray many = "{\"properties\":{";
        for (int i = 0; i < 30; ++i) {
            many += "\"k" + QByteArray::number(i % 15) + "\":" + (i < 15 ? "false," : "{\"type\":\"string\"},");
        }
        const JsonSchema schema(*parseJson(many + "\"z\":{}}}"));
        QVERIFY(schema.check("{\"k3\":\"x\"}").isEmpty());
        QCOMPARE(schema.check("{\"k3\":1}").size(), 1);
    }

    void yaml_as_json()
    {
        QCOMPARE(yamlAsJson("a: [1, 2.5, true, no, ~, '1']\nb:\n  c: |\n    text\n")->toUtf8(),
                 QByteArray("{\"a\":[1,2.5,true,\"no\",null,\"1\"],\"b\":{\"c\":\"text\\n\"}}"));
        for (const QByteArray &text : {QByteArray("a: *b\n"), QByteArray("[[[").repeated(100),
                                       QByteArray("? {a: b}\n: c\n"), QByteArray("a: [\n")}) {
            QVERIFY(!yamlAsJson(text).has_value());
        }
        QVERIFY(yamlAsJson("")->isNull());
    }
};

QTEST_GUILESS_MAIN(TestJsonSchema)
#include "tst_json_schema.moc"
