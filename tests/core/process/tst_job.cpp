// SPDX-License-Identifier: GPL-3.0-or-later
// What a child has started ends with it, with its Process, and with the program, however that ends. Each with and
// without namespaces.
#include "core/process/process.h"
#include "tests/support/marked_processes.h"

#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <csignal>
#include <thread>
#include <unistd.h>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int timeout = 30'000;

/// A shell that has the mark, and so has everything that it starts.
ProcessSpec marked(const QByteArray &mark, const QString &script)
{
    ProcessSpec spec{.program = u"/bin/sh"_s, .arguments = {u"-c"_s, script}};
    spec.environment.insert(u"TEST_MARK"_s, QString::fromLatin1(mark));
    return spec;
}

/// Leaves its parent, its process group and its session; without the environment too. Holds stdout and stderr open.
const QString daemons = u"setsid sh -c '(sleep 1000; :) & sleep 1000' & "
                        "(setsid sleep 1000 &) ; (setsid setsid sleep 1000 & sleep 1000 &) & "_s;

} // namespace

class TestJob : public QObject
{
    Q_OBJECT

    QByteArray m_mark;

    /// A host of its own with children, `count` shells with the script. The mark is in its environment.
    void startHost(QProcess &host, int count, const QString &script, const char *isolation)
    {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"TEST_MARK"_s, QString::fromLatin1(m_mark));
        environment.insert(u"STUDIO_PROCESS_ISOLATION"_s, QString::fromLatin1(isolation));
        host.setProcessEnvironment(environment);
        host.start(QStringLiteral(PROCESS_HOST), {QString::number(count), script});
    }

    static void isolations()
    {
        QTest::addColumn<QByteArray>("isolation");
        QTest::newRow("as the system allows") << QByteArray();
        QTest::newRow("without namespaces") << QByteArray("subreaper");
    }

private Q_SLOTS:
    void init() { m_mark = newMark(); }
    void cleanup()
    {
        const bool haveAllEnded = haveEnded(m_mark);
        const QByteArray left = described(markedProcesses(m_mark));
        endMarked(m_mark);
        QVERIFY2(haveAllEnded, left);
    }

    void daemons_end_with_the_child()
    {
        // They hold its stdout too: nobody waits for that.
        const auto output = QCoro::waitFor(runProcess(marked(m_mark, daemons + u"sleep 0.2; echo done"_s)));
        QVERIFY(output.has_value());
        QCOMPARE(output->standardOutput, "done\n");
        QCOMPARE(output->exit, ProcessExit{});
        QCOMPARE(described(markedProcesses(m_mark)), ""); // now, not soon
    }

    void daemons_end_with_a_stop_request()
    {
        const QTemporaryDir folder;
        const QString running = folder.filePath(u"running"_s);
        std::stop_source source;
        QTimer poll;
        connect(&poll, &QTimer::timeout, this, [&] {
            if (QFile::exists(running)) {
                source.request_stop();
            }
        });
        poll.start(5);
        const auto output = QCoro::waitFor(runProcess(
            marked(m_mark, daemons + u"sleep 0.1; : > '%1'; sleep 1000"_s.arg(running)), source.get_token()));
        QVERIFY(!output.has_value());
        QCOMPARE(output.error().code, ErrorCode::Cancelled);
        QCOMPARE(described(markedProcesses(m_mark)), "");
    }

    void daemons_end_with_the_process_object()
    {
        {
            Process process(marked(m_mark, daemons + u"echo running; sleep 1000"_s));
            QSignalSpy out(&process, &Process::standardOutput);
            process.start();
            QTRY_VERIFY(!out.isEmpty());
            QVERIFY(!markedProcesses(m_mark).isEmpty());
        }
        QCOMPARE(described(markedProcesses(m_mark)), "");
    }

    void what_ignores_the_stop_signal_is_killed()
    {
        Process process(marked(m_mark, u"trap '' TERM; setsid sleep 1000 & echo running; sleep 1000 & wait; wait"_s));
        QSignalSpy out(&process, &Process::standardOutput);
        QSignalSpy finished(&process, &Process::finished);
        process.start();
        QTRY_VERIFY(!out.isEmpty());
        process.stop(std::chrono::milliseconds(100));
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(described(markedProcesses(m_mark)), "");
    }

    void a_program_that_is_killed_at_any_instant_leaves_nothing_data() { isolations(); }
    void a_program_that_is_killed_at_any_instant_leaves_nothing()
    {
        QFETCH(QByteArray, isolation);
        QRandomGenerator random(20260301);
        for (int round = 0; round < 25; ++round) {
            QProcess host;
            startHost(host, 3, daemons + u"sleep 1000"_s, isolation);
            QVERIFY(host.waitForStarted());
            if (round % 5 == 0) {
                QVERIFY(host.waitForReadyRead(timeout)); // all of them run
                QVERIFY(markedProcesses(m_mark).size() > 3);
            }
            // fixed wait: any instant is to do
            std::this_thread::sleep_for(std::chrono::microseconds(random.bounded(60'000)));
            host.kill();
            QVERIFY(host.waitForFinished(timeout));
            QVERIFY2(haveEnded(m_mark), described(markedProcesses(m_mark)));
        }
    }

    void a_program_that_ends_by_itself_leaves_nothing_data() { isolations(); }
    void a_program_that_ends_by_itself_leaves_nothing()
    {
        QFETCH(QByteArray, isolation);
        QProcess host;
        startHost(host, 2, daemons + u"sleep 1000"_s, isolation);
        QVERIFY(host.waitForReadyRead(timeout));
        host.terminate();
        QVERIFY(host.waitForFinished(timeout));
        QVERIFY2(haveEnded(m_mark), described(markedProcesses(m_mark)));
    }

    /// Where the kernel does not end what is left when program, supervisor and shims are killed at once, the next
    /// program does.
    void leftovers_are_ended_at_the_next_start()
    {
        QProcess host;
        startHost(host, 2, daemons + u"sleep 1000"_s, "subreaper");
        QVERIFY(host.waitForReadyRead(timeout));
        QVERIFY(killWithSupervisors(static_cast<pid_t>(host.processId())) >= 2);
        QVERIFY(host.waitForFinished(timeout));
        QVERIFY2(!markedProcesses(m_mark).isEmpty(), "nothing is left, so this shows nothing");

        QProcess next;
        const QByteArray first = std::exchange(m_mark, newMark());
        startHost(next, 1, u":"_s, "subreaper");
        QVERIFY(next.waitForReadyRead(timeout));
        QVERIFY2(haveEnded(first), described(markedProcesses(first)));
        next.kill();
        QVERIFY(next.waitForFinished(timeout));
        QVERIFY2(next.readAllStandardError().contains("left behind"), "not said");
    }

    void a_supervisor_that_was_killed_is_started_again()
    {
        QVERIFY(QCoro::waitFor(runProcess(marked(m_mark, u":"_s))).has_value());
        for (const QByteArray &child :
             readWhole(u"/proc/self/task/%1/children"_s.arg(::getpid())).trimmed().split(' ')) {
            QVERIFY(child.toInt() > 0);
            if (readWhole(u"/proc/%1/cmdline"_s.arg(child.toInt())).contains("ignite-supervisor")) {
                ::kill(child.toInt(), SIGKILL);
            }
        }
        // By a thread, and it outlives that.
        const std::unique_ptr<QThread> thread(
            QThread::create([this] { (void)QCoro::waitFor(runProcess(marked(m_mark, u":"_s))); }));
        thread->start();
        QVERIFY(thread->wait(timeout));
        for (int i = 0; i < 3; ++i) {
            const auto output = QCoro::waitFor(runProcess(marked(m_mark, u"echo here"_s)));
            QVERIFY2(output.has_value(), qPrintable(output.error().message));
            QCOMPARE(output->standardOutput, "here\n");
        }
    }

    void many_threads_start_children_at_once()
    {
        constexpr int threads = 6;
        constexpr int each = 15;
        std::atomic<int> right = 0;
        std::vector<std::unique_ptr<QThread>> all;
        for (int i = 0; i < threads; ++i) {
            all.emplace_back(QThread::create([&, i] {
                for (int j = 0; j < each; ++j) {
                    const QByteArray said = QByteArray::number(i * each + j);
                    const auto output = QCoro::waitFor(
                        runProcess(marked(m_mark, u"echo "_s + QString::fromLatin1(said) + u"; exit %1"_s.arg(j))));
                    right += output && output->standardOutput == said + '\n' && output->exit == ProcessExit{j, 0};
                }
            }));
            all.back()->start();
        }
        for (const auto &thread : all) {
            QVERIFY(thread->wait(timeout));
        }
        QCOMPARE(right.load(), threads * each);
    }

    void memory_is_limited_for_all_together()
    {
        // Four times 48 MB, each of which is below the limit.
        const QString grow = u"import os, time\n"
                             "for i in range(4):\n"
                             "    if os.fork() == 0:\n"
                             "        os.setsid()\n"
                             "        held = bytearray(os.urandom(1 << 20)) * 48\n"
                             "        time.sleep(1000)\n" // fixed wait: the child stays
                             "time.sleep(1000)\n"_s;
        ProcessSpec spec{.program = u"python3"_s, .arguments = {u"-c"_s, grow}, .memoryBytes = 128 << 20};
        spec.environment.insert(u"TEST_MARK"_s, QString::fromLatin1(m_mark));
        const auto output = QCoro::waitFor(runProcess(spec));
        QVERIFY(output.has_value());
        QVERIFY2(output->exit.memoryUsed >= 128 << 20, qPrintable(describe(output->exit)));
        QVERIFY(describe(output->exit).contains(u"the limit is 128 MB"_s));
        QCOMPARE(described(markedProcesses(m_mark)), "");
    }

    void memory_that_processes_share_counts_once()
    {
        const QString share = u"import os, time, mmap\n"
                              "held = bytearray(os.urandom(1 << 20)) * 64\n"
                              "children = []\n"
                              "for i in range(4):\n"
                              "    child = os.fork()\n"
                              "    if child == 0:\n"
                              "        time.sleep(0.7)\n" // fixed wait: the child stays
                              "        os._exit(0)\n"
                              "    children.append(child)\n"
                              "for child in children: os.waitpid(child, 0)\n"_s;
        ProcessSpec spec{.program = u"python3"_s, .arguments = {u"-c"_s, share}, .memoryBytes = 160 << 20};
        const auto output = QCoro::waitFor(runProcess(spec));
        QVERIFY(output.has_value());
        QVERIFY2(output->exit == ProcessExit{}, qPrintable(describe(output->exit)));
    }

    /// Where a cgroup with a memory controller is delegated: `systemd-run --user --scope -p Delegate=yes ctest …`.
    void the_kernel_limits_memory_where_it_may()
    {
        const auto groupOf = [](const QByteArray &process) {
            const QByteArray groups = readWhole(u"/proc/%1/cgroup"_s.arg(QLatin1StringView(process)));
            return groups.mid(groups.indexOf("0::") + 3).trimmed();
        };
        const ProcessSpec say{
            .program = u"/bin/sh"_s,
            .arguments = {u"-c"_s,
                          u"f=/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup); echo $f; cat $f/memory.max"_s},
            .memoryBytes = 128 << 20};
        const auto said = QCoro::waitFor(runProcess(say));
        QVERIFY(said.has_value());
        if (!groupOf("self").endsWith("/ignite-studio-program")) {
            QSKIP("no cgroup is delegated here");
        }
        const QByteArrayList lines = said->standardOutput.trimmed().split('\n');
        QVERIFY2(lines.first().contains("/ignite-studio-job-"), lines.first().constData());
        QCOMPARE(lines.last(), QByteArray::number(128 << 20));
        // It is removed with the job, when the supervisor has reaped it.
        QTRY_VERIFY(!QFileInfo::exists(QString::fromUtf8(lines.first())));
    }

    void memory_of_files_and_shared_memory()
    {
        // What is in no process's data segment counts too: RLIMIT_DATA knows nothing of it.
        const QString grow = u"import mmap, time\n"
                             "held = mmap.mmap(-1, 256 << 20)\n"
                             "for page in range(0, 256 << 20, 4096): held[page] = 1\n"
                             "time.sleep(1000)\n"_s; // fixed wait: the child stays
        ProcessSpec spec{.program = u"python3"_s, .arguments = {u"-c"_s, grow}, .memoryBytes = 128 << 20};
        const auto output = QCoro::waitFor(runProcess(spec));
        QVERIFY(output.has_value());
        QVERIFY2(output->exit.memoryUsed >= 128 << 20, qPrintable(describe(output->exit)));
    }

    void its_number_is_the_one_that_is_seen_here()
    {
        Process process(marked(m_mark, u"echo running; exec sleep 1000"_s));
        QSignalSpy out(&process, &Process::standardOutput);
        process.start();
        const auto pid = static_cast<pid_t>(process.pid());
        QVERIFY(pid > 0);
        QTRY_VERIFY(!out.isEmpty());
        // Not at once: a process that executes another program has no environment for a moment.
        QTRY_VERIFY(readWhole(u"/proc/%1/environ"_s.arg(pid)).contains(m_mark));
        QCOMPARE(::kill(pid, SIGUSR1), 0);
        QSignalSpy finished(&process, &Process::finished);
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(finished.first().first().value<Result<ProcessExit>>().value_or(ProcessExit{}),
                 (ProcessExit{0, SIGUSR1}));
        QCOMPARE(process.pid(), 0);
    }

    void the_numbers_that_it_sees_are_those_of_its_proc()
    {
        // Not where the system forbids a new /proc: then they are those of the outer one.
        const auto output = QCoro::waitFor(runProcess(marked(m_mark, u"echo $$; exec readlink /proc/self"_s)));
        QVERIFY(output.has_value());
        if (::geteuid() != 0) {
            QSKIP("a container may refuse a new /proc to a user without privileges");
        }
        const auto lines = output->standardOutput.split('\n');
        QVERIFY(lines.value(0).toInt() > 0);
        QCOMPARE(lines.value(1), lines.value(0));
    }

    void owners_are_seen_where_that_is_asked_for()
    {
        // In turn with one that does not ask, and both several times: each gets its own kind of shim.
        for (int i = 0; i < 3; ++i) {
            auto spec = marked(m_mark, u"stat -c %u /; "_s + daemons);
            spec.seesOwners = true;
            const auto output = QCoro::waitFor(runProcess(spec));
            QVERIFY(output.has_value());
            QCOMPARE(output->standardOutput, "0\n");
            QCOMPARE(described(markedProcesses(m_mark)), "");
            const auto other = QCoro::waitFor(runProcess(marked(m_mark, u"echo other"_s)));
            QVERIFY(other.has_value());
            QCOMPARE(other->standardOutput, "other\n");
        }
    }

    /// Its session too, where the kernel shares processors among sessions (sched(7)).
    void a_job_has_the_niceness_that_is_asked_for()
    {
        const QString script = u"cut -d ' ' -f 19 /proc/self/stat; cat /proc/self/autogroup 2>/dev/null || echo none"_s;
        for (const int niceness : {0, 5, 8, 12}) {
            auto spec = marked(m_mark, script);
            spec.niceness = niceness;
            const auto output = QCoro::waitFor(runProcess(spec));
            QVERIFY(output.has_value());
            const auto lines = output->standardOutput.split('\n');
            QCOMPARE(lines.value(0).toInt(), niceness);
            const QByteArray session = lines.value(1);
            // The kernel lets a user without privileges set one session in a tenth of a second.
            const bool isRefused = ::geteuid() != 0 && session.endsWith("nice 0");
            QVERIFY2(session == "none" || isRefused || session.endsWith("nice " + QByteArray::number(niceness)),
                     session);
        }
    }

    void a_folder_that_is_not_there_is_said()
    {
        auto spec = marked(m_mark, u":"_s);
        spec.workingDirectory = u"/no/such/folder"_s;
        const auto output = QCoro::waitFor(runProcess(spec));
        QVERIFY(!output.has_value());
        QCOMPARE(output.error().code, ErrorCode::Unavailable);
        QVERIFY2(output.error().detail.contains(u"working directory"_s), qPrintable(output.error().detail));
    }

    void a_file_that_is_no_program_is_said()
    {
        auto spec = marked(m_mark, u":"_s);
        spec.program = u"/etc/passwd"_s;
        const auto output = QCoro::waitFor(runProcess(spec));
        QVERIFY(!output.has_value());
        QVERIFY2(output.error().detail.contains(u"denied"_s), qPrintable(output.error().detail));
    }

    void a_large_environment_and_input_arrive()
    {
        auto spec = marked(m_mark, u"printf '%s' \"$LARGE_9\" | wc -c; wc -c"_s);
        for (int i = 0; i < 10; ++i) {
            spec.environment.insert(u"LARGE_%1"_s.arg(i), QString(100'000, u'x'));
        }
        spec.standardInput = QByteArray(5'000'000, 'y');
        const auto output = QCoro::waitFor(runProcess(spec));
        QVERIFY(output.has_value());
        QCOMPARE(output->standardOutput.simplified(), "100000 5000000");
    }
};

QTEST_GUILESS_MAIN(TestJob)
#include "tst_job.moc"
