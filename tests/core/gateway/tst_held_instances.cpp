// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/uuid7.h"
#include "core/gateway/held_instances.h"
#include "tests/core/gateway/gateway_fixture.h"

#include <QTest>

using namespace studio;
using namespace studio::gateway;
using namespace studio::test;

class TestHeldInstances : public QObject
{
    Q_OBJECT

    GatewayFixture m;
    const QByteArray m_label = "passing-org";

    /// The sockets' thread is this one.
    HeldInstances::Acquired acquire(SocketContext &context, HeldInstances &instances)
    {
        std::optional<HeldInstances::Acquired> acquired;
        std::function<void()> cancel;
        asio::co_spawn(
            context, [&]() -> Awaitable<void> { acquired = co_await instances.acquire(m_label, cancel); },
            asio::detached);
        const auto hasCome = [&] {
            context.restart();
            context.poll();
            return acquired.has_value();
        };
        return QTest::qWaitFor(hasCome, GatewayFixture::recordTimeout) ? std::move(*acquired)
                                                                       : HeldInstances::Acquired{};
    }

    [[nodiscard]] static AccessRecord recordOf(const HeldInstances::Acquired &acquired)
    {
        AccessRecord record;
        record.plan = acquired.plan;
        record.lease = acquired.instance->lease;
        record.invocation.executionId = uuid7();
        return record;
    }

    /// There is one instance: a call of another caller needs the one that is held here.
    void callOfAnother()
    {
        const auto answered = QCoro::waitFor(m.platform->invoke(m.id, {}, {.method = "GET"}));
        QVERIFY(answered);
        QCOMPARE(answered->response.status, 200);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m.publishOrFail();
        auto app = QCoro::waitFor(m.platform->getApp(m.id));
        QVERIFY(app);
        app->maxReplicas = 1;
        QVERIFY(QCoro::waitFor(m.platform->updateApp(*app)));
        QVERIFY(m.setTimeout(std::chrono::seconds(20))); // how long the calls here wait for an instance
    }

    /// Nothing is swept here: what a record holds on to until then is nobody's.
    void a_released_instance_is_free_before_the_records_are_swept()
    {
        const auto context = std::make_shared<SocketContext>(1);
        HeldInstances instances(context, m.platform->proxyCalls());
        auto acquired = acquire(*context, instances);
        QVERIFY2(acquired.instance, qPrintable(acquired.error.message));
        instances.recordEnded(recordOf(acquired));
        instances.release(m_label, std::exchange(acquired.instance, {}), false, std::chrono::microseconds(1));
        callOfAnother();
        context->destroyCoroutines();
    }

    void an_instance_that_ends_is_given_to_no_call()
    {
        const auto context = std::make_shared<SocketContext>(1);
        HeldInstances instances(context, m.platform->proxyCalls());
        auto acquired = acquire(*context, instances);
        QVERIFY2(acquired.instance, qPrintable(acquired.error.message));
        const quint16 port = acquired.instance->lease->port;
        instances.putBack(m_label, std::exchange(acquired.instance, {}));
        instances.forget(port);
        QVERIFY(!instances.acquireFree(m_label));
        context->destroyCoroutines();
    }

    void the_end_lets_all_go_and_hands_the_records_on()
    {
        QString id;
        bool hasResumed = false;
        {
            const auto context = std::make_shared<SocketContext>(1);
            HeldInstances instances(context, m.platform->proxyCalls());
            auto acquired = acquire(*context, instances);
            QVERIFY2(acquired.instance, qPrintable(acquired.error.message));
            AccessRecord record = recordOf(acquired);
            record.isCancelled = true;
            id = record.invocation.executionId;
            // Another one waits; nobody will resume it.
            std::function<void()> cancel;
            asio::co_spawn(
                *context,
                [&]() -> Awaitable<void> {
                    (void)co_await instances.acquire(m_label, cancel);
                    hasResumed = true;
                },
                asio::detached);
            context->restart();
            context->poll();
            instances.recordEnded(std::move(record));
            acquired = {};
            context->destroyCoroutines();
        }
        QVERIFY(!hasResumed);
        callOfAnother();
        const auto status = [&] { return QCoro::waitFor(m.platform->getExecution(id)).value_or(Execution{}).status; };
        QTRY_COMPARE_WITH_TIMEOUT(status(), ExecutionStatus::Cancelled, GatewayFixture::recordTimeout);
    }
};

QTEST_GUILESS_MAIN(TestHeldInstances)
#include "tst_held_instances.moc"
