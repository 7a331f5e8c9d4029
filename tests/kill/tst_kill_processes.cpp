// SPDX-License-Identifier: GPL-3.0-or-later
// Kill -9 of serve, the window, and a compile at random instants, with a handler and a build script that start
// processes of their own: no process is left, and no temporary folder after the next start.
//
// STUDIO_PROCESS_KILLS is how often each is killed, 8 times by default.
#include "tests/support/marked_processes.h"
#include "tests/support/places.h"
#include "tests/support/signals.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int timeout = 300'000;

int rounds()
{
    bool isGiven = false;
    const int given = qEnvironmentVariableIntValue("STUDIO_PROCESS_KILLS", &isGiven);
    return isGiven ? given : 8;
}

} // namespace

class TestKillProcesses : public QObject
{
    Q_OBJECT

    QTemporaryDir m_home;
    QRandomGenerator m_random{20260302};
    const QByteArray m_mark = newMark();
    QStringList m_parts; ///< what ./test prints
    qsizetype m_mostAtOnce = 0;

    [[nodiscard]] QString project() const { return m_home.filePath(u"forking"_s); }
    [[nodiscard]] QString temporary() const { return m_home.filePath(u"tmp"_s); }

    /// With the mark in the path, which handlers get too, and a folder for temporary files of its own.
    [[nodiscard]] QProcessEnvironment environment() const
    {
        auto env = QProcessEnvironment::systemEnvironment();
        env.insert(u"XDG_DATA_HOME"_s, m_home.filePath(u"data"_s));
        env.insert(u"XDG_CONFIG_HOME"_s, m_home.filePath(u"config"_s));
        env.insert(u"XDG_CACHE_HOME"_s, testCache());
        env.insert(u"TMPDIR"_s, temporary());
        env.insert(u"PATH"_s, env.value(u"PATH"_s) + u":/"_s + QString::fromLatin1(m_mark));
        return env;
    }

    void start(QProcess &process, const QString &program, const QStringList &arguments) const
    {
        process.setProcessEnvironment(environment());
        process.start(program, arguments);
        QVERIFY(process.waitForStarted());
    }

    /// To its end; how many milliseconds it took, or -1.
    [[nodiscard]] int ignite(const QStringList &arguments) const
    {
        QElapsedTimer clock;
        clock.start();
        QProcess process;
        start(process, QStringLiteral(STUDIO_BIN "/ignite"), arguments);
        if (!process.waitForFinished(timeout) || process.exitCode() != 0) {
            qWarning("%s", process.readAllStandardError().constData());
            return -1;
        }
        return static_cast<int>(clock.elapsed());
    }

    void killAndLook(QProcess &process, int microseconds)
    {
        std::this_thread::sleep_for(std::chrono::microseconds(microseconds)); // fixed wait: any instant is to do
        m_mostAtOnce = std::max(m_mostAtOnce, markedProcesses(m_mark).size());
        QVERIFY(sendSignal(process, SIGKILL));
        QVERIFY(process.waitForFinished(timeout));
        QVERIFY2(haveEnded(m_mark), described(markedProcesses(m_mark)));
    }

    /// The port that it serves at; 0 where it does not.
    static quint16 portOf(QProcess &serving)
    {
        QByteArray said;
        while (!said.endsWith("}\n") && serving.waitForReadyRead(timeout)) {
            said += serving.readAllStandardOutput();
        }
        const QByteArray key = "\"port\":";
        const qsizetype at = said.indexOf(key);
        return at < 0 ? quint16(0)
                      : static_cast<quint16>(said.sliced(at + key.size()).split(',').first().trimmed().toUInt());
    }

    void startServing(QProcess &serving) const
    {
        start(serving, QStringLiteral(STUDIO_BIN "/ignite"), {u"-o"_s, u"json"_s, u"serve"_s, u"--port"_s, u"0"_s});
    }

    /// A source that was not there before, so that cargo runs the build script again.
    void change() const
    {
        QFile file(project() + u"/src/lib.rs"_s);
        QVERIFY(file.open(QIODevice::Append));
        file.write("// " + newMark() + '\n');
    }

    void nothingIsLeftAfterTheNextStart()
    {
        QProcess serving;
        startServing(serving);
        QVERIFY(portOf(serving) > 0);
        QTRY_COMPARE(QDir(temporary()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
                     QStringList());
        QVERIFY(sendSignal(serving, SIGTERM));
        QVERIFY(serving.waitForFinished(timeout));
        QCOMPARE(described(markedProcesses(m_mark)), ""); // now, and not soon
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QDir().mkpath(temporary()));
        for (const char *file : {"/Cargo.toml", "/build.rs", "/src/lib.rs"}) {
            const QString to = project() + QLatin1StringView(file);
            QVERIFY(QDir().mkpath(QFileInfo(to).absolutePath()));
            QVERIFY(QFile::copy(sourcePath("/tests/data/handlers/forking") + QLatin1StringView(file), to));
        }
        QVERIFY(ignite({u"app"_s, u"create"_s, u"forking"_s}) >= 0);
        QVERIFY(ignite({u"draft"_s, u"save"_s, u"forking"_s, u"-c"_s, project()}) >= 0);
        QVERIFY(ignite({u"draft"_s, u"compile"_s, u"forking"_s}) >= 0);
        QVERIFY(ignite({u"draft"_s, u"publish"_s, u"forking"_s}) >= 0);
        QCOMPARE(described(markedProcesses(m_mark)), "");
    }

    void cleanup()
    {
        const bool haveAllEnded = haveEnded(m_mark);
        const QByteArray left = described(markedProcesses(m_mark));
        endMarked(m_mark);
        QVERIFY2(haveAllEnded, left);
    }

    void serve()
    {
        for (int round = 0; round < rounds(); ++round) {
            QProcess serving;
            startServing(serving);
            const quint16 port = portOf(serving);
            QVERIFY(port > 0);
            QTcpSocket callers[3]; // several instances at once
            for (QTcpSocket &caller : callers) {
                caller.connectToHost(u"127.0.0.1"_s, port);
                QVERIFY(caller.waitForConnected(timeout));
                caller.write("GET / HTTP/1.1\r\nhost: forking-org.localhost\r\n\r\nGET / HTTP/1.1\r\nhost: "
                             "forking-org.localhost\r\n\r\n");
                QVERIFY(caller.waitForBytesWritten(timeout));
            }
            if (round % 4 == 0) {
                QVERIFY(callers[0].waitForReadyRead(timeout)); // one has been answered, and has forked
            }
            killAndLook(serving, m_random.bounded(120'000));
            if (QTest::currentTestFailed()) {
                return;
            }
        }
        QVERIFY2(m_mostAtOnce > 4, "nothing ran, so this shows nothing");
        nothingIsLeftAfterTheNextStart();
        m_parts << u"%1 of serve"_s.arg(rounds());
    }

    void compile()
    {
        const QStringList arguments{u"draft"_s, u"compile"_s, u"forking"_s};
        change();
        QVERIFY(ignite({u"draft"_s, u"save"_s, u"forking"_s, u"-c"_s, project()}) >= 0);
        const int usual = ignite(arguments);
        QVERIFY(usual >= 0);
        m_mostAtOnce = 0;
        for (int round = 0; round < rounds(); ++round) {
            change();
            QVERIFY(ignite({u"draft"_s, u"save"_s, u"forking"_s, u"-c"_s, project()}) >= 0);
            QProcess compiling;
            start(compiling, QStringLiteral(STUDIO_BIN "/ignite"), arguments);
            killAndLook(compiling, m_random.bounded(usual * 900));
            if (QTest::currentTestFailed()) {
                return;
            }
        }
        QVERIFY2(m_mostAtOnce > 2, "nothing ran, so this shows nothing");
        QVERIFY(ignite(arguments) >= 0);
        nothingIsLeftAfterTheNextStart();
        m_parts << u"%1 of draft compile"_s.arg(rounds());
    }

    void window()
    {
        m_mostAtOnce = 0;
        int answers = 0;
        for (int round = 0; round < rounds(); ++round) {
            change();
            QProcess running;
            start(running, QStringLiteral(WINDOW_RUNNER), {project()});
            if (round % 4 == 0) {
                QByteArray said;
                while (!said.contains("200\n") && running.waitForReadyRead(timeout)) {
                    said += running.readAllStandardOutput();
                }
                answers += said.contains("200\n");
            }
            killAndLook(running, m_random.bounded(2'000'000));
            if (QTest::currentTestFailed()) {
                return;
            }
        }
        QVERIFY2(answers > 0 && m_mostAtOnce > 4, "nothing ran, so this shows nothing");
        nothingIsLeftAfterTheNextStart();
        m_parts << u"%1 of the window"_s.arg(rounds());
    }

    void cleanupTestCase()
    {
        if (m_parts.isEmpty()) {
            return;
        }
        const QString sentence =
            u"kill -9 at a random instant, with processes of handlers and build scripts: %1; none of "
            "these was left\n"_s.arg(m_parts.join(u", "_s));
        qInfo("%s", qPrintable(sentence));
        QFile file(QStringLiteral(KILL_COUNT));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(sentence.toUtf8());
    }
};

QTEST_GUILESS_MAIN(TestKillProcesses)
#include "tst_kill_processes.moc"
