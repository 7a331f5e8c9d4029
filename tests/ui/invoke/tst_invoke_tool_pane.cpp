// SPDX-License-Identifier: GPL-3.0-or-later
// The pane in a window whose workspace is replaced by another one.
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/workspace.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/one_workspace.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/invoke_tool_pane.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

using Studio = OneWorkspace;

} // namespace

class TestInvokeToolPane : public QObject
{
    Q_OBJECT

    static qsizetype targetsOf(InvokeToolPane &pane)
    {
        return pane.pane()->findChild<QComboBox *>(u"sendTo"_s)->count();
    }

private Q_SLOTS:
    void another_workspace_takes_the_place_of_the_first()
    {
        const TestProject project("one");
        const TestProject otherProject("other");
        InvokeToolPane pane;
        auto first = std::make_unique<Studio>();
        QVERIFY(first->workspace.open(project.path()));
        pane.attach(&first->workspace);
        QCOMPARE(pane.pane()->target()->invoker, static_cast<Invoker *>(&first->platform));
        {
            Studio second;
            QVERIFY(second.workspace.open(otherProject.path()));
            pane.attach(&second.workspace);
            first.reset(); // nothing of it is used any more
            QCOMPARE(targetsOf(pane), 3);
            QCOMPARE(pane.pane()->target()->invoker, static_cast<Invoker *>(&second.platform));
            QCOMPARE(pane.pane()->target()->app, second.workspace.localAppId());
            pane.attach(nullptr);
        }
        QCOMPARE(targetsOf(pane), 0);
        QVERIFY(!pane.pane()->target());
        pane.pane()->sendNow(); // to nothing
        QVERIFY(!pane.pane()->isWaiting());
        Q_EMIT pane.pane()->runRequested();
        Q_EMIT pane.pane()->showLogRequested();
    }

    void its_widget_may_be_made_before_there_is_a_workspace()
    {
        InvokeToolPane pane;
        QCOMPARE(targetsOf(pane), 0);
        Studio studio;
        const TestProject project("one");
        QVERIFY(studio.workspace.open(project.path()));
        pane.attach(&studio.workspace);
        QCOMPARE(targetsOf(pane), 3);
        pane.attach(nullptr);
    }

    void a_request_is_copied_as_code_and_a_curl_command_pasted()
    {
        const TestProject project("one");
        Studio studio;
        QVERIFY(studio.workspace.open(project.path()));
        InvokeToolPane pane;
        pane.attach(&studio.workspace);
        pane.pane()->show();
        QVERIFY(QTest::qWaitForWindowActive(pane.pane()));
        const auto act = [&](const QString &id) {
            for (QAction *const action : pane.actions()) {
                if (action->objectName() == id) {
                    action->trigger();
                }
            }
        };
        const auto says = [&](const QString &words) {
            const auto labels = pane.pane()->findChildren<QLabel *>();
            return std::ranges::any_of(labels, [&](const QLabel *label) { return label->text().contains(words); });
        };
        QClipboard *const clipboard = QApplication::clipboard();
        clipboard->setText(u"curl -X PUT 'https://example.org/items?page=2' \\\n  -H 'x-note: a' -d '{\"b\": 1}'"_s);
        auto *const path = pane.pane()->findChild<QLineEdit *>();
        QCOMPARE(path->accessibleName(), u"Path and query"_s);
        path->setFocus();
        QTest::keySequence(path, QKeySequence::Paste);
        QCOMPARE(path->text(), u"/items?page=2"_s);
        QCOMPARE(pane.pane()->payload(), QByteArray("{\"b\": 1}"));
        QVERIFY(says(u"It went to https://example.org;"_s));
        const auto request = pane.pane()->request();
        QVERIFY(request);
        QCOMPARE(request->method, QByteArray("PUT"));
        QCOMPARE(headerValue(request->headers, "x-note"), QByteArray("a"));
        act(u"invoke.copyIgnite"_s);
        QVERIFY2(clipboard->text().startsWith(u"ignite invoke 'org:hello' \\\n  -X PUT \\\n  --path '/items?page=2'"_s),
                 qPrintable(clipboard->text()));
        act(u"invoke.copyCurl"_s); // nothing runs
        QVERIFY(clipboard->text().startsWith(u"ignite"_s));
        QVERIFY(says(u"The handler does not run"_s));
        clipboard->setText(u"no command"_s);
        act(u"invoke.pasteCurl"_s);
        QVERIFY(says(u"There is no curl command on the clipboard."_s));
        QTest::keySequence(path, QKeySequence::SelectAll);
        QTest::keySequence(path, QKeySequence::Paste);
        QCOMPARE(path->text(), u"no command"_s); // as any text
        pane.attach(nullptr);
        act(u"invoke.copyCurl"_s); // of nothing
    }
};

QTEST_MAIN(TestInvokeToolPane)
#include "tst_invoke_tool_pane.moc"
