// SPDX-License-Identifier: GPL-3.0-or-later
// Calls whose answer has no end, and whoever should read it does not: a signal and the app's time end them all the
// same.
#include "tests/cli/cli_test.h"
#include "tests/support/marked_processes.h"

#include <QScopeGuard>

#include <csignal>

using namespace studio;
using namespace studio::test;

class TestCliEndless : public CliTest
{
    Q_OBJECT

    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll().trimmed() : QByteArray();
    }

    [[nodiscard]] QByteArray statusOfNewest() const
    {
        const Ran listed = run(QStringLiteral("ignite -o json execution list org:passing"));
        const auto json = parseJson(listed.out);
        return json && !(*json)["executions"].isEmpty() ? (*json)["executions"][0]["status"].text().toLatin1()
                                                        : listed.out + listed.err;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString folder = sourcePath("/tests/data/handlers/passing");
        for (const QString &line :
             {QStringLiteral("ignite app create org:passing --runtime rust --rust-target native"),
              QStringLiteral("ignite draft save org:passing --code '%1'").arg(folder),
              QStringLiteral("ignite draft compile org:passing"), QStringLiteral("ignite draft publish org:passing")}) {
            const Ran ran = run(line);
            QVERIFY2(ran.code == 0, ran.err.constData());
        }
    }

    void an_answer_that_is_not_read_does_not_block_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("signal");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("status");
        for (const char *command : {"invoke", "draft test"}) {
            QTest::addRow("%s, its time", command)
                << QString::fromLatin1(command) << 0 << QByteArray("8") << QByteArray("EXECUTION_STATUS_TIMEOUT");
            QTest::addRow("%s, SIGTERM", command) << QString::fromLatin1(command) << SIGTERM << QByteArray("143")
                                                  << QByteArray("EXECUTION_STATUS_CANCELLED");
            QTest::addRow("%s, Ctrl-C", command) << QString::fromLatin1(command) << SIGINT << QByteArray("130")
                                                 << QByteArray("EXECUTION_STATUS_CANCELLED");
        }
    }
    void an_answer_that_is_not_read_does_not_block()
    {
        QFETCH(QString, command);
        QFETCH(int, signal);
        const QString number = m_home.filePath(QStringLiteral("pid"));
        const QString code = m_home.filePath(QStringLiteral("code"));
        QFile::remove(number);
        QFile::remove(code);
        const Ran limited =
            run(QStringLiteral("ignite app update org:passing --timeout-secs %1 && ignite draft publish "
                               "org:passing")
                    .arg(signal == 0 ? 2 : 600));
        QVERIFY2(limited.code == 0, limited.err.constData());
        const QByteArray mark = newMark();
        QProcess shell;
        const auto ended = qScopeGuard([&] { // also what the shell has started, which has no end by itself
            shell.kill();
            endMarked(mark);
            shell.waitForFinished();
            (void)haveEnded(mark);
        });
        QProcessEnvironment marked = environment();
        marked.insert(QStringLiteral("TEST_MARK"), QString::fromLatin1(mark));
        shell.setProcessEnvironment(marked);
        // The reader of the pipe reads nothing; it is there until its input ends.
        shell.start(
            QStringLiteral("/bin/sh"),
            {QStringLiteral("-c"),
             QStringLiteral("{ sh -c 'echo $$ >\"$0\"; exec ignite %1 org:passing --path /forever' '%2' 2>'%4'; echo "
                            "$? >'%3'; } | { while [ ! -s '%3' ]; do sleep 0.05; done; }")
                 .arg(command, number, code, m_home.filePath(QStringLiteral("err")))});
        QVERIFY(shell.waitForStarted());
        pid_t process = 0;
        QTRY_VERIFY_WITH_TIMEOUT((process = contentOf(number).toInt()) > 0, 20'000);
        if (signal != 0) {
            QTRY_COMPARE_WITH_TIMEOUT(statusOfNewest(), QByteArray("EXECUTION_STATUS_RUNNING"), 20'000);
            QVERIFY(::kill(process, signal) == 0);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!contentOf(code).isEmpty(), 20'000);
        QTEST(contentOf(code), "code");
        QTEST(statusOfNewest(), "status");
        QTRY_COMPARE(shell.state(), QProcess::NotRunning);
    }
};

QTEST_GUILESS_MAIN(TestCliEndless)
#include "tst_cli_endless.moc"
