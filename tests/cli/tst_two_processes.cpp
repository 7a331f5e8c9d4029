// SPDX-License-Identifier: GPL-3.0-or-later
// The command line and a platform that stays open, as a window has it, on the same files at the same time.
#include "core/base/json.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "tests/support/places.h"
#include "tests/support/signals.h"

#include <QCoroTask>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

const AppId wild{u"org"_s, u"wild"_s};

struct Ran
{
    int code = -1;
    QByteArray out;
    QByteArray err;
};

} // namespace

class TestTwoProcesses : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    Paths m_paths;
    std::unique_ptr<Compiler> m_compiler;
    HttpClient m_client;
    std::unique_ptr<LocalPlatform> m_platform;

    void start(QProcess &process, const QString &line) const
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"PATH"_s, QStringLiteral(STUDIO_BIN ":") + environment.value(u"PATH"_s));
        environment.insert(u"XDG_DATA_HOME"_s, m_home.filePath(u"data"_s));
        environment.insert(u"XDG_CONFIG_HOME"_s, m_home.filePath(u"config"_s));
        environment.insert(u"XDG_CACHE_HOME"_s, QFileInfo(m_paths.cache).path());
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_home.path());
        process.start(u"/bin/sh"_s, {u"-c"_s, line});
    }

    /// Without blocking this process's own event loop.
    [[nodiscard]] Ran run(const QString &line) const
    {
        QProcess process;
        QSignalSpy finished(&process, &QProcess::finished);
        start(process, line);
        if (process.state() != QProcess::NotRunning && !finished.wait(300'000)) {
            process.kill();
            return {};
        }
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }

    [[nodiscard]] Result<Json> json(const QString &line) const { return parseJson(run(line + u" -o json"_s).out); }

    /// Waits for the first signal after a command has ended and prints how long that took.
    static void tellsSoon(QSignalSpy &spy, const char *what)
    {
        QElapsedTimer clock;
        clock.start();
        QTRY_VERIFY_WITH_TIMEOUT(!spy.isEmpty(), 10'000);
        qInfo("%s: told %lld ms after the other process ended", what, static_cast<long long>(clock.elapsed()));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString cache = testCache();
        m_paths = {.data = m_home.filePath(u"data/ignite-studio"_s),
                   .cache = cache + u"/ignite-studio"_s,
                   .config = m_home.filePath(u"config/ignite-studio"_s),
                   .resources = sourcePath("/resources")};
        m_compiler = std::make_unique<Compiler>(m_paths);
        m_platform = std::make_unique<LocalPlatform>(m_paths, m_compiler.get(), &m_client);
    }

    void changes_by_the_command_line_are_notified()
    {
        QSignalSpy apps(m_platform.get(), &ComputeService::appChanged);
        QSignalSpy executions(m_platform.get(), &ComputeService::executionChanged);
        QVERIFY(QCoro::waitFor(m_platform->listApps(u"org"_s))); // after its first look at what is there
        for (const QString &line : {u"ignite app create wild --timeout-secs 20"_s,
                                    u"ignite draft save wild -c '%1'"_s.arg(sourcePath("/tests/data/handlers/wild")),
                                    u"ignite draft compile wild"_s, u"ignite draft publish wild"_s}) {
            apps.clear();
            const Ran ran = run(line);
            QVERIFY2(ran.code == 0, ran.out + ran.err);
            tellsSoon(apps, qPrintable(line.section(u' ', 0, 2)));
            QCOMPARE(apps[0][0].value<AppId>(), wild);
        }
        QCOMPARE(QCoro::waitFor(m_platform->getApp(wild))->activeVersion, 1);
        const auto invoked = json(u"ignite invoke wild -p '{\"do\":\"log\"}'"_s);
        QVERIFY(invoked);
        tellsSoon(executions, "ignite invoke");
        const QString id = toQString((*invoked)["executionId"].utf8());
        QCOMPARE(executions[0][1].toString(), id);
        const auto one = QCoro::waitFor(m_platform->getExecution(id));
        QVERIFY(one);
        QCOMPARE(one->lines.size(), 2);
        QVERIFY(one->memoryPeakBytes > 0 && one->cpuUs > 0);
        const auto draft = QCoro::waitFor(m_platform->draftInfo(wild));
        QVERIFY(!QCoro::waitFor(m_platform->compileLog(draft->deployId))->lines.isEmpty());
    }

    void what_is_done_here_is_seen_on_the_command_line()
    {
        const auto answer = QCoro::waitFor(m_platform->invoke(
            wild, {}, {.method = "POST", .target = "/", .headers = {}, .body = R"({"do":"panic"})"}));
        QVERIFY(answer);
        // Once it is written, this lists it.
        const auto newest = [&] {
            const auto list = json(u"ignite execution list wild --limit 1"_s);
            return list ? (*list)["executions"][0] : Json();
        };
        QTRY_COMPARE_WITH_TIMEOUT(newest()["executionId"].utf8(), toUtf8(answer->executionId), 30'000);
        QCOMPARE(newest()["status"].utf8(), std::string("EXECUTION_STATUS_FAILED"));
        const auto record = json(u"ignite exec get "_s + answer->executionId);
        QVERIFY(record);
        QCOMPARE((*record)["panic"]["line"].number(), 16);
        QCOMPARE((*record)["panic"]["file"].utf8(), std::string("src/lib.rs"));
        QCOMPARE((*record)["request"]["body"].utf8(), std::string(R"({"do":"panic"})"));
        const auto state = json(u"ignite app state wild"_s);
        QVERIFY(state);
        QCOMPARE((*state)["runningInstances"].number(), 1);
        QCOMPARE((*state)["activeVersion"].number(), 1);
        const Ran logs = run(u"ignite app logs wild --limit 5"_s);
        QVERIFY2(logs.out.contains("asked to panic"), logs.out + logs.err);
        const Ran found = run(u"ignite exec ls wild --search 'asked pan'"_s);
        QVERIFY2(found.out.contains(answer->executionId.toUtf8()), found.out + found.err);
        QVERIFY(!run(u"ignite exec ls wild --search absent"_s).out.contains(answer->executionId.toUtf8()));
    }

    void a_call_that_runs_here_is_followed_there()
    {
        const auto id = QCoro::waitFor(m_platform->invokeAsync(
            wild, {}, {.method = "POST", .target = "/", .headers = {}, .body = R"({"do":"sleep","ms":1500})"}));
        QVERIFY(id);
        QTRY_VERIFY(QCoro::waitFor(m_platform->getExecution(*id))); // its record is begun
        const Ran watched = run(u"ignite execution watch "_s + *id);
        QVERIFY2(watched.code == 0, watched.err);
        QVERIFY2(watched.out.contains("running") && watched.out.contains("succeeded"), watched.out);
        QCOMPARE(run(u"ignite execution stream "_s + *id).code, 0);
    }

    void a_killed_call_is_lost()
    {
        QSignalSpy executions(m_platform.get(), &ComputeService::executionChanged);
        QProcess process;
        start(process, u"exec ignite invoke wild -p '{\"do\":\"sleep\",\"ms\":15000}'"_s);
        tellsSoon(executions, "a call that runs");
        const QString id = executions[0][1].toString();
        QCOMPARE(QCoro::waitFor(m_platform->getExecution(id))->status, ExecutionStatus::Running);
        QVERIFY(studio::test::sendSignal(process, SIGKILL));
        QVERIFY(process.waitForFinished());
        QCOMPARE(QCoro::waitFor(m_platform->getExecution(id))->status, ExecutionStatus::Lost);
        QCOMPARE(run(u"ignite execution watch "_s + id).code, 9);
    }

    void the_archive_and_the_compile_log_come_back()
    {
        const Ran code = run(u"ignite version code wild -f code.tar.gz -o json && sha256sum code.tar.gz && "
                             "ignite version code wild --version 0 -f - | sha256sum"_s);
        QVERIFY2(code.code == 0, code.err);
        const QByteArray hash = QCoro::waitFor(m_platform->getVersion(wild, 1))->codeHash;
        QCOMPARE(code.out.count(hash), 3);
        const Ran log = run(u"ignite draft compile-logs wild --follow"_s);
        QVERIFY2(log.code == 0 && log.out.contains("Compiling") && !log.out.contains('\x1b'), log.out + log.err);
    }

    void what_cannot_be_done_says_so_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char *line, int code, const char *says) {
            QTest::newRow(line) << QString::fromLatin1(line) << code << QByteArray(says);
        };
        row("ignite execution get 0197f000-0000-7000-8000-000000000000", 5, "0197f000");
        row("ignite execution get nonsense", 5, "nonsense");
        row("ignite execution list wild --status odd", 2, "odd");
        row("ignite execution list wild --cursor odd", 2, "odd");
        row("ignite execution delete wild", 2, "--all");
        row("ignite execution delete wild 01a215c5-1cfb-72d0-9731-55abf669e4a2", 5, "01a215c5");
        row("ignite execution delete nobody --all", 5, "nobody");
        row("ignite execution list nobody", 5, "nobody");
        row("ignite execution stats nobody", 5, "nobody");
        row("ignite app logs nope", 5, "org:nope");
        row("ignite app logs wild --since soon", 2, "soon");
        row("ignite app state nope", 5, "org:nope");
        row("ignite version code wild --version 7", 5, "7");
        row("ignite version code wild -f /none/x", 9, "/none/x");
        row("ignite app create fresh && ignite draft compile-logs fresh", 5, "org:fresh");
        row("ignite invoke-async wild -p '{}'", 9, "ignite serve");
    }
    void what_cannot_be_done_says_so()
    {
        QFETCH(QString, line);
        const Ran ran = run(line);
        QTEST(ran.code, "code");
        QFETCH(QByteArray, says);
        QVERIFY2(ran.err.contains(says), ran.err);
    }

    void records_are_counted_and_deleted()
    {
        const auto stats = json(u"ignite execution stats wild"_s);
        QVERIFY(stats);
        QCOMPARE((*stats)["counts"]["lost"].utf8(), std::string("1"));
        QVERIFY2(run(u"ignite execution delete wild --all"_s).out.startsWith("Deleted "), "");
        QVERIFY(QCoro::waitFor(m_platform->listExecutions(wild))->executions.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTwoProcesses)
#include "tst_two_processes.moc"
