// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/deadlines.h"
#include "core/invocation/socket_thread.h"

#include <QRegularExpression>
#include <QTest>

#include <memory>
#include <stdexcept>

using namespace studio;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class TestDeadlines : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_callback_that_throws_takes_no_other_deadline_with_it()
    {
        boost::asio::io_context context(1);
        Deadlines all(context);
        Deadlines::Deadline throwing(all);
        Deadlines::Deadline atOnce(all);
        Deadlines::Deadline later(all);
        QByteArrayList reached;
        const auto now = Clock::now();
        throwing.set(now, [] { throw std::length_error("too long"); });
        atOnce.set(now + 1ns, [&] { reached << "at once"; });
        later.set(now + 20ms, [&] { reached << "later"; });
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("too long")));
        runSocketThread(context); // returns once nothing is waited for
        QCOMPARE(reached, (QByteArrayList{"at once", "later"}));
        QVERIFY(throwing.isReached() && atOnce.isReached() && later.isReached());
    }

    /// The end of time is "never", also for a deadline that goes before the others do.
    void a_deadline_that_is_never_reached_leaves_nothing_behind()
    {
        boost::asio::io_context context(1);
        Deadlines all(context);
        auto never = std::make_unique<Deadlines::Deadline>(all);
        bool hasFired = false;
        never->set(Deadlines::Time::max(), [&] { hasFired = true; });
        runSocketThread(context); // does not wait for it
        never->set(Deadlines::Time::max(), [&] { hasFired = true; });
        never.reset();
        bool isReached = false;
        Deadlines::Deadline another(all);
        another.set(Clock::now(), [&] { isReached = true; });
        context.restart();
        runSocketThread(context); // and looks at no deadline that is gone
        QVERIFY(isReached && !hasFired);
    }

    void after_a_stop_no_deadline_is_reached_data()
    {
        QTest::addColumn<bool>("isSetBefore");
        QTest::newRow("set before") << true;
        QTest::newRow("set afterwards") << false;
    }
    void after_a_stop_no_deadline_is_reached()
    {
        QFETCH(bool, isSetBefore);
        boost::asio::io_context context(1);
        Deadlines all(context);
        Deadlines::Deadline one(all);
        Deadlines::Deadline other(all);
        bool hasFired = false;
        if (isSetBefore) {
            one.set(Clock::now(), [&] { hasFired = true; });
        }
        other.set(Clock::now() + 1h, [] {});
        all.stop();
        if (!isSetBefore) {
            one.set(Clock::now(), [&] { hasFired = true; });
        }
        runSocketThread(context); // there is nothing to wait for
        QVERIFY(!hasFired);
        QVERIFY(!one.isReached());
    }

    void a_callback_may_set_and_withdraw_others()
    {
        boost::asio::io_context context(1);
        Deadlines all(context);
        Deadlines::Deadline first(all);
        auto gone = std::make_unique<Deadlines::Deadline>(all);
        Deadlines::Deadline again(all);
        QByteArrayList reached;
        const auto now = Clock::now();
        gone->set(now + 1ns, [&] { reached << "gone"; });
        first.set(now, [&] {
            reached << "first";
            gone.reset();
            again.set(now + 2ns, [&] { reached << "again"; });
        });
        runSocketThread(context);
        QCOMPARE(reached, (QByteArrayList{"first", "again"}));
    }
};

QTEST_GUILESS_MAIN(TestDeadlines)
#include "tst_deadlines.moc"
