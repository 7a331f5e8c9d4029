// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"

#include <QTest>

using namespace studio;

namespace {

QByteArray nested(qsizetype depth)
{
    return QByteArray(depth, '[') + QByteArray(depth, ']');
}

} // namespace

class TestJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_text_keeps_byte_order_marks()
    {
        const QString text = QString(2, QChar(0xfeff)) + QChar(u'a') + QChar(0xfeff);
        QCOMPARE(Json(text).text(), text);
    }

    void print_keeps_what_was_read_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text :
             {"null", "true", "0", "-0", "1E2", "1.50", "123456789012345678901234567890", "-1", "\"\"", "{}", "[]",
              R"({"b":1,"a":{"a":1,"a":2}})", "[\"a\\\"b\\\\\\n\\u0001€😀\"]", R"([[],{},[[]]])"}) {
            QTest::newRow(text) << QByteArray(text);
        }
    }
    void print_keeps_what_was_read()
    {
        QFETCH(QByteArray, text);
        const auto json = parseJson(text);
        QVERIFY(json.has_value());
        QCOMPARE(json->toUtf8(), text);
        QCOMPARE(parseJson(json->toUtf8(2)).value(), *json);
    }

    void print_indents()
    {
        const Json json{{"a", Json::array({1, "x"})}, {"b", Json::object()}, {"c", {{"d", nullptr}}}};
        QCOMPARE(json.toUtf8(1),
                 QByteArray("{\n \"a\": [\n  1,\n  \"x\"\n ],\n \"b\": {},\n \"c\": {\n  \"d\": null\n }\n}"));
    }

    void build_takes_what_the_code_has()
    {
        Json json{{"text", QStringLiteral("é")},
                  {"bytes", QByteArray("b")},
                  {"big", 18446744073709551615ULL},
                  {"low", -9223372036854775807LL - 1},
                  {"real", 0.1},
                  {"whole", 2.0},
                  {"infinite", 1e308 * 10},
                  {"yes", true},
                  {"broken", std::string("a\xff")}};
        json["list"].push_back(1);
        json["yes"] = false;
        QCOMPARE(json.toUtf8(),
                 QByteArray(R"({"text":"é","bytes":"b","big":18446744073709551615,"low":-9223372036854775808,)"
                            R"("real":0.1,"whole":2.0,"infinite":null,"yes":false,"broken":"a�","list":[1]})"));
    }

    void fault_names_the_place_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qsizetype>("offset");
        QTest::newRow("empty") << QByteArray() << qsizetype(0);
        QTest::newRow("word") << QByteArray("{\"a\": x}") << qsizetype(6);
        QTest::newRow("trailing comma") << QByteArray("[1,]") << qsizetype(3);
        QTest::newRow("two values") << QByteArray("1 2") << qsizetype(2);
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF{}") << qsizetype(0);
        QTest::newRow("NUL behind") << QByteArray("{}\0x", 4) << qsizetype(2);
        QTest::newRow("NUL in a string") << QByteArray("\"\0\"", 3) << qsizetype(1);
        QTest::newRow("no UTF-8") << QByteArray("\"\xff\"") << qsizetype(1);
        QTest::newRow("half a surrogate pair") << QByteArray("\"\\ud800\"") << qsizetype(7);
        QTest::newRow("too deep") << QByteArray("\"[\\\"\"").prepend("[\"]\\\\\",").append(QByteArray(127, '['))
                                  << qsizetype(6 + 5 + 127);
        QTest::newRow("number out of range") << QByteArray("[1e400]") << qsizetype(5);
        QTest::newRow("infinitely deep") << QByteArray(1'000'000, '[') << qsizetype(127);
        QTest::newRow("deep objects") << QByteArray("{\"a\":").repeated(200'000) << qsizetype(5 * 127);
    }
    void fault_names_the_place()
    {
        QFETCH(QByteArray, text);
        QFETCH(qsizetype, offset);
        const auto fault = findJsonFault(text);
        QVERIFY(fault.has_value());
        QVERIFY(!fault->reason.isEmpty());
        QVERIFY(!parseJson(text).has_value());
        QVERIFY(!Json::raw(text).has_value());
        if (!QByteArray(QTest::currentDataTag()).startsWith("too")) {
            QCOMPARE(fault->offset, offset);
        }
    }

    void depth_is_serde_jsons()
    {
        QVERIFY(parseJson(nested(127)).has_value());
        QVERIFY(!parseJson(nested(128)).has_value());
        QVERIFY(parseJson(nested(1'000), 1'000).has_value());
        QVERIFY(parseJson("[" + QByteArray("[],").repeated(1'000) + "[]]", 2).has_value());
    }

    void many_members_take_no_quadratic_time()
    {
        QByteArray text = "{";
        for (int i = 0; i < 200'000; ++i) {
            text += "\"name" + QByteArray::number(i) + "\":1,";
        }
        text.back() = '}';
        QCOMPARE(parseJson(text).value().size(), std::size_t(200'000));
    }

    void reads_never_fail_whatever_is_asked()
    {
        const auto read = [](const Json &json) {
            return QStringLiteral("%1 %2 %3 %4 %5 %6")
                .arg(json.boolean(true))
                .arg(json.integer(7))
                .arg(json.number(8))
                .arg(json.real(0.5))
                .arg(json.text(QStringLiteral("t")))
                .arg(json.size());
        };
        const Json values = Json::array({nullptr, false, 1, 3000000000, 2.5, "s", Json::array({1}), {{"a", 1}}, 1e300});
        const QStringList wanted{QStringLiteral("1 7 8 0.5 t 0"),   QStringLiteral("0 7 8 0.5 t 0"),
                                 QStringLiteral("1 1 1 1 t 0"),     QStringLiteral("1 3000000000 8 3e+09 t 0"),
                                 QStringLiteral("1 7 8 2.5 t 0"),   QStringLiteral("1 7 8 0.5 s 0"),
                                 QStringLiteral("1 7 8 0.5 t 1"),   QStringLiteral("1 7 8 0.5 t 1"),
                                 QStringLiteral("1 7 8 1e+300 t 0")};
        QStringList got;
        for (const Json &value : values.elements()) {
            got << read(value);
            QVERIFY(value["absent"]["deeper"][5].isNull());
        }
        QCOMPARE(got, wanted);
    }

    void lookup_finds_the_last_of_two()
    {
        const auto json = parseJson(R"({"a":1,"a":2})");
        QCOMPARE((*json)["a"].number(), 2);
        QVERIFY(json->contains("a"));
        QVERIFY(!json->contains("b"));
    }

    void raw_is_printed_as_it_stands()
    {
        const QByteArray body = "{ \"a\" : 1E2,\"a\":123456789012345678901234567890 }";
        const Json json{{"body", Json::raw(body).value()}};
        QCOMPARE(json.toUtf8(), QByteArray("{\"body\":" + body + "}"));
        QCOMPARE(json.toUtf8(2), QByteArray("{\n  \"body\": " + body + "\n}"));
        QCOMPARE(json["body"].raw(), body);
    }

    void reader_names_what_is_wrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        QTest::newRow("right") << QByteArray(R"({"name":"n","files":[{"path":"p","line":"12"}],"more":{}})")
                               << QString();
        QTest::newRow("defaults") << QByteArray(R"({"name":"n","files":null})") << QString();
        QTest::newRow("no object") << QByteArray("[]") << QStringLiteral("The document is not an object.");
        QTest::newRow("missing") << QByteArray("{}") << QStringLiteral("“name” is missing.");
        QTest::newRow("null") << QByteArray(R"({"name":null})") << QStringLiteral("“name” is missing.");
        QTest::newRow("wrong") << QByteArray(R"({"name":1})") << QStringLiteral("“name” is not a string.");
        QTest::newRow("no array") << QByteArray(R"({"name":"","files":{}})")
                                  << QStringLiteral("“files” is not an array.");
        QTest::newRow("inside") << QByteArray(R"({"name":"","files":[{"path":"p"},{"path":[]}]})")
                                << QStringLiteral("“files[1].path” is not a string.");
        QTest::newRow("element") << QByteArray(R"({"name":"","files":[1]})")
                                 << QStringLiteral("“files[0]” is not an object.");
        QTest::newRow("range") << QByteArray(R"({"name":"","files":[{"path":"p","line":3000000000}]})")
                               << QStringLiteral("“files[0].line” is not a whole number from 0 to 2147483647.");
        QTest::newRow("fraction") << QByteArray(R"({"name":"","files":[{"path":"p","line":1.5}]})")
                                  << QStringLiteral("“files[0].line” is not a whole number from 0 to 2147483647.");
        QTest::newRow("too many") << QByteArray(R"({"name":"","files":[{},{},{},{}]})")
                                  << QStringLiteral("“files” is not an array of at most 3 elements.");
    }
    void reader_names_what_is_wrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        const auto json = parseJson(text);
        QVERIFY(json.has_value());
        const JsonReader document(*json);
        const QString name = document["name"].required().text();
        for (const JsonReader &file : document["files"].elements(3)) {
            (void)file["path"].text();
            (void)file["line"].number(0, 0);
        }
        const auto checked = document.check();
        QCOMPARE(checked ? QString() : checked.error().message, message);
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"
