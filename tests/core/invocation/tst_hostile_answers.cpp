// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of a handler's process that are meant to end its caller or to take its memory.
#include "core/invocation/http_client.h"
#include "tests/support/endless_peer.h"

#include <QFile>
#include <QTest>

#include <unistd.h>

using namespace studio;
using namespace studio::test;

namespace {

qint64 residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE)
                                          : 0;
}

} // namespace

class TestHostileAnswers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_status_that_is_none_is_what_is_wrong()
    {
        for (const char *status : {"000", "001", "099", "101"}) {
            EndlessPeer peer("HTTP/1.1 " + QByteArray(status) + " X\r\ncontent-length: 1\r\n\r\n", "x");
            HttpClient client;
            const auto exchange = QCoro::waitFor(client.send(peer.port(), {}));
            QVERIFY(!exchange);
            QCOMPARE(exchange.error().code, ErrorCode::Internal);
            QVERIFY2(exchange.error().message.contains(QLatin1String("status")), qPrintable(exchange.error().message));
        }
    }

    void a_hostile_answer_ends_its_call_and_takes_no_memory_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("block");
        const QByteArray head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        const QByteArray filling(64 << 10, 'x');
        QTest::newRow("head") << QByteArray("HTTP/1.1 200 OK\r\nx: ") << filling;
        QTest::newRow("reason") << QByteArray("HTTP/1.1 200 ") << filling;
        QTest::newRow("fields") << QByteArray("HTTP/1.1 200 OK\r\n") << QByteArray("a: b\r\n").repeated(10'000);
        QTest::newRow("chunk extension") << head + "1;a=" << filling;
        QTest::newRow("chunk extensions") << head << QByteArray("1;a=b\r\nx\r\n").repeated(6'000);
        QTest::newRow("chunk size") << head << QByteArray(64 << 10, '0');
        QTest::newRow("trailer of 70,000 bytes") << head + "0\r\nx: " << QByteArray(70'000, 'x') + "\r\n\r\n";
        QTest::newRow("trailer") << head + "1\r\nx\r\n0\r\nx: " << filling;
        QTest::newRow("trailers") << head + "0\r\n" << QByteArray("a: b\r\n").repeated(10'000);
        for (const char *coding : {"xchunked", "identity", "gzip", "chunked, identity", "gzip, chunked"}) {
            QTest::newRow(coding) << "HTTP/1.1 200 OK\r\nTransfer-Encoding: " + QByteArray(coding) + "\r\n\r\n"
                                  << QByteArray("1\r\nx\r\n");
        }
    }
    void a_hostile_answer_ends_its_call_and_takes_no_memory()
    {
        QFETCH(const QByteArray, begin);
        QFETCH(const QByteArray, block);
        EndlessPeer peer(begin, block);
        HttpClient client;
        const qint64 before = residentBytes();
        const auto exchange = QCoro::waitFor(client.send(peer.port(), {}));
        const qint64 added = residentBytes() - before;
        QVERIFY(!exchange);
        QCOMPARE(exchange.error().code, ErrorCode::Internal);
        QVERIFY2(exchange.error().message.contains(QLatin1String("not acceptable HTTP/1.1")),
                 qPrintable(exchange.error().message));
        QVERIFY2(added < 32 << 20, QByteArray::number(added >> 20).constData());
        QTRY_VERIFY(peer.wasCutOff());
        EndlessPeer other("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", {}, std::chrono::milliseconds(5));
        const auto next = QCoro::waitFor(client.send(other.port(), {}));
        QVERIFY(next && next->response.body == "hello"); // and no other one
    }
};

QTEST_GUILESS_MAIN(TestHostileAnswers)
#include "tst_hostile_answers.moc"
