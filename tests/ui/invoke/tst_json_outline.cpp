// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json.h"
#include "tests/support/cpu_time.h"
#include "tests/support/slowness.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_text.h"

#include <QRandomGenerator>
#include <QTest>

#include <limits>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray allLines(const JsonOutline &outline)
{
    QByteArrayList lines;
    for (qint64 line = 0; line < outline.lineCount(); ++line) {
        lines << outline.text(line).toUtf8();
    }
    return lines.join('\n');
}

/// Of small values, with blanks everywhere.
QByteArray randomJson(QRandomGenerator &random, int depth)
{
    const auto blank = [&random] { return QByteArray(random.bounded(3), " \n\t\r"[random.bounded(4)]); };
    const int kind = random.bounded(depth > 4 ? 4 : 7);
    if (kind < 4) {
        const QByteArrayList scalars{
            "1",    "-0.5e+7", "true", "null", "\"a,b:{}[]\\\"\"", "\"\\\\\"", "\"é\\u00e9\\ud800\"",
            "\"\"", "{}",      "[ ]",  "{\n}"};
        return scalars[random.bounded(scalars.size())];
    }
    const bool isObject = kind == 5;
    QByteArrayList parts;
    for (int i = random.bounded(4); i >= 0; --i) {
        const QByteArray key = isObject ? "\"k:\\\" ,\"" + blank() + ':' + blank() : QByteArray();
        parts << blank() + key + randomJson(random, depth + 1) + blank();
    }
    return (isObject ? '{' : '[') + parts.join(',') + (isObject ? '}' : ']');
}

} // namespace

class TestJsonOutline : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sizes_are_those_of_the_text()
    {
        QRandomGenerator random(6); // NOLINT: the same each time
        for (int round = 0; round < 500; ++round) {
            const QByteArray json = '[' + randomJson(random, 0) + ", \"\U0001F600\"\n, 1]";
            const auto outline = JsonOutline::read(json);
            QVERIFY(outline);
            for (qint64 line = 0; line < outline->lineCount(); ++line) {
                const JsonOutline::LineSizes sizes = outline->sizes(line);
                const QString text = outline->text(line);
                QCOMPARE(sizes.lineEnd(), text.size());
                QCOMPARE(text.sliced(sizes.valueStart(), sizes.value), QString::fromUtf8(outline->value(line)));
                QCOMPARE(text.sliced(sizes.indentation, sizes.key), QString::fromUtf8(outline->key(line)));
            }
            QCOMPARE(outline->bytesOf(0, outline->lineCount() - 1), json.size());
        }
    }

    void lines_are_those_of_the_indented_document()
    {
        QRandomGenerator random(5); // NOLINT: the same each time
        for (int round = 0; round < 2'000; ++round) {
            const QByteArray json = ' ' + randomJson(random, 0) + "\n ";
            const auto outline = JsonOutline::read(json);
            QVERIFY2(outline, json.constData());
            QCOMPARE(allLines(*outline), indentJson(json));
        }
    }

    void only_json_has_an_outline_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isJson");
        const QByteArrayList good{
            "0",    "-1.5E-3",      "\"\\u12aF\"", "[]", "{}", " [1 , 2] ", "{\"a\":{\"a\":[]},\"a\":1}",
            "null", "[\"\\ud800\"]"};
        const QByteArrayList bad{"",
                                 "  ",
                                 "[",
                                 "]",
                                 "[1,]",
                                 "[,1]",
                                 "{\"a\"}",
                                 "{\"a\":}",
                                 "{a:1}",
                                 "{\"a\":1,}",
                                 "[1 2]",
                                 "[1}",
                                 "{\"a\":1]",
                                 "01",
                                 "1.",
                                 "-",
                                 "1e",
                                 "+1",
                                 "tru",
                                 "nul",
                                 "\"a",
                                 "\"\\x\"",
                                 "\"\\u12\"",
                                 "\"\\u12g4\"",
                                 "\"\t\"",
                                 "1 2",
                                 "\xff",
                                 "\"\xc3\"",
                                 "[1]x",
                                 "'a'",
                                 "\"\\",
                                 "\xef\xbb\xbf[]",
                                 "NaN",
                                 "{\"a\" 1}",
                                 "{\"a\":1 \"b\":2}",
                                 "{1:2}"};
        for (const QByteArray &text : good) {
            QTest::newRow(text.constData()) << text << true;
        }
        for (const QByteArray &text : bad) {
            QTest::newRow(("not: " + text).constData()) << text << false;
        }
        QTest::newRow("NUL in it") << QByteArray("[\"a\0\"]", 6) << false;
        QTest::newRow("NUL behind it") << QByteArray("[]\0", 3) << false;
    }
    void only_json_has_an_outline()
    {
        QFETCH(QByteArray, text);
        const auto outline = JsonOutline::read(text);
        QTEST(bool(outline), "isJson");
        if (!text.contains("\\ud800")) { // a lone surrogate is JSON, but nothing that a parser takes
            QCOMPARE(bool(outline), !findJsonFault(text).has_value());
        }
    }

    void cut_at_any_byte_it_is_no_json()
    {
        const QByteArray json = "{\"a\":[1.5e3,\"x\\u00e9\\\"\",{\"b\":null}],\"c\":{},\"d\":[]}";
        QVERIFY(JsonOutline::read(json));
        for (qsizetype size = 0; size < json.size(); ++size) {
            QVERIFY(!JsonOutline::read(json.first(size)));
        }
    }

    void a_level_is_listed_without_what_is_below()
    {
        const auto outline = JsonOutline::read("{\"a\": [1, {\"b\": 2}, \"x,\"], \"a\" : {} , \"c\":\"d\"}");
        QVERIFY(outline);
        QCOMPARE(outline->childCount(0), 3);
        const qint64 list = 1;
        QCOMPARE(outline->key(list).toByteArray(), QByteArray("\"a\""));
        QVERIFY(outline->opens(list) && outline->isArray(list));
        QCOMPARE(outline->childCount(list), 3);
        QCOMPARE(outline->wholeValue(list).toByteArray(), QByteArray("[1, {\"b\": 2}, \"x,\"]"));
        const qint64 same = outline->next(list);
        QCOMPARE(outline->key(same).toByteArray(), QByteArray("\"a\""));
        QCOMPARE(outline->value(same).toByteArray(), QByteArray("{}"));
        QCOMPARE(outline->childCount(same), 0);
        const qint64 last = outline->next(same);
        QCOMPARE(outline->value(last).toByteArray(), QByteArray("\"d\""));
        QVERIFY(outline->closes(outline->next(last)));
        QCOMPARE(outline->next(last), outline->partner(0));
    }

    void deep_and_wide_documents_take_linear_time()
    {
        const qint64 begun = cpuMs();
        const auto deep = JsonOutline::read(QByteArray(100'000, '[') + '1' + QByteArray(100'000, ']'));
        QVERIFY(deep);
        QCOMPARE(deep->lineCount(), 200'001);
        QCOMPARE(deep->partner(0), 200'000);
        QVERIFY(!JsonOutline::read(QByteArray(10'000'000, '[')));
        QVERIFY(!JsonOutline::read("[" + QByteArray("0,").repeated(maxOutlineLines) + "0]")); // bounded
        const auto longString = JsonOutline::read("[\"" + QByteArray(20'000'000, 'x') + "\"]");
        qsizetype leftOut = 0;
        QCOMPARE(longString->utf8(1, 11, &leftOut), QByteArray("  \"xxxxxxxxxx"));
        QCOMPARE(leftOut, 20'000'002 - 11);
        QVERIFY2(cpuMs() - begun < 8'000 * slowness, qPrintable(QString::number(cpuMs() - begun)));
    }

    void a_requested_stop_ends_the_reading()
    {
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(!JsonOutline::read("[1]", stop.get_token()));
    }

    void strings_are_read_data()
    {
        QTest::addColumn<QByteArray>("quoted");
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << QByteArray("\"a é\"") << u"a é"_s;
        QTest::newRow("escapes") << QByteArray("\"\\\"\\\\\\/\\b\\f\\n\\r\\tx\"") << u"\"\\/\b\f\n\r\tx"_s;
        QTest::newRow("unit") << QByteArray("\"\\u00e9\\u0041\"") << u"éA"_s;
        QTest::newRow("pair") << QByteArray("\"\\ud83e\\udd80!\"") << u"🦀!"_s;
        QTest::newRow("lone high") << QByteArray("\"\\ud83e!\"") << u"\\ud83e!"_s;
        QTest::newRow("lone low") << QByteArray("\"a\\udd80\"") << u"a\\udd80"_s;
        QTest::newRow("high and a letter") << QByteArray("\"\\ud83e\\u0041\"") << u"\\ud83eA"_s;
        QTest::newRow("empty") << QByteArray("\"\"") << QString();
    }
    void strings_are_read()
    {
        QFETCH(QByteArray, quoted);
        QTEST(stringFromJson(quoted), "text");
        (void)stringFromJson(quoted, 3); // cut anywhere
    }
};

QTEST_GUILESS_MAIN(TestJsonOutline)
#include "tst_json_outline.moc"
