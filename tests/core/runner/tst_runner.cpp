// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http_client.h"
#include "core/model/http_message.h"
#include "core/model/log_line.h"
#include "core/runner/instance.h"
#include "core/runner/instance_log.h"
#include "core/runner/scratch.h"
#include "tests/support/places.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

#include <atomic>
#include <thread>

using namespace studio;

class TestRunner : public QObject
{
    Q_OBJECT

    static std::unique_ptr<Instance> start(const QString &mode,
                                           std::chrono::milliseconds ready = std::chrono::seconds(5))
    {
        auto started = nativeRunner()->start({.program = sourcePath("/tests/core/runner/fake_handler.py"),
                                              .functionId = QStringLiteral("org/fake"),
                                              .environment = {{QStringLiteral("MODE"), mode}},
                                              .readyTimeout = ready});
        return started ? std::move(*started) : nullptr;
    }

    /// A call as the platform makes it; its answer is of no interest.
    Task<HttpExchange> send(Instance &instance, const std::shared_ptr<CallMarks::Call> &call, const QByteArray &id)
    {
        return m_client.send(instance.port(),
                             {.headers = {{"x-ignite-execution-id", id}, {CallMarks::header, call->headerValue()}}});
    }

    /// "id|text" of each line, in order.
    static QStringList told(const QList<LogLine> &lines)
    {
        QStringList all;
        for (const LogLine &line : lines) {
            all << line.executionId + QLatin1Char('|') + QString::fromUtf8(line.text) +
                       (line.stream == LogStream::Stdout ? QStringLiteral("|out") : QString());
        }
        return all;
    }

    static QByteArray markOf(const QByteArray &token) { return "\x1e<ignite " + token + ">\n"; }
    static QByteArray beginOf(const CallMarks::Call &call) { return markOf(call.headerValue().split(' ')[0]); }
    static QByteArray endOf(const CallMarks::Call &call) { return markOf(call.headerValue().split(' ')[1]); }

    HttpClient m_client;

private Q_SLOTS:
    void ready_then_stopped()
    {
        const auto instance = start(QStringLiteral("good"));
        QVERIFY(instance);
        QVERIFY(instance->port() > 0);
        QTRY_COMPARE(instance->state(), InstanceState::Ready);
        QVERIFY(instance->residentBytes() > 1 << 20);
        instance->stop();
        QCOMPARE(instance->state(), InstanceState::Stopping);
        QTRY_COMPARE(instance->state(), InstanceState::Stopped);
        QCOMPARE(instance->residentBytes(), 0);
    }

    void one_that_is_busy_with_a_call_is_ready()
    {
        const auto instance = start(QStringLiteral("busy"), std::chrono::milliseconds(700));
        const auto call = instance->marks()->expect(QStringLiteral("A"));
        const auto answer = send(*instance, call, "A");
        QTRY_COMPARE(instance->state(), InstanceState::Ready);
        QVERIFY(instance->marks()->isRunning(QStringLiteral("A")));
        QTest::qWait(1'000); // fixed wait: longer than it had to answer the probe
        QCOMPARE(instance->state(), InstanceState::Ready);
    }

    void one_that_ignores_the_request_to_end_is_killed()
    {
        const auto instance = start(QStringLiteral("stubborn"));
        QTRY_COMPARE(instance->state(), InstanceState::Ready);
        instance->stop();
        QTRY_COMPARE_WITH_TIMEOUT(instance->state(), InstanceState::Stopped, 30'000);
    }

    void ends_of_instances_are_reported_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("message");
        QTest::newRow("at start")
            << QStringLiteral("dies")
            << QStringLiteral(
                   "The handler exited with code 7 before it was ready. Its last line on stderr was: hello from dies");
        QTest::newRow("never ready") << QStringLiteral("never-ready")
                                     << QStringLiteral("The handler did not become ready within 0.5 s. Its last line "
                                                       "on stderr was: hello from never-ready");
        QTest::newRow("later") << QStringLiteral("crashes-later")
                               << QStringLiteral("The handler was ended by signal 11 (SIGSEGV). Its last line on "
                                                 "stderr was: hello from crashes-later");
    }
    void ends_of_instances_are_reported()
    {
        QFETCH(QString, mode);
        QFETCH(QString, message);
        const auto instance = start(mode, mode == QLatin1String("never-ready") ? std::chrono::milliseconds(500)
                                                                               : std::chrono::seconds(5));
        QTRY_COMPARE_WITH_TIMEOUT(instance->state(), InstanceState::Crashed, 30'000);
        QCOMPARE(instance->failure().message, message);
    }

    void a_program_that_is_not_there()
    {
        const auto started = nativeRunner()->start({.program = QStringLiteral("/no/such/handler")});
        QCOMPARE(started.error().code, ErrorCode::NotFound);
    }

    void lines_belong_to_the_one_call_in_flight()
    {
        const auto instance = start(QStringLiteral("marks"));
        QList<LogLine> all;
        connect(instance.get(), &Instance::lines, this, [&](const QList<LogLine> &lines) { all << lines; });
        const auto callA = instance->marks()->expect(QStringLiteral("A"));
        const auto callB = instance->marks()->expect(QStringLiteral("B"));
        QVERIFY(!instance->marks()->expect(QStringLiteral("A"))); // there is one
        const auto first = send(*instance, callA, "A");
        const auto second = send(*instance, callB, "B");
        QTRY_VERIFY(all.size() >= 6);
        QStringList lines = told(all);
        QVERIFY(lines.removeOne(QStringLiteral("|to stdout|out")));
        QCOMPARE(lines.join(QLatin1Char(' ')), QStringLiteral("|hello from marks A|in A |in both B|in B |after"));
        QVERIFY(instance->drainLogs(QStringLiteral("A")) && instance->drainLogs(QStringLiteral("B")));
        QVERIFY(!instance->drainLogs(QStringLiteral("C")));
    }

    /// 300,000 lines that look like marks are text of the one call that wrote them, and no more of them reach this
    /// thread than can be shown; another instance answers meanwhile, and its line is its own.
    void what_looks_like_a_mark_is_text()
    {
        const auto forger = start(QStringLiteral("forger"));
        const auto other = start(QStringLiteral("answers"));
        QList<LogLine> all;
        QList<LogLine> others;
        qsizetype bunches = 0;
        connect(forger.get(), &Instance::lines, this, [&](const QList<LogLine> &lines) {
            all << lines;
            ++bunches;
        });
        connect(other.get(), &Instance::lines, this, [&](const QList<LogLine> &lines) { others << lines; });
        QElapsedTimer clock;
        clock.start();
        const auto call = forger->marks()->expect(QStringLiteral("A"));
        auto forging = send(*forger, call, "A");
        const auto next = other->marks()->expect(QStringLiteral("B"));
        QVERIFY(QCoro::waitFor(send(*other, next, "B")));
        QTRY_VERIFY(other->drainLogs(QStringLiteral("B")));
        QCOMPARE(told(others), QStringList({QStringLiteral("|hello from answers"), QStringLiteral("B|in B")}));
        QVERIFY(QCoro::waitFor(forging));
        QTRY_VERIFY(forger->drainLogs(QStringLiteral("A")));
        const auto written = [&] {
            qint64 count = 0;
            for (const LogLine &line : std::as_const(all)) {
                count += line.leftOut > 0 ? line.leftOut : 1;
            }
            return count;
        };
        QTRY_COMPARE(written(), 300'004);
        for (const LogLine &line : std::as_const(all)) {
            const bool isOutside = line.text == "hello from forger" || line.text == "after";
            QVERIFY2(line.leftOut > 0 || line.executionId == (isOutside ? QString() : QStringLiteral("A")), line.text);
        }
        // What this thread had to do is bounded by the time and not by what was written.
        const qint64 seconds = clock.elapsed() / 1000 + 2;
        QVERIFY(all.size() <= seconds * (InstanceLog::linesPerSecond + 1));
        QVERIFY2(bunches <= clock.elapsed() / 30 + 10, QByteArray::number(bunches));
        QVERIFY(!forger->marks()->isRunning(QStringLiteral("B")));
        QCOMPARE(forger->marks()->runningCount(), 0);
    }

    void a_hundred_megabytes_are_counted_and_not_kept()
    {
        const auto instance = start(QStringLiteral("noisy"));
        qint64 told = 0;
        qint64 dropped = 0;
        connect(instance.get(), &Instance::lines, this, [&](const QList<LogLine> &lines) {
            for (const LogLine &line : lines) {
                told += line.leftOut > 0 ? 0 : 1;
                dropped += line.leftOut;
            }
        });
        int ticks = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&] { ++ticks; });
        timer.start(1);
        QTRY_COMPARE_WITH_TIMEOUT(told + dropped, 1'000'002, 30'000);
        QVERIFY(dropped > 500'000);
        QVERIFY(instance->lastLines().size() <= 20);
        QVERIFY(ticks > 10);
    }

    void memory_is_limited()
    {
        const auto started = nativeRunner()->start({.program = sourcePath("/tests/core/runner/fake_handler.py"),
                                                    .functionId = QStringLiteral("org/fake"),
                                                    .environment = {{QStringLiteral("MODE"), QStringLiteral("greedy")}},
                                                    .memoryBytes = 64 << 20});
        QVERIFY(started);
        QTRY_COMPARE_WITH_TIMEOUT((*started)->state(), InstanceState::Crashed, 30'000);
        QVERIFY2((*started)->failure().message.contains(QStringLiteral("MemoryError")),
                 qPrintable((*started)->failure().message));
    }

    void memory_is_limited_for_all_its_processes_together()
    {
        const auto started = nativeRunner()->start({.program = sourcePath("/tests/core/runner/fake_handler.py"),
                                                    .functionId = QStringLiteral("org/fake"),
                                                    .environment = {{QStringLiteral("MODE"), QStringLiteral("forks")}},
                                                    .memoryBytes = 96 << 20});
        QVERIFY(started);
        QTRY_COMPARE_WITH_TIMEOUT((*started)->state(), InstanceState::Crashed, 30'000);
        const QString said = (*started)->failure().message;
        QVERIFY2(said.contains(QStringLiteral("its processes used")) &&
                     said.contains(QStringLiteral("the limit is 96 MB")),
                 qPrintable(said));
    }

    void its_folder_goes_with_it_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::newRow("stopped") << QStringLiteral("good");
        QTest::newRow("killed") << QStringLiteral("stubborn");
    }
    void its_folder_goes_with_it()
    {
        QFETCH(QString, mode);
        const auto instance = start(mode);
        QTRY_COMPARE(instance->state(), InstanceState::Ready);
        const QString store =
            QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(instance->pid())) + QStringLiteral("/../store");
        QVERIFY(QDir(store).exists());
        QVERIFY(QDir(store).mkdir(QStringLiteral("ignite-left-over")));
        instance->stop();
        QTRY_COMPARE_WITH_TIMEOUT(instance->state(), InstanceState::Stopped, 30'000);
        QVERIFY(!QDir(store).exists());
    }

    void what_a_killed_studio_left_is_removed()
    {
        const auto held = Scratch::make();
        QVERIFY(held);
        const QString left = QDir::tempPath() + QStringLiteral("/ignite-instance-abandoned");
        QVERIFY(QDir().mkpath(left + QStringLiteral("/store/ignite-x")));
        Scratch::removeAbandoned(); // however new it is
        QVERIFY(!QDir(left).exists());
        QVERIFY(QDir((*held)->store()).exists());
    }

    void folders_are_made_while_others_are_removed()
    {
        std::atomic<bool> isOver = false;
        std::thread removing([&] {
            while (!isOver) {
                Scratch::removeAbandoned();
            }
        });
        QStringList failures;
        for (int i = 0; i < 300; ++i) {
            const auto made = Scratch::make();
            if (!made || !QDir((*made)->work()).exists() || !QDir((*made)->store()).exists()) {
                failures << (made ? QStringLiteral("removed") : made.error().message);
            }
        }
        isOver = true;
        removing.join();
        QCOMPARE(failures.join(QLatin1Char(' ')), QString());
    }

    void output_of_wasmtime_is_recognised_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("lines");
        QTest::addColumn<QString>("reason");
        const QByteArray begin = "BEGIN A";
        const QByteArray report = "error: guest never invoked `response-outparam::set` method\n"
                                  "worker failed: error while executing at wasm backtrace:\n"
                                  "    0:  0x44951 - wild.wasm!abort\n\nCaused by:\n"
                                  "    wasm trap: wasm `unreachable` instruction executed\n\n";
        QTest::newRow("its start") << QByteArray("Serving HTTP on http://127.0.0.1:1/\n") << QString() << QString();
        QTest::newRow("a trap") << begin + "words\n" + report + "after\n"
                                << QStringLiteral("A|words A|worker failed: error while executing at wasm backtrace: "
                                                  "A|    0:  0x44951 - wild.wasm!abort A| A|Caused by: A|    wasm "
                                                  "trap: wasm `unreachable` instruction executed A|after")
                                << QStringLiteral("wasm trap: wasm `unreachable` instruction executed. Its last line "
                                                  "on stderr was: words");
        QTest::newRow("ten frames and more")
            << begin + "worker failed: error while executing at wasm backtrace:\n    9: 0x1 - x\n   10: 0x1 - y\n\n"
                       "Caused by:\n    Exited with i32 exit status 1\n\n"
            << QStringLiteral("A|worker failed: error while executing at wasm backtrace: A|    9: 0x1 - x A|   10: "
                              "0x1 - y A| A|Caused by: A|    Exited with i32 exit status 1")
            << QStringLiteral("Exited with i32 exit status 1");
        QTest::newRow("behind text without a line break")
            << begin + "words" + report.first(report.indexOf('\n') + 1) << QStringLiteral("A|words") << QString();
        QTest::newRow("numbered causes")
            << begin +
                   "worker failed: error while executing at wasm backtrace:\n    0: 0x1 - x\n\nCaused by:\n"
                   "    0: memory fault at wasm address 0xfffffff0\n    1: wasm trap: out of bounds memory access\n\n"
            << QStringLiteral("A|worker failed: error while executing at wasm backtrace: A|    0: 0x1 - x A| A|Caused "
                              "by: A|    0: memory fault at wasm address 0xfffffff0 A|    1: wasm trap: out of bounds "
                              "memory access")
            << QStringLiteral("wasm trap: out of bounds memory access (a stack that overflows looks like this)");
        QTest::newRow("after a panic, whose call has ended")
            << begin + "thread 'main' panicked at src/lib.rs:1:1:\nEND ABEGIN B" + report + "of B\n"
            << QStringLiteral("A|thread 'main' panicked at src/lib.rs:1:1: B|of B") << QString();
        QTest::newRow("a client that went away")
            << QByteArray("error: hyper::Error(IncompleteMessage)\nx\n") << QStringLiteral("|x") << QString();
        QTest::newRow("a handler that says the same")
            << begin + "worker failed: not really\nmore\n"
            << QStringLiteral("A|worker failed: not really A|more") << QString();
    }
    void output_of_wasmtime_is_recognised()
    {
        QFETCH(QByteArray, text);
        const auto marks = std::make_shared<CallMarks>();
        const auto callA = marks->expect(QStringLiteral("A"));
        const auto callB = marks->expect(QStringLiteral("B"));
        text.replace("BEGIN A", beginOf(*callA)).replace("END A", endOf(*callA)).replace("BEGIN B", beginOf(*callB));
        LogReader reader(marks, LogReader::Host::Wasmtime);
        QTEST(told(reader.readStderr(text, 0)).join(QLatin1Char(' ')), "lines");
        const auto trap = reader.takeTrap();
        QTEST(trap ? trap->reason : QString(), "reason");
        QCOMPARE(reader.isServing(), text.startsWith("Serving"));
    }
};

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_runner.moc"
