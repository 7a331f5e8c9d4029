// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_reader.h"
#include "core/base/private_json.h"
#include "core/workspace/compile_history.h"

#include <QTest>

using namespace studio;

namespace {

QList<CompileRecord> readFrom(const QByteArray &text)
{
    const auto json = parseJson(text);
    const Json document = json.value_or(Json());
    const JsonReader reader(document);
    const QList<CompileRecord> records = compileRecordsFrom(reader);
    return reader.check() ? records : QList<CompileRecord>();
}

} // namespace

class TestCompileHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_is_written_is_read_again()
    {
        const QList<CompileRecord> records{{.timeMs = 1'700'000'000'000,
                                            .target = RustTarget::Wasm,
                                            .profile = Profile::Release,
                                            .isGood = true,
                                            .compileMs = 1234.5,
                                            .answerMs = 1300.25,
                                            .artifactBytes = 5'000'000'000,
                                            .units = 12,
                                            .version = 3,
                                            .commit = QStringLiteral("0123456789ab")},
                                           {.timeMs = 1, .compileMs = 2, .commit = {}}};
        QCOMPARE(readFrom(toJson(records).toUtf8()), records);
    }

    void the_number_is_limited()
    {
        QList<CompileRecord> records;
        for (int i = 0; i < 1000; ++i) {
            records.append({.timeMs = i, .commit = {}});
        }
        const QList<CompileRecord> read = readFrom(toJson(records).toUtf8());
        QCOMPARE(read.size(), CompileHistory::maxRecords);
        QCOMPARE(read.last().timeMs, 999);
    }

    void what_is_damaged_is_nothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no list") << QByteArray("{}");
        QTest::newRow("a word") << QByteArray(R"({"compiles": [7]})");
        QTest::newRow("a time below zero") << QByteArray(
            R"({"compiles": [{"target": "native", "time": -1, "good": true, "compile": 1, "answer": 0, "bytes": 1}]})");
        QTest::newRow("a time that is none") << QByteArray(
            R"({"compiles": [{"target": "native", "time": 1, "good": true, "compile": 1e300, "answer": 0, "bytes": 1}]})");
        const QByteArray good = R"("time": 1, "good": true, "compile": 1, "answer": 0, "bytes": 1)";
        QVERIFY(!readFrom(R"({"compiles": [{"target": "wasm", )" + good + "}]}").isEmpty());
        QTest::newRow("a target that is unknown") << R"({"compiles": [{"target": "wasm64", )" + good + "}]}";
        QTest::newRow("no target") << R"({"compiles": [{)" + good + "}]}";
        QTest::newRow("a size below zero") << QByteArray(
            R"({"compiles": [{"target": "native", "time": 1, "good": true, "compile": 1, "answer": 0, "bytes": -1}]})");
    }
    void what_is_damaged_is_nothing()
    {
        QFETCH(QByteArray, text);
        QVERIFY(readFrom(text).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCompileHistory)
#include "tst_compile_history.moc"
