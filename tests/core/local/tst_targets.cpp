// SPDX-License-Identifier: GPL-3.0-or-later
// The same handler published on both targets: limits, ends, lines, state. The real compiler, the real Wasmtime.
#include "core/base/json.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/places.h"

#include <QCoroTask>
#include <QDirIterator>

using namespace studio;
using namespace studio::test;

namespace {

QByteArray doing(const char *action, const char *more = "")
{
    return QByteArray("{\"do\":\"") + action + '"' + (*more ? "," : "") + more + '}';
}

} // namespace

class TestTargets : public QObject
{
    Q_OBJECT

    QTemporaryDir m_data;
    Paths m_paths = testPaths();
    Compiler m_compiler{m_paths};
    HttpClient m_client;
    std::unique_ptr<LocalPlatform> m_platform;

    static AppId idOf(RustTarget target) { return {QStringLiteral("org"), targetName(target)}; }

    void publish(RustTarget target, const QString &folder)
    {
        App app;
        app.id = idOf(target);
        app.target = target;
        app.memoryMb = 128;
        app.timeoutSecs = 2;
        app.maxReplicas = 3;
        Told told;
        QVERIFY(QCoro::waitFor(m_platform->createApp(app)));
        QVERIFY(QCoro::waitFor(m_platform->saveDraft(app.id, folder)));
        const auto compiled = QCoro::waitFor(m_platform->compileDraft(app.id, told.observer()));
        QVERIFY2(compiled, compiled ? "" : qPrintable(compiled.error().message + told.text()));
        QVERIFY(QCoro::waitFor(m_platform->publishDraft(app.id)));
    }

    Task<Invocation> call(RustTarget target, const QByteArray &body, InvokeObserver observer = {})
    {
        return m_platform->invoke(idOf(target), {}, {.method = "POST", .target = "/", .headers = {}, .body = body},
                                  std::move(observer));
    }

    static QStringList instanceFolders()
    {
        return QDir(QDir::tempPath()).entryList({QStringLiteral("ignite-instance-*")}, QDir::Dirs);
    }

    /// Files named `note` below the folders of instances.
    static int notes()
    {
        int found = 0;
        for (const QString &folder : instanceFolders()) {
            QDirIterator walk(QDir::tempPath() + QLatin1Char('/') + folder, {QStringLiteral("note")}, QDir::Files,
                              QDirIterator::Subdirectories);
            while (walk.hasNext()) {
                walk.next();
                ++found;
            }
        }
        return found;
    }

    static void bothTargets()
    {
        QTest::addColumn<RustTarget>("target");
        QTest::newRow("native") << RustTarget::Native;
        QTest::newRow("wasm") << RustTarget::Wasm;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_paths.data = m_data.path();
        m_platform = std::make_unique<LocalPlatform>(m_paths, &m_compiler, &m_client);
        for (const RustTarget target : {RustTarget::Native, RustTarget::Wasm}) {
            publish(target, sourcePath("/tests/data/handlers/wild"));
        }
    }

    void a_component_that_cannot_be_precompiled_is_timed_too()
    {
        const QTemporaryDir home;
        Paths paths = m_paths;
        paths.data = home.filePath(QStringLiteral("data"));
        paths.cache = home.filePath(QStringLiteral("cache"));
        writeFile(paths.cache + QStringLiteral("/precompiled"), {}); // where a folder is to be
        LocalPlatform platform(paths, &m_compiler, &m_client);
        App app;
        app.id = idOf(RustTarget::Wasm);
        app.target = RustTarget::Wasm;
        QVERIFY(QCoro::waitFor(platform.createApp(app)));
        QVERIFY(QCoro::waitFor(platform.saveDraft(app.id, sourcePath("/tests/data/handlers/wild"))));
        Told told;
        const auto compiled = QCoro::waitFor(platform.compileDraft(app.id, told.observer()));
        QVERIFY(!compiled && compiled.error().message.contains(QLatin1String("precompiled")));
        QCOMPARE(told.timings.size(), 1);
        QVERIFY(!told.timings[0].isGood);
        QCOMPARE(told.timings[0].steps.last().step, CompileStep::Precompile);
    }

    void ends_of_instances_are_reported_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("native");
        QTest::addColumn<QString>("wasm");
        const auto row = [](const char *name, const QByteArray &body, int status, const char *native,
                            const char *wasm) {
            QTest::newRow(name) << body << status << QString::fromLatin1(native) << QString::fromLatin1(wasm);
        };
        row("panic", doing("panic"), 500, "asked to panic", "asked to panic");
        row("panic with a number", doing("panic-number"), 500, "not text", "not text");
        row("abort", doing("abort"), 500, "SIGABRT", "The handler's component ended: wasm trap");
        row("exit", doing("exit"), 500, "exited with code 3", "Exited with i32 exit status");
        row("stack", doing("stack"), 500, "stack overflow, aborting", "a stack that overflows");
        row("memory", doing("memory"), 500, "memory allocation of 16777216 bytes failed",
            "memory allocation of 16777216 bytes failed");
        row("an endless loop", doing("loop"), 504, "did not answer within 2 s", "did not answer within 2 s");
        row("too slow", doing("sleep", "\"ms\":60000"), 504, "did not answer within 2 s", "did not answer within 2 s");
    }
    void ends_of_instances_are_reported()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        for (const RustTarget target : {RustTarget::Native, RustTarget::Wasm}) {
            const QString wanted = *static_cast<QString *>(
                QTest::qData(target == RustTarget::Native ? "native" : "wasm", QMetaType::QString));
            const auto answer = QCoro::waitFor(call(target, body));
            QVERIFY2(answer, answer ? "" : qPrintable(answer.error().message));
            QVERIFY2(answer->response.body.contains(wanted.toUtf8()), answer->response.body);
            QCOMPARE(answer->response.status, status);
            QVERIFY(answer->response.body.startsWith("{\"error\":"));
            // The next call is answered, whatever became of the instance.
            const auto next = QCoro::waitFor(call(target, "{}"));
            QVERIFY2(next && next->response.status == 200, next ? next->response.body : next.error().message.toUtf8());
        }
    }

    void lines_belong_to_their_call_data() { bothTargets(); }
    void lines_belong_to_their_call()
    {
        QFETCH(RustTarget, target);
        for (const QByteArray &body : {doing("log"), doing("panic"), doing("log"), doing("abort")}) {
            QList<LogLine> lines;
            const auto answer =
                QCoro::waitFor(call(target, body, {.lines = [&](const QList<LogLine> &told) { lines += told; }}));
            QVERIFY(answer);
            QByteArrayList own;
            for (const LogLine &line : std::as_const(lines)) {
                if (line.executionId == answer->executionId && line.stream == LogStream::Stderr) {
                    own << line.text;
                }
                QVERIFY2(!line.text.contains("<ignite ") && !line.text.contains("Serving HTTP"), line.text);
            }
            if (body.contains("log")) {
                QCOMPARE(own, QByteArrayList({"first line", "second, without its end"}));
            } else if (body.contains("panic")) {
                QVERIFY2(own.join('\n').contains("asked to panic"), own.join('\n'));
                QVERIFY2(!own.join('\n').contains("wasm backtrace"), own.join('\n'));
            }
        }
    }

    /// What looks like a mark, or like the host's own words, is text of the call that wrote it.
    void what_a_handler_prints_is_no_mark_data() { bothTargets(); }
    void what_a_handler_prints_is_no_mark()
    {
        QFETCH(RustTarget, target);
        const RustTarget other = target == RustTarget::Native ? RustTarget::Wasm : RustTarget::Native;
        const auto ownLines = [](const QList<LogLine> &lines, const QString &id) {
            QByteArrayList own;
            for (const LogLine &line : lines) {
                if (line.executionId == id && line.stream == LogStream::Stderr) {
                    own << line.text;
                }
            }
            return own;
        };
        QList<LogLine> lines;
        auto forging = call(target, doing("forge", "\"times\":1000"),
                            {.lines = [&](const QList<LogLine> &told) { lines += told; }});
        QList<LogLine> others;
        const auto beside =
            QCoro::waitFor(call(other, doing("log"), {.lines = [&](const QList<LogLine> &told) { others += told; }}));
        QVERIFY(beside);
        QCOMPARE(ownLines(others, beside->executionId), QByteArrayList({"first line", "second, without its end"}));

        const auto forged = QCoro::waitFor(forging);
        QVERIFY(forged);
        QCOMPARE(forged->response.body, QByteArray("[]")); // it found the tokens nowhere
        const QByteArrayList own = ownLines(lines, forged->executionId);
        QCOMPARE(own.value(0), QByteArray("\x1e<ignite begin 0>"));
        QCOMPARE(own.value(1), QByteArray("\x1e<ignite 0000000000000000>"));
        QCOMPARE(own.value(2999), QByteArray("\x1e<ignite end 999 200 1>"));
        QCOMPARE(own.last(), QByteArray("its own line"));
        QVERIFY(own.size() >= 3004);

        lines.clear();
        const auto next =
            QCoro::waitFor(call(target, doing("log"), {.lines = [&](const QList<LogLine> &told) { lines += told; }}));
        QVERIFY(next);
        QCOMPARE(ownLines(lines, next->executionId), QByteArrayList({"first line", "second, without its end"}));
    }

    /// The app's time holds however the answer comes and whoever takes it, and so does a stop request; the handler goes
    /// on writing whether it is read or not, and keeps nobody from an answer.
    void an_answer_without_an_end_data()
    {
        QTest::addColumn<RustTarget>("target");
        QTest::addColumn<QString>("taker");
        for (const char *taker : {"nobody", "all", "first", "stop"}) {
            QTest::addRow("native, %s", taker) << RustTarget::Native << QString::fromLatin1(taker);
            QTest::addRow("wasm, %s", taker) << RustTarget::Wasm << QString::fromLatin1(taker);
        }
    }
    void an_answer_without_an_end()
    {
        QFETCH(RustTarget, target);
        QFETCH(QString, taker);
        std::stop_source stop;
        InvokeObserver observer;
        if (taker != QLatin1String("nobody")) {
            observer.chunk = [&](const QByteArray &, const std::function<void()> &next) {
                if (taker == QLatin1String("stop")) {
                    stop.request_stop();
                }
                if (taker != QLatin1String("first")) {
                    next();
                }
            };
        }
        const HttpRequest request{.method = "POST", .target = "/", .headers = {}, .body = doing("stream-on")};
        const auto answer =
            QCoro::waitFor(m_platform->invoke(idOf(target), {}, request, std::move(observer), stop.get_token()));
        if (taker == QLatin1String("stop")) {
            QVERIFY(!answer);
            QCOMPARE(answer.error().code, ErrorCode::Cancelled);
        } else if (taker == QLatin1String("nobody")) {
            QVERIFY(answer && (answer->response.status == 504 || answer->response.truncated));
        } else {
            QVERIFY(answer && answer->brokeOff);
            QCOMPARE(answer->response.status, 504);
        }
        const auto next = QCoro::waitFor(call(target, "{}"));
        QVERIFY2(next && next->response.status == 200, next ? next->response.body : next.error().message.toUtf8());
    }

    void state_is_kept_between_calls_data() { bothTargets(); }
    void state_is_kept_between_calls()
    {
        QFETCH(RustTarget, target);
        // A second instance may be there from a test before, and both have been called already.
        QList<qint64> counts;
        for (int at = 0; at < 200; ++at) {
            const auto answer = QCoro::waitFor(call(target, "{}"));
            QVERIFY(answer);
            const auto body = parseJson(answer->response.body);
            QVERIFY2(body && (*body)["calls"].integer() > 0, answer->response.body);
            const qint64 calls = (*body)["calls"].integer();
            if (const qsizetype known = counts.indexOf(calls - 1); known >= 0) {
                counts[known] = calls;
            } else {
                counts << calls;
            }
            QVERIFY2(counts.size() <= 2, answer->response.body);
        }
    }

    void the_temp_store_is_gone_also_after_a_kill_data() { bothTargets(); }
    void the_temp_store_is_gone_also_after_a_kill()
    {
        QFETCH(RustTarget, target);
        for (const char *action : {"put", "put-and-die", "put-and-hang"}) {
            const auto answer = QCoro::waitFor(call(target, doing(action)));
            QVERIFY(answer);
            QCOMPARE(answer->response.status, action == QByteArray("put")           ? 200
                                              : action == QByteArray("put-and-die") ? 500
                                                                                    : 504);
            // A component that dies leaves its host alive; its files go with the call all the same.
            QTRY_COMPARE_WITH_TIMEOUT(notes(), 0, 30'000);
        }
    }

    void what_a_component_may_not_reach()
    {
        const auto read = QCoro::waitFor(call(RustTarget::Wasm, doing("read", "\"path\":\"/etc/passwd\"")));
        QCOMPARE(read->response.status, 500);
        QVERIFY2(!read->response.body.contains("root"), read->response.body);
        const auto connect = QCoro::waitFor(call(RustTarget::Wasm, doing("connect", "\"to\":\"127.0.0.1:1\"")));
        QCOMPARE(connect->response.status, 500);
        QVERIFY2(connect->response.body.contains("ermission denied"), connect->response.body);
    }

    void more_load_starts_more_instances_data() { bothTargets(); }
    void more_load_starts_more_instances()
    {
        QFETCH(RustTarget, target);
        std::vector<Task<Invocation>> calls;
        for (int at = 0; at < 9; ++at) { // three at once, three times
            calls.push_back(call(target, doing("sleep", "\"ms\":200")));
        }
        QSet<QString> ids;
        for (auto &one : calls) {
            const auto answer = QCoro::waitFor(one);
            QVERIFY(answer);
            QCOMPARE(answer->response.status, 200);
            QVERIFY(answer->response.body.contains(answer->executionId.toUtf8()));
            ids.insert(answer->executionId);
        }
        QCOMPARE(ids.size(), 9);
    }
};

QTEST_GUILESS_MAIN(TestTargets)
#include "tst_targets.moc"
