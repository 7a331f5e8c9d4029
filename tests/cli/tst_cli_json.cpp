// SPDX-License-Identifier: GPL-3.0-or-later
// The command line and the handler agree what JSON is, and no digit is lost on the way out.
#include "tests/cli/cli_test.h"

#include <QRandomGenerator>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestCliJson : public CliTest
{
    Q_OBJECT

    [[nodiscard]] Ran send(const QByteArray &payload, const QString &flags) const
    {
        const QString file = m_home.filePath(u"payload"_s);
        write(file, payload);
        return run(u"ignite invoke passing --payload-file '%1' %2"_s.arg(file, flags));
    }
    void compareOpinions(const QByteArray &payload) const
    {
        const Ran ran = send(payload, u"--path /is-json"_s);
        QVERIFY2(ran.code == 0, ran.err);
        const bool isWarned = ran.err.contains("warning: the payload is sent as it stands. Not valid JSON");
        QVERIFY2(ran.out == (isWarned ? "false" : "true"), payload.left(200) + " -> " + ran.out + ran.err);
    }

private Q_SLOTS:
    void initTestCase()
    {
        const Ran ran = run(u"ignite app create passing && ignite app deploy passing -c '%1'"_s.arg(
            sourcePath("/tests/data/handlers/passing")));
        QVERIFY2(ran.code == 0, ran.err);
    }

    void the_sender_and_the_handler_agree_data()
    {
        QTest::addColumn<QByteArray>("payload");
        const auto row = [](const char *name, const QByteArray &payload) { QTest::newRow(name) << payload; };
        const auto nested = [](int depth) { return QByteArray(depth, '[') + QByteArray(depth, ']'); };
        row("a byte order mark", "\xef\xbb\xbf{\"v\":1}");
        row("UTF-16", QByteArray("\xff\xfe{\0}\0", 6));
        row("a NUL behind it", QByteArray("{\"v\":1}\0", 8));
        row("a NUL in a string", QByteArray("[\"a\0b\"]", 7));
        row("127 levels", nested(127));
        row("128 levels", nested(128));
        row("200,000 levels", nested(200'000));
        row("a number out of range", "{\"v\":1e400}");
        row("a number out of range below zero", "{\"v\":-1e400}");
        row("a number too small to tell from zero", "[1e-400]");
        row("minus zero", "-0");
        row("30 digits", "123456789012345678901234567890");
        row("400 digits", QByteArray(400, '9'));
        row("a leading zero", "[01]");
        row("a lone surrogate", R"(["\ud83d"])");
        row("a lone low surrogate", R"(["\ude00"])");
        row("two high surrogates", R"(["\ud83d\ud83d"])");
        row("a pair", R"(["\ud83d\ude00"])");
        row("a key twice", R"({"v":1,"v":2})");
        row("NaN", "[NaN]");
        row("a comma at the end", "[1,]");
        row("a comment", "[1] // x");
        row("Latin-1", "[\"caf\xe9\"]");
        row("an overlong character", "[\"\xc0\xaf\"]");
        row("a surrogate in UTF-8", "[\"\xed\xa0\xbd\"]");
        row("beyond Unicode", "[\"\xf4\x90\x80\x80\"]");
        row("two documents", "{}{}");
        row("blanks", "  \n");
        row("a form feed", "[1\f]");
        row("a no-break space", "[1\xc2\xa0]");
        row("single quotes", "{'v':1}");
        row("a tab in a string", "[\"a\tb\"]");
        row("DEL in a string", "[\"a\x7f\"]");
        row("3 MB", "[\"" + QByteArray(3'000'000, 'x') + "\"]");
    }
    void the_sender_and_the_handler_agree()
    {
        QFETCH(QByteArray, payload);
        compareOpinions(payload);
    }

    void they_agree_on_damaged_documents()
    {
        QRandomGenerator random(20'261);
        const QByteArray whole = R"({"a":[1,-0.5e+3,true,null,"x\u00e4\ud83d\ude00\n"],"b":{"c":"é😀","d":[]}})";
        for (int at = 0; at < 60; ++at) {
            QByteArray payload = whole;
            for (int edits = random.bounded(1, 3); edits > 0; --edits) {
                const int place = random.bounded(static_cast<int>(payload.size()));
                switch (random.bounded(3)) {
                case 0:
                    payload.remove(place, 1);
                    break;
                case 1:
                    payload.insert(place, whole[random.bounded(static_cast<int>(whole.size()))]);
                    break;
                default:
                    payload[place] = static_cast<char>(random.bounded(256));
                }
            }
            compareOpinions(payload);
            if (QTest::currentTestFailed()) {
                return;
            }
        }
    }

    void a_body_is_embedded_byte_for_byte_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const char *body :
             {R"({"id":55871516310040211})", R"({"id":123456789012345678901234567890})",
              R"({"x":0.1000000000000000055511151231257827})", R"({"x":1.0,"y":1E2,"z":-0,"w":-0.0,"e":5e-324})",
              R"({"a":18446744073709551616})", R"({"b":1,"a":2,"b":3})", R"({ "a" :	[ ] })", "null", R"("no")",
              "1E400", R"("\ud83d\ude00")", "[1,\n 2]"}) {
            QTest::newRow(body) << QByteArray(body);
        }
    }
    void a_body_is_embedded_byte_for_byte()
    {
        QFETCH(QByteArray, body);
        const Ran ran = send(body, u"--path /same -o json"_s);
        QVERIFY2(ran.code == 0, ran.err);
        const auto json = parseJson(ran.out);
        if (body == "1E400") { // no number that every reader can take: as text
            QVERIFY(json);
            QCOMPARE((*json)["body"].utf8(), body.toStdString());
        } else {
            QVERIFY2(ran.out.contains("\"body\": " + body + ','), ran.out);
        }
        // A record has the text of both bodies.
        const Ran got = run(u"ignite execution get %1 -o json"_s.arg(json ? (*json)["executionId"].text() : QString()));
        const auto kept = parseJson(got.out);
        QVERIFY2(kept, got.out + got.err);
        QCOMPARE((*kept)["response"]["body"].utf8(), body.toStdString());
        QCOMPARE((*kept)["request"]["body"].utf8(), body.toStdString());
    }
};

QTEST_GUILESS_MAIN(TestCliJson)
#include "tst_cli_json.moc"
