// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/instance_pool.h"
#include "tests/support/places.h"

#include <QCoroTask>
#include <QTest>

using namespace studio;

class TestInstancePool : public QObject
{
    Q_OBJECT

    static InstancePool::Wanted wanted(int replicas, const QString &mode = QStringLiteral("good"))
    {
        return {.app = QStringLiteral("org:app"),
                .artifact = "a",
                .spec = {.program = sourcePath("/tests/core/runner/fake_handler.py"),
                         .functionId = QStringLiteral("org/app"),
                         .environment = {{QStringLiteral("MODE"), mode}}},
                .maxReplicas = replicas};
    }

    static InstancePool::Lease lease(InstancePool &pool, const InstancePool::Wanted &what,
                                     std::chrono::milliseconds timeout = std::chrono::seconds(5))
    {
        auto got = QCoro::waitFor(pool.acquire(what, timeout));
        return got ? std::move(*got) : InstancePool::Lease();
    }

private Q_SLOTS:
    void one_call_an_instance()
    {
        InstancePool pool(nativeRunner());
        auto first = lease(pool, wanted(2));
        QVERIFY(first.instance() && first.isCold());
        const auto second = lease(pool, wanted(2));
        QVERIFY(second.instance() && second.instance() != first.instance());
        QCOMPARE(pool.count(QStringLiteral("org:app")), 2);
        Instance *const freed = first.instance();
        first = {};
        const auto third = lease(pool, wanted(2));
        QCOMPARE(third.instance().data(), freed);
        QVERIFY(!third.isCold());
    }

    void beyond_the_limit_calls_wait_in_order()
    {
        InstancePool pool(nativeRunner());
        auto held = lease(pool, wanted(1));
        QStringList order;
        const auto wait = [&](QString name) -> QCoro::Task<void> {
            const auto got = co_await pool.acquire(wanted(1), std::chrono::seconds(5));
            order << (got ? name : QStringLiteral("failed"));
        };
        auto a = wait(QStringLiteral("a"));
        auto b = wait(QStringLiteral("b"));
        auto c = wait(QStringLiteral("c"));
        QCoreApplication::processEvents();
        QVERIFY(order.isEmpty());
        held = {};
        QTRY_COMPARE(order.join(QLatin1Char(' ')), QStringLiteral("a b c"));
        QCOMPARE(pool.count(QStringLiteral("org:app")), 1);
    }

    void waiting_too_long_or_a_stop_is_an_error()
    {
        InstancePool pool(nativeRunner());
        const auto held = lease(pool, wanted(1));
        const auto late = QCoro::waitFor(pool.acquire(wanted(1), std::chrono::milliseconds(50)));
        QCOMPARE(late.error().code, ErrorCode::DeadlineExceeded);
        std::stop_source stop;
        QTimer::singleShot(50, this, [stop]() mutable { stop.request_stop(); });
        const auto stopped = QCoro::waitFor(pool.acquire(wanted(1), std::chrono::seconds(5), stop.get_token()));
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    }

    void an_idle_instance_ends_after_its_time()
    {
        InstancePool pool(nativeRunner(), std::chrono::milliseconds(100));
        auto used = lease(pool, wanted(1));
        const QPointer<Instance> instance = used.instance();
        QTRY_COMPARE(instance->state(), InstanceState::Ready);
        // Another one, which is given back after that, has its time meanwhile.
        InstancePool::Wanted beside = wanted(1);
        beside.app = QStringLiteral("org:beside");
        lease(pool, beside) = {};
        QTRY_COMPARE(pool.count(beside.app), 0);
        QVERIFY(instance && instance->state() == InstanceState::Ready); // not while a call uses it
        used = {};
        QTRY_COMPARE(pool.count(QStringLiteral("org:app")), 0);
        QTRY_VERIFY(!instance);
    }

    void a_dead_one_is_replaced()
    {
        InstancePool pool(nativeRunner());
        auto used = lease(pool, wanted(1, QStringLiteral("crashes-later")));
        QTRY_COMPARE_WITH_TIMEOUT(used.instance()->state(), InstanceState::Crashed, 30'000);
        used = {};
        const auto next = lease(pool, wanted(1));
        QVERIFY(next.instance() && next.isCold());
    }

    void a_dropped_app_has_none()
    {
        InstancePool pool(nativeRunner());
        auto busy = lease(pool, wanted(2));
        lease(pool, wanted(2));
        pool.drop(QStringLiteral("org:app"));
        QCOMPARE(pool.count(QStringLiteral("org:app")), 1); // the one whose call has not ended
        busy = {};
        QCOMPARE(pool.count(QStringLiteral("org:app")), 0);
    }
};

QTEST_GUILESS_MAIN(TestInstancePool)
#include "tst_instance_pool.moc"
