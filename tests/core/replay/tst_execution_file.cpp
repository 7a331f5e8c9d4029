// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/execution_json.h"
#include "core/base/files.h"
#include "core/replay/answer_comparison.h"
#include "core/replay/execution_file.h"
#include "core/store/executions.h"
#include "tests/ui/platform/platform_test.h"

#include <QCoroTask>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// JSON with plain quotation marks, for an execution.
QByteArray json(QByteArray text, const QString &id)
{
    return text.replace('\'', '"').replace("\"ID\"", "\"" + id.toUtf8() + "\"");
}

} // namespace

class TestExecutionFile : public PlatformTest
{
    Q_OBJECT

    [[nodiscard]] QString scratch() const
    {
        QDir().mkpath(m_home->filePath(u"scratch"_s));
        return m_home->filePath(u"scratch"_s);
    }
    [[nodiscard]] QString path() const { return m_home->filePath(u"one.ignite-execution"_s); }
    Execution recorded(int version)
    {
        Execution one;
        one.id = uuid7();
        one.app = hello;
        one.version = version;
        one.codeHash = version > 0 ? m_other->version(hello, version)->codeHash : QByteArray(64, 'f');
        one.toolchain = u"1.97.1"_s;
        one.createdAtMs = QDateTime::currentMSecsSinceEpoch();
        one.status = ExecutionStatus::Failed;
        one.panic = Panic{u"boom"_s, u"src/lib.rs"_s, 1, 1};
        one.request = {
            .method = "PUT", .target = "/a?b", .headers = {{"x-a", "b"}}, .body = QByteArray::fromHex("ff00206869")};
        one.requestBytes = 5;
        one.response = {.status = 500, .reason = {}, .headers = {{"c", "d"}}, .body = "{}", .truncated = false};
        one.responseBytes = 2;
        one.totalUs = 5;
        one.lines = {{one.createdAtMs, "a line"}};
        return m_other->executions().write({one}, u"writer"_s) ? one : Execution();
    }
    /// A file of which the parts are these; what is null is left out.
    void pack(const std::map<QString, QByteArray> &parts) const
    {
        const QString folder = m_home->filePath(u"parts"_s);
        QDir(folder).removeRecursively();
        QVERIFY(QDir().mkpath(folder));
        for (const auto &[name, content] : parts) {
            QVERIFY(writePrivateFile(folder + u'/' + name, content));
        }
        QVERIFY(packFolder(folder, path(), ArchiveFormat::TarGz));
    }

private Q_SLOTS:
    void what_is_exported_is_read_again()
    {
        publish("// one\n");
        App app = *m_other->app(hello);
        app.environment = {{u"KEY"_s, u"the value"_s}};
        QVERIFY(m_other->updateApp(app));
        const Execution one = recorded(1);
        const auto note = QCoro::waitFor(exportExecution(m_platform.get(), one.id, path(), scratch()));
        QVERIFY2(note && note->isEmpty(), qPrintable(note ? *note : note.error().message));
        QVERIFY(QDir(scratch()).isEmpty()); // nothing is left
        const auto file = readExecutionFile(path(), scratch());
        QVERIFY2(file, file ? "" : qPrintable(file.error().message));
        Execution read = file->execution;
        read.response.reason = one.response.reason;
        QCOMPARE(toJson(read).toUtf8(), toJson(one).toUtf8());
        QCOMPARE(file->absent, QStringList{u"KEY"_s});
        QVERIFY(unpackArchive(file->code, m_home->filePath(u"sources"_s)));
        QFile source(m_home->filePath(u"sources/src/lib.rs"_s));
        QVERIFY(source.open(QIODevice::ReadOnly));
        QCOMPARE(source.readAll(), QByteArray("// one\n"));
        const auto unknown = QCoro::waitFor(exportExecution(m_platform.get(), uuid7(), path(), scratch()));
        QCOMPARE(unknown.error().code, ErrorCode::NotFound);
    }

    void without_sources_it_says_so()
    {
        const Execution one = recorded(0);
        const auto note = QCoro::waitFor(exportExecution(m_platform.get(), one.id, path(), scratch()));
        QVERIFY2(note && note->startsWith(u"The file has no sources"_s), qPrintable(note.value_or(QString())));
        const auto file = readExecutionFile(path(), scratch());
        QVERIFY(file && file->code.isEmpty());
    }

    void a_hostile_file_is_refused_data()
    {
        QTest::addColumn<QString>("part");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QString &part, const QByteArray &content, const QString &says) {
            QTest::newRow(name) << part << content << says;
        };
        const QString manifest = u"manifest.json"_s;
        row("no record", u"record.json"_s, {}, u"record.json"_s);
        row("no manifest", manifest, {}, u"manifest.json"_s);
        row("no JSON", manifest, "{", {});
        row("deep", manifest, QByteArray(200'000, '['), {});
        row("another format", manifest, "{'format': 'zip', 'version': 1}", u"not one of an execution"_s);
        row("newer", manifest, "{'format': 'ignite-execution', 'version': 99}", u"newer Ignite Studio"_s);
        row("no version", manifest, "{'format': 'ignite-execution'}", {});
        row("another execution", manifest, "{'format': 'ignite-execution', 'version': 1, 'execution': 'x'}",
            u"another execution"_s);
        row("huge manifest", manifest, QByteArray(2 << 20, ' '), {});
        row("a path out", manifest,
            "{'format': 'ignite-execution', 'version': 1, 'execution': 'ID', 'codeFile': '../../etc/passwd'}",
            u"another file"_s);
        row("other code", manifest,
            "{'format': 'ignite-execution', 'version': 1, 'execution': 'ID', 'codeFile': 'code.zip', 'codeHash': '00'}",
            u"not the one that it names"_s);
        row("numbers", manifest, "{'format': 'ignite-execution', 'version': 1, 'execution': 'ID', 'memoryMb': -1}", {});
        row("record", u"record.json"_s, "{'executionId': 7}", {});
    }
    void a_hostile_file_is_refused()
    {
        QFETCH(QString, part);
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        Execution one;
        one.id = uuid7();
        one.app = hello;
        std::map<QString, QByteArray> parts{
            {u"record.json"_s, toJson(one).toUtf8()},
            {u"manifest.json"_s, json("{'format': 'ignite-execution', 'version': 1, 'execution': 'ID'}", one.id)},
            {u"code.zip"_s, "PK"}};
        pack(parts);
        QVERIFY(readExecutionFile(path(), scratch())); // without the change it is one
        parts[part] = content.isNull() ? content : json(content, one.id);
        std::erase_if(parts, [](const auto &each) { return each.second.isNull(); });
        pack(parts);
        const auto file = readExecutionFile(path(), scratch());
        QVERIFY(!file);
        QVERIFY2(file.error().message.contains(says), qPrintable(file.error().message));
        QVERIFY(QDir(scratch()).isEmpty());
    }

    void an_archive_that_leaves_its_folder_or_is_none_is_refused()
    {
        QVERIFY(writePrivateFile(path(), "nonsense"));
        QCOMPARE(readExecutionFile(path(), scratch()).error().code, ErrorCode::InvalidArgument);
        QVERIFY(writePrivateFile(path(), {}));
        QVERIFY(!readExecutionFile(path(), scratch()));
        std::map<QString, QByteArray> many;
        for (int i = 0; i < 9; ++i) {
            many[QString::number(i)] = "x";
        }
        pack(many);
        QVERIFY(!readExecutionFile(path(), scratch()));
        QCOMPARE(readExecutionFile(m_home->path(), scratch()).error().code, ErrorCode::NotFound);
        QVERIFY(QDir(scratch()).isEmpty());
    }

    void answers_are_compared_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::addColumn<QString>("text");
        QTest::newRow("same") << QByteArray("{\"a\": 1}") << QByteArray("{\"a\": 1}") << u"same"_s;
        QTest::newRow("blanks") << QByteArray("{\"a\": 1, \"b\": 2}") << QByteArray("{\"b\":2,\"a\":1}") << u"same"_s;
        QTest::newRow("ids") << QByteArray("{\"id\": \"BEFORE\"}") << QByteArray("{\"id\": \"AFTER\"}") << u"same"_s;
        QTest::newRow("value") << QByteArray("{\"a\": 1}") << QByteArray("{\"a\": 2}") << u"body differs in 1 place"_s;
        QTest::newRow("no JSON") << QByteArray("a") << QByteArray("b") << u"body differs"_s;
    }
    void answers_are_compared()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        QFETCH(QString, text);
        Execution was;
        was.id = uuid7();
        was.response = {.status = 200, .reason = {}, .headers = {}, .body = before.replace("BEFORE", was.id.toUtf8())};
        Invocation is;
        is.executionId = uuid7();
        is.response = {
            .status = 200, .reason = {}, .headers = {}, .body = after.replace("AFTER", is.executionId.toUtf8())};
        QCOMPARE(comparisonText(compareAnswers(was, is)), text);
        is.response.status = 500;
        QVERIFY(comparisonText(compareAnswers(was, is)).startsWith(u"status 200 → 500"_s));
        was.response.truncated = true;
        was.response.body = is.response.body.first(1);
        QVERIFY(compareAnswers(was, is).isBodySame);
    }
};

QTEST_MAIN(TestExecutionFile)
#include "tst_execution_file.moc"
