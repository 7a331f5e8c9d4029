// SPDX-License-Identifier: GPL-3.0-or-later
// The real client of a remote platform before a server on this machine that answers anything.
#include "core/platform/remote_platform.h"

#include <QCoroTask>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

/// Gives one and the same answer to each request, and closes.
class OneAnswer : public QTcpServer
{
public:
    QByteArray answer;

protected:
    void incomingConnection(qintptr handle) override
    {
        auto *const socket = new QTcpSocket(this);
        socket->setSocketDescriptor(handle);
        connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            if (socket->peek(socket->bytesAvailable()).contains("\r\n\r\n")) {
                socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost(); // when all is written
            }
        });
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    }
};

QByteArray whole(const QByteArray &body, const QByteArray &status = "200 OK",
                 const QByteArray &type = "application/json")
{
    return "HTTP/1.1 " + status + "\r\ncontent-type: " + type +
           "\r\ncontent-length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

QByteArray nested(const char *open, const char *close, int levels, const QByteArray &inside = "1")
{
    return QByteArray(open).repeated(levels) + inside + QByteArray(close).repeated(levels);
}

} // namespace

class TestRemoteAnswers : public QObject
{
    Q_OBJECT

    OneAnswer m_server;
    QTemporaryDir m_cache;
    QStringList m_said; ///< the errors' sentences, by the call

    template <typename T> QCoro::Task<void> ended(const char *name, Task<T> task)
    {
        const auto result = co_await std::move(task);
        m_said << QLatin1StringView(name) + u": "_s + (result ? u"no error"_s : result.error().message);
    }

    /// All calls at once: what is safe to repeat is repeated, which takes a second.
    QCoro::Task<void> callAll(RemotePlatform &remote)
    {
        const AppId id{u"org"_s, u"app"_s};
        const QString execution = u"0190a6b2-0000-7000-8000-000000000001"_s;
        std::vector<QCoro::Task<void>> calls;
        calls.push_back(ended("getApp", remote.getApp(id)));
        calls.push_back(ended("createApp", remote.createApp(App{.id = id})));
        calls.push_back(ended("listApps", remote.listApps(u"org"_s)));
        calls.push_back(ended("getAppState", remote.getAppState(id)));
        calls.push_back(ended("draftInfo", remote.draftInfo(id)));
        calls.push_back(ended("publishDraft", remote.publishDraft(id)));
        calls.push_back(ended("compileLog", remote.compileLog(execution)));
        calls.push_back(ended("listVersions", remote.listVersions(id)));
        calls.push_back(ended("versionCode", remote.versionCode(id, 1)));
        calls.push_back(ended("invoke", remote.invoke(id, InvokeTarget(), HttpRequest())));
        calls.push_back(ended("invokeAsync", remote.invokeAsync(id, InvokeTarget(), HttpRequest())));
        calls.push_back(ended("getExecution", remote.getExecution(execution)));
        calls.push_back(ended("listExecutions", remote.listExecutions(id)));
        calls.push_back(ended("executionLogs", remote.executionLogs(execution)));
        calls.push_back(ended("executionStats", remote.executionStats(id)));
        calls.push_back(ended("appLogs", remote.appLogs(id)));
        for (auto &call : calls) {
            co_await call;
        }
    }

    void ask(const QByteArray &answer)
    {
        m_server.answer = answer;
        m_said.clear();
        Paths paths;
        paths.cache = m_cache.path();
        RemotePlatform remote(QUrl(u"http://127.0.0.1:%1"_s.arg(m_server.serverPort())), {}, paths);
        QCoro::waitFor(callAll(remote));
        QCOMPARE(m_said.size(), 16);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.listen(QHostAddress::LocalHost)); }

    void what_is_no_answer_is_an_error_of_one_sentence_data()
    {
        QTest::addColumn<QByteArray>("answer");
        const int levels = 200'000;
        const QByteArray good = R"({"app":{"id":{"organization":"org","name":"app"}}})";
        QTest::newRow("lists in lists") << whole(nested("[", "]", levels));
        QTest::newRow("objects in objects") << whole(nested("{\"app\":", "}", levels));
        QTest::newRow("deep in a field") << whole("{\"app\":" + nested("[", "]", levels) + '}');
        QTest::newRow("deep and cut") << whole(QByteArray("[").repeated(levels));
        QTest::newRow("deep in lines") << whole("{\"line\":" + nested("[", "]", levels) + "}\n", "200 OK",
                                                "application/x-ndjson");
        QTest::newRow("deep in an error") << whole(nested("{\"message\":", "}", levels), "500 Broken");
        QTest::newRow("cut JSON") << whole(good.first(good.size() / 2));
        QTest::newRow("cut by the connection") << whole(good).chopped(good.size() / 2);
        QTest::newRow("binary") << whole(QByteArray("\0\xff\x1e\x80{\"app\":\"\xc3\x28\"}\n\0", 20).repeated(500));
        QTest::newRow("binary error") << whole(QByteArray("\0\xff\x1e\x80", 4).repeated(500), "503 \xff\xfe");
        QTest::newRow("no HTTP") << QByteArray("\0\xff\x1e\x80", 4).repeated(500);
        QTest::newRow("nothing") << whole({});
        QTest::newRow("a number") << whole("7");
        QTest::newRow("huge, as it says")
            << "HTTP/1.1 200 OK\r\ncontent-length: 9000000000\r\n\r\n{\"app\":[" + QByteArray("1,").repeated(1'000'000);
    }
    void what_is_no_answer_is_an_error_of_one_sentence()
    {
        QFETCH(QByteArray, answer);
        ask(answer);
        for (const QString &said : std::as_const(m_said)) {
            QVERIFY2(!said.endsWith(u"no error"_s) && said.endsWith(u'.') && !said.contains(u'\n') &&
                         said.size() < 400 && !said.contains(QChar(0)) && !said.contains(QChar::ReplacementCharacter),
                     qPrintable(said));
        }
    }

    /// What a platform of another version leaves out or calls otherwise has defaults, so some of these are answers.
    void members_of_other_types_end_each_call()
    {
        for (const char *each : {"7", "[]", "{}", "\"x\"", "null", "true", "[[],7,null]", "{\"id\":[],\"name\":{}}"}) {
            QByteArray members;
            for (const char *name : {"app", "apps", "version", "versions", "draft", "lines", "execution", "executions",
                                     "counts", "state", "code", "executionId", "invocation", "activeVersion"}) {
                members += (members.isEmpty() ? "\"" : ",\"") + QByteArray(name) + "\":" + each;
            }
            ask(whole('{' + members + '}'));
        }
    }

    void an_answer_that_is_larger_than_any_is_given_up()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        qint64 sent = 0;
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            QTcpSocket *const socket = server.nextPendingConnection();
            const auto more = [socket, &sent, piece = QByteArray(1 << 20, ' ')] {
                if (socket->bytesToWrite() < piece.size() && sent < (300LL << 20)) {
                    sent += socket->write(piece);
                }
            };
            connect(socket, &QTcpSocket::bytesWritten, socket, more);
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
            socket->write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{");
        });
        Paths paths;
        paths.cache = m_cache.path();
        RemotePlatform remote(QUrl(u"http://127.0.0.1:%1"_s.arg(server.serverPort())), {}, paths);
        // Not repeated: it may have been carried out.
        QCoro::waitFor(ended("invokeAsync", remote.invokeAsync({u"org"_s, u"app"_s}, InvokeTarget(), HttpRequest())));
        QVERIFY(sent > (256LL << 20));
        QVERIFY2(m_said.last().endsWith(u"is damaged."_s), qPrintable(m_said.last()));
    }
};

QTEST_GUILESS_MAIN(TestRemoteAnswers)
#include "tst_remote_answers.moc"
