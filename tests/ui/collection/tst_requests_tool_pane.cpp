// SPDX-License-Identifier: GPL-3.0-or-later
// The pane of saved requests with a real project: what is done in it is in the files, and the other way round.
#include "core/local/local_platform.h"
#include "core/workspace/navigation.h"
#include "core/workspace/request_runs.h"
#include "core/workspace/saved_requests.h"
#include "core/workspace/workspace.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/one_workspace.h"
#include "tests/ui/visible_text.h"
#include "ui/collection/environments_dialog.h"
#include "ui/collection/request_exchange.h"
#include "ui/collection/requests_pane.h"
#include "ui/collection/requests_tool_pane.h"

#include <QComboBox>
#include <QCoroTask>
#include <QDir>
#include <QFile>
#include <QInputDialog>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace studio;
using namespace studio::collection;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// In the place of a handler that knows one path.
class OrdersOnly final : public Invoker
{
public:
    Task<Invocation> invoke(AppId, InvokeTarget, HttpRequest request, InvokeObserver, std::stop_token) override
    {
        Invocation answer;
        answer.response.status = request.target.startsWith("/orders") ? 200 : 404;
        answer.response.body = R"({"id": 7})";
        answer.request = std::move(request);
        co_return answer;
    }
    Task<QString> invokeAsync(AppId, InvokeTarget, HttpRequest) override { co_return QString(); }
};

} // namespace

class TestRequestsToolPane : public QObject
{
    Q_OBJECT

    std::unique_ptr<TestProject> m_project;
    std::unique_ptr<OneWorkspace> m_studio;
    std::unique_ptr<RequestsToolPane> m_tool;
    OrdersOnly m_invoker;

    [[nodiscard]] SavedRequests *requests() const { return m_studio->workspace.savedRequests(); }
    [[nodiscard]] RequestRuns *runs() const { return m_studio->workspace.requestRuns(); }
    [[nodiscard]] RequestsPane *pane() const { return qobject_cast<RequestsPane *>(m_tool->widget()); }
    [[nodiscard]] QTreeView *tree() const { return pane()->findChild<QTreeView *>(u"requestTree"_s); }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return tree()->model()->index(row, column).data().toString();
    }
    QString add(const QString &name, const QString &url)
    {
        SavedRequest made;
        made.name = name;
        made.url = url;
        made.assertions = {{.expression = u"res.status"_s, .operatorName = u"eq"_s, .value = u"200"_s}};
        return QCoro::waitFor(requests()->add(made, {})).value_or(u"failed"_s);
    }
    QAction *action(const QString &id) const
    {
        for (QAction *const one : m_tool->actions()) {
            if (one->objectName() == id) {
                return one;
            }
        }
        return nullptr;
    }
    void answerDialog(const QString &text) const
    {
        auto *const dialog = pane()->findChild<QInputDialog *>();
        QVERIFY(dialog);
        dialog->setTextValue(text);
        dialog->accept();
    }

private Q_SLOTS:
    void init()
    {
        m_project = std::make_unique<TestProject>("hello");
        m_studio = std::make_unique<OneWorkspace>();
        m_tool = std::make_unique<RequestsToolPane>(RequestSender());
        QVERIFY(m_studio->workspace.open(m_project->path()));
        m_tool->attach(&m_studio->workspace);
        runs()->setTarget(CallTarget{.id = u"dev"_s, .title = {}, .invoker = &m_invoker, .app = {}, .target = {}});
        pane()->resize(900, 300);
        pane()->show();
        QVERIFY(QTest::qWaitForWindowActive(pane()));
    }
    void cleanup()
    {
        m_tool->attach(nullptr);
        delete m_tool->widget();
        m_tool.reset();
        m_studio.reset();
    }

    void a_new_request_is_a_file_and_is_opened()
    {
        QSignalSpy opened(m_studio->workspace.navigation(), &Navigation::savedRequestRequested);
        Q_EMIT pane()->newRequestRequested({});
        answerDialog(u"List orders"_s);
        QTRY_COMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toString(), u"List orders.yml"_s);
        QVERIFY(QFile::exists(requests()->folder() + u"/List orders.yml"_s));
        QCOMPARE(cell(0, 0), u"List orders"_s);
        Q_EMIT pane()->duplicateRequested(u"List orders.yml"_s);
        QTRY_COMPARE(tree()->model()->rowCount(), 2);
        Q_EMIT pane()->renameRequested(u"List orders.yml"_s);
        answerDialog(u"All orders"_s);
        QTRY_COMPARE(requests()->request(u"List orders.yml"_s)->name, u"All orders"_s);
        Q_EMIT pane()->newFolderRequested({});
        answerDialog(u"More"_s);
        QTRY_VERIFY(QFile::exists(requests()->folder() + u"/More/folder.yml"_s));
    }

    void all_are_run_and_what_does_not_hold_is_shown()
    {
        QCOMPARE(add(u"Orders"_s, u"/orders"_s), u"Orders.yml"_s);
        QCOMPARE(add(u"Parts"_s, u"/parts"_s), u"Parts.yml"_s);
        action(u"requests.runAll"_s)->trigger();
        QTRY_COMPARE(cell(0, 3), u"200 · 1 of 1 passed"_s);
        QTRY_COMPARE(cell(1, 3), u"404 · 0 of 1 passed"_s);
        QTRY_VERIFY(!pane()->isRunning());
        const QModelIndex failing = tree()->model()->index(1, 0);
        QVERIFY(tree()->isExpanded(failing));
        QCOMPARE(tree()->model()->index(0, 3, failing).data().toString(), u"it is 404"_s);
        Q_EMIT pane()->runRequested(u"Orders.yml"_s);
        QTRY_COMPARE(cell(0, 3), u"200 · 1 of 1 passed"_s);
        QCOMPARE(cell(1, 3), QString()); // of the run before
    }

    void an_environment_is_made_chosen_and_remembered()
    {
        QCOMPARE(add(u"Orders"_s, u"/orders?k={{kind}}"_s), u"Orders.yml"_s);
        action(u"requests.environments"_s)->trigger();
        auto *const dialog = pane()->findChild<EnvironmentsDialog *>();
        QVERIFY(dialog);
        dialog->reject();
        Environment local{.path = {}, .name = u"local"_s, .variables = {}, .others = {}};
        local.variables = {{.name = u"kind"_s, .value = u"fruit"_s}};
        QVERIFY(QCoro::waitFor(requests()->addEnvironment(local)));
        auto *const box = pane()->findChild<QComboBox *>(u"environment"_s);
        QTRY_COMPARE(box->findText(u"local"_s), 1);
        Q_EMIT pane()->environmentChosen(u"local"_s);
        QCOMPARE(runs()->environment(), u"local"_s);
        QCOMPARE(box->currentText(), u"local"_s);
        const Json state = m_tool->saveState();
        runs()->setEnvironment({});
        m_tool->restoreState(JsonReader(state));
        QCOMPARE(runs()->environment(), u"local"_s);
        action(u"requests.runAll"_s)->trigger();
        QTRY_COMPARE(cell(0, 3), u"200 · 1 of 1 passed"_s);
    }

    void requests_of_other_programs_are_taken_over()
    {
        const QString file = m_project->path() + u"/calls.http"_s;
        QFile written(file);
        QVERIFY(written.open(QIODevice::WriteOnly));
        written.write("### First\nGET http://127.0.0.1:9/a\n\n### Second\nPOST http://127.0.0.1:9/b\n\n{}\n");
        written.close();
        RequestExchange exchange(&m_studio->workspace, pane());
        QSignalSpy said(&exchange, &RequestExchange::message);
        QCoro::waitFor(exchange.import(file));
        QCOMPARE(said.size(), 1);
        QVERIFY2(!said.first().at(1).toBool(), qPrintable(said.first().first().toString()));
        QCOMPARE(requestCount(requests()->collection()->root), 2);
        QCoro::waitFor(exchange.import(m_project->path() + u"/nothing.http"_s));
        QVERIFY(said.last().at(1).toBool());
        const QString hurl = m_project->path() + u"/out.hurl"_s;
        QCoro::waitFor(exchange.exportHurl(hurl, {}));
        QFile exported(hurl);
        QVERIFY(exported.open(QIODevice::ReadOnly));
        QVERIFY(exported.readAll().contains("POST http://127.0.0.1:9/b"));
    }

    void a_project_that_is_closed_leaves_nothing()
    {
        QCOMPARE(add(u"Orders"_s, u"/orders"_s), u"Orders.yml"_s);
        QTRY_COMPARE(tree()->model()->rowCount(), 1);
        const TestProject other("other");
        QVERIFY(m_studio->workspace.open(other.path()));
        QTRY_COMPARE(tree()->model()->rowCount(), 0);
        m_tool->attach(nullptr);
        QVERIFY(!action(u"requests.runAll"_s)->isEnabled());
    }
};

QTEST_MAIN(TestRequestsToolPane)
#include "tst_requests_tool_pane.moc"
