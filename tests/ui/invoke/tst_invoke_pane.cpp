// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/invocation/http_client.h"
#include "tests/support/function_invoker.h"
#include "tests/ui/visible_text.h"
#include "tst_invoke_server.h"
#include "ui/invoke/answer_difference.h"
#include "ui/invoke/id_button.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/pairs_table.h"
#include "ui/invoke/payload_editor.h"
#include "ui/invoke/payload_view.h"
#include "ui/invoke/response_view.h"
#include "ui/invoke/stderr_section.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QTabBar>
#include <QTableWidget>
#include <QTest>
#include <QTreeWidget>

#include <algorithm>

using namespace studio;
using studio::test::hasVisibleText;

/// The same call, and whether it has ended. Its frame may outlive the pane.
static Task<Invocation> told(Task<Invocation> call, bool *hasEnded)
{
    auto answer = co_await std::move(call);
    *hasEnded = true;
    co_return answer;
}

class tst_InvokePane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void send_sends_and_the_answer_is_read();
    void the_id_is_copied_and_it_says_so();
    void payload_that_is_not_json_is_marked_and_sent_all_the_same();
    void a_long_payload_is_checked_too();
    void send_becomes_cancel_while_waiting();
    void closing_the_pane_cancels_the_call();
    void an_instance_that_dies_is_said_with_a_way_out();
    void nothing_compiled_offers_run();
    void the_platforms_own_504_is_said();
    void stderr_lines_of_this_execution_only();
    void query_and_headers_go_along();
    void request_and_answer_stand_beside_each_other_in_a_low_pane();
    void state_is_kept();
    void a_method_that_is_not_offered_is_kept();
    void an_answer_takes_no_time_in_the_pane();
    void two_answers_are_compared();

private:
    Task<Invocation> send(HttpRequest request, std::stop_token stop);
    void sendAndWait();
    template <typename T> T *child() const { return m_pane->findChild<T *>(); }
    QString bodyText() const { return child<ResponseView>()->body()->toPlainText(); }
    QPushButton *sendButton() const;
    /// The label that shows this text now.
    bool isSaid(const QString &text) const;

    std::unique_ptr<TestServer> m_server;
    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<InvokePane> m_pane;
    /// Calls the server in the place of a handler.
    studio::test::FunctionInvoker m_invoker{[this](studio::test::FunctionInvoker::Call call) {
        m_stop = call.stop;
        m_hasEnded = false;
        return told(send(std::move(call.request), call.stop), &m_hasEnded);
    }};
    std::stop_token m_stop;         ///< of the last call
    bool m_hasEnded = false;        ///< likewise
    std::optional<Error> m_failure; ///< instead of a call
    Invocation m_template;          ///< what the platform adds to an exchange
};

Task<Invocation> tst_InvokePane::send(HttpRequest request, std::stop_token stop)
{
    if (m_failure) {
        co_return std::unexpected(*m_failure);
    }
    Invocation call = m_template;
    call.request = request;
    auto exchange = co_await m_client->send(m_server->port(), std::move(request), {}, stop);
    if (!exchange) {
        co_return std::unexpected(exchange.error());
    }
    call.response = std::move(exchange->response);
    call.timings = exchange->timings;
    co_return call;
}

void tst_InvokePane::init()
{
    m_failure.reset();
    m_template = {};
    m_template.executionId = QStringLiteral("0198f3c4-5b1e-7c3a-9f00-2d4c6e8f0aa1");
    m_template.handlerUs = 400;
    m_server = std::make_unique<TestServer>();
    m_client = std::make_unique<HttpClient>();
    m_pane = std::make_unique<InvokePane>();
    m_pane->setTargets(
        {{QStringLiteral("dev"), QStringLiteral("Dev instance"), &m_invoker, {}, {InvokeTarget::DevInstance}}});
    m_pane->resize(380, 700);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
}

void tst_InvokePane::cleanup()
{
    m_pane.reset();
    m_client.reset();
    m_server.reset();
}

void tst_InvokePane::sendAndWait()
{
    QSignalSpy shown(m_pane.get(), &InvokePane::responseShown);
    m_pane->sendNow();
    QVERIFY(!shown.isEmpty() || shown.wait(10'000 * slowness)); // it may be here before sendNow() returns
}

QPushButton *tst_InvokePane::sendButton() const
{
    return m_pane->findChild<QPushButton *>(QStringLiteral("send")); // "Cancel" while it waits
}

bool tst_InvokePane::isSaid(const QString &text) const
{
    return hasVisibleText(*m_pane, text);
}

void tst_InvokePane::send_sends_and_the_answer_is_read()
{
    QVERIFY(isSaid(QStringLiteral("Nothing sent yet")));
    m_server->answer = httpAnswer("200 OK", R"({"message":"hi there"})");
    m_pane->setPayload(R"({"message": "hi there"})");
    QSignalSpy shown(m_pane.get(), &InvokePane::responseShown);
    QTest::mouseClick(sendButton(), Qt::LeftButton);
    QVERIFY(!shown.isEmpty() || shown.wait());
    QCOMPARE(bodyText(), QStringLiteral("{\n  \"message\": \"hi there\"\n}"));
    QVERIFY(isSaid(QStringLiteral("200 OK")));
    QVERIFY(isSaid(QStringLiteral("warm")));
    QVERIFY(m_server->lastRequest().startsWith("POST / HTTP/1.1\r\n"));
    QVERIFY(m_server->lastRequest().endsWith(R"({"message": "hi there"})"));
}

void tst_InvokePane::the_id_is_copied_and_it_says_so()
{
    sendAndWait();
    auto *const id = child<IdButton>();
    QVERIFY(id->isVisible());
    const QImage before = id->grab().toImage();
    QTest::mouseClick(id, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_template.executionId);
    QVERIFY(id->grab().toImage() != before);
    id->setFocus();
    QGuiApplication::clipboard()->clear();
    QTest::keyClick(id, Qt::Key_Space);
    QCOMPARE(QGuiApplication::clipboard()->text(), m_template.executionId);
}

void tst_InvokePane::payload_that_is_not_json_is_marked_and_sent_all_the_same()
{
    auto *const editor = child<PayloadEditor>()->editor();
    m_pane->focusPayload();
    QTest::keyClicks(editor, QStringLiteral("{\"a\": }"));
    QVERIFY(!m_pane->isPayloadJson());
    QVERIFY(isSaid(QStringLiteral("Line 1, column 7")));
    QVERIFY(isSaid(QStringLiteral("sent as raw bytes")));
    QCOMPARE(editor->extraSelections().size(), 1);
    QCOMPARE(editor->extraSelections()[0].cursor.selectedText(), QStringLiteral("}"));
    sendAndWait();
    QVERIFY(m_server->lastRequest().endsWith("\r\n\r\n{\"a\": }"));
    QTest::keyClick(editor, Qt::Key_Left);
    QTest::keyClicks(editor, QStringLiteral("1"));
    QVERIFY(m_pane->isPayloadJson());
    QVERIFY(editor->extraSelections().isEmpty());
    editor->clear();
    QVERIFY(m_pane->isPayloadJson()); // null
}

void tst_InvokePane::a_long_payload_is_checked_too()
{
    QByteArray payload = "[";
    for (int i = 0; i < 40'000; ++i) {
        payload += QByteArray::number(i) + ",\n";
    }
    QSignalSpy checked(child<PayloadEditor>(), &PayloadEditor::checked);
    m_pane->setPayload(payload + "0]");
    QTRY_VERIFY(!checked.isEmpty());
    QVERIFY(m_pane->isPayloadJson());
    m_pane->setPayload(payload + "]");
    QTRY_VERIFY(!m_pane->isPayloadJson());
    QTRY_VERIFY(isSaid(QStringLiteral("Line 40001, column 1")));
}

void tst_InvokePane::send_becomes_cancel_while_waiting()
{
    m_server->holdBack = true;
    QSignalSpy failed(m_pane.get(), &InvokePane::failed);
    QPushButton *const send = sendButton();
    QTest::mouseClick(send, Qt::LeftButton);
    QCOMPARE(send->text(), QStringLiteral("Send")); // not yet: a quick answer would make it flicker
    QTRY_COMPARE(send->text(), QStringLiteral("Cancel"));
    QTRY_VERIFY(isSaid(QStringLiteral("Waiting for the answer")) && isSaid(QStringLiteral("0.")));
    QVERIFY(!isSaid(QStringLiteral("Nothing sent yet")));
    QVERIFY(!child<ResponseView>()); // there is no answer to show
    QTest::mouseClick(send, Qt::LeftButton);
    QVERIFY(failed.wait());
    QCOMPARE(send->text(), QStringLiteral("Send"));
    QVERIFY(!m_pane->isWaiting());
    QVERIFY(!isSaid(QStringLiteral("Waiting for the answer")));
    m_server->holdBack = false;
    sendAndWait(); // and the next one works
}

void tst_InvokePane::closing_the_pane_cancels_the_call()
{
    m_server->holdBack = true;
    auto other = std::make_unique<InvokePane>();
    other->setTargets({{QStringLiteral("dev"), {}, &m_invoker, {}, {InvokeTarget::DevInstance}}});
    other->sendNow();
    QVERIFY(other->isWaiting());
    other.reset();
    QVERIFY(m_stop.stop_requested());
    QTRY_VERIFY(m_hasEnded); // what comes later finds nobody, and nothing breaks
}

void tst_InvokePane::an_instance_that_dies_is_said_with_a_way_out()
{
    m_failure = Error{ErrorCode::Unavailable, QStringLiteral("The handler ended with signal 6 (SIGABRT)."), {}};
    QSignalSpy again(m_pane.get(), &InvokePane::runRequested);
    QSignalSpy log(m_pane.get(), &InvokePane::showLogRequested);
    m_pane->sendNow();
    QTRY_VERIFY(isSaid(QStringLiteral("SIGABRT")));
    QVERIFY(press(m_pane.get(), QStringLiteral("Run again")));
    QVERIFY(press(m_pane.get(), QStringLiteral("Show log")));
    QCOMPARE(again.size(), 1);
    QCOMPARE(log.size(), 1);
    m_failure.reset();
    sendAndWait();
    QVERIFY(!isSaid(QStringLiteral("SIGABRT"))); // what is over is not said any more
}

void tst_InvokePane::nothing_compiled_offers_run()
{
    m_failure = Error{ErrorCode::FailedPrecondition, QStringLiteral("Nothing is compiled yet."), {}};
    QSignalSpy run(m_pane.get(), &InvokePane::runRequested);
    m_pane->sendNow();
    QTRY_VERIFY(isSaid(QStringLiteral("Nothing is compiled yet.")));
    QVERIFY(press(m_pane.get(), QStringLiteral("Run")));
    QCOMPARE(run.size(), 1);
}

void tst_InvokePane::the_platforms_own_504_is_said()
{
    m_template.error =
        Error{ErrorCode::DeadlineExceeded, QStringLiteral("The handler did not answer within 30 s."), {}};
    m_server->answer = httpAnswer("504 Gateway Timeout", R"({"error":"The handler did not answer within 30 s."})");
    sendAndWait();
    QVERIFY(isSaid(QStringLiteral("504 Gateway Timeout")));
    QVERIFY(isSaid(QStringLiteral("did not answer within 30 s")));
    m_template.error.reset();
    m_server->answer = httpAnswer("500 Internal Server Error", R"({"error":"asked to fail"})");
    sendAndWait(); // the handler's own answer is an answer
    QVERIFY(!isSaid(QStringLiteral("asked to fail")));
    QVERIFY(bodyText().contains(QStringLiteral("asked to fail")));
}

void tst_InvokePane::stderr_lines_of_this_execution_only()
{
    m_template.lines = {{.timeMs = 1, .text = "first"}, {.timeMs = 2, .text = "then \x1b[31mit\x1b[0m"}};
    sendAndWait();
    auto *const section = child<StderrSection>();
    QCOMPARE(section->count(), 2);
    QVERIFY(!section->isOpen());
    section->setOpen(true);
    QCOMPARE(section->findChild<QPlainTextEdit *>()->toPlainText(), QStringLiteral("first\nthen it"));
    m_template.lines.clear();
    sendAndWait();
    QCOMPARE(section->count(), 0);
    QVERIFY(!section->isVisible());
}

void tst_InvokePane::query_and_headers_go_along()
{
    auto *const tabs = m_pane->findChild<QTabBar *>(QStringLiteral("requestTabs"));
    const auto tableOn = [&](int tab) {
        tabs->setCurrentIndex(tab);
        const auto tables = m_pane->findChildren<PairsTable *>();
        const auto shown = std::ranges::find_if(tables, &PairsTable::isVisible);
        return shown == tables.end() ? nullptr : *shown;
    };
    PairsTable *const headers = tableOn(2);
    QVERIFY(headers);
    auto *const query = tableOn(1)->findChild<QTableWidget *>();
    QCOMPARE(query->rowCount(), 1);
    query->item(0, 0)->setText(QStringLiteral("page"));
    query->item(0, 1)->setText(QStringLiteral("2"));
    QCOMPARE(query->rowCount(), 2); // a fresh one to type into
    QCOMPARE(tabs->tabText(1), QStringLiteral("Query 1"));
    headers->setPairs({{.name = QStringLiteral("x-trace"), .value = QStringLiteral("7")}});
    child<QComboBox>()->setCurrentText(QStringLiteral("GET"));
    child<QLineEdit>()->setText(QStringLiteral("/items"));
    m_pane->setPayload("{}");
    sendAndWait();
    QVERIFY2(m_server->lastRequest().startsWith("GET /items?page=2 HTTP/1.1\r\n"), m_server->lastRequest().constData());
    QVERIFY(m_server->lastRequest().contains("x-trace: 7\r\n"));
    QVERIFY(!m_server->lastRequest().contains("{}"));
    tabs->setCurrentIndex(0);
    QVERIFY(isSaid(QStringLiteral("GET sends no payload")));
}

void tst_InvokePane::request_and_answer_stand_beside_each_other_in_a_low_pane()
{
    const auto *const splitter = m_pane->findChild<QSplitter *>();
    m_pane->resize(380, 700);
    m_pane->show();
    QTRY_COMPARE(splitter->orientation(), Qt::Vertical);
    m_pane->resize(1200, 300);
    QTRY_COMPARE(splitter->orientation(), Qt::Horizontal);
    QTRY_VERIFY2(m_pane->minimumSizeHint().height() <= 240,
                 qPrintable(QString::number(m_pane->minimumSizeHint().height())));
    m_pane->resize(380, 700);
    QTRY_COMPARE(splitter->orientation(), Qt::Vertical);
}

void tst_InvokePane::state_is_kept()
{
    QSignalSpy changed(m_pane.get(), &InvokePane::requestChanged);
    m_pane->setPayload("{\"kept\": true}");
    child<QComboBox>()->setCurrentText(QStringLiteral("PUT"));
    QVERIFY(changed.size() >= 2);
    const Json state = m_pane->saveState();
    InvokePane other;
    other.restoreState(JsonReader(state));
    QCOMPARE(other.payload(), QByteArray("{\"kept\": true}"));
    QVERIFY(other.saveState() == state);
}

void tst_InvokePane::a_method_that_is_not_offered_is_kept()
{
    auto *const methods = child<QComboBox>();
    const int offered = methods->count();
    m_pane->setRequest({.method = "PROPFIND", .target = "/", .headers = {}, .body = {}});
    QCOMPARE(methods->currentText(), QStringLiteral("PROPFIND"));
    sendAndWait();
    QVERIFY2(m_server->lastRequest().startsWith("PROPFIND / HTTP/1.1\r\n"), m_server->lastRequest().constData());
    m_pane->setRequest({.method = "GET", .target = "/", .headers = {}, .body = {}});
    QCOMPARE(methods->count(), offered); // it was this request's only
}

void tst_InvokePane::an_answer_takes_no_time_in_the_pane()
{
    m_pane->setPayload(R"({"message": "hi there"})");
    QList<qint64> added;
    for (int i = 0; i < 60; ++i) {
        sendAndWait();
        QCoreApplication::processEvents(); // what is drawn of this one must not stand in the way of the next
        added << m_pane->lastRoundTripUs() - m_pane->lastInvocation().timings.total;
    }
    std::ranges::sort(added);
    qInfo("the pane adds %lld µs to a call (median)", added[added.size() / 2]);
    QVERIFY(added.first() >= 0); // the call is a part of it
}

void tst_InvokePane::two_answers_are_compared()
{
    m_server->answer = httpAnswer("200 OK", R"({"message":"hi","n":1})");
    sendAndWait();
    m_pane->showDifference();
    QVERIFY(isSaid(QStringLiteral("There is no previous answer")));
    m_server->answer = httpAnswer("200 OK", R"({"n":2,"message":"hi","more":[true]})");
    sendAndWait();
    m_pane->showDifference();
    auto *dialog = child<AnswerDifference>();
    QVERIFY(dialog && dialog->isVisible());
    QTRY_COMPARE(dialog->list()->topLevelItemCount(), 2);
    QCOMPARE(dialog->list()->topLevelItem(0)->text(1), QStringLiteral("$.n"));
    QCOMPARE(dialog->list()->topLevelItem(0)->text(3), QStringLiteral("2"));
    QCOMPARE(dialog->list()->topLevelItem(1)->text(0), QStringLiteral("added"));
    QTest::keySequence(dialog->list(), QKeySequence::Copy);
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("$.n"));
    dialog->close();
    QTRY_VERIFY(!child<AnswerDifference>()); // the next one may be at its address
    m_server->answer = httpAnswer("200 OK", "no JSON");
    sendAndWait();
    m_pane->showDifference();
    dialog = child<AnswerDifference>();
    QVERIFY(dialog);
    const auto says = [&] {
        const auto labels = dialog->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [](const QLabel *label) {
            return label->text().startsWith(QStringLiteral("This answer is not JSON."));
        });
    };
    QTRY_VERIFY(says());
}

QTEST_MAIN(tst_InvokePane)
#include "tst_invoke_pane.moc"
