// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/cpu_time.h"
#include "tests/support/slowness.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_path.h"

#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestJsonPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_path_leads_to_values_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArrayList>("values");
        QTest::newRow("document") << u"$"_s << QByteArrayList{"{"};
        QTest::newRow("member") << u"$.a"_s << QByteArrayList{"["};
        QTest::newRow("index") << u"$.a[0].b"_s << QByteArrayList{"1"};
        QTest::newRow("without dollar") << u"a[0].b"_s << QByteArrayList{"1"};
        QTest::newRow("from the end") << u"$.a[-1]"_s << QByteArrayList{"\"x\""};
        QTest::newRow("behind the end") << u"$.a[9]"_s << QByteArrayList{};
        QTest::newRow("before the start") << u"$.a[-9]"_s << QByteArrayList{};
        QTest::newRow("all") << u"$.a[*].b"_s << QByteArrayList{"1", "2"};
        QTest::newRow("star") << u"$.a.*"_s << QByteArrayList{"{", "{", "\"x\""};
        QTest::newRow("quoted") << u"$['a key'][\"it's\"]"_s << QByteArrayList{"5"};
        QTest::newRow("escaped quote") << u"$['a key']['it\\'s']"_s << QByteArrayList{"5"};
        QTest::newRow("escaped key") << u"$.é"_s << QByteArrayList{"6"};
        QTest::newRow("deep") << u"$..b"_s << QByteArrayList{"1", "2", "3"};
        QTest::newRow("deep twice") << u"$..c..b"_s << QByteArrayList{"3"};
        QTest::newRow("deep index") << u"$..[0]"_s << QByteArrayList{"{"};
        QTest::newRow("deep star") << u"$.a..*"_s << QByteArrayList{"{", "1", "{", "2", "{", "3", "\"x\""};
        QTest::newRow("twice the same key") << u"$.twice"_s << QByteArrayList{"7", "8"};
        QTest::newRow("index of an object") << u"$[0]"_s << QByteArrayList{};
        QTest::newRow("name of an array") << u"$.a.b"_s << QByteArrayList{};
    }
    void a_path_leads_to_values()
    {
        QFETCH(QString, path);
        const auto outline = JsonOutline::read("{\"a\":[{\"b\":1},{\"b\":2,\"c\":{\"b\":3}},\"x\"],"
                                               "\"a key\":{\"it's\":5},\"\\u00e9\":6,\"twice\":7,\"twice\":8}");
        QVERIFY(outline);
        const auto steps = parseJsonPath(path);
        QVERIFY2(steps, qPrintable(path));
        QByteArrayList values;
        for (const qint64 line : followJsonPath(*outline, *steps)) {
            values << outline->value(line).toByteArray();
            const auto again = parseJsonPath(jsonPathTo(*outline, line)); // its own path leads to it
            QVERIFY(again);
            QVERIFY(followJsonPath(*outline, *again).contains(line));
        }
        QTEST(values, "values");
    }

    void what_is_not_known_is_said()
    {
        for (const QString &path : {u"$."_s, u"$["_s, u"$[1:2]"_s, u"$[?@.a]"_s, u"$['a','b']"_s, u"$.."_s, u"$.a b"_s,
                                    u"$x"_s, u"$['a]"_s, u"$[99999999999999999999]"_s, u"$.length()"_s}) {
            const auto steps = parseJsonPath(path);
            QVERIFY2(!steps, qPrintable(path));
            QVERIFY(steps.error().message.contains(u"Not understood at"_s));
        }
    }

    void hostile_documents_take_linear_time()
    {
        const qint64 begun = cpuMs();
        const auto deep = JsonOutline::read(QByteArray("{\"a\":").repeated(100'000) + '1' + QByteArray(100'000, '}'));
        QVERIFY(deep);
        QCOMPARE(followJsonPath(*deep, *parseJsonPath(u"$..a..a..a..a"_s)).size(), maxPathResults);
        QVERIFY(jsonPathTo(*deep, 100'000).endsWith(u".a.a"_s));
        const auto wide = JsonOutline::read("[" + QByteArray("{\"a\":1},").repeated(1'000'000) + "0]");
        QCOMPARE(followJsonPath(*wide, *parseJsonPath(u"$[*].a"_s)).size(), maxPathResults);
        QCOMPARE(followJsonPath(*wide, *parseJsonPath(u"$..nothing"_s)).size(), 0);
        QCOMPARE(jsonPathTo(*wide, 3 * 765'432 + 1), u"$[765432]"_s);
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(followJsonPath(*wide, *parseJsonPath(u"$..a"_s), stop.get_token()).isEmpty());
        QVERIFY2(cpuMs() - begun < 8'000 * slowness, qPrintable(QString::number(cpuMs() - begun)));
    }
};

QTEST_GUILESS_MAIN(TestJsonPath)
#include "tst_json_path.moc"
