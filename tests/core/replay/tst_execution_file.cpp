// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/execution_json.h"
#include "core/base/files.h"
#include "core/replay/answer_comparison.h"
#include "core/replay/execution_file.h"
#include "core/replay/replay.h"
#include "core/store/executions.h"
#include "tests/core/archive/tree_helpers.h"
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

/// Counts what it is sent.
class CountingInvoker final : public Invoker
{
public:
    Task<Invocation> invoke(AppId, InvokeTarget, HttpRequest, InvokeObserver, std::stop_token) override
    {
        ++sent;
        co_return Invocation();
    }
    Task<QString> invokeAsync(AppId, InvokeTarget, HttpRequest) override { co_return QString(); }

    int sent = 0;
};

const QString head = u"{'format': 'ignite-execution', 'version': 1, 'execution': 'ID'"_s;

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

    QTemporaryDir m_hostile; // what hostile_archives.py makes

private Q_SLOTS:
    void initTestCase() { tree::run(u"python3"_s, {QStringLiteral(HOSTILE_ARCHIVES), m_hostile.path()}); }

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
        const QString absent = m_home->filePath(u"no/such/folder.ignite-execution"_s);
        QVERIFY(!QCoro::waitFor(exportExecution(m_platform.get(), one.id, absent, scratch())));
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
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char *name, const QString &part, const QByteArray &content, const QString &says,
                            ErrorCode code = ErrorCode::InvalidArgument) {
            QTest::newRow(name) << part << content << says << code;
        };
        const QString manifest = u"manifest.json"_s;
        const auto with = [](const QString &members) { return (head + members + u'}').toUtf8(); };
        const QString zip = u", 'codeFile': 'code.zip', 'codeHash': "_s;
        row("no record", u"record.json"_s, {}, u"It has no record.json."_s);
        row("no manifest", manifest, {}, u"It has no manifest.json."_s);
        row("no JSON", manifest, "{", u"Not valid JSON at line 1, column 2"_s);
        row("deep", manifest, QByteArray(200'000, '['), u"Not valid JSON at line 1, column 128"_s);
        row("another format", manifest, "{'format': 'zip', 'version': 1}", u"not one of an execution"_s);
        row("newer", manifest, "{'format': 'ignite-execution', 'version': 99}", u"newer Ignite Studio"_s,
            ErrorCode::FailedPrecondition);
        row("no version", manifest, "{'format': 'ignite-execution', 'execution': 'ID'}", u"“version”"_s);
        row("another execution", manifest, "{'format': 'ignite-execution', 'version': 1, 'execution': 'x'}",
            u"another execution"_s);
        row("huge manifest", manifest, QByteArray(2 << 20, ' '), u"manifest.json"_s);
        row("a path out", manifest, with(u", 'codeFile': '../../etc/passwd'"_s), u"another file"_s);
        row("other code", manifest, with(zip + u'\'' + QString(64, u'0') + u'\''), u"not the one that it names"_s);
        row("a missing code file", manifest,
            with(u", 'codeFile': 'code.tar.gz', 'codeHash': '"_s + QString(64, u'0') + u'\''),
            u"not the one that it names"_s);
        row("no hash", manifest, with(u", 'codeFile': 'code.zip'"_s), u"“codeHash”"_s);
        row("a path as hash", manifest, with(zip + u"'../../x'"_s), u"“codeHash”"_s);
        row("negative memory", manifest, with(u", 'memoryMb': -1"_s), u"“memoryMb”"_s);
        row("little memory", manifest, with(u", 'memoryMb': 15"_s), u"“memoryMb”"_s);
        row("much memory", manifest, with(u", 'memoryMb': 65537"_s), u"“memoryMb”"_s);
        row("a long timeout", manifest, with(u", 'timeoutSecs': 3601"_s), u"“timeoutSecs”"_s);
        row("record", u"record.json"_s, "{'executionId': 7}", u"executionId"_s);
        row("many values", u"record.json"_s, "{'x': [" + QByteArray("0,").repeated(2'000'000) + "0]}",
            u"more than 2000000 values"_s);
    }
    void a_hostile_file_is_refused()
    {
        QFETCH(QString, part);
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        QFETCH(ErrorCode, code);
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
        QCOMPARE(file.error().code, code);
        QVERIFY(QDir(scratch()).isEmpty());
    }

    void an_archive_that_leaves_its_folder_is_refused_data()
    {
        QTest::addColumn<QString>("says");
        QTest::newRow("dotdot.tar.gz") << u"“../evil” is refused: its name leads out"_s;
        QTest::newRow("dotdot.zip") << u"“../evil” is refused: its name leads out"_s;
        QTest::newRow("absolute.tar.gz") << u"“/tmp/evil” is refused: its name is an absolute path"_s;
        QTest::newRow("nul.tar.gz") << u"its name holds a NUL byte"_s;
        QTest::newRow("twice.tar.gz") << u"The name “a” is used twice"_s;
    }
    void an_archive_that_leaves_its_folder_is_refused()
    {
        QFETCH(QString, says);
        const auto file =
            readExecutionFile(m_hostile.filePath(QString::fromLatin1(QTest::currentDataTag())), scratch());
        QVERIFY(!file);
        QVERIFY2(file.error().message.contains(says), qPrintable(file.error().message));
        QCOMPARE(file.error().code, ErrorCode::InvalidArgument);
        QVERIFY(QDir(scratch()).isEmpty());
        QVERIFY(!QFileInfo::exists(m_home->filePath(u"evil"_s)) && !QFileInfo::exists(u"/tmp/evil"_s));
    }

    void what_is_no_archive_of_one_is_refused()
    {
        QVERIFY(writePrivateFile(path(), "nonsense"));
        QCOMPARE(readExecutionFile(path(), scratch()).error().code, ErrorCode::InvalidArgument);
        QVERIFY(writePrivateFile(path(), {}));
        QCOMPARE(readExecutionFile(path(), scratch()).error().code, ErrorCode::InvalidArgument);
        std::map<QString, QByteArray> many;
        for (int i = 0; i < 9; ++i) {
            many[QString::number(i)] = "x";
        }
        pack(many);
        QVERIFY(readExecutionFile(path(), scratch()).error().message.contains(u"more than 8 "_s));
        QCOMPARE(readExecutionFile(m_home->path(), scratch()).error().code, ErrorCode::NotFound);
        QVERIFY(QDir(scratch()).isEmpty());
    }

    void a_request_without_its_secrets_is_not_sent_data()
    {
        QTest::addColumn<HttpRequest>("request");
        QTest::addColumn<bool>("isSent");
        QTest::newRow("whole") << HttpRequest{.method = "GET", .target = "/"} << true;
        QTest::newRow("target") << HttpRequest{.method = "GET", .target = "/?key=•••"} << false;
        QTest::newRow("header") << HttpRequest{.method = "GET", .target = "/", .headers = {{"x-key", "a•••"}}} << false;
        QTest::newRow("body") << HttpRequest{.method = "PUT", .target = "/", .body = "{\"key\": \"•••\"}"} << false;
    }
    void a_request_without_its_secrets_is_not_sent()
    {
        QFETCH(HttpRequest, request);
        QFETCH(bool, isSent);
        Execution one;
        one.id = uuid7();
        one.request = request;
        CountingInvoker invoker;
        const auto replay = QCoro::waitFor(replayExecution(&invoker, one, hello, {}));
        QCOMPARE(invoker.sent, isSent ? 1 : 0);
        QCOMPARE(replay.has_value(), isSent);
        if (!isSent) {
            QCOMPARE(replay.error().code, ErrorCode::FailedPrecondition);
            QCOMPARE(replay.error().message, u"The request of %1 held secrets, which were not kept. Open it in Invoke, "
                                             "fill them in and send it."_s.arg(one.id));
        }
    }

    void two_codes_of_one_app_share_no_draft_and_old_ones_go()
    {
        const QString cache = m_compiler->paths().cache;
        for (int i = 0; i < 30; ++i) {
            QVERIFY(QDir().mkpath(cache + u"/replay/old%1"_s.arg(i)));
        }
        FileReplayer replayer(m_compiler->paths(), m_compiler.get(), m_client.get());
        std::stop_source stop; // nothing is compiled here
        stop.request_stop();
        QStringList folders;
        for (const QByteArray &source : {QByteArray("// one\n"), QByteArray("// two\n")}) {
            publish(source);
            ExecutionFile file;
            file.execution.app = hello;
            file.code = m_home->filePath(u"code.tar.gz"_s);
            file.codeHash = m_other->draft(hello)->codeHash;
            (void)QCoro::waitFor(replayer.replay(file, {}, {}, stop.get_token()));
            folders << cache + u"/replay/"_s + QString::fromLatin1(file.codeHash);
            QVERIFY(QFileInfo(folders.last()).isDir());
        }
        QVERIFY(folders[0] != folders[1]);
        QVERIFY(QDir(cache + u"/replay"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size() <= 21);
        for (const QString &folder : folders) {
            QVERIFY(QFileInfo(folder).isDir());
        }
    }

    void answers_that_are_cut_or_absent_are_compared()
    {
        Execution was;
        was.response = {.status = 200, .reason = {}, .headers = {}, .body = "abc", .truncated = true};
        Invocation is;
        is.response = {.status = 200, .reason = {}, .headers = {}, .body = "abcdef"};
        QCOMPARE(comparisonText(compareAnswers(was, is)), u"same, as far as it was kept"_s);
        is.response = {.status = 500, .reason = {}, .headers = {}, .body = "ab", .truncated = true};
        QCOMPARE(comparisonText(compareAnswers(was, is)), u"status 200 → 500, body the same, as far as it was kept"_s);
        was.response.truncated = false;
        is.response.status = 200;
        QVERIFY(compareAnswers(was, is).isCut && compareAnswers(was, is).isBodySame);
        is.response.truncated = false;
        is.response.status = 0;
        QCOMPARE(comparisonText(compareAnswers(was, is)), u"status 200 → no answer, body differs"_s);
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
