// SPDX-License-Identifier: GPL-3.0-or-later
// Requests of other sites, malformed ones, and rarely used parts of HTTP.
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

using namespace studio;
using namespace studio::test;

class TestGatewayClients : public QObject
{
    Q_OBJECT

    GatewayFixture m;

private Q_SLOTS:
    void initTestCase() { m.publishOrFail(); }
    void init() { m.serveOrFail(GatewayFixture::shortLimits()); }

    void a_request_of_another_site_is_refused_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("status");
        const QByteArray app = "/v1/ignite/app/org/passing";
        const QByteArray token = "authorization: Bearer the-token\r\n";
        QTest::newRow("rebinding by an absolute target")
            << "GET http://evil.example:PORT" + app + " HTTP/1.1\r\nhost: localhost:PORT\r\n" + token << 403;
        QTest::newRow("DNS rebinding") << "GET /v1/ignite/health HTTP/1.1\r\nhost: evil.example:PORT\r\n" + QByteArray()
                                       << 403;
        QTest::newRow("rebinding, direct")
            << QByteArray("GET / HTTP/1.1\r\nhost: passing-org.evil.example:PORT\r\n") << 403;
        QTest::newRow("rebinding with the token")
            << "GET " + app + " HTTP/1.1\r\nhost: evil.example:PORT\r\n" + token << 403;
        QTest::newRow("fetch by script")
            << "GET " + app + " HTTP/1.1\r\nhost: localhost:PORT\r\norigin: https://evil.example\r\n" + token << 403;
        QTest::newRow("preflight") << "OPTIONS " + app +
                                          " HTTP/1.1\r\nhost: localhost:PORT\r\norigin: https://evil.example\r\n"
                                          "access-control-request-method: POST\r\n"
                                   << 403;
        QTest::newRow("from a file") << "GET " + app + " HTTP/1.1\r\nhost: localhost:PORT\r\norigin: null\r\n" + token
                                     << 403;
        QTest::newRow("image") << "GET " + app + " HTTP/1.1\r\nhost: localhost:PORT\r\nsec-fetch-site: cross-site\r\n"
                               << 403;
        QTest::newRow("image, direct")
            << QByteArray("GET / HTTP/1.1\r\nhost: passing-org.localhost:PORT\r\nsec-fetch-site: cross-site\r\n")
            << 403;
        QTest::newRow("form, direct")
            << QByteArray("POST / HTTP/1.1\r\nhost: passing-org.localhost:PORT\r\norigin: https://evil.example\r\n"
                          "content-type: text/plain\r\ncontent-length: 0\r\n")
            << 403;
        QTest::newRow("another app's page, direct")
            << QByteArray(
                   "POST / HTTP/1.1\r\nhost: passing-org.localhost:PORT\r\norigin: http://other-org.localhost:PORT\r\n"
                   "content-length: 0\r\n")
            << 403;
        QTest::newRow("an app's page")
            << "POST " + app +
                   "/invoke HTTP/1.1\r\nhost: localhost:PORT\r\nsec-fetch-site: same-site\r\ncontent-length: 0\r\n" +
                   token
            << 403;
        QTest::newRow("form with the token")
            << "POST " + app +
                   "/invoke HTTP/1.1\r\nhost: localhost:PORT\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n" +
                   token
            << 415;
        QTest::newRow("no token") << "GET " + app + " HTTP/1.1\r\nhost: localhost:PORT\r\n" << 401;
        QTest::newRow("wrong token") << "GET " + app +
                                            " HTTP/1.1\r\nhost: localhost:PORT\r\nauthorization: Bearer wrong\r\n"
                                     << 401;
        QTest::newRow("no token, no such route") << QByteArray("GET /v2 HTTP/1.1\r\nhost: localhost:PORT\r\n") << 401;
    }
    void a_request_of_another_site_is_refused()
    {
        QFETCH(QByteArray, head);
        QFETCH(const int, status);
        head.replace("PORT", QByteArray::number(m.port()));
        const qint64 before = QCoro::waitFor(m.platform->executionStats(m.id)).value().total;
        const auto answer = m.send(head + "\r\n");
        QCOMPARE(answer.status, status);
        QVERIFY(headerValue(answer.headers, "access-control-allow-origin").isEmpty());
        QCOMPARE(QCoro::waitFor(m.platform->executionStats(m.id)).value().total, before); // no handler was called
    }

    void malformed_requests_are_refused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("nonsense") << QByteArray("\x16\x03\x01\x02hello\r\n\r\n");
        QTest::newRow("a bare LF") << QByteArray("GET / HTTP/1.1\nhost: localhost\n\n");
        QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        QTest::newRow("header without colon") << QByteArray("GET / HTTP/1.1\r\nhost\r\n\r\n");
        QTest::newRow("space before the colon") << QByteArray("GET / HTTP/1.1\r\nhost : localhost\r\n\r\n");
        QTest::newRow("two lengths") << QByteArray(
            "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab");
        QTest::newRow("length and chunks") << QByteArray(
            "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n");
        QTest::newRow("negative length") << QByteArray(
            "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n");
        QTest::newRow("huge length") << QByteArray(
            "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99999999999999999999\r\n\r\n");
        QTest::newRow("no host") << QByteArray("GET /v1/ignite/health HTTP/1.1\r\n\r\n");
        QTest::newRow("another scheme") << QByteArray("GET https://localhost/ HTTP/1.1\r\nhost: localhost\r\n\r\n");
        QTest::newRow("CONNECT") << QByteArray("CONNECT localhost:1 HTTP/1.1\r\nhost: localhost:1\r\n\r\n");
        QTest::newRow("NUL in a header") << QByteArray("GET / HTTP/1.1\r\nhost: local\0host\r\n\r\n", 36);
    }
    void malformed_requests_are_refused()
    {
        QFETCH(const QByteArray, text);
        const auto [answer, isClosed] = onThread([&, port = m.port()] {
            RawHttp http(port);
            http.send(text);
            RawAnswer got = http.answer();
            return std::pair(std::move(got), http.isClosed());
        });
        // A line that ends with LF alone ends nothing, and the rest does not come.
        QVERIFY2(answer.status == 400 || answer.status == 408, QByteArray::number(answer.status).constData());
        QVERIFY(isClosed); // what comes after cannot be told apart
    }

    void malformed_chunks_are_refused()
    {
        const QByteArray head = m.request("POST", "/v1/ignite/app/org", {},
                                          "content-type: application/json\r\ntransfer-encoding: chunked\r\n");
        QCOMPARE(m.send(head + "zz\r\nab\r\n0\r\n\r\n").status, 400);
        QCOMPARE(m.send(head + "ffffffffffffffffff\r\n").status, 400);
        QCOMPARE(m.send(head + "2\r\n{}\r\n0\r\n\r\n").status, 400); // chunks are well, but no name
    }

    void a_client_that_expects_100_continue_gets_it()
    {
        const QByteArray head = "POST /v1/ignite/app/org HTTP/1.1\r\nhost: " + m.host() +
                                "\r\nauthorization: Bearer the-token\r\ncontent-type: application/json\r\n"
                                "expect: 100-continue\r\ncontent-length: 2\r\n\r\n";
        const auto [interim, status] = onThread([&, port = m.port()] {
            RawHttp http(port);
            http.send(head);
            const int first = http.head().status;
            http.send("{}");
            return std::pair(first, http.answer().status);
        });
        QCOMPARE(interim, 100);
        QCOMPARE(status, 400); // it has no name
    }

    void a_connection_is_kept_and_requests_may_come_ahead()
    {
        const auto statuses = onThread([&, port = m.port()] {
            RawHttp http(port);
            http.send(m.healthRequest() + m.request("GET", "/v1/ignite/app/org") +
                      m.healthRequest("connection: close\r\n") + m.healthRequest());
            QList<int> seen;
            for (int i = 0; i < 3; ++i) {
                seen.append(http.answer().status);
            }
            seen.append(http.isClosed() ? -1 : 0);
            return seen;
        });
        QCOMPARE(statuses, (QList<int>{200, 200, 200, -1}));
    }

    void absolute_targets_and_empty_lines_are_requests()
    {
        const QByteArray token = "authorization: Bearer the-token\r\n";
        const auto get = [&](const QByteArray &target, const QByteArray &host) {
            return "\r\nGET " + target + " HTTP/1.1\r\nhost: " + host + "\r\n" + token + "\r\n";
        };
        const auto answers = onThread([&, port = m.port()] {
            RawHttp http(port);
            http.send(get("http://" + m.host() + "/v1/ignite/app/org", "other") + "\r\n" +
                      get("http://" + m.direct() + "/abs?q=1", m.host()) + get("/v1/ignite/health", m.host()));
            return QList<RawAnswer>{http.answer(), http.answer(), http.answer()};
        });
        for (const RawAnswer &answer : answers) {
            QCOMPARE(answer.status, 200);
        }
        QCOMPARE(jsonOf(answers[1])["path"].utf8(), "/abs");
    }

    void a_request_after_a_refused_one_is_its_own()
    {
        // The body of a refused request must not be taken for a request.
        const QByteArray hidden = m.request("DELETE", "/v1/ignite/app/org/passing");
        const auto answers = onThread([&, port = m.port()] {
            RawHttp http(port);
            http.send("POST /v1/ignite/app/org HTTP/1.1\r\nhost: " + m.host() +
                      "\r\ncontent-length: " + QByteArray::number(hidden.size()) + "\r\n\r\n" + hidden);
            const int first = http.answer().status;
            return std::pair(first, http.isClosed());
        });
        QCOMPARE(answers, std::pair(401, true));
        QVERIFY(QCoro::waitFor(m.platform->getApp(m.id)));
    }

    void old_clients_and_head_are_answered()
    {
        const auto old = m.send("GET /v1/ignite/health HTTP/1.0\r\nhost: " + m.host() + "\r\n\r\n");
        QCOMPARE(old.status, 200);
        QCOMPARE(headerValue(old.headers, "connection"), "close");
        const auto head = m.api("HEAD", "/v1/ignite/app/org/passing");
        QCOMPARE(head.status, 200);
        QVERIFY(headerValue(head.headers, "content-length").toInt() > 0);
        QVERIFY(m.api("HEAD", "/v1/ignite/app/org/passing/logs/stream").status == 200);
        const QByteArray call = R"({"target": "/stream?pieces=2"})";
        QByteArray text = m.request("POST", "/v1/ignite/app/org/passing/invoke", call);
        text.replace("HTTP/1.1", "HTTP/1.0");
        const auto stream = m.send(text); // without chunks: the end of the connection is its end
        QCOMPARE(framesOf(stream.body).last().kind, InvokeFrame::Trailer);
    }

    void a_client_that_closes_its_side_still_gets_its_answer()
    {
        const QByteArray call = R"({"target": "/sleep?ms=500"})";
        for (const QByteArray &text :
             {m.request("POST", "/v1/ignite/app/org/passing/invoke", call), m.directRequest("GET", "/sleep?ms=500")}) {
            const auto answer = onThread([&, port = m.port()] {
                RawHttp http(port);
                http.send(text);
                http.sendNoMore();
                return http.answer();
            });
            QCOMPARE(answer.status, 200);
            QVERIFY(answer.isIntact);
        }
    }

    void a_client_that_disconnects_ends_its_call()
    {
        const QByteArray call = R"({"target": "/sleep?ms=600000"})";
        for (const QByteArray &text : {m.request("POST", "/v1/ignite/app/org/passing/invoke", call),
                                       m.directRequest("GET", "/sleep?ms=600000")}) {
            {
                const RawHttp http(m.port());
                QVERIFY(http.send(text));
                QTRY_COMPARE_WITH_TIMEOUT(m.newestExecution().status, ExecutionStatus::Running,
                                          GatewayFixture::recordTimeout);
            }
            QTRY_COMPARE_WITH_TIMEOUT(m.newestExecution().status, ExecutionStatus::Cancelled,
                                      GatewayFixture::recordTimeout);
        }
    }

    void a_gateway_ends_before_its_connections()
    {
        std::vector<std::unique_ptr<RawHttp>> open;
        for (int at = 0; at < 40; ++at) {
            open.push_back(std::make_unique<RawHttp>(m.port()));
            QVERIFY(open.back()->send(at % 2 == 0 ? QByteArray("nonsense\r\n\r\n") : m.healthRequest()));
        }
        for (const auto &http : open) {
            QVERIFY(onThread([&] { return http->answer(); }).status > 0); // and is left open
        }
        const QString error = m.serve(GatewayFixture::shortLimits());
        QVERIFY2(error.isEmpty(), qPrintable(error));
        QCOMPARE(m.send(m.healthRequest()).status, 200);
    }
};

QTEST_GUILESS_MAIN(TestGatewayClients)
#include "tst_gateway_clients.moc"
