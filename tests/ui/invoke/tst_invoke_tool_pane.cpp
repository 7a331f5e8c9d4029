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

#include <QComboBox>
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
};

QTEST_MAIN(TestInvokeToolPane)
#include "tst_invoke_tool_pane.moc"
