// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/lsp/language_server.h"
#include "core/lsp/rpc_connection.h"

#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace studio;

namespace {

LanguageServerSpec shell(const QString &script)
{
    return {.name = QStringLiteral("test-server"),
            .program = QStringLiteral("/bin/sh"),
            .arguments = {QStringLiteral("-c"), script},
            .folder = QStringLiteral("/")};
}

} // namespace

class TestLanguageServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_program_that_is_missing_is_said_once_and_not_tried_again()
    {
        LanguageServer server({.name = QStringLiteral("rust-analyzer"),
                               .program = QStringLiteral("/nowhere/rust-analyzer"),
                               .arguments = {},
                               .folder = QStringLiteral("/")});
        QSignalSpy states(&server, &LanguageServer::stateChanged);
        server.start();
        QTRY_COMPARE(server.state(), LanguageServer::State::Absent);
        QCOMPARE(states.size(), 1);
        QVERIFY(server.failure()->message.contains(QLatin1String("rust-analyzer could not be started")));
        QVERIFY(!server.connection());
    }

    void one_that_ends_by_itself_is_started_again()
    {
        QTemporaryDir folder;
        // The second start finds that there was a first.
        LanguageServer server(
            shell(QStringLiteral("if [ -e %1/first ]; then exec cat; fi; touch %1/first; echo why >&2; "
                                 "exit 3")
                      .arg(folder.path())));
        QSignalSpy states(&server, &LanguageServer::stateChanged);
        QSignalSpy connected(&server, &LanguageServer::connected);
        QSignalSpy disconnected(&server, &LanguageServer::disconnected);
        connect(&server, &LanguageServer::connected, &server, [](RpcConnection *connection) { connection->start(); });
        server.start();
        QTRY_COMPARE(server.state(), LanguageServer::State::Waiting);
        QCOMPARE(server.failure()->message, QStringLiteral("test-server exited with code 3."));
        QVERIFY(server.failure()->detail.contains(QLatin1String("why")));
        QTRY_COMPARE(server.state(), LanguageServer::State::Running);
        QCOMPARE(connected.size(), 2);
        QCOMPARE(disconnected.size(), 1);
        QVERIFY(!server.failure());
        QVERIFY(server.memoryUsed() > 0);
    }

    void one_that_sends_nonsense_is_ended_and_started_again()
    {
        LanguageServer server(shell(QStringLiteral("echo nonsense; head -c 9000 /dev/zero; exec sleep 1000")));
        connect(&server, &LanguageServer::connected, &server, [](RpcConnection *connection) { connection->start(); });
        server.start();
        QTRY_COMPARE(server.state(), LanguageServer::State::Waiting);
        QVERIFY(server.failure()->message.contains(QLatin1String("not a message of its protocol")));
    }

    void what_it_started_ends_with_it()
    {
        QTemporaryDir folder;
        qint64 pid = 0;
        {
            LanguageServer server(shell(QStringLiteral("setsid sleep 1000 & echo $! > %1/pid; mv %1/pid %1/child; "
                                                       "exec sleep 1000")
                                            .arg(folder.path())));
            server.start();
            QTRY_VERIFY(QFile::exists(folder.filePath(QStringLiteral("child"))));
            pid = server.memoryUsed() > 0 ? 1 : 0;
            QVERIFY(pid != 0);
        }
        // The number is one of the server's own namespace, so the command line is looked for.
        QTRY_VERIFY([&] {
            QProcess ps;
            ps.start(QStringLiteral("pgrep"), {QStringLiteral("-f"), folder.path()});
            ps.waitForFinished();
            return ps.readAllStandardOutput().isEmpty();
        }());
    }

    void a_signal_that_stops_it_in_a_slot_is_no_crash()
    {
        auto server = std::make_unique<LanguageServer>(shell(QStringLiteral("exit 1")));
        connect(server.get(), &LanguageServer::stateChanged, this, [&](LanguageServer::State state) {
            if (state == LanguageServer::State::Waiting) {
                server.reset();
            }
        });
        server->start();
        QTRY_VERIFY(!server);
    }
};

QTEST_GUILESS_MAIN(TestLanguageServer)
#include "tst_language_server.moc"
