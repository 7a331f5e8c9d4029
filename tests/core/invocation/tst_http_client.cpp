// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http_client.h"
#include "core/invocation/http_limits.h"
#include "core/model/http_message.h"
#include "tests/core/invocation/answering_server.h"
#include "tests/support/endless_peer.h"

#include <QTest>
#include <QTimer>

using namespace studio;
using namespace studio::test;

namespace {

using Server = AnsweringServer;

const QByteArray hello = "HTTP/1.1 200 OK\r\nX-One: 1\r\nContent-Length: 5\r\n\r\nhello";

} // namespace

class TestHttpClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_call_and_its_timings()
    {
        Server server;
        server.answer = [](QTcpSocket *socket, const QByteArray &) { socket->write(hello); };
        HttpClient client;
        const auto exchange = QCoro::waitFor(
            client.send(server.port(), {.target = "/a?b=c", .headers = {{"X-Mine", "v"}}, .body = "{}"}));
        QVERIFY(exchange.has_value());
        QCOMPARE(exchange->response.status, 200);
        QCOMPARE(exchange->response.reason, "OK");
        QCOMPARE(exchange->response.body, "hello");
        QCOMPARE(headerValue(exchange->response.headers, "x-one"), "1");
        QVERIFY2(server.last.startsWith("POST /a?b=c HTTP/1.1\r\n"), server.last);
        QVERIFY2(server.last.contains("X-Mine: v\r\n"), server.last);
        QVERIFY2(server.last.contains("Content-Length: 2\r\n"), server.last);
        const auto &timings = exchange->timings;
        QVERIFY(0 < timings.connected && timings.connected <= timings.firstByte && timings.firstByte <= timings.total);
    }

    void an_interim_answer_is_not_the_answer()
    {
        Server server;
        int requests = 0;
        server.answer = [&](QTcpSocket *socket, const QByteArray &) {
            const QByteArray number = QByteArray::number(++requests);
            socket->write("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" +
                          number);
        };
        HttpClient client;
        for (const char *body : {"1", "2", "3"}) { // and the next call gets its own
            const auto exchange =
                QCoro::waitFor(client.send(server.port(), {.headers = {{"Expect", "100-continue"}}, .body = "{}"}));
            QVERIFY(exchange.has_value());
            QCOMPARE(exchange->response.status, 200);
            QCOMPARE(exchange->response.body, QByteArray(body));
            QVERIFY2(!server.last.contains("Expect"), server.last);
        }
    }

    void a_head_beyond_the_limit_is_refused()
    {
        Server server;
        server.answer = [](QTcpSocket *socket, const QByteArray &) { socket->write(hello); };
        HttpClient client;
        const auto send = [&](qsizetype bytes) {
            return QCoro::waitFor(client.send(server.port(), {.headers = {{"x", QByteArray(bytes, 'a')}}}));
        };
        QVERIFY(send(30 << 10));
        for (const qsizetype bytes : {33 << 10, 70'000, 1 << 20}) {
            const auto refused = send(bytes);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        }
        HttpRequest many;
        many.headers.fill({"a", "b"}, maxRequestFields + 1);
        QCOMPARE(QCoro::waitFor(client.send(server.port(), many)).error().code, ErrorCode::InvalidArgument);
        QVERIFY(send(1)); // and harms no other call
    }

    void answers_of_many_shapes_data()
    {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<bool>("close");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("with a trailer")
            << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nabc\r\n0\r\nx: y\r\n\r\n")
            << false << 200 << QByteArray("abc");
        QTest::newRow("chunked")
            << QByteArray("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            << false << 201 << QByteArray("abcde");
        QTest::newRow("until closed") << QByteArray("HTTP/1.1 200 OK\r\n\r\nabc") << true << 200 << QByteArray("abc");
        QTest::newRow("no content") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << false << 204 << QByteArray();
        QTest::newRow("continue first") << QByteArray("HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\nx") << false << 200
                                        << QByteArray("x");
        QTest::newRow("nothing") << QByteArray() << true << 0 << QByteArray();
        QTest::newRow("garbage") << QByteArray("what is this\r\n\r\n") << true << 0 << QByteArray();
        QTest::newRow("cut body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc") << true << 0
                                  << QByteArray();
        QTest::newRow("cut chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc")
                                   << true << 0 << QByteArray();
        QTest::newRow("two lengths") << QByteArray(
                                            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")
                                     << true << 0 << QByteArray();
        QTest::newRow("endless head") << "HTTP/1.1 200 OK\r\nX: " + QByteArray(400'000, 'a') << true << 0
                                      << QByteArray();
    }
    void answers_of_many_shapes()
    {
        QFETCH(QByteArray, wire);
        QFETCH(bool, close);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        Server server;
        server.answer = [&](QTcpSocket *socket, const QByteArray &) {
            socket->write(wire);
            if (close) {
                socket->disconnectFromHost();
            }
        };
        HttpClient client;
        const auto exchange = QCoro::waitFor(client.send(server.port(), {}, {.timeout = std::chrono::seconds(5)}));
        QCOMPARE(exchange.has_value(), status != 0);
        if (exchange) {
            QCOMPARE(exchange->response.status, status);
            QCOMPARE(exchange->response.body, body);
        } else {
            const bool isCut = wire.isEmpty() || QByteArray(QTest::currentDataTag()).startsWith("cut");
            QCOMPARE(exchange.error().code, isCut ? ErrorCode::Unavailable : ErrorCode::Internal);
            QVERIFY(!exchange.error().message.isEmpty());
        }
    }

    void the_answer_of_another_execution_is_refused_data()
    {
        QTest::addColumn<QByteArray>("named");
        QTest::addColumn<bool>("isTaken");
        QTest::newRow("its own") << QByteArray("X-Ignite-Execution-Id: this\r\n") << true;
        QTest::newRow("none") << QByteArray() << true;
        QTest::newRow("another") << QByteArray("x-ignite-execution-id: the-one-before\r\n") << false;
    }
    void the_answer_of_another_execution_is_refused()
    {
        QFETCH(QByteArray, named);
        QFETCH(bool, isTaken);
        Server server;
        server.answer = [named](QTcpSocket *socket, const QByteArray &) {
            socket->write("HTTP/1.1 200 OK\r\n" + named + "Content-Length: 5\r\n\r\nhello");
        };
        HttpClient client;
        const HttpRequest request{.headers = {{"x-ignite-execution-id", "this"}}};
        for (int call = 0; call < 2; ++call) {
            const auto exchange = QCoro::waitFor(client.send(server.port(), request));
            QCOMPARE(exchange.has_value(), isTaken);
            if (!isTaken) {
                QCOMPARE(exchange.error().code, ErrorCode::Internal);
                QVERIFY2(exchange.error().message.contains(QLatin1String("that of another call")),
                         qPrintable(exchange.error().message));
            }
        }
        QCOMPARE(server.connections, isTaken ? 1 : 2); // such a connection is not used again
    }

    void a_large_body_is_cut_and_said()
    {
        Server server;
        server.answer = [](QTcpSocket *socket, const QByteArray &) {
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + QByteArray(3'000'000, 'x'));
        };
        HttpClient client;
        const auto exchange = QCoro::waitFor(client.send(server.port(), {}, {.bodyBytes = 1'000'000}));
        QVERIFY(exchange.has_value());
        QCOMPARE(exchange->response.body.size(), 1'000'000);
        QVERIFY(exchange->response.truncated);
    }

    void time_runs_out()
    {
        Server server;
        server.answer = [](QTcpSocket *, const QByteArray &) {};
        HttpClient client;
        const auto exchange =
            QCoro::waitFor(client.send(server.port(), {}, {.timeout = std::chrono::milliseconds(200)}));
        QVERIFY(!exchange.has_value());
        QCOMPARE(exchange.error().code, ErrorCode::DeadlineExceeded);
    }

    void endless_answers_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("again");
        QTest::addColumn<int>("pauseMs");
        const QByteArray chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        QTest::newRow("interim answers") << QByteArray() << QByteArray("HTTP/1.1 102 Processing\r\n\r\n").repeated(200)
                                         << 0;
        QTest::newRow("interim answers, slowly") << QByteArray() << QByteArray("HTTP/1.1 102 Processing\r\n\r\n") << 5;
        QTest::newRow("chunks") << chunked << "1000\r\n" + QByteArray(4096, 'x') + "\r\n" << 0;
        QTest::newRow("small chunks") << chunked << QByteArray("1\r\nx\r\n").repeated(500) << 0;
        QTest::newRow("chunks, slowly") << chunked << QByteArray("1\r\nx\r\n") << 5;
        QTest::newRow("body until closed") << QByteArray("HTTP/1.1 200 OK\r\n\r\n") << QByteArray(65536, 'x') << 0;
        QTest::newRow("huge length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n")
                                     << QByteArray(65536, 'x') << 0;
        QTest::newRow("a head, slowly") << QByteArray("HTTP/1.1 200 OK\r\nX: ") << QByteArray("a") << 5;
        QTest::newRow("a status line, slowly") << QByteArray("HTTP/1.1 200 ") << QByteArray("O") << 5;
        QTest::newRow("trailers, slowly") << chunked + "0\r\n" << QByteArray("a: b\r\n") << 5;
        QTest::newRow("a chunk's extension, slowly") << chunked + "1;" << QByteArray("a") << 5;
        QTest::newRow("nothing") << QByteArray() << QByteArray() << 5;
    }
    /// The time that a call has does not depend on what the other side sends meanwhile.
    void endless_answers()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, again);
        QFETCH(int, pauseMs);
        for (const bool isStopped : {false, true}) {
            EndlessPeer peer(first, again, std::chrono::milliseconds(pauseMs));
            HttpClient client;
            std::stop_source stop;
            QTimer look;
            connect(&look, &QTimer::timeout, this, [&] {
                if (isStopped && peer.hasSent()) {
                    stop.request_stop();
                }
            });
            look.start(10);
            const HttpSink sink{.head = {},
                                .chunk = [](const QByteArray &, const std::function<void()> &next) { next(); }};
            const auto timeout = isStopped ? std::chrono::seconds(3600) : std::chrono::milliseconds(300);
            const auto exchange =
                QCoro::waitFor(client.send(peer.port(), {}, {.timeout = timeout}, stop.get_token(), sink));
            QVERIFY(!exchange);
            QCOMPARE(exchange.error().code, isStopped ? ErrorCode::Cancelled : ErrorCode::DeadlineExceeded);
            if (!again.isEmpty()) {
                QTRY_VERIFY(peer.wasCutOff());
            }
        }
    }

    /// Whoever takes the pieces may never ask for the next one.
    void an_answer_that_is_not_taken_times_out()
    {
        EndlessPeer peer("HTTP/1.1 200 OK\r\n\r\n", QByteArray(65536, 'x'));
        HttpClient client;
        const HttpSink sink{.head = {}, .chunk = [](const QByteArray &, const std::function<void()> &) {}};
        const auto exchange =
            QCoro::waitFor(client.send(peer.port(), {}, {.timeout = std::chrono::milliseconds(200)}, {}, sink));
        QCOMPARE(exchange.error().code, ErrorCode::DeadlineExceeded);
    }

    void a_stop_request_cancels()
    {
        Server server;
        server.answer = [](QTcpSocket *, const QByteArray &) {};
        HttpClient client;
        std::stop_source source;
        QTimer::singleShot(100, this, [source]() mutable { source.request_stop(); });
        const auto exchange = QCoro::waitFor(client.send(server.port(), {}, {}, source.get_token()));
        QCOMPARE(exchange.error().code, ErrorCode::Cancelled);
    }

    void destroying_the_client_ends_its_calls()
    {
        Server server;
        server.answer = [](QTcpSocket *, const QByteArray &) {};
        auto client = std::make_unique<HttpClient>();
        QTimer later; // ends with this function
        later.setSingleShot(true);
        later.callOnTimeout([&] { client.reset(); });
        later.start(100);
        const auto exchange = QCoro::waitFor(client->send(server.port(), {}));
        QCOMPARE(exchange.error().code, ErrorCode::Cancelled);
    }

    void a_refused_connection_is_unavailable()
    {
        quint16 port = 0;
        {
            Server server;
            port = server.port();
        }
        HttpClient client;
        const auto exchange = QCoro::waitFor(client.send(port, {}));
        QCOMPARE(exchange.error().code, ErrorCode::Unavailable);
    }

    void a_request_cannot_be_split_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("method") << QByteArray("GET / HTTP/1.1\r\n") << QByteArray("/") << QByteArray("a")
                                << QByteArray("b");
        QTest::newRow("target space") << QByteArray("GET") << QByteArray("/a b") << QByteArray("a") << QByteArray("b");
        QTest::newRow("target line") << QByteArray("GET") << QByteArray("/\r\nX: y") << QByteArray("a")
                                     << QByteArray("b");
        QTest::newRow("not a path") << QByteArray("GET") << QByteArray("http://elsewhere/") << QByteArray("a")
                                    << QByteArray("b");
        QTest::newRow("name") << QByteArray("GET") << QByteArray("/") << QByteArray("a: b\r\nc") << QByteArray("b");
        QTest::newRow("value") << QByteArray("GET") << QByteArray("/") << QByteArray("a") << QByteArray("b\r\nc: d");
    }
    void a_request_cannot_be_split()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        HttpClient client;
        const auto exchange =
            QCoro::waitFor(client.send(1, {.method = method, .target = target, .headers = {{name, value}}}));
        QCOMPARE(exchange.error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_http_client.moc"
