// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that the platform answers for while their handler goes on. There is one instance, so that the next call shows
// whether it was given to it.
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

using namespace studio;
using namespace studio::test;

class TestAbandonedCalls : public QObject
{
    Q_OBJECT

    GatewayFixture m;

    int m_row = 0; ///< each has a path of its own, by which its record is known

    [[nodiscard]] Result<Invocation> call(const QByteArray &body = "{}") const
    {
        return QCoro::waitFor(m.platform->invoke(m.id, {}, {.body = body}));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m.id.name = QStringLiteral("hostile");
        const QString error = m.publish("/tests/data/handlers/hostile");
        QVERIFY2(error.isEmpty(), qPrintable(error));
        auto app = QCoro::waitFor(m.platform->getApp(m.id));
        QVERIFY(app);
        app->maxReplicas = 1;
        QVERIFY(QCoro::waitFor(m.platform->updateApp(*app)));
        m.serveOrFail();
    }

    void an_instance_that_goes_on_with_a_call_gets_no_other_data()
    {
        QTest::addColumn<QByteArray>("begin");
        QTest::newRow("no HTTP") << QByteArray("220 ready\r\n");
        QTest::newRow("a broken connection") << QByteArray("HTTP/1.1 2");
        QTest::newRow("a broken stream") << QByteArray(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n");
        QTest::newRow("a malformed stream")
            << QByteArray("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\nwhat\r\n");
    }
    void an_instance_that_goes_on_with_a_call_gets_no_other()
    {
        QFETCH(const QByteArray, begin);
        const QByteArray body =
            bytesOf(Json{{"begin", begin.toStdString()}, {"block", std::string()}, {"times", 0}, {"goes_on", true}});
        const auto before = call();
        QVERIFY(before && !before->error);

        const auto broken = call(body);
        QVERIFY(broken && broken->error);
        const auto afterInvoke = call();
        QVERIFY(afterInvoke);
        QCOMPARE(afterInvoke->response.body, "\"well\"");
        QVERIFY(afterInvoke->coldStart);

        const QByteArray path = "/row" + QByteArray::number(++m_row);
        (void)m.send(m.directRequest("POST", path, "content-type: application/json\r\n", body));
        const auto isRecorded = [&] {
            const Execution record = m.newestExecution();
            return record.request.target == path && record.status == ExecutionStatus::Failed;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isRecorded(), GatewayFixture::recordTimeout);
        const auto afterProxied = call();
        QVERIFY(afterProxied);
        QCOMPARE(afterProxied->response.body, "\"well\"");
        QVERIFY(afterProxied->coldStart);
    }
};

QTEST_GUILESS_MAIN(TestAbandonedCalls)
#include "tst_abandoned_calls.moc"
