// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/instance.h"
#include "core/runner/log_reader.h"

#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace studio;

class TestRunner : public QObject
{
    Q_OBJECT

    static std::unique_ptr<Instance> start(const QString &mode,
                                           std::chrono::milliseconds ready = std::chrono::seconds(5))
    {
        auto started =
            nativeRunner()->start({.program = QStringLiteral(STUDIO_SOURCE_DIR "/tests/core/runner/fake_handler.py"),
                                   .functionId = QStringLiteral("org/fake"),
                                   .environment = {{QStringLiteral("MODE"), mode}},
                                   .readyTimeout = ready});
        return started ? std::move(*started) : nullptr;
    }

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

    void one_that_ignores_the_request_to_end_is_killed()
    {
        const auto instance = start(QStringLiteral("stubborn"));
        QTRY_COMPARE(instance->state(), InstanceState::Ready);
        instance->stop();
        QTRY_COMPARE_WITH_TIMEOUT(instance->state(), InstanceState::Stopped, 4000);
    }

    void ends_that_are_told_data()
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
    void ends_that_are_told()
    {
        QFETCH(QString, mode);
        QFETCH(QString, message);
        const auto instance = start(mode, mode == QLatin1String("never-ready") ? std::chrono::milliseconds(500)
                                                                               : std::chrono::seconds(5));
        QTRY_COMPARE_WITH_TIMEOUT(instance->state(), InstanceState::Crashed, 5000);
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
        QTRY_VERIFY(all.size() >= 6);
        QStringList told;
        for (const LogLine &line : all) {
            told << line.executionId + QLatin1Char('|') + QString::fromUtf8(line.text) +
                        (line.stream == LogStream::Stdout ? QStringLiteral("|out") : QString());
        }
        QVERIFY(told.removeOne(QStringLiteral("|to stdout|out")));
        QCOMPARE(told.join(QLatin1Char(' ')), QStringLiteral("|hello from marks A|in A |in both B|in B |after"));
    }

    void a_hundred_megabytes_are_counted_and_not_kept()
    {
        const auto instance = start(QStringLiteral("noisy"));
        qint64 told = 0;
        qint64 dropped = 0;
        connect(instance.get(), &Instance::lines, this, [&](const QList<LogLine> &lines, qint64 left) {
            told += lines.size();
            dropped += left;
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

    void a_mark_behind_text_without_a_line_break()
    {
        LogReader reader;
        const auto lines = reader.readStderr("\x1e<ignite begin A>\npartial\x1e<ignite end A 200 1>\nnext\n", 0);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines[0].text, "partial");
        QCOMPARE(lines[0].executionId, QStringLiteral("A"));
        QCOMPARE(lines[1].executionId, QString());
    }
};

QTEST_GUILESS_MAIN(TestRunner)
#include "tst_runner.moc"
