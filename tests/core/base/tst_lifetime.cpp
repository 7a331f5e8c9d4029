// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/detach.h"
#include "core/base/lifetime.h"

#include <QPromise>
#include <QTest>

#include <memory>

using namespace studio;

namespace {

/// What a coroutine waits for, and what became of it.
struct Probe
{
    std::unique_ptr<QObject> object = std::make_unique<QObject>();
    QPromise<int> promise;
    bool hasResumed = false;
    bool isUnwound = false;

    Probe() { promise.start(); }
    void finish(int value)
    {
        promise.addResult(value);
        promise.finish();
    }
};

QCoro::Task<int> awaited(QFuture<int> future)
{
    co_return co_await future;
}

Task<int> bound(Probe *probe)
{
    const auto unwound = qScopeGuard([probe] { probe->isUnwound = true; });
    const int value = co_await whileAlive(probe->object.get(), awaited(probe->promise.future()));
    probe->hasResumed = true;
    co_return value;
}

QCoro::Task<void> boundVoid(Probe *probe)
{
    (void)co_await whileAlive(probe->object.get(), probe->promise.future());
    probe->hasResumed = true;
}

QCoro::Task<void> keep(const QObject *owner, Task<int> task, std::optional<Result<int>> *into)
{
    *into = co_await whileAlive(owner, std::move(task));
}

QCoro::Task<void> keepEnd(const QObject *owner, QCoro::Task<void> task, bool *hasEnded)
{
    co_await whileAlive(owner, std::move(task));
    *hasEnded = true;
}

} // namespace

class TestLifetime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_coroutine_goes_on_while_its_object_lives()
    {
        Probe probe;
        std::optional<Result<int>> result;
        detach(keep(this, bound(&probe), &result));
        probe.finish(7);
        QTRY_VERIFY(result);
        QVERIFY(probe.hasResumed);
        QCOMPARE(result->value_or(0), 7);
    }

    void a_task_that_has_ended_already_is_awaited_too()
    {
        Probe probe;
        probe.finish(3);
        std::optional<Result<int>> result;
        detach(keep(this, bound(&probe), &result));
        QTRY_VERIFY(result);
        QCOMPARE(result->value_or(0), 3);
    }

    void a_coroutine_does_not_resume_once_its_object_is_gone()
    {
        QStringList notices;
        setNoticeReporter([&](const QString &sentence, NoticeKind) { notices << sentence; });
        const auto restore = qScopeGuard([] { setNoticeReporter({}); });
        Probe probe;
        detach(bound(&probe));
        probe.object.reset();
        QVERIFY(!probe.isUnwound);
        probe.finish(7);
        QTRY_VERIFY(probe.isUnwound); // its locals are destroyed
        QVERIFY(!probe.hasResumed);
        QCOMPARE(notices, QStringList()); // that is no error
    }

    void the_caller_gets_cancelled_when_the_object_of_its_task_is_gone()
    {
        Probe probe;
        std::optional<Result<int>> result;
        detach(keep(this, bound(&probe), &result));
        probe.object.reset();
        probe.finish(7);
        QTRY_VERIFY(result);
        QVERIFY(!result->has_value());
        QCOMPARE(result->error().code, ErrorCode::Cancelled);
    }

    void the_caller_of_a_task_without_a_result_goes_on()
    {
        Probe probe;
        bool hasEnded = false;
        detach(keepEnd(this, boundVoid(&probe), &hasEnded));
        probe.object.reset();
        probe.finish(7);
        QTRY_VERIFY(hasEnded);
        QVERIFY(!probe.hasResumed);
    }

    void a_caller_whose_own_object_is_gone_does_not_resume()
    {
        Probe probe;
        auto owner = std::make_unique<QObject>();
        std::optional<Result<int>> result;
        detach(keep(owner.get(), bound(&probe), &result));
        owner.reset();
        probe.finish(7);
        QTRY_VERIFY(probe.hasResumed);
        QCoreApplication::processEvents();
        QVERIFY(!result);
    }
};

QTEST_GUILESS_MAIN(TestLifetime)
#include "tst_lifetime.moc"
