// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http_client.h"
#include "tests/core/invocation/answering_server.h"

#include <QCoroTask>
#include <QTest>
#include <QTimer>

using namespace studio;
using namespace studio::test;

namespace {

using Server = AnsweringServer;

const QByteArray hello = "HTTP/1.1 200 OK\r\nX-One: 1\r\nContent-Length: 5\r\n\r\nhello";

} // namespace

class TestKeptConnections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_connection_is_kept_and_replaced_when_it_was_closed()
    {
        Server server;
        QTcpSocket *open = nullptr;
        server.answer = [&](QTcpSocket *socket, const QByteArray &) {
            open = socket;
            socket->write(hello);
        };
        HttpClient client;
        QVERIFY(QCoro::waitFor(client.send(server.port(), {})).has_value());
        QVERIFY(QCoro::waitFor(client.send(server.port(), {})).has_value());
        QCOMPARE(server.connections, 1);
        open->abort();
        QVERIFY(QCoro::waitFor(client.send(server.port(), {})).has_value());
        QCOMPARE(server.connections, 2);
    }

    void a_call_of_which_an_answer_has_begun_is_not_sent_again_data()
    {
        QTest::addColumn<QByteArray>("begun");
        QTest::newRow("an interim answer") << QByteArray("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
        QTest::newRow("an interim answer and a part") << QByteArray("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 2");
        QTest::newRow("part of a status line") << QByteArray("HTTP/1.1 2");
        QTest::newRow("part of a head") << QByteArray("HTTP/1.1 200 OK\r\nX-One: 1\r\n");
    }
    /// The handler has seen it: sent again it would run twice.
    void a_call_of_which_an_answer_has_begun_is_not_sent_again()
    {
        QFETCH(QByteArray, begun);
        Server server;
        int requests = 0;
        server.answer = [&](QTcpSocket *socket, const QByteArray &) {
            if (++requests == 1) {
                socket->write(hello);
            } else {
                socket->write(begun);
                socket->disconnectFromHost();
            }
        };
        HttpClient client;
        QVERIFY(QCoro::waitFor(client.send(server.port(), {})).has_value());
        const auto broken = QCoro::waitFor(client.send(server.port(), {}, {.timeout = std::chrono::seconds(30)}));
        QVERIFY(!broken);
        QCOMPARE(broken.error().code, ErrorCode::Unavailable);
        QCOMPARE(requests, 2);
        QCOMPARE(server.connections, 1); // the kept one
    }

    /// Its instance ends, and would wait for a connection that is kept.
    void a_connection_that_was_forgotten_in_use_is_not_kept()
    {
        Server server;
        QTcpSocket *asking = nullptr;
        server.answer = [&](QTcpSocket *socket, const QByteArray &) { asking = socket; };
        HttpClient client;
        QTimer look;
        bool isForgotten = false;
        connect(&look, &QTimer::timeout, this, [&] {
            if (asking && !std::exchange(isForgotten, true)) {
                client.forget(server.port());
                asking->write(hello);
            }
        });
        look.start(1);
        QVERIFY(QCoro::waitFor(client.send(server.port(), {})).has_value());
        QTRY_COMPARE(asking->state(), QAbstractSocket::UnconnectedState);
        server.answer = [](QTcpSocket *socket, const QByteArray &) { socket->write(hello); };
        for (int call = 0; call < 2; ++call) {
            QVERIFY(QCoro::waitFor(client.send(server.port(), {})).has_value());
        }
        QCOMPARE(server.connections, 2); // a later one is kept again
    }

    void what_follows_an_answer_is_no_answer_to_the_next_call()
    {
        Server server;
        server.answer = [](QTcpSocket *socket, const QByteArray &) {
            socket->write(hello + "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother");
        };
        HttpClient client;
        for (int call = 0; call < 3; ++call) {
            const auto exchange = QCoro::waitFor(client.send(server.port(), {}));
            QVERIFY(exchange);
            QCOMPARE(exchange->response.body, "hello");
        }
    }
};

QTEST_GUILESS_MAIN(TestKeptConnections)
#include "tst_kept_connections.moc"
