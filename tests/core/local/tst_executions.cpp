// SPDX-License-Identifier: GPL-3.0-or-later
// What is kept of calls: real handlers, the real store, and a second platform on the same folder.
#include "core/invocation/http_client.h"
#include "core/local/call_record.h"
#include "core/local/local_platform.h"
#include "core/workspace/dev_loop.h"
#include "tests/core/compiler/compile_helpers.h"

#include <QCoroTask>
#include <QCryptographicHash>
#include <QScopeGuard>
#include <QSignalSpy>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

const AppId wild{u"org"_s, u"wild"_s};

QByteArray doing(const char *action, const char *more = "")
{
    return QByteArray("{\"do\":\"") + action + '"' + (*more ? "," : "") + more + '}';
}

HttpRequest request(const QByteArray &body)
{
    return {
        .method = "POST", .target = "/path?query=1", .headers = {{"content-type", "application/json"}}, .body = body};
}

#define GET(variable, task)                                                                                            \
    const auto variable##Result = QCoro::waitFor(task);                                                                \
    QVERIFY2(variable##Result, variable##Result ? "" : qPrintable(variable##Result.error().message));                  \
    const auto &variable = *variable##Result

} // namespace

class TestExecutions : public QObject
{
    Q_OBJECT

    QTemporaryDir m_data;
    Paths m_paths = testPaths();
    Compiler m_compiler{m_paths};
    HttpClient m_client;
    std::unique_ptr<LocalPlatform> m_platform;
    QString m_deployId;
    QStringList m_compilePrinted;

    [[nodiscard]] Result<Execution> recordOf(const Result<Invocation> &answer) const
    {
        return QCoro::waitFor(m_platform->getExecution(answer->executionId));
    }
    [[nodiscard]] Result<Invocation> call(const QByteArray &body, InvokeTarget target = {}) const
    {
        return QCoro::waitFor(m_platform->invoke(wild, target, request(body)));
    }
    [[nodiscard]] QString newest() const
    {
        const auto page = QCoro::waitFor(m_platform->listExecutions(wild, {.limit = 1}));
        return page && !page->executions.isEmpty() ? page->executions.first().id : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_paths.data = m_data.path();
        m_platform = std::make_unique<LocalPlatform>(m_paths, &m_compiler, &m_client);
        App app;
        app.id = wild;
        app.memoryMb = 128;
        app.timeoutSecs = 2;
        app.maxReplicas = 1;
        GET(created, m_platform->createApp(app));
        GET(saved, m_platform->saveDraft(wild, sourcePath("/tests/data/handlers/wild")));
        GET(compiled,
            m_platform->compileDraft(wild, {.line = [this](const QString &line) { m_compilePrinted << line; }}));
        GET(version, m_platform->publishDraft(wild));
        m_deployId = compiled.deployId;
        QVERIFY(version.number == 1 && created.id == wild && !saved.codeHash.isEmpty());
    }

    void a_call_is_recorded_with_all_that_is_known_of_it()
    {
        const qint64 before = QDateTime::currentMSecsSinceEpoch();
        const auto answer = call(doing("log"));
        QVERIFY(answer);
        const auto one = recordOf(answer);
        QVERIFY2(one, one ? "" : qPrintable(one.error().message));
        GET(version, m_platform->getVersion(wild, 1));
        QCOMPARE(one->app, wild);
        QCOMPARE(one->version, 1);
        QVERIFY(!one->dev);
        QCOMPARE(one->codeHash, version.codeHash);
        QCOMPARE(one->artifactHash, version.artifactHash);
        QCOMPARE(one->toolchain, version.rustVersion);
        QCOMPARE(one->status, ExecutionStatus::Succeeded);
        QCOMPARE(one->request, request(doing("log")));
        QCOMPARE(one->response, answer->response);
        QVERIFY(one->createdAtMs >= before && one->createdAtMs <= QDateTime::currentMSecsSinceEpoch());
        QVERIFY(one->coldStart && one->startUs > 0);
        QCOMPARE(one->handlerUs, answer->handlerUs);
        QVERIFY(one->totalUs >= one->handlerUs && one->totalUs >= one->startUs);
        QVERIFY2(one->memoryPeakBytes > 1 << 20, QByteArray::number(one->memoryPeakBytes));
        QVERIFY2(one->cpuUs > 0 && one->cpuUs < 10'000'000, QByteArray::number(one->cpuUs));
        QVERIFY2(one->firstByteUs >= one->queuedUs + one->handlerUs && one->firstByteUs <= one->totalUs,
                 QByteArray::number(one->firstByteUs));
        QByteArrayList lines;
        for (const ExecutionLine &line : one->lines) {
            lines << line.text;
            QVERIFY(line.timeMs >= before);
        }
        QCOMPARE(lines, QByteArrayList({"first line", "second, without its end"}));
        GET(logs, m_platform->executionLogs(one->id));
        QCOMPARE(logs, one->lines);
        GET(appLogs, m_platform->appLogs(wild));
        QCOMPARE(appLogs.lines.last().line.text, QByteArray("second, without its end"));
        QCOMPARE(appLogs.lines.last().executionId, one->id);
        const auto warm = recordOf(call(doing("warm")));
        QVERIFY(warm && !warm->coldStart && warm->startUs == 0);
    }

    void how_calls_end_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<ExecutionStatus>("status");
        QTest::addColumn<int>("answer");
        QTest::addColumn<QString>("error");
        QTest::newRow("panic") << doing("panic") << ExecutionStatus::Failed << 500 << u"asked to panic"_s;
        QTest::newRow("error") << doing("read", "\"path\":\"/none\"") << ExecutionStatus::Failed << 500
                               << u"No such file"_s;
        QTest::newRow("abort") << doing("abort") << ExecutionStatus::Failed << 500 << u"SIGABRT"_s;
        QTest::newRow("exit") << doing("exit") << ExecutionStatus::Failed << 500 << u"exited with code 3"_s;
        QTest::newRow("too slow") << doing("sleep", "\"ms\":60000") << ExecutionStatus::TimedOut << 504
                                  << u"did not answer within 2 s"_s;
        QTest::newRow("memory") << doing("memory") << ExecutionStatus::Failed << 500 << u"memory allocation"_s;
    }
    void how_calls_end()
    {
        QFETCH(QByteArray, body);
        const auto answer = call(body);
        QVERIFY(answer);
        const auto one = recordOf(answer);
        QVERIFY(one);
        QTEST(one->status, "status");
        QTEST(one->response.status, "answer");
        QFETCH(QString, error);
        QVERIFY2(one->error.contains(error), qPrintable(one->error));
        QCOMPARE(one->panic.has_value(), body == doing("panic"));
        if (one->panic) {
            QCOMPARE(one->panic->message, u"asked to panic"_s);
            QCOMPARE(one->panic->file, u"src/lib.rs"_s);
            QCOMPARE(one->panic->line, 16);
            QCOMPARE(one->panic->column, 20);
        }
    }

    void a_call_that_finds_no_free_instance_waits_and_is_recorded()
    {
        GET(app, m_platform->getApp(wild));
        const auto usual = qScopeGuard([&, app = app] { QVERIFY(QCoro::waitFor(m_platform->updateApp(app))); });
        App patient = app;
        patient.timeoutSecs = 120; // which the draft has; a version keeps its own
        QVERIFY(QCoro::waitFor(m_platform->updateApp(patient)));
        const InvokeTarget draft{.kind = InvokeTarget::Draft};
        const auto running = [this] { return QCoro::waitFor(m_platform->executionStats(wild))->counts[0].second; };
        std::stop_source stop;
        auto held = m_platform->invoke(wild, draft, request(doing("sleep", "\"ms\":100000")), {}, stop.get_token());
        QTRY_COMPARE(running(), 1);
        auto waits = m_platform->invoke(wild, draft, request(doing("waits")));
        QTRY_COMPARE(running(), 2); // the one instance is taken
        stop.request_stop();
        const auto answer = QCoro::waitFor(waits);
        QVERIFY(answer);
        const auto one = recordOf(answer);
        QVERIFY(one);
        QCOMPARE(one->status, ExecutionStatus::Succeeded);
        QVERIFY(one->queuedUs > 0);
        QVERIFY(!QCoro::waitFor(held));
    }

    void a_call_that_is_given_up_is_cancelled_and_one_in_between_runs()
    {
        std::stop_source stop;
        auto waiting = m_platform->invoke(wild, {}, request(doing("sleep", "\"ms\":1900")), {}, stop.get_token());
        QTRY_COMPARE(QCoro::waitFor(m_platform->executionStats(wild))->counts[0].second, 1);
        const QString id = newest();
        stop.request_stop();
        QVERIFY(!QCoro::waitFor(waiting));
        QCOMPARE(QCoro::waitFor(m_platform->getExecution(id))->status, ExecutionStatus::Cancelled);
    }

    void a_call_without_waiting_goes_on_by_itself()
    {
        QSignalSpy changes(m_platform.get(), &ComputeService::executionChanged);
        GET(id, m_platform->invokeAsync(wild, {.kind = InvokeTarget::Draft}, request(doing("sleep", "\"ms\":300"))));
        QCOMPARE(QCoro::waitFor(m_platform->getExecution(id))->status, ExecutionStatus::Running);
        QTRY_COMPARE(QCoro::waitFor(m_platform->getExecution(id))->status, ExecutionStatus::Succeeded);
        const auto one = QCoro::waitFor(m_platform->getExecution(id));
        QCOMPARE(one->version, 0);
        QVERIFY(!one->codeHash.isEmpty() && !one->dev);
        QTRY_VERIFY(changes.size() >= 2);
        for (const auto &change : changes) {
            QCOMPARE(change[0].value<AppId>(), wild);
        }
        QVERIFY(!QCoro::waitFor(m_platform->invokeAsync({u"org"_s, u"none"_s}, {}, {})));
    }

    void what_must_not_be_kept_is_not()
    {
        const QByteArray secret = "a \"quoted\"\nsecret-value";
        m_platform->recorder()->addSecrets(wild, {secret, "kept-in-the-dark"});
        const auto answer = call(doing("panic", "\"token\":\"a \\\"quoted\\\"\\nsecret-value\""));
        HttpRequest other = request("kept-in-the-dark");
        other.headers.emplaceBack("x-token", "Bearer kept-in-the-dark");
        other.target = "/?t=kept-in-the-dark";
        const auto second = QCoro::waitFor(m_platform->invoke(wild, {}, other));
        const auto one = recordOf(answer);
        const auto two = recordOf(second);
        QVERIFY(one && two);
        QCOMPARE(one->request.body, doing("panic", "\"token\":\"•••\""));
        QCOMPARE(two->request.body, QByteArray("•••"));
        QCOMPARE(two->request.target, QByteArray("/?t=•••"));
        QCOMPARE(two->request.headers.last().second, QByteArray("Bearer •••"));
        QVERIFY(QCoro::waitFor(m_platform->listExecutions(wild, {.text = u"dark"_s}))->executions.isEmpty());
        QFile database(m_data.filePath(u"store.sqlite"_s));
        QFile log(m_data.filePath(u"store.sqlite-wal"_s));
        QVERIFY(database.open(QIODevice::ReadOnly) && log.open(QIODevice::ReadOnly));
        const QByteArray onDisk = database.readAll() + log.readAll();
        QVERIFY(onDisk.contains("Bearer") && !onDisk.contains("in-the-dark") && !onDisk.contains("secret-value"));
    }

    void many_calls_leave_as_many_records()
    {
        const qint64 before = QCoro::waitFor(m_platform->executionStats(wild))->total;
        constexpr int calls = 400;
        for (int at = 0; at < calls; ++at) {
            QVERIFY(call(doing("many")));
        }
        QCOMPARE(QCoro::waitFor(m_platform->executionStats(wild))->total, before + calls);
        GET(page, m_platform->listExecutions(wild, {.limit = calls}));
        for (qsizetype at = 1; at < page.executions.size(); ++at) {
            QVERIFY(page.executions[at - 1].id > page.executions[at].id);
            QCOMPARE(page.executions[at].status, ExecutionStatus::Succeeded);
        }
    }

    void a_compile_leaves_its_log()
    {
        GET(log, m_platform->compileLog(m_deployId));
        QCOMPARE(log.lines, m_compilePrinted);
        QVERIFY(!log.running && !log.lines.isEmpty());
        QCOMPARE(log.next, log.lines.size());
        GET(rest, m_platform->compileLog(m_deployId, log.next - 1));
        QCOMPARE(rest.lines, QStringList{log.lines.last()});
        QCOMPARE(QCoro::waitFor(m_platform->compileLog(u"../store"_s)).error().code, ErrorCode::NotFound);
        QCOMPARE(QCoro::waitFor(m_platform->compileLog(newest())).error().code, ErrorCode::NotFound);
    }

    void a_version_gives_its_archive_back()
    {
        for (const int number : {0, 1}) {
            GET(code, m_platform->versionCode(wild, number));
            const QByteArray bytes = readFile(code.path);
            QCOMPARE(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex(), code.sha256);
            QCOMPARE(bytes.size(), code.bytes);
            QCOMPARE(code.fileName, number == 0 ? u"wild-draft.tar.gz"_s : u"wild-1.tar.gz"_s);
        }
        QCOMPARE(QCoro::waitFor(m_platform->versionCode(wild, 9)).error().code, ErrorCode::NotFound);
    }

    void another_platform_on_the_same_folder_sees_it()
    {
        HttpClient client;
        LocalPlatform other(m_paths, &m_compiler, &client);
        QSignalSpy executions(&other, &ComputeService::executionChanged);
        QSignalSpy apps(&other, &ComputeService::appChanged);
        QVERIFY(QCoro::waitFor(other.listApps(u"org"_s))); // after its first look at what is there
        executions.clear();
        const auto answer = call(doing("seen"));
        QVERIFY(answer);
        QTRY_VERIFY(!executions.isEmpty());
        QCOMPARE(executions[0][1].toString(), answer->executionId);
        QVERIFY(apps.isEmpty());
        GET(one, other.getExecution(answer->executionId));
        QVERIFY(one.request.body == doing("seen"));
        QTRY_COMPARE(QCoro::waitFor(other.getAppState(wild))->instances, 1);
        GET(version, m_platform->publishDraft(wild, u"again"_s));
        QTRY_VERIFY(!apps.isEmpty());
        QCOMPARE(apps[0][0].value<AppId>(), wild);
        GET(state, other.getAppState(wild));
        QCOMPARE(state.active->number, version.number);
        QCOMPARE(state.draft->status, DraftStatus::Compiled);
    }

    void what_run_starts_is_recorded_as_dev()
    {
        const TestProject project("one");
        DevLoop loop(&m_compiler);
        m_platform->setDevSource(loop.source());
        loop.setProject(project.path(), u"org/dev-only"_s);
        QVERIFY(QCoro::waitFor(loop.run()));
        const auto answer = QCoro::waitFor(m_platform->invoke({}, {InvokeTarget::DevInstance}, request("{}")));
        QVERIFY(answer);
        const auto one = recordOf(answer);
        QVERIFY2(one, one ? "" : qPrintable(one.error().message));
        QVERIFY(one->dev && one->version == 0);
        QCOMPARE(one->app, (AppId{u"org"_s, u"dev-only"_s}));
        QCOMPARE(one->codeHash.size(), 64);
        QCOMPARE(one->artifactHash.size(), 64);
        QCOMPARE(one->response.body, QByteArray("\"one\""));
        GET(all, m_platform->listExecutions(u"org"_s));
        QCOMPARE(all.executions.first().id, one->id);
    }

    void records_can_be_deleted()
    {
        const QString id = newest();
        QCOMPARE(*QCoro::waitFor(m_platform->deleteExecutions(wild, {id})), 1);
        QVERIFY(!QCoro::waitFor(m_platform->getExecution(id)));
        QVERIFY(*QCoro::waitFor(m_platform->deleteExecutions(wild)) > 0);
        QCOMPARE(QCoro::waitFor(m_platform->executionStats(wild))->total, 0);
    }

    void panics_are_read_from_what_rust_prints_data()
    {
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("message");
        QTest::newRow("today") << QByteArrayList{"before", "thread 'main' (12) panicked at src/a b.rs:1:2:", "one",
                                                 "two", "note: run with `RUST_BACKTRACE=1`"}
                               << u"src/a b.rs:1:2"_s << u"one\ntwo"_s;
        QTest::newRow("without a thread's number")
            << QByteArrayList{"thread 'it''s' panicked at lib.rs:10:20:", "x"} << u"lib.rs:10:20"_s << u"x"_s;
        QTest::newRow("without a message")
            << QByteArrayList{"thread '<unnamed>' panicked at lib.rs:1:1:"} << u"lib.rs:1:1"_s << QString();
        QTest::newRow("none") << QByteArrayList{"thread 'main' panicked", "panicked at x:1:1:"} << QString()
                              << QString();
    }
    void panics_are_read_from_what_rust_prints()
    {
        QFETCH(QByteArrayList, lines);
        QFETCH(QString, place);
        QList<ExecutionLine> all;
        for (const QByteArray &line : lines) {
            all.append({0, line});
        }
        const auto panic = panicOf(all);
        QCOMPARE(panic ? u"%1:%2:%3"_s.arg(panic->file).arg(panic->line).arg(panic->column) : QString(), place);
        QTEST(panic ? panic->message : QString(), "message");
    }
};

QTEST_GUILESS_MAIN(TestExecutions)
#include "tst_executions.moc"
