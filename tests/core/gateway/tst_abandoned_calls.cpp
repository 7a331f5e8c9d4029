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

    [[nodiscard]] QByteArray nextPath() { return "/row" + QByteArray::number(++m_row); }
    [[nodiscard]] static QByteArray wanted(const QByteArray &begin, bool keepsOpen)
    {
        return bytesOf(Json{{"begin", begin.toStdString()},
                            {"block", std::string()},
                            {"times", 0},
                            {"goes_on", true},
                            {"keeps_open", keepsOpen}});
    }
    /// Of the call of this path; without an id where there is none.
    [[nodiscard]] Execution recordOf(const QByteArray &path) const
    {
        const auto page = QCoro::waitFor(m.platform->listExecutions(m.id, {.limit = 20}));
        for (const Execution &one : page.value_or(ExecutionPage{}).executions) {
            if (one.request.target == path) {
                return one;
            }
        }
        return {};
    }
    [[nodiscard]] std::optional<ExecutionStatus> statusOf(const QByteArray &path) const
    {
        const Execution record = recordOf(path);
        return record.id.isEmpty() ? std::nullopt : std::optional(record.status);
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
        const QByteArray body = wanted(begin, false);
        const auto before = call();
        QVERIFY(before && !before->error);

        const auto broken = call(body);
        QVERIFY(broken && broken->error);
        const auto afterInvoke = call();
        QVERIFY(afterInvoke);
        QCOMPARE(afterInvoke->response.body, "\"well\"");
        QVERIFY(afterInvoke->coldStart);

        const QByteArray path = nextPath();
        (void)m.send(m.directRequest("POST", path, "content-type: application/json\r\n", body));
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), std::optional(ExecutionStatus::Failed),
                                  GatewayFixture::recordTimeout);
        const auto afterProxied = call();
        QVERIFY(afterProxied);
        QCOMPARE(afterProxied->response.body, "\"well\"");
        QVERIFY(afterProxied->coldStart);
    }

    void the_head_of_a_stream_is_passed_on_before_its_first_chunk()
    {
        const QByteArray body = wanted("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", true);
        RawHttp http(m.port());
        http.send(m.directRequest("POST", nextPath(), "content-type: application/json\r\n", body));
        QCOMPARE(onThread([&] { return http.head(); }).status, 200);
        m.serveOrFail(); // ends it
    }

    void a_call_in_flight_at_the_end_of_the_gateway_is_recorded()
    {
        const QByteArray path = nextPath();
        RawHttp http(m.port());
        http.send(m.directRequest("POST", path, "content-type: application/json\r\n", wanted("HTTP", true)));
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), std::optional(ExecutionStatus::Running),
                                  GatewayFixture::recordTimeout);
        m.gateway.reset();
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), std::optional(ExecutionStatus::Cancelled),
                                  GatewayFixture::recordTimeout);
        const auto next = call();
        QVERIFY(next);
        QCOMPARE(next->response.body, "\"well\"");
        m.serveOrFail();
    }

    /// The main thread finds out why the handler gave no answer while the gateway ends.
    void a_call_that_is_being_answered_for_at_the_end_of_the_gateway_is_recorded()
    {
        const QByteArray path = nextPath();
        RawHttp http(m.port());
        http.send(m.directRequest("POST", path, "content-type: application/json\r\n", wanted("HTTP/1.1 2", false)));
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), std::optional(ExecutionStatus::Running),
                                  GatewayFixture::recordTimeout);
        m.gateway.reset();
        QTRY_VERIFY_WITH_TIMEOUT(statusOf(path) == std::optional(ExecutionStatus::Cancelled),
                                 GatewayFixture::recordTimeout);
        const auto next = call();
        QVERIFY(next);
        QCOMPARE(next->response.body, "\"well\"");
        m.serveOrFail();
    }

    void a_client_that_leaves_the_queue_leaves_a_record_data()
    {
        QTest::addColumn<bool>("endsGateway");
        QTest::newRow("the client leaves") << false;
        QTest::newRow("the gateway ends") << true;
    }
    void a_client_that_leaves_the_queue_leaves_a_record()
    {
        QFETCH(const bool, endsGateway);
        std::stop_source stop;
        bool isBusy = false;
        InvokeObserver observer;
        observer.head = [&](const HttpResponse &) { isBusy = true; };
        observer.chunk = [](const QByteArray &, const std::function<void()> &) {};
        const QByteArray body = wanted("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", true);
        auto busy = m.platform->invoke(m.id, {}, {.body = body}, observer, stop.get_token());
        QTRY_VERIFY_WITH_TIMEOUT(isBusy, GatewayFixture::recordTimeout);

        const QByteArray path = nextPath();
        {
            RawHttp http(m.port());
            http.send(m.directRequest("POST", path, {}, "{}"));
            if (endsGateway) {
                (void)m.api("GET", "/v1/ignite/app/org/hostile"); // what came before it has been read
                m.gateway.reset();
            }
        }
        QTRY_COMPARE_WITH_TIMEOUT(statusOf(path), std::optional(ExecutionStatus::Cancelled),
                                  GatewayFixture::recordTimeout);
        stop.request_stop();
        QVERIFY(!QCoro::waitFor(std::move(busy)));
        QVERIFY(call());
        m.serveOrFail();
    }

    void a_body_that_is_too_large_leaves_a_record()
    {
        const QByteArray path = nextPath();
        const QByteArray body(maxPayloadBytes + 1, 'x');
        QCOMPARE(m.send(m.directRequest("POST", path, {}, body)).status, 413);
        QTRY_COMPARE_WITH_TIMEOUT(recordOf(path).response.status, 413, GatewayFixture::recordTimeout);
        const Execution record = recordOf(path);
        QCOMPARE(record.requestBytes, body.size());
        QVERIFY(!record.error.isEmpty());
        QVERIFY(record.id != QString());
        const auto invoked = call(body);
        QVERIFY(invoked);
        QTRY_COMPARE_WITH_TIMEOUT(m.newestExecution().id, invoked->executionId, GatewayFixture::recordTimeout);
        QCOMPARE(m.newestExecution().status, record.status); // whichever way in
    }
};

QTEST_GUILESS_MAIN(TestAbandonedCalls)
#include "tst_abandoned_calls.moc"
