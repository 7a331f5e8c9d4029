// SPDX-License-Identifier: GPL-3.0-or-later
// Commands at a gateway that does not answer as one does: it says nothing, or never ends. Their time and a signal end
// them, memory stays bounded, and what it says reaches the terminal as text.
#include "tests/cli/cli_test.h"
#include "tests/support/hostile_server.h"
#include "tests/support/signals.h"

#include <csignal>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int waitTimeout = 30'000; ///< a hang, under any load
constexpr qint64 maxMemory = 400LL << 20;

const QByteArray linesHead = "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n";
const QByteArray documentHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
const QByteArray answerHead = "{\"head\":{\"status\":200,\"reason\":\"OK\",\"headers\":[]}}\n";

qint64 peakOf(qint64 process)
{
    QFile file(QStringLiteral("/proc/%1/status").arg(process));
    if (!file.open(QIODevice::ReadOnly)) {
        return 0;
    }
    const QByteArray status = file.readAll();
    const qsizetype at = status.indexOf("VmHWM:");
    return at < 0 ? 0 : status.sliced(at + 6, status.indexOf('k', at) - at - 6).trimmed().toLongLong() << 10;
}

} // namespace

class TestCliGateway : public CliTest
{
    Q_OBJECT

    HostileServer m_server;

    struct Ended
    {
        int code = -1;
        qint64 peak = 0;
        QByteArray err;
    };

    /// The command at the server; the signal comes once its request is there.
    Ended ask(const QString &command, int signal = 0)
    {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.setWorkingDirectory(m_home.path());
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardInputFile(QProcess::nullDevice());
        const int before = m_server.requests();
        process.start(QStringLiteral("ignite"), QStringList{QStringLiteral("--api-endpoint"), m_server.address()} +
                                                    QProcess::splitCommand(command));
        Ended ended;
        if (!process.waitForStarted(waitTimeout)) {
            ended.err = process.errorString().toUtf8();
            return ended;
        }
        const auto isOver = [&] {
            ended.peak = std::max(ended.peak, peakOf(process.processId()));
            return process.state() == QProcess::NotRunning;
        };
        if (signal != 0 && QTest::qWaitFor([&] { return m_server.requests() > before || isOver(); }, waitTimeout)) {
            sendSignal(process, signal); // not where it has ended by itself, which its code tells
        }
        if (!QTest::qWaitFor(isOver, waitTimeout)) {
            process.kill();
            process.waitForFinished();
            return ended;
        }
        ended.code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
        ended.err = process.readAllStandardError();
        return ended;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.listen(QHostAddress::LocalHost)); }

    void a_gateway_that_sends_nothing_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("signal");
        for (const char *command :
             {"app list", "app get a", "app state a", "app delete a", "app logs a", "draft info a", "draft compile a",
              "draft publish a", "version list a", "version rollback a 1", "version code a --version 1",
              "invoke a -p 1", "execution list a", "execution get 01", "execution stats a"}) {
            QTest::addRow("%s, SIGTERM", command) << QString::fromLatin1(command) << SIGTERM;
        }
        QTest::addRow("app list, Ctrl-C") << QStringLiteral("app list") << SIGINT;
        QTest::addRow("app list, its time") << QStringLiteral("--timeout 1s app list") << 0;
        QTest::addRow("invoke, its time") << QStringLiteral("--timeout 1s invoke a -p 1") << 0;
    }
    void a_gateway_that_sends_nothing()
    {
        QFETCH(QString, command);
        QFETCH(int, signal);
        m_server.answer = {};
        m_server.piece = {};
        const Ended ended = ask(command, signal);
        QVERIFY2(ended.code == (signal == 0 ? 8 : 128 + signal), ended.err + QByteArray::number(ended.code));
    }

    void an_answer_without_end_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("piece");
        QTest::addColumn<int>("code");
        const QString list = QStringLiteral("--timeout 2s app list");
        const QString whole = QStringLiteral("--timeout 60s app list");
        const QString invoke = QStringLiteral("--timeout 2s invoke a -p 1");
        const QByteArray field = "X: aaaaaaaaaaaaaaaaaaaaaaaa\r\n";
        const QByteArray interim = "HTTP/1.1 100 Continue\r\n\r\n";
        const QByteArray chunk = "{\"chunk\":{\"data\":\"" + QByteArray(3'000, 'x').toBase64() + "\"}}\n";
        QTest::newRow("head, list") << list << QByteArray("HTTP/1.1 200 OK\r\n") << field << 8;
        QTest::newRow("head, invoke") << invoke << QByteArray("HTTP/1.1 200 OK\r\n") << field << 8;
        QTest::newRow("interim answers") << list << interim << interim << 8;
        QTest::newRow("document") << whole << documentHead + '{' << QByteArray("      ") << 9;
        QTest::newRow("values") << whole << documentHead + "{\"apps\":[0" << QByteArray(",0") << 9;
        QTest::newRow("chunks") << invoke << linesHead + answerHead << chunk << 8;
        QTest::newRow("empty lines") << invoke << linesHead << QByteArray("\n") << 8;
        QTest::newRow("objects") << invoke << linesHead << QByteArray("{}\n") << 8;
        QTest::newRow("one line") << invoke << linesHead << QByteArray("[0,") << 9;
        QTest::newRow("other lines") << invoke << linesHead << QByteArray("{\"line\":\"aaa\",\"text\":\"bbb\"}\n") << 8;
    }
    void an_answer_without_end()
    {
        QFETCH(QString, command);
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, piece);
        m_server.answer = answer;
        m_server.piece = piece.repeated((64 << 10) / piece.size());
        const Ended ended = ask(command);
        QVERIFY2(ended.peak > 0 && ended.peak < maxMemory, QByteArray::number(ended.peak));
        QTEST(ended.code, "code");
    }

    void messages_are_escaped_and_bounded()
    {
        const QByteArray message = "\\u001b[2J\\u001b]0;title\\u0007\\r\\nerror: fine " + QByteArray(1'000'000, 'a');
        m_server.answer = HostileServer::whole("{\"code\":\"NotFound\",\"message\":\"" + message + "\"}", "404 X");
        m_server.piece = {};
        const Ended big = ask(QStringLiteral("app list"));
        QCOMPARE(big.code, 5); // by the status: such an error is not read to its end
        QVERIFY2(big.err.size() < 10'000, QByteArray::number(big.err.size()));
        m_server.answer =
            HostileServer::whole("{\"code\":\"NotFound\",\"message\":\"" + message.first(200'000) + "\"}", "404 X");
        const Ended ended = ask(QStringLiteral("app list"));
        QCOMPARE(ended.code, 5);
        QVERIFY2(ended.err.startsWith("error: ␛[2J␛]0;title␇␍␊error: fine aaa"), ended.err.left(100));
        QVERIFY(ended.err.endsWith("…\n") && ended.err.size() < 10'000);
    }
};

QTEST_GUILESS_MAIN(TestCliGateway)
#include "tst_cli_gateway.moc"
