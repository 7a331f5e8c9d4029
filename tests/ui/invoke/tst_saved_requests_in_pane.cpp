// SPDX-License-Identifier: GPL-3.0-or-later
// Saved requests as a person edits, sends and saves them: a real project and its files, an invoker in place of a
// handler.
#include "core/local/local_platform.h"
#include "core/workspace/navigation.h"
#include "core/workspace/request_runs.h"
#include "core/workspace/saved_requests.h"
#include "core/workspace/workspace.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/function_invoker.h"
#include "tests/support/one_workspace.h"
#include "tests/ui/visible_text.h"
#include "ui/invoke/answer_difference.h"
#include "ui/invoke/body_fields.h"
#include "ui/invoke/invoke_tool_pane.h"
#include "ui/invoke/save_request_dialog.h"
#include "ui/invoke/saved_request_bar.h"

#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QCoroTask>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

using namespace studio;
using namespace studio::collection;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestSavedRequestsInPane : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestProject> m_project;
    std::unique_ptr<OneWorkspace> m_studio;
    std::unique_ptr<FunctionInvoker> m_invoker;
    std::unique_ptr<InvokeToolPane> m_pane;
    QList<HttpRequest> m_sent;
    QByteArray m_answer = R"({"id": 7})";

    [[nodiscard]] SavedRequests *requests() const { return m_studio->workspace.savedRequests(); }
    [[nodiscard]] InvokePane *pane() const { return m_pane->pane(); }
    [[nodiscard]] QLineEdit *path() const { return pane()->findChild<QLineEdit *>(); }
    [[nodiscard]] QTabBar *tabs() const { return pane()->findChild<QTabBar *>(u"requestTabs"_s); }
    [[nodiscard]] QToolButton *save() const { return pane()->findChild<QToolButton *>(u"saveRequest"_s); }
    [[nodiscard]] QByteArray file(const QString &name) const
    {
        QFile read(requests()->folder() + u'/' + name);
        return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray("none");
    }
    void write(const QString &name, const QByteArray &content) const
    {
        QFile written(requests()->folder() + u'/' + name);
        QVERIFY(written.open(QIODevice::WriteOnly) && written.write(content) == content.size());
    }
    QString add(const QString &name, const QString &url)
    {
        SavedRequest made;
        made.name = name;
        made.url = url;
        return QCoro::waitFor(requests()->add(made, {})).value_or(u"failed"_s);
    }
    void open(const QString &request) { m_studio->workspace.navigation()->openSavedRequest(request); }
    void send()
    {
        const qsizetype before = m_sent.size();
        pane()->sendNow();
        QTRY_COMPARE(m_sent.size(), before + 1);
        QTRY_VERIFY(!pane()->isWaiting());
    }

private Q_SLOTS:
    void init()
    {
        m_sent.clear();
        m_answer = R"({"id": 7})";
        m_project = std::make_unique<TestProject>("hello");
        m_studio = std::make_unique<OneWorkspace>();
        m_pane = std::make_unique<InvokeToolPane>();
        QVERIFY(m_studio->workspace.open(m_project->path()));
        m_pane->attach(&m_studio->workspace);
        const Json nothing;
        m_pane->restoreState(JsonReader(nothing));
        m_invoker = std::make_unique<FunctionInvoker>([this](FunctionInvoker::Call call) -> Task<Invocation> {
            m_sent << call.request;
            Invocation answer;
            answer.request = call.request;
            answer.response = {.status = 200, .reason = "OK", .headers = {}, .body = m_answer};
            co_return answer;
        });
        pane()->setTargets({{u"dev"_s, {}, m_invoker.get(), {}, {InvokeTarget::DevInstance}}});
        pane()->resize(400, 700);
        pane()->show();
        QVERIFY(QTest::qWaitForWindowActive(pane()));
    }
    void cleanup()
    {
        m_pane->attach(nullptr);
        delete m_pane->widget();
        m_pane.reset();
        m_studio.reset();
    }

    void what_is_shown_is_saved_under_a_name()
    {
        path()->setText(u"/orders"_s);
        pane()->setPayload(R"({"item": 7})");
        m_studio->workspace.navigation()->askToSaveRequest();
        auto *const dialog = pane()->findChild<SaveRequestDialog *>();
        QVERIFY(dialog);
        QCOMPARE(dialog->name(), u"POST /orders"_s);
        dialog->findChild<QLineEdit *>()->setText(u"Create order"_s);
        QSignalSpy shown(m_studio->workspace.navigation(), &Navigation::shownRequestChanged);
        dialog->accept();
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(shown.first().first().toString(), u"Create order.yml"_s);
        const SavedRequest *const saved = requests()->request(u"Create order.yml"_s);
        QVERIFY(saved);
        QCOMPARE(saved->method, u"POST"_s);
        QCOMPARE(saved->url, u"/orders"_s);
        QCOMPARE(saved->body.kind, Body::Json);
        QCOMPARE(saved->body.data, u"{\"item\": 7}"_s);
        QVERIFY(pane()->findChild<SavedRequestBar *>()->isVisible());
        QVERIFY(!pane()->isEdited());
    }

    void an_edit_is_saved_by_the_key()
    {
        const QString name = add(u"List"_s, u"/orders"_s);
        open(name);
        QVERIFY(!save()->isEnabled());
        path()->setFocus();
        QTest::keyClicks(path(), u"x"_s);
        QTRY_VERIFY(save()->isEnabled());
        QTest::keyClick(path(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!save()->isEnabled());
        QVERIFY2(file(name).contains("url: x/orders") || file(name).contains("url: /ordersx"), file(name).constData());
        QCOMPARE(requests()->request(name)->url, path()->text());
    }

    void edits_of_each_request_are_kept()
    {
        const QString first = add(u"First"_s, u"/first"_s);
        const QString second = add(u"Second"_s, u"/second"_s);
        path()->setText(u"/not-saved"_s);
        open(first);
        path()->setText(u"/first/edited"_s);
        open(second);
        QCOMPARE(path()->text(), u"/second"_s);
        QVERIFY(!pane()->isEdited());
        open(first);
        QCOMPARE(path()->text(), u"/first/edited"_s);
        QVERIFY(pane()->isEdited());
        // As a studio that is opened again finds it.
        const Json state = m_pane->saveState();
        const Json nothing = Json::object();
        m_pane->restoreState(JsonReader(nothing));
        QCOMPARE(path()->text(), u"/"_s);
        m_pane->restoreState(JsonReader(state));
        QTRY_COMPARE(path()->text(), u"/first/edited"_s);
        QVERIFY(pane()->isEdited());
        Q_EMIT pane()->revertRequested();
        QCOMPARE(path()->text(), u"/first"_s);
        Q_EMIT pane()->savedClosed();
        QCOMPARE(path()->text(), u"/not-saved"_s);
        QVERIFY(!pane()->saved());
        QCOMPARE(file(first).contains("edited"), false);
    }

    void what_was_not_saved_is_kept_while_a_saved_request_is_awaited()
    {
        const QString name = add(u"List"_s, u"/orders"_s);
        path()->setText(u"/typed"_s);
        open(name);
        Json state = m_pane->saveState();
        QVERIFY(QFile::remove(requests()->folder() + u'/' + name));
        QTRY_VERIFY(!requests()->request(name));
        m_pane->restoreState(JsonReader(state));
        QCOMPARE(path()->text(), u"/typed"_s); // the saved one is gone
        path()->setText(u"/typed/on"_s);
        QCOMPARE(add(u"List"_s, u"/orders"_s), name); // which does not take its place
        QCOMPARE(path()->text(), u"/typed/on"_s);
        state = m_pane->saveState();
        m_pane->restoreState(JsonReader(state));
        QCOMPARE(path()->text(), u"/typed/on"_s);
    }

    void what_others_change_is_shown_unless_it_is_edited_here()
    {
        const QString name = add(u"List"_s, u"/orders"_s);
        open(name);
        write(name, "info: {name: List, type: http}\nhttp: {method: GET, url: /theirs}\n");
        QTRY_COMPARE(path()->text(), u"/theirs"_s);
        path()->setText(u"/mine"_s);
        write(name, "info: {name: List, type: http}\nhttp: {method: GET, url: /theirs/again}\n");
        QTRY_COMPARE(requests()->request(name)->url, u"/theirs/again"_s);
        QCOMPARE(path()->text(), u"/mine"_s);
        Q_EMIT pane()->saveRequested();
        QTRY_VERIFY(hasVisibleText(*pane(), u"List.yml was changed since it was read. Read it again."_s));
        QVERIFY(file(name).contains("/theirs/again"));
        for (QPushButton *const button : pane()->findChildren<QPushButton *>()) {
            if (button->text() == u"Save anyway"_s) {
                button->click();
                break;
            }
        }
        QTRY_VERIFY(file(name).contains("url: /mine"));
        QTRY_VERIFY(!pane()->isEdited());
    }

    void variables_are_replaced_and_the_answer_is_checked()
    {
        Environment local{.path = {}, .name = u"local"_s, .variables = {}, .others = {}};
        local.variables = {{.name = u"kind"_s, .value = u"fruit"_s}};
        QVERIFY(QCoro::waitFor(requests()->addEnvironment(local)));
        SavedRequest made;
        made.name = u"Create"_s;
        made.method = u"POST"_s;
        made.url = u"/orders?kind={{kind}}"_s;
        made.captures = {{.expression = u"res.body.id"_s, .variable = u"id"_s}};
        made.assertions = {{.expression = u"res.status"_s, .operatorName = u"eq"_s, .value = u"200"_s}};
        const QString create = QCoro::waitFor(requests()->add(made, {})).value();
        const QString get = add(u"Get"_s, u"/orders/{{id}}"_s);
        open(create);
        pane()->sendNow();
        QTRY_VERIFY(hasVisibleText(*pane(), u"There is no variable “kind”."_s));
        QVERIFY(m_sent.isEmpty());
        m_studio->workspace.requestRuns()->setEnvironment(u"local"_s);
        send();
        QCOMPARE(m_sent.last().target, "/orders?kind=fruit");
        QTRY_COMPARE(tabs()->tabText(3), u"Checks 2 ✓"_s);
        open(get);
        send();
        QCOMPARE(m_sent.last().target, "/orders/7");
        open(create);
        m_answer = "{}";
        send();
        QTRY_COMPARE(tabs()->tabText(3), u"Checks 1 of 2"_s);
        tabs()->setCurrentIndex(3);
        auto *const table = pane()->findChild<QTableWidget *>(u"checks"_s);
        QVERIFY(table && table->isVisible());
        QCOMPARE(table->rowCount(), 3);
        QVERIFY(!table->item(0, 3)->text().isEmpty());
        QCOMPARE(table->item(1, 3)->text(), u"passed"_s);
    }

    void a_check_that_is_typed_is_saved()
    {
        const QString name = add(u"List"_s, u"/orders"_s);
        open(name);
        tabs()->setCurrentIndex(3);
        auto *const table = pane()->findChild<QTableWidget *>(u"checks"_s);
        table->item(0, 0)->setText(u"res.body.id"_s);
        QCOMPARE(table->item(0, 1)->text(), u"eq"_s);
        table->item(0, 2)->setText(u"7"_s);
        table->item(1, 0)->setText(u"res.body.id"_s);
        table->item(1, 1)->setText(u"save as"_s);
        table->item(1, 2)->setText(u"id"_s);
        QCOMPARE(tabs()->tabText(3), u"Checks 2"_s);
        QVERIFY(pane()->isEdited());
        Q_EMIT pane()->saveRequested();
        QTRY_VERIFY(!pane()->isEdited());
        const SavedRequest *const saved = requests()->request(name);
        QCOMPARE(saved->assertions.value(0).value, u"7"_s);
        QCOMPARE(saved->captures.value(0).variable, u"id"_s);
        send();
        QTRY_COMPARE(tabs()->tabText(3), u"Checks 2 ✓"_s);
    }

    void a_form_is_sent_and_saved()
    {
        const QList<QAction *> kinds = pane()->findChild<QToolButton *>(u"bodyKind"_s)->menu()->actions();
        const auto form = std::ranges::find(kinds, u"Form"_s, &QAction::text);
        QVERIFY(form != kinds.end());
        (*form)->trigger();
        auto *const fields = pane()->findChild<BodyFields *>();
        QTRY_VERIFY(fields->isVisible());
        fields->setFields(
            {{.name = u"item"_s, .value = u"7 & more"_s}, {.name = u"off"_s, .value = u"1"_s, .enabled = false}});
        send();
        QCOMPARE(m_sent.last().body, "item=7%20%26%20more");
        QCOMPARE(headerValue(m_sent.last().headers, "content-type"), "application/x-www-form-urlencoded");
        const QString name = QCoro::waitFor(requests()->add(pane()->edited(), {})).value();
        open(name);
        QVERIFY(!pane()->isEdited());
        QCOMPARE(requests()->request(name)->body.fields.size(), 2);
        QCOMPARE(fields->fields().size(), 2);
        Q_EMIT pane()->savedClosed();
        QCOMPARE(fields->fields().size(), 2); // of the request that is not saved
    }

    void code_is_copied_with_its_variables_replaced()
    {
        Environment local{.path = {}, .name = u"local"_s, .variables = {}, .others = {}};
        local.variables = {{.name = u"kind"_s, .value = u"fruit"_s}};
        QVERIFY(QCoro::waitFor(requests()->addEnvironment(local)));
        m_studio->workspace.requestRuns()->setEnvironment(u"local"_s);
        path()->setText(u"/orders/{{kind}}"_s);
        const QList<QAction *> all = m_pane->actions();
        const auto copying = std::ranges::find(all, u"invoke.copyIgnite"_s, &QAction::objectName);
        QVERIFY(copying != all.end());
        (*copying)->trigger();
        QVERIFY2(QGuiApplication::clipboard()->text().contains(u"/orders/fruit"),
                 qPrintable(QGuiApplication::clipboard()->text()));
    }

    void an_answer_is_compared_with_the_example()
    {
        const auto trigger = [this](const QString &id) {
            const QList<QAction *> all = m_pane->actions();
            const auto found = std::ranges::find(all, id, &QAction::objectName);
            QVERIFY(found != all.end());
            (*found)->trigger();
        };
        trigger(u"invoke.saveExample"_s);
        QVERIFY(hasVisibleText(*pane(), u"An example belongs to a saved request. Save the request first."_s));
        open(add(u"List"_s, u"/orders"_s));
        trigger(u"invoke.compareExample"_s);
        QVERIFY(hasVisibleText(*pane(), u"There is no answer yet. Send the request first."_s));
        Environment local{.path = {}, .name = u"local"_s, .variables = {}, .others = {}};
        local.variables = {{.name = u"token"_s, .isSecret = true}};
        QVERIFY(QCoro::waitFor(requests()->addEnvironment(local)));
        m_studio->workspace.requestRuns()->setSecretReader(
            [](const Environment &) -> Task<Values> { co_return Values{{u"token"_s, u"s3cret"_s}}; });
        m_studio->workspace.requestRuns()->setEnvironment(u"local"_s);
        m_answer = R"({"id": 7, "echo": "s3cret"})";
        send();
        trigger(u"invoke.compareExample"_s);
        QTRY_VERIFY(hasVisibleText(
            *pane(), u"There is no example of this request's answer. Save an answer as the example first."_s));
        trigger(u"invoke.saveExample"_s);
        QTRY_VERIFY(file(u"List.example.json"_s).contains("\"id\": 7"));
        QVERIFY(!file(u"List.example.json"_s).contains("s3cret"));
        m_answer = R"({"id": 8, "echo": "other"})";
        send();
        trigger(u"invoke.compareExample"_s);
        QTRY_VERIFY(pane()->findChild<AnswerDifference *>());
        auto *const difference = pane()->findChild<AnswerDifference *>();
        QTRY_COMPARE(difference->list()->topLevelItemCount(), 2);
        difference->close();
        QVERIFY(requests()->warnings().isEmpty()); // the reader passes the file over
    }

    void a_request_to_an_address_goes_there()
    {
        QString where;
        m_studio->workspace.requestRuns()->setAddressSender(
            [&](PreparedRequest prepared, std::stop_token) -> Task<Answer> {
                where = prepared.address.toString();
                co_return Answer{.response = {.status = 204, .reason = "No Content", .headers = {}, .body = {}},
                                 .executionId = {},
                                 .microseconds = 1'000};
            });
        path()->setText(u"http://127.0.0.1:9/health"_s);
        pane()->sendNow();
        QTRY_COMPARE(pane()->lastInvocation().response.status, 204);
        QCOMPARE(where, u"http://127.0.0.1:9/health"_s);
        QVERIFY(m_sent.isEmpty());
    }
};

QTEST_MAIN(TestSavedRequestsInPane)
#include "tst_saved_requests_in_pane.moc"
