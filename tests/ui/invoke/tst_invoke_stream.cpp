// SPDX-License-Identifier: GPL-3.0-or-later
// What the invoke pane shows of an answer while it comes, and what Send calls.
#include "tests/support/function_invoker.h"
#include "ui/common/banner.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/event_rows.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/response_view.h"
#include "ui/invoke/stderr_section.h"

#include <QComboBox>
#include <QCoroSignal>
#include <QPushButton>
#include <QTest>
#include <QTreeView>

using namespace studio;
using studio::test::FunctionInvoker;
using namespace Qt::StringLiterals;

namespace {

const QString executionId = u"0198f3c4-5b1e-7c3a-9f00-2d4c6e8f0aa1"_s;

/// A call that goes on as the test says.
class HeldCall final : public QObject
{
    Q_OBJECT

public:
    Task<Invocation> answer(FunctionInvoker::Call call)
    {
        calledApp = call.app;
        calledTarget = call.target;
        told = std::move(call.observer);
        told.started(executionId);
        const std::stop_callback cancels(
            call.stop, [this] { QMetaObject::invokeMethod(this, [this] { end(cancelled()); }, Qt::QueuedConnection); });
        result.reset();
        while (!result) {
            co_await qCoro(this, &HeldCall::ended);
        }
        if (*result) {
            (*result)->executionId = executionId;
            (*result)->request = call.request;
        }
        co_return *result;
    }
    void head(const QByteArray &contentType) const
    {
        told.head({.status = 200,
                   .reason = "OK",
                   .headers = {{"content-type", contentType}, {"transfer-encoding", "chunked"}},
                   .body = {}});
    }
    int chunk(const QByteArray &bytes) const
    {
        int asked = 0;
        told.chunk(bytes, [&asked] { ++asked; });
        return asked;
    }
    void end(Result<Invocation> with)
    {
        result = std::move(with);
        Q_EMIT ended();
    }

    FunctionInvoker invoker{[this](FunctionInvoker::Call call) { return answer(std::move(call)); }};
    AppId calledApp;
    InvokeTarget calledTarget;
    InvokeObserver told;
    std::optional<Result<Invocation>> result;

Q_SIGNALS:
    void ended();
};

Invocation answered(const QByteArray &contentType, const QByteArray &body)
{
    Invocation invocation;
    invocation.response = {.status = 200, .reason = "OK", .headers = {{"content-type", contentType}}, .body = body};
    return invocation;
}

} // namespace

class TestInvokeStream : public QObject
{
    Q_OBJECT

    HeldCall m_call;
    HeldCall m_other;
    std::unique_ptr<InvokePane> m_pane;

    [[nodiscard]] ResponseView *view() const { return m_pane->findChild<ResponseView *>(); }
    [[nodiscard]] QPushButton *sendButton() const { return m_pane->findChild<QPushButton *>(u"send"_s); }
    [[nodiscard]] QComboBox *chooser() const { return m_pane->findChild<QComboBox *>(u"sendTo"_s); }

    [[nodiscard]] QList<CallTarget> targets()
    {
        return {{u"dev"_s, u"Dev instance"_s, &m_call.invoker, {}, {InvokeTarget::DevInstance}},
                {u"version:2"_s, u"Version 2"_s, &m_call.invoker, {u"org"_s, u"hello"_s}, {InvokeTarget::Numbered, 2}},
                {u"remote:far"_s, u"far"_s, &m_other.invoker, {u"there"_s, u"hello"_s}, {InvokeTarget::Active}}};
    }

private Q_SLOTS:
    void init()
    {
        m_pane = std::make_unique<InvokePane>();
        m_pane->setTargets(targets());
        m_pane->resize(380, 700);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
    }
    void cleanup() { m_pane.reset(); }

    void text_appears_as_it_comes()
    {
        m_pane->sendNow();
        m_call.told.lines({LogLine{.executionId = executionId, .text = "before"}});
        m_call.head("text/plain");
        QCOMPARE(m_call.chunk("one "), 1);
        QCOMPARE(view()->body()->toPlainText(), u"one "_s);
        QVERIFY(view()->isVisible());
        QVERIFY(m_pane->isWaiting());
        QTRY_COMPARE(sendButton()->text(), u"Cancel"_s);
        QCOMPARE(m_call.chunk("tw\xc3"), 1); // half a character
        QCOMPARE(m_call.chunk("\xb6"), 1);
        QTRY_COMPARE(view()->body()->toPlainText(), u"one twö"_s);
        m_call.told.lines({LogLine{.executionId = executionId, .text = "meanwhile"},
                           LogLine{.executionId = u"another"_s, .text = "not its own"}});
        QCOMPARE(view()->stderrSection()->count(), 2);
        m_call.end(answered("text/plain", "one twö"));
        QTRY_VERIFY(!m_pane->isWaiting());
        QCOMPARE(view()->body()->toPlainText(), u"one twö"_s);
        QCOMPARE(m_pane->lastInvocation().response.body, QByteArray("one twö"));
        QCOMPARE(sendButton()->text(), u"Send"_s);
    }

    void events_are_rows()
    {
        m_pane->sendNow();
        m_call.head("text/event-stream; charset=utf-8");
        (void)m_call.chunk("event: tick\ndata: 1\n\ndata: tw");
        const EventRows *const rows = view()->events();
        QCOMPARE(rows->rowCount(), 1);
        QVERIFY(m_pane->findChild<QTreeView *>(u"events"_s)->isVisible());
        (void)m_call.chunk("o\n\n");
        QTRY_COMPARE(rows->rowCount(), 2);
        const auto text = [rows](int row, EventRows::Column column) {
            return rows->data(rows->index(row, column), Qt::DisplayRole).toString();
        };
        QCOMPARE(text(0, EventRows::Name), u"tick"_s);
        QCOMPARE(text(0, EventRows::Data), u"1"_s);
        QCOMPARE(text(1, EventRows::Name), u"message"_s);
        QCOMPARE(text(1, EventRows::Data), u"two"_s);
        m_call.end(answered("text/event-stream", "event: tick\ndata: 1\n\ndata: two\n\n"));
        QTRY_VERIFY(!m_pane->isWaiting());
        QCOMPARE(rows->rowCount(), 2);
        QVERIFY(m_pane->findChild<QTreeView *>(u"events"_s)->isVisible());
    }

    void cancel_keeps_what_came()
    {
        m_pane->sendNow();
        m_call.head("text/plain");
        (void)m_call.chunk("the first half");
        QTRY_COMPARE(sendButton()->text(), u"Cancel"_s);
        sendButton()->click();
        QTRY_VERIFY(!m_pane->isWaiting());
        QCOMPARE(view()->body()->toPlainText(), u"the first half"_s);
        QVERIFY(m_pane->findChild<Banner *>()->text().startsWith(u"Cancelled"_s));
    }

    void an_answer_that_breaks_off_keeps_what_came_and_says_why()
    {
        m_pane->sendNow();
        m_call.head("text/plain");
        (void)m_call.chunk("the first half");
        Invocation broken = answered("application/json", R"({"error":"It died."})");
        broken.response.status = 500;
        broken.error = Error{ErrorCode::Internal, u"It died."_s, {}};
        broken.brokeOff = true;
        m_call.end(broken);
        QTRY_VERIFY(!m_pane->isWaiting());
        QCOMPARE(view()->body()->toPlainText(), u"the first half"_s);
        QCOMPARE(m_pane->findChild<Banner *>()->text(), u"It died."_s);
        QCOMPARE(m_pane->lastInvocation().response.status, 500);
    }

    void a_stream_that_was_forgotten_shows_nothing_more()
    {
        m_pane->sendNow();
        m_call.head("text/plain");
        (void)m_call.chunk("one");
        m_pane->clearAnswer();
        QCOMPARE(m_call.chunk("two"), 1); // it is read on all the same
        QTRY_VERIFY(!m_pane->isWaiting());
        QVERIFY(!view()->isVisible());
        m_pane->sendNow();
        m_call.end(answered("text/plain", "three"));
        QTRY_VERIFY(!m_pane->isWaiting());
        QCOMPARE(view()->body()->toPlainText(), u"three"_s);
    }

    void what_is_chosen_is_called_and_remembered()
    {
        QCOMPARE(chooser()->count(), 3);
        QVERIFY(chooser()->isVisible() && m_pane->sendsToDevInstance());
        const auto call = [this](HeldCall &held) {
            m_pane->sendNow();
            held.end(answered("text/plain", "ok"));
            QTRY_VERIFY(!m_pane->isWaiting());
        };
        call(m_call);
        QCOMPARE(m_call.calledTarget, InvokeTarget{InvokeTarget::DevInstance});
        chooser()->setCurrentIndex(1);
        Q_EMIT chooser()->activated(1);
        call(m_call);
        QCOMPARE(m_call.calledTarget, (InvokeTarget{InvokeTarget::Numbered, 2}));
        QCOMPARE(m_call.calledApp.name, u"hello"_s);
        Q_EMIT chooser()->activated(2);
        chooser()->setCurrentIndex(2);
        call(m_other);
        QCOMPARE(m_other.calledApp.organization, u"there"_s);
        QVERIFY(!m_pane->sendsToDevInstance());

        const Json state = m_pane->saveState();
        InvokePane restored;
        restored.restoreState(JsonReader(state)); // before the remotes are known
        restored.setTargets(targets().first(1));
        QVERIFY(restored.sendsToDevInstance());
        restored.setTargets(targets());
        QCOMPARE(restored.findChild<QComboBox *>(u"sendTo"_s)->currentIndex(), 2);
        QCOMPARE(restored.saveState(), state);
    }
};

QTEST_MAIN(TestInvokeStream)
#include "tst_invoke_stream.moc"
