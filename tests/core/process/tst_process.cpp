// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/line_splitter.h"
#include "core/process/process.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace studio;

namespace {

ProcessSpec shell(const QString &script)
{
    return {.program = QStringLiteral("/bin/sh"), .arguments = {QStringLiteral("-c"), script}};
}

} // namespace

class TestProcess : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void output_and_exit_code()
    {
        auto spec = shell(QStringLiteral("cat; echo err >&2; exit 3"));
        spec.standardInput = "hello";
        const auto output = QCoro::waitFor(runProcess(spec));
        QVERIFY(output.has_value());
        QCOMPARE(output->standardOutput, "hello");
        QCOMPARE(output->standardError, "err\n");
        QCOMPARE(output->exit, (ProcessExit{3, 0}));
    }

    void output_that_is_dropped_is_told()
    {
        for (const char *const to : {"", " >&2"}) {
            const auto printed = [to](const char *bytes) {
                return QCoro::waitFor(runProcess(
                    shell(QStringLiteral("head -c %1 /dev/zero%2").arg(QLatin1String(bytes), QLatin1String(to)))));
            };
            QVERIFY(printed("16M")->isComplete);
            const auto more = printed("16777217");
            QVERIFY(!more->isComplete);
            QCOMPARE(more->standardOutput.size() + more->standardError.size(), 16 << 20);
        }
    }

    void output_goes_to_descriptors_of_the_caller()
    {
        int out[2];
        int err[2];
        QVERIFY(pipe2(out, O_CLOEXEC) == 0 && pipe2(err, O_CLOEXEC) == 0);
        auto spec = shell(QStringLiteral("echo out; echo err >&2"));
        spec.standardOutput = out[1];
        spec.standardError = err[1];
        const auto output = QCoro::waitFor(runProcess(spec));
        close(out[1]);
        close(err[1]);
        QVERIFY(output.has_value());
        QVERIFY(output->standardOutput.isEmpty() && output->standardError.isEmpty());
        QByteArray text(8, '\0');
        QCOMPARE(read(out[0], text.data(), 8), 4);
        QCOMPARE(text.first(4), "out\n");
        QCOMPARE(read(out[0], text.data(), 8), 0); // nobody else holds the other end
        QCOMPARE(read(err[0], text.data(), 8), 4);
        QCOMPARE(text.first(4), "err\n");
        QCOMPARE(read(err[0], text.data(), 8), 0);
        close(out[0]);
        close(err[0]);
    }

    void a_signal_is_named()
    {
        const auto output = QCoro::waitFor(runProcess(shell(QStringLiteral("kill -SEGV $$"))));
        QVERIFY(output.has_value());
        QCOMPARE(output->exit, (ProcessExit{0, SIGSEGV}));
        QCOMPARE(describe(output->exit), QStringLiteral("was ended by signal 11 (SIGSEGV)"));
    }

    void a_program_that_is_not_there_is_an_error_that_names_it()
    {
        const auto output = QCoro::waitFor(runProcess({.program = QStringLiteral("/no/such/program")}));
        QVERIFY2(!output.has_value(), output ? qPrintable(describe(output->exit)) : "");
        QCOMPARE(output.error().code, ErrorCode::Unavailable);
        QVERIFY(output.error().message.contains(QStringLiteral("/no/such/program")));
    }

    void stop_asks_first()
    {
        Process process(
            shell(QStringLiteral("trap 'echo asked; exit 4' TERM; echo running; while :; do sleep 0.01; done")));
        QByteArray out;
        connect(&process, &Process::standardOutput, this, [&](const QByteArray &chunk) { out += chunk; });
        QSignalSpy finished(&process, &Process::finished);
        process.start();
        QTRY_COMPARE(out, "running\n");
        process.stop(std::chrono::minutes(1));
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(out, "running\nasked\n");
        QCOMPARE(finished.first().first().value<Result<ProcessExit>>().value_or(ProcessExit{}), (ProcessExit{4, 0}));
    }

    void a_stop_request_gives_cancelled()
    {
        std::stop_source source;
        QTimer::singleShot(100, this, [source]() mutable { source.request_stop(); });
        const auto output = QCoro::waitFor(runProcess(shell(QStringLiteral("sleep 1000")), source.get_token()));
        QVERIFY(!output.has_value());
        QCOMPARE(output.error().code, ErrorCode::Cancelled);
    }

    void a_socket_arrives_as_descriptor_3_and_nothing_else_does()
    {
        const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int leak = dup(listener); // not close-on-exec: must not arrive
        // Built-ins alone: a pipeline or an opened folder would have descriptors of its own.
        auto spec = shell(QStringLiteral("echo $LISTEN_FDS; readlink /proc/self/fd/3; "
                                         "for n in 0 1 2 3 4 5 6 7 8 9 10 11 12; do "
                                         "[ -e /proc/$$/fd/$n ] && printf '%s ' $n; done; echo"));
        spec.listenSocket = listener;
        const auto output = QCoro::waitFor(runProcess(spec));
        ::close(listener);
        ::close(leak);
        QVERIFY(output.has_value());
        const auto lines = output->standardOutput.split('\n');
        QCOMPARE(lines.value(0), "1");
        QVERIFY2(lines.value(1).startsWith("socket:"), output->standardOutput);
        QCOMPARE(lines.value(2).trimmed(), "0 1 2 3");
    }

    void a_hundred_megabytes_leave_the_event_loop_its_turn()
    {
        Process process(shell(QStringLiteral("head -c 100000000 /dev/zero >&2")));
        qint64 bytes = 0;
        connect(&process, &Process::standardError, this, [&](const QByteArray &chunk) {
            bytes += chunk.size();
            QVERIFY(chunk.size() <= 1 << 20);
        });
        int ticks = 0;
        QTimer timer;
        connect(&timer, &QTimer::timeout, this, [&] { ++ticks; });
        timer.start(1);
        QSignalSpy finished(&process, &Process::finished);
        process.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30'000);
        QCOMPARE(bytes, 100'000'000);
        QVERIFY2(ticks > 5, qPrintable(QString::number(ticks)));
    }

    void frequent_output_is_delivered_in_batches()
    {
        Process process(shell(QStringLiteral("i=0; while [ $i -lt 20000 ]; do echo $i >&2; i=$((i+1)); done")));
        QByteArray told;
        int bunches = 0;
        connect(&process, &Process::standardError, this, [&](const QByteArray &chunk) {
            told += chunk;
            ++bunches;
        });
        const QSignalSpy finished(&process, &Process::finished);
        process.start();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 30'000);
        QCOMPARE(told.count('\n'), 20'000);
        QVERIFY2(bunches < 2'000, qPrintable(QString::number(bunches)));
    }

    void lines_are_cut_data()
    {
        QTest::addColumn<QList<QByteArray>>("chunks");
        QTest::addColumn<QList<QByteArray>>("lines");
        using L = QList<QByteArray>;
        QTest::newRow("whole") << L{"a\nb\n"} << L{"a", "b"};
        QTest::newRow("across chunks") << L{"a", "b\nc", "\n"} << L{"ab", "c"};
        QTest::newRow("CRLF across chunks") << L{"a\r", "\nb\r\n"} << L{"a", "b"};
        QTest::newRow("rest") << L{"a\nb"} << L{"a", "b"};
        QTest::newRow("empty lines") << L{"\n\n"} << L{"", ""};
        QTest::newRow("too long") << L{"123456789\n"} << L{"12345678", "9"};
        QTest::newRow("too long across") << L{"12345", "6789012345"} << L{"12345678", "9012345"};
    }
    void lines_are_cut()
    {
        QFETCH(QList<QByteArray>, chunks);
        QFETCH(QList<QByteArray>, lines);
        LineSplitter splitter(8);
        QList<QByteArray> got;
        for (const QByteArray &chunk : chunks) {
            got << splitter.feed(chunk);
        }
        got << splitter.finish();
        QCOMPARE(got, lines);
    }
};

QTEST_GUILESS_MAIN(TestProcess)
#include "tst_process.moc"
