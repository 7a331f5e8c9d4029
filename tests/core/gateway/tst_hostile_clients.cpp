// SPDX-License-Identifier: GPL-3.0-or-later
// Requests that are meant to end the gateway or to take its memory; no app is needed for them, and no token.
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

#include <sys/resource.h>

using namespace studio;
using namespace studio::test;

namespace {

constexpr int manyConnections = 512;

qint64 residentBytes()
{
    return readFile(QStringLiteral("/proc/self/statm")).split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

/// Bytes that have reached the sockets of this port and that are not read yet.
qint64 unreadBytes(quint16 port)
{
    const QByteArray local = ':' + QByteArray::number(port, 16).toUpper().rightJustified(4, '0');
    qint64 unread = 0;
    for (const QByteArray &line : readFile(QStringLiteral("/proc/net/tcp")).split('\n')) {
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.value(1).endsWith(local) && columns.value(3) == "01") { // established
            unread += columns.value(4).split(':').value(1).toLongLong(nullptr, 16);
        }
    }
    return unread;
}

/// Both ends of each connection are in this process.
void allowManyDescriptors()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 8'192);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

} // namespace

class TestHostileClients : public QObject
{
    Q_OBJECT

    GatewayFixture m;

    [[nodiscard]] QByteArray headFor(const QByteArray &host) const
    {
        return "POST /p HTTP/1.1\r\nhost: " + host + ":" + QByteArray::number(m.port()) + "\r\n";
    }
    [[nodiscard]] int healthStatus() const
    {
        return m.send("GET /v1/ignite/health HTTP/1.1\r\nhost: " + m.host() + "\r\n\r\n").status;
    }

private Q_SLOTS:
    void initTestCase()
    {
        allowManyDescriptors();
        gateway::Limits limits;
        limits.headTime = limits.bodyTime = std::chrono::minutes(10); // nothing here is about time
        const QString serving = m.serve(limits);
        QVERIFY2(serving.isEmpty(), qPrintable(serving));
    }

    void a_hostile_request_is_refused_data()
    {
        QTest::addColumn<QByteArray>("begin"); // behind the Host header
        QTest::addColumn<QByteArray>("block"); // over and over
        QTest::addColumn<int>("status");
        const QByteArray chunked = "transfer-encoding: chunked\r\n\r\n";
        const QByteArray filling(64 << 10, 'x');
        QTest::newRow("a trailer of 70,000 bytes") << chunked + "0\r\nx: " + QByteArray(70'000, 'x') + "\r\n\r\n"
                                                   << QByteArray() << 400;
        QTest::newRow("a trailer's name of 70,000 bytes") << chunked + "0\r\n" + QByteArray(70'000, 'x') + ": x\r\n\r\n"
                                                          << QByteArray() << 400;
        QTest::newRow("a trailer without end") << chunked + "2\r\n{}\r\n0\r\nx: " << filling << 400;
        QTest::newRow("trailers without end") << chunked + "0\r\n" << QByteArray("a: b\r\n").repeated(10'000) << 400;
        QTest::newRow("an extension without end") << chunked + "2;a=" << filling << 400;
        QTest::newRow("a quoted one") << chunked + "2;a=\"" << filling << 400;
        QTest::newRow("extensions without end") << chunked << QByteArray("1;a=b\r\nx\r\n").repeated(6'000) << 400;
        QTest::newRow("of the last chunk") << chunked + "0;a=" << filling << 400;
        QTest::newRow("a chunk size without end") << chunked << QByteArray(64 << 10, '0') << 400;
        QTest::newRow("a field without end") << QByteArray("x: ") << filling << 431;
        QTest::newRow("a field's name without end") << QByteArray() << filling << 431;
        QTest::newRow("fields without end") << QByteArray() << QByteArray("a: b\r\n").repeated(10'000) << 431;
    }
    void a_hostile_request_is_refused()
    {
        QFETCH(const QByteArray, begin);
        QFETCH(const QByteArray, block);
        QFETCH(const int, status);
        constexpr qint64 most = 8 << 20;
        for (const char *host : {"x-y.localhost", "localhost"}) {
            QByteArray head = headFor(host);
            if (QByteArray(host) == "localhost") { // a body is read of who may send one
                head.replace("/p", "/v1/ignite/app/org");
                head += "authorization: Bearer the-token\r\ncontent-type: application/json\r\n";
            }
            const auto [answer, isClosed] = onThread([&, port = m.port()] {
                RawHttp http(port);
                bool isTaken = http.send(head + begin);
                for (qint64 sent = 0; isTaken && !block.isEmpty() && sent < most; sent += block.size()) {
                    isTaken = http.send(block);
                }
                RawAnswer got = http.answer();
                return std::pair(std::move(got), http.isClosed());
            });
            QCOMPARE(answer.status, status);
            QVERIFY(isClosed);
            QVERIFY(jsonOf(answer).isObject());
            QCOMPARE(healthStatus(), 200);
        }
    }

    void a_head_that_ends_half_way_is_refused()
    {
        for (const QByteArray &half : {QByteArray("G"), QByteArray("GET / HTTP/1.1\r\n"), headFor("x-y.localhost"),
                                       headFor("localhost") + "content-length: 1\r"}) {
            const auto [answer, isClosed] = onThread([&, port = m.port()] {
                RawHttp http(port);
                http.send(half);
                http.sendNoMore();
                RawAnswer got = http.answer();
                return std::pair(std::move(got), http.isClosed());
            });
            QVERIFY2(answer.status == 400, half.constData());
            QVERIFY(isClosed && jsonOf(answer).isObject());
        }
    }

    void codings_that_are_not_implemented_are_refused_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("status");
        for (const char *other :
             {"xchunked", "identity", "gzip", "chunked, identity", "chunked, chunked", "", "chunked;a=b"}) {
            QTest::newRow(qPrintable(QStringLiteral("“%1”").arg(QLatin1String(other))))
                << "transfer-encoding: " + QByteArray(other) + "\r\n"
                << 400;
        }
        for (const char *other : {"gzip, chunked", "identity,chunked", "a, b, Chunked"}) {
            QTest::newRow(other) << "transfer-encoding: " + QByteArray(other) + "\r\n" << 501;
        }
        QTest::newRow("two fields") << QByteArray("transfer-encoding: gzip\r\ntransfer-encoding: chunked\r\n") << 501;
        QTest::newRow("with a length") << QByteArray("content-length: 2\r\ntransfer-encoding: identity\r\n") << 400;
        QTest::newRow("before a length") << QByteArray("transfer-encoding: identity\r\ncontent-length: 2\r\n") << 400;
    }
    void codings_that_are_not_implemented_are_refused()
    {
        QFETCH(const QByteArray, fields);
        QFETCH(const int, status);
        // What would be the next request, were the body taken for none.
        const QByteArray next = "GET /v1/ignite/health HTTP/1.1\r\nhost: " + m.host() + "\r\n\r\n";
        for (const char *host : {"x-y.localhost", "localhost"}) {
            const auto [answer, isClosed] = onThread([&, port = m.port()] {
                RawHttp http(port);
                http.send(headFor(host) + fields + "\r\n" + next);
                RawAnswer got = http.answer();
                return std::pair(std::move(got), http.isClosed());
            });
            QCOMPARE(answer.status, status);
            QVERIFY(isClosed);
        }
    }

    void many_connections_take_little_memory_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("block");
        QTest::addColumn<qint64>("most"); // of each
        const auto field = [](int number, qsizetype bytes) {
            return "f" + QByteArray::number(number) + ": " + QByteArray(bytes, 'x') + "\r\n";
        };
        QByteArray head; // almost as much as a head may have
        for (int number = 0; number < 80; ++number) {
            head += field(number, 390);
        }
        const QByteArray chunked = head + "transfer-encoding: chunked\r\n\r\n";
        const QByteArray filling(64 << 10, 'x');
        QTest::newRow("heads that do not end") << head << QByteArray() << qint64(0);
        QTest::newRow("heads and extensions") << chunked + "1;a=" + QByteArray(4'000, 'x') << QByteArray() << qint64(0);
        QTest::newRow("heads and trailers")
            << chunked + "0\r\nx: " + QByteArray(32'000, 'x') << QByteArray() << qint64(0);
        QTest::newRow("heads without end") << head << filling << qint64(1 << 20);
        QTest::newRow("extensions without end") << chunked + "1;a=" << filling << qint64(1 << 20);
        QTest::newRow("trailers without end") << chunked + "0\r\nx: " << filling << qint64(1 << 20);
    }
    void many_connections_take_little_memory()
    {
        QFETCH(const QByteArray, begin);
        QFETCH(const QByteArray, block);
        QFETCH(const qint64, most);
        const QByteArray head = headFor("x-y.localhost");
        const qint64 before = residentBytes();
        const qint64 after = onThread([&, port = m.port()] {
            std::vector<std::unique_ptr<RawHttp>> all;
            for (int at = 0; at < manyConnections; ++at) {
                all.push_back(std::make_unique<RawHttp>(port));
                bool isTaken = all.back()->send(head + begin);
                for (qint64 sent = 0; isTaken && sent < most; sent += block.size()) {
                    isTaken = all.back()->send(block);
                }
            }
            while (unreadBytes(port) > 0) {
                std::this_thread::sleep_for(std::chrono::milliseconds(20)); // fixed wait: between two looks
            }
            return residentBytes();
        });
        qInfo("%d connections add %lld KiB", manyConnections, (after - before) >> 10);
        QVERIFY2(after - before <= 64 << 20, QByteArray::number((after - before) >> 20).constData());
        QTRY_COMPARE_WITH_TIMEOUT(healthStatus(), 200, GatewayFixture::recordTimeout); // they are let go again
    }
};

QTEST_GUILESS_MAIN(TestHostileClients)
#include "tst_hostile_clients.moc"
