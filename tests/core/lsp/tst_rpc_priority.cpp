// SPDX-License-Identifier: GPL-3.0-or-later
// Which call a peer is sent when.
#include "tests/core/lsp/rpc_peer.h"

#include <QTest>

using namespace studio;
using namespace studio::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestRpcPriority : public QObject
{
    Q_OBJECT

    static constexpr auto inBackground = RpcPriority::Background;
    std::unique_ptr<Peer> m_peer;

    [[nodiscard]] RpcConnection &connection() const { return *m_peer->connection; }
    /// What is sent next is this, and nothing was sent before it.
    [[nodiscard]] bool isSentNext(const QString &method) const
    {
        connection().notify(u"mark"_s, Json());
        const RpcMessage message = m_peer->read();
        return message.method == method && (method == u"mark"_s || m_peer->read().method == u"mark"_s);
    }

private Q_SLOTS:
    void init()
    {
        m_peer = std::make_unique<Peer>();
        connection().start();
    }
    void cleanup() { m_peer.reset(); }

    void background_calls_are_sent_one_after_the_other()
    {
        Asked one(connection(), 10s, {}, inBackground);
        Asked two(connection(), 10s, {}, inBackground);
        const RpcMessage first = m_peer->read();
        QVERIFY(isSentNext(u"mark"_s));
        m_peer->answer(first.id, Json("one"));
        QTRY_COMPARE(one.ends, 1);
        const RpcMessage second = m_peer->read();
        m_peer->answer(second.id, Json("two"));
        QTRY_COMPARE(two.ends, 1);
        QCOMPARE(two.answer->value(), Json("two"));
    }

    void they_wait_for_urgent_calls_and_for_no_usual_ones()
    {
        Asked urgent(connection(), 10s, {}, RpcPriority::High);
        Asked usual(connection());
        Asked waiting(connection(), 10s, {}, inBackground);
        const RpcMessage first = m_peer->read();
        QCOMPARE(m_peer->read().method, u"ask"_s); // the usual one
        QVERIFY(isSentNext(u"mark"_s));
        m_peer->answer(first.id, Json());
        QTRY_COMPARE(urgent.ends, 1);
        QVERIFY(isSentNext(u"ask"_s));
    }

    void an_urgent_call_does_not_wait_for_them()
    {
        Asked running(connection(), 10s, {}, inBackground);
        QVERIFY(isSentNext(u"ask"_s));
        Asked urgent(connection(), 10s, {}, RpcPriority::High);
        QVERIFY(isSentNext(u"ask"_s));
    }

    void they_are_held_and_go_on()
    {
        connection().holdBackground(true);
        Asked waiting(connection(), 10s, {}, inBackground);
        QVERIFY(isSentNext(u"mark"_s));
        connection().holdBackground(false);
        QVERIFY(isSentNext(u"ask"_s));
    }

    /// However the one before ends: cancelled, out of time, with its document.
    void the_next_one_goes_when_the_one_before_has_ended()
    {
        auto cancelled = std::make_unique<Asked>(connection(), 10s, QString(), inBackground);
        Asked late(connection(), 1ms, {}, inBackground);
        Asked outdated(connection(), 10s, u"a.rs"_s, inBackground);
        Asked skipped(connection(), 10s, u"a.rs"_s, inBackground);
        Asked last(connection(), 10s, {}, inBackground);
        QCOMPARE(m_peer->read().method, u"ask"_s);
        cancelled->call.cancel();
        QCOMPARE(m_peer->read().method, u"$/cancelRequest"_s);
        QCOMPARE(m_peer->read().method, u"ask"_s);
        QTRY_COMPARE(late.ends, 1); // its time began when it was sent
        QCOMPARE(late.answer->error().code, ErrorCode::DeadlineExceeded);
        QCOMPARE(m_peer->read().method, u"$/cancelRequest"_s);
        QCOMPARE(m_peer->read().method, u"ask"_s);
        connection().endGroup(u"a.rs"_s, {ErrorCode::Cancelled, u"changed"_s, {}});
        QCOMPARE(outdated.ends + skipped.ends, 2);
        QCOMPARE(m_peer->read().method, u"$/cancelRequest"_s);
        QVERIFY(isSentNext(u"ask"_s)); // not the one that was skipped
        m_peer->close();
        QTRY_COMPARE(last.ends, 1);
        QCOMPARE(last.answer->error().code, ErrorCode::Unavailable);
    }

    void a_call_that_never_was_sent_is_not_cancelled_at_the_peer()
    {
        connection().holdBackground(true);
        {
            Asked dropped(connection(), 10s, {}, inBackground);
        }
        connection().holdBackground(false);
        QVERIFY(isSentNext(u"mark"_s));
    }
};

QTEST_GUILESS_MAIN(TestRpcPriority)
#include "tst_rpc_priority.moc"
