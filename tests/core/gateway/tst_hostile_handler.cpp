// SPDX-License-Identifier: GPL-3.0-or-later
// A handler's process that answers with what is meant to end the gateway or to take its memory, on every way in.
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

using namespace studio;
using namespace studio::test;

namespace {

qint64 residentBytes()
{
    return readFile(QStringLiteral("/proc/self/statm")).split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

} // namespace

class TestHostileHandler : public QObject
{
    Q_OBJECT

    GatewayFixture m;

    int m_row = 0; ///< each has a path of its own, by which its record is known

    /// Asks the handler whether no call of it writes to others' connections any more.
    [[nodiscard]] QByteArray handlerState() const { return m.send(m.directRequest("POST", "/", {}, "{}")).body; }

private Q_SLOTS:
    void initTestCase()
    {
        m.id.name = QStringLiteral("hostile");
        const QString error = m.publish("/tests/data/handlers/hostile");
        QVERIFY2(error.isEmpty(), qPrintable(error));
        const QString serving = m.serve();
        QVERIFY2(serving.isEmpty(), qPrintable(serving));
    }

    void a_hostile_answer_ends_its_call_alone_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::addColumn<QByteArray>("block");
        const QByteArray head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        const QByteArray filling(64 << 10, 'x');
        QTest::newRow("head") << QByteArray("HTTP/1.1 200 OK\r\nx: ") << filling;
        QTest::newRow("fields") << QByteArray("HTTP/1.1 200 OK\r\n") << QByteArray("a: b\r\n").repeated(10'000);
        QTest::newRow("chunk extension") << head + "1;a=" << filling;
        QTest::newRow("chunk extensions") << head << QByteArray("1;a=b\r\nx\r\n").repeated(6'000);
        QTest::newRow("a trailer of 70,000 bytes") << head + "0\r\nx: " + QByteArray(70'000, 'x') + "\r\n\r\n"
                                                   << QByteArray();
        QTest::newRow("trailer behind a body") << head + "1\r\nx\r\n0\r\nx: " << filling;
        QTest::newRow("trailers") << head + "0\r\n" << QByteArray("a: b\r\n").repeated(10'000);
        QTest::newRow("an unknown coding")
            << QByteArray("HTTP/1.1 200 OK\r\ntransfer-encoding: xchunked\r\n\r\n") << QByteArray("1\r\nx\r\n");
        QTest::newRow("a second coding") << QByteArray("HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n")
                                         << QByteArray("1\r\nx\r\n");
        QTest::newRow("no HTTP") << QByteArray("220 ready\r\n") << filling;
    }
    void a_hostile_answer_ends_its_call_alone()
    {
        QFETCH(const QByteArray, begin);
        QFETCH(const QByteArray, block);
        const int times = block.isEmpty() ? 0 : (128 << 20) / static_cast<int>(block.size());
        const QByteArray body =
            bytesOf(Json{{"begin", begin.toStdString()}, {"block", block.toStdString()}, {"times", times}});
        const qint64 before = residentBytes();

        const QByteArray path = "/row" + QByteArray::number(++m_row);
        const auto direct = m.send(m.directRequest("POST", path, "content-type: application/json\r\n", body));
        const bool hasBegun = direct.status == 200 && !direct.isIntact; // and was cut off
        QVERIFY2(direct.status == 502 || hasBegun, QByteArray::number(direct.status) + direct.body.left(200));
        const auto isRecorded = [&] {
            const Execution record = m.newestExecution();
            return record.request.target == path && record.status == ExecutionStatus::Failed &&
                   record.error.contains(QLatin1String("not acceptable HTTP/1.1"));
        };
        QTRY_VERIFY_WITH_TIMEOUT(isRecorded(), GatewayFixture::recordTimeout);

        const QByteArray call = bytesOf(toJson(InvokeCall{.target = {}, .request = {.body = body}}));
        const auto brokenOff = [](const InvokeFrame &frame) {
            return frame.kind == InvokeFrame::Trailer && frame.invocation.error &&
                   frame.invocation.error->message.contains(QLatin1String("not acceptable HTTP/1.1"));
        };
        const auto refused = [](const InvokeFrame &frame) {
            return frame.kind == InvokeFrame::Head && frame.head.status == 502;
        };
        const auto invoked = m.api("POST", "/v1/ignite/app/org/hostile/invoke", call);
        QCOMPARE(invoked.status, 200);
        const auto frames = framesOf(invoked.body);
        QVERIFY2(std::ranges::any_of(frames, brokenOff) || std::ranges::any_of(frames, refused),
                 invoked.body.right(2'000).constData());

        const qint64 added = residentBytes() - before;
        QVERIFY2(added < 48 << 20, QByteArray::number(added >> 20).constData());
        QTRY_COMPARE_WITH_TIMEOUT(handlerState(), "\"well\"", GatewayFixture::recordTimeout);
    }

    void a_forged_time_of_the_handler_is_no_time()
    {
        for (const char *time : {"9223372036854775807", "-5", "1e3", "99999999999999999999"}) {
            const QByteArray begin =
                "HTTP/1.1 200 OK\r\nx-ignite-handler-us: " + QByteArray(time) + "\r\ncontent-length: 2\r\n\r\nok";
            const QByteArray body =
                bytesOf(Json{{"begin", begin.toStdString()}, {"block", std::string()}, {"times", 0}});
            const QByteArray path = QByteArray("/") + time;
            const auto direct = m.send(m.directRequest("POST", path, "content-type: application/json\r\n", body));
            QCOMPARE(direct.status, 200);
            QCOMPARE(direct.body, "ok");
            Execution record;
            const auto isRecorded = [&] {
                record = m.newestExecution();
                return record.request.target == path && record.status == ExecutionStatus::Succeeded;
            };
            QTRY_VERIFY_WITH_TIMEOUT(isRecorded(), GatewayFixture::recordTimeout);
            QCOMPARE(record.handlerUs, -1);
            const auto invoked = QCoro::waitFor(m.platform->invoke(m.id, {}, {.body = body}));
            QVERIFY(invoked);
            QCOMPARE(invoked->response.body, "ok");
            QCOMPARE(invoked->handlerUs, -1);
            QVERIFY(invoked->startUs >= 0 && invoked->startUs <= invoked->timings.total);
            QTRY_COMPARE_WITH_TIMEOUT(handlerState(), "\"well\"", GatewayFixture::recordTimeout);
        }
    }
};

QTEST_GUILESS_MAIN(TestHostileHandler)
#include "tst_hostile_handler.moc"
