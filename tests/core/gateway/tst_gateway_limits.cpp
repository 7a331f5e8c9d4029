// SPDX-License-Identifier: GPL-3.0-or-later
// What one client, and all together, may take of the gateway: bytes, time and connections.
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

using namespace studio;
using namespace studio::test;

class TestGatewayLimits : public QObject
{
    Q_OBJECT

    GatewayFixture m;

private Q_SLOTS:
    void initTestCase() { m.publishOrFail(); }
    void init() { m.serveOrFail(GatewayFixture::shortLimits()); }

    void heads_are_bounded_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("status");
        QTest::newRow("one header") << "GET / HTTP/1.1\r\nhost: a\r\nx: " + QByteArray(64 << 10, 'x') + "\r\n\r\n"
                                    << 431;
        QTest::newRow("many headers") << "GET / HTTP/1.1\r\nhost: a\r\n" + QByteArray("a: b\r\n").repeated(10'000) +
                                             "\r\n"
                                      << 431;
        QTest::newRow("target") << "GET /" + QByteArray(64 << 10, 'x') + " HTTP/1.1\r\nhost: a\r\n\r\n" << 431;
    }
    void heads_are_bounded()
    {
        QFETCH(const QByteArray, text);
        QFETCH(const int, status);
        QCOMPARE(m.send(text).status, status);
    }

    void a_body_beyond_the_limit_is_refused_before_it_is_read()
    {
        const QByteArray head = "POST /v1/ignite/app/org HTTP/1.1\r\nhost: " + m.host() +
                                "\r\nauthorization: Bearer the-token\r\ncontent-type: application/json\r\n";
        QCOMPARE(m.send(head + "content-length: 1000000000\r\n\r\n").status, 413);
        const QByteArray chunk = "100000\r\n" + QByteArray(1 << 20, ' ') + "\r\n";
        QCOMPARE(m.send(head + "transfer-encoding: chunked\r\n\r\n" + chunk.repeated(3)).status, 413);
        QCOMPARE(m.send(head + "expect: 100-continue\r\ncontent-length: 1000000000\r\n\r\n").status, 413);
        const auto direct = m.send(m.directRequest("POST", "/", "content-length: 6291457\r\n"));
        QCOMPARE(direct.status, 413);
        QVERIFY(direct.body.contains("error"));
    }

    void slow_heads_and_bodies_are_cut_off()
    {
        const auto [head, body, nothing] = onThread([&, port = m.port()] {
            RawHttp first(port);
            first.send("GET /v1/ignite/health HTTP/1.1\r\n");
            RawHttp second(port);
            second.send(m.request("POST", "/v1/ignite/app/org", {},
                                  "content-type: application/json\r\ncontent-length: 100\r\n"));
            second.send("{");
            RawHttp third(port);
            for (int i = 0; i < 30 && first.send("x"); ++i) { // one byte after the other
                // fixed wait: a slow client is one that takes its time
                std::this_thread::sleep_for(std::chrono::milliseconds(50));
            }
            return std::tuple(first.answer().status, second.answer().status, third.isClosed());
        });
        QVERIFY2(head == 408 || head == 0, QByteArray::number(head).constData());
        QCOMPARE(body, 408);
        QVERIFY(nothing);
    }

    void connections_are_counted()
    {
        gateway::Limits limits = GatewayFixture::shortLimits();
        limits.idleTime = std::chrono::minutes(10); // all of them are open at the same time, however long that takes
        const QString error = m.serve(limits);
        QVERIFY2(error.isEmpty(), qPrintable(error));
        const int status = onThread([&, port = m.port()] {
            std::vector<std::unique_ptr<RawHttp>> held;
            for (int i = 0; i < limits.connections; ++i) {
                held.push_back(std::make_unique<RawHttp>(port));
            }
            RawHttp more(port); // accepted after the others
            return more.answer().status;
        });
        QCOMPARE(status, 503);
        QTRY_COMPARE_WITH_TIMEOUT(m.send(m.healthRequest()).status, 200,
                                  GatewayFixture::recordTimeout); // they are let go again
    }

    void a_client_that_never_stops_is_cut_off_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("more");
        QTest::newRow("after a refusal") << QByteArray("BAD\r\n\r\n") << QByteArray(64 << 10, 'x');
        QTest::newRow("in small chunks of a body") << QByteArray("POST / HTTP/1.1\r\nhost: passing-org.localhost\r\n"
                                                                 "transfer-encoding: chunked\r\n\r\n")
                                                   << QByteArray("0000000000000001\r\na\r\n").repeated(2000);
        QTest::newRow("with empty lines") << QByteArray() << QByteArray("\r\n").repeated(32 << 10);
    }
    void a_client_that_never_stops_is_cut_off()
    {
        QFETCH(QByteArray, begin);
        QFETCH(QByteArray, more);
        const bool isCut = onThread([&, port = m.port()] {
            const RawHttp http(port);
            const QDeadlineTimer deadline(std::chrono::seconds(30));
            bool isTaken = http.send(begin);
            while (isTaken && !deadline.hasExpired()) {
                isTaken = http.send(more);
            }
            return !isTaken && http.waitUntilReset(); // and not only left waiting with what it sends
        });
        QVERIFY(isCut);
    }

    void a_refused_body_gives_its_memory_back()
    {
        gateway::Limits limits;
        limits.bodies = 8 << 20;
        limits.lingerTime = std::chrono::minutes(10); // the connection stays as long as its client keeps it
        const QString error = m.serve(limits);
        QVERIFY2(error.isEmpty(), qPrintable(error));
        const QByteArray chunk = "100000\r\n" + QByteArray(1 << 20, 'x') + "\r\n";
        const auto [refused, accepted] = onThread([&, port = m.port()] {
            RawHttp kept(port);
            kept.send(m.directRequest("POST", "/", "transfer-encoding: chunked\r\n") + chunk.repeated(7));
            const int first = kept.answer().status;
            RawHttp other(port);
            other.send(m.directRequest("POST", "/", {}, QByteArray(6 << 20, 'x')));
            return std::pair(first, other.answer().status);
        });
        QCOMPARE(refused, 413); // when 6 MiB of it were held
        QCOMPARE(accepted, 200);
    }

    void bodies_together_have_a_bound()
    {
        gateway::Limits limits;
        limits.bodies = 4 << 20;
        const QString error = m.serve(limits);
        QVERIFY2(error.isEmpty(), qPrintable(error));
        const QByteArray body(3 << 20, 'x');
        auto first = std::make_unique<RawHttp>(m.port());
        QVERIFY(onThread([&] { return first->send(m.directRequest("POST", "/stream?pieces=6000&ms=10", {}, body)); }));
        QCOMPARE(onThread([&] { return first->head(); }).status, 200); // its body is there until its answer has ended
        QCOMPARE(m.send(m.directRequest("POST", "/", {}, body)).status, 503);
        first.reset();
        QTRY_COMPARE(m.send(m.directRequest("POST", "/", {}, body)).status, 200);
    }

    void a_client_that_takes_nothing_is_cut_off()
    {
        const QByteArray text = m.directRequest("GET", "/much?blocks=2000"); // 125 MiB
        const bool isCut = onThread([&, port = m.port()] {
            RawHttp http(port, 4 << 10);
            http.send(text);
            return http.waitUntilClosed() && !http.answer().isIntact;
        });
        QVERIFY(isCut);
    }
};

QTEST_GUILESS_MAIN(TestGatewayLimits)
#include "tst_gateway_limits.moc"
