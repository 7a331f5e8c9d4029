// SPDX-License-Identifier: GPL-3.0-or-later
// The suggestions of the real compiler, made in the editor by the list of problems, and what explains its errors.
#include "app/studio/panes.h"
#include "core/base/detach.h"
#include "core/base/json_reader.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/diagnostic_explanations.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "tests/support/one_workspace.h"
#include "ui/common/tool_pane.h"
#include "ui/console/error_explainer.h"
#include "ui/console/problems_pane.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/platform/remote_connection.h"

#include <QAction>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int compileTimeout = 300'000;

/// Two errors that rustc can mend, an import, and something printed.
const QByteArray faulty =
    "use ignite::prelude::*;\n\n#[ignite::main]\nasync fn handler(_req: Request, _ctx: Context) -> "
    "Result<impl IntoResponse> {\n    let name: &String = String::new();\n    let mut "
    "count: &u8 = 1u8;\n    println!(\"{name}{count}\");\n    Ok(ignite::json!(\"ok\"))\n}\n";

} // namespace

class TestProblemFixes : public QObject
{
    Q_OBJECT

    OneWorkspace m_services;
    RemoteConnection m_connection{m_services.paths, &m_services.workspace};
    QAction m_publish;
    QAction m_openFolder;
    std::vector<std::unique_ptr<ToolPane>> m_panes;
    ProblemsPane *m_problems = nullptr;
    EditorTabs *m_editors = nullptr;
    ToolPane *m_problemsPane = nullptr;

    [[nodiscard]] QString text() const { return m_editors->current() ? m_editors->current()->text() : QString(); }
    void compile()
    {
        QSignalSpy ended(m_services.workspace.output(), &BuildOutput::ended);
        detach([](BuildActions *actions) -> QCoro::Task<void> {
            (void)co_await actions->compile();
        }(m_services.workspace.actions()));
        QVERIFY(QTest::qWaitFor([&] { return !ended.isEmpty(); }, compileTimeout));
    }

private Q_SLOTS:
    void init()
    {
        m_panes = makePanes({.paths = m_services.paths,
                             .connection = &m_connection,
                             .publish = &m_publish,
                             .openFolder = &m_openFolder});
        for (const auto &pane : m_panes) {
            auto *const widget = pane->widget();
            m_problems = m_problems ? m_problems : qobject_cast<ProblemsPane *>(widget);
            m_problemsPane = qobject_cast<ProblemsPane *>(widget) ? pane.get() : m_problemsPane;
            auto *const editors = qobject_cast<EditorTabs *>(widget);
            m_editors = m_editors ? m_editors : editors ? editors : widget->findChild<EditorTabs *>();
        }
        QVERIFY(m_problems && m_editors);
        m_problems->resize(900, 300);
        m_problems->show();
    }
    void cleanup()
    {
        for (const auto &pane : m_panes) {
            pane->attach(nullptr);
        }
        m_panes.clear();
        m_problems = nullptr;
        m_editors = nullptr;
    }

    void what_rustc_suggests_is_made_as_one_step_and_taken_back()
    {
        const TestProject project("one");
        project.add(u"src/lib.rs"_s, faulty);
        QVERIFY(m_services.workspace.open(project.path()));
        for (const auto &pane : m_panes) {
            pane->attach(&m_services.workspace);
        }
        QVERIFY(m_editors->open(QDir(m_services.workspace.folder()).filePath(u"src/lib.rs"_s)));
        compile();
        QVERIFY2(m_problems->errors() >= 2, qPrintable(QString::number(m_problems->errors())));
        const auto prints = [this] { return m_services.workspace.diagnostics()->of(DiagnosticList::Source::Output); };
        QTRY_VERIFY(!prints().isEmpty()); // they are looked for when typing pauses
        const QString before = text();
        QSignalSpy told(m_problemsPane, &ToolPane::message);

        m_problems->fixAll();
        QTRY_VERIFY(text().contains(u"let name: &String = &String::new();"_s));
        QVERIFY(text().contains(u"count: &u8 = &1u8;"_s));
        QTRY_VERIFY(text().contains(u" eprintln!("_s));
        m_editors->current()->undo();
        QTRY_COMPARE(text(), before);

        // A line above moves them; a change of the line itself takes it away.
        m_editors->current()->insertAt(u"// above\n"_s, 0, 0);
        m_editors->current()->insertAt(u" "_s, 6, 4);
        m_problems->fixAll();
        QTRY_VERIFY(text().contains(u"let name: &String = &String::new();"_s));
        QVERIFY(text().contains(u"count: &u8 = 1u8;"_s));
        QTRY_COMPARE(told.size(), 1);
    }

    void an_error_is_explained_by_the_rustc_that_compiled()
    {
        const TestProject project("one");
        QVERIFY(m_services.workspace.open(project.path()));
        for (const auto &pane : m_panes) {
            pane->attach(&m_services.workspace);
        }
        Q_EMIT m_problems->explanationRequested(u"E0308"_s);
        auto *shown = m_problems->window()->findChild<ErrorExplanation *>();
        QVERIFY(shown);
        QTRY_VERIFY_WITH_TIMEOUT(!shown->isWaiting(), 30'000);
        QVERIFY2(shown->text().startsWith(u"Expected type did not match"_s), qPrintable(shown->text().left(80)));
        QVERIFY(shown->findChild<QTextBrowser *>()->isVisible());
        Q_EMIT m_problems->explanationRequested(u"E9999"_s); // in its place
        QTRY_VERIFY(m_problems->window()->findChildren<ErrorExplanation *>().size() == 1);
        shown = m_problems->window()->findChild<ErrorExplanation *>();
        QTRY_VERIFY_WITH_TIMEOUT(!shown->isWaiting(), 30'000);
        QVERIFY2(shown->text().contains(u"has no explanation of E9999"_s), qPrintable(shown->text()));
        const QPointer<ErrorExplanation> gone = shown;
        Q_EMIT m_problems->explanationRequested(u"E0425"_s);
        QTRY_VERIFY(!gone);
        m_problems->window()->findChild<ErrorExplanation *>()->reject(); // before rustc has answered
        QTRY_VERIFY(!m_problems->window()->findChild<ErrorExplanation *>());
    }

    void how_they_are_grouped_is_remembered()
    {
        m_problems->setGrouping(ProblemsModel::Grouping::Kind);
        const Json state = m_problemsPane->saveState();
        m_problems->setGrouping(ProblemsModel::Grouping::File);
        m_problemsPane->restoreState(JsonReader(state));
        QCOMPARE(m_problems->grouping(), ProblemsModel::Grouping::Kind);
        const Json nothing;
        m_problemsPane->restoreState(JsonReader(nothing));
        QCOMPARE(m_problems->grouping(), ProblemsModel::Grouping::File);
    }
};

QTEST_MAIN(TestProblemFixes)
#include "tst_problem_fixes.moc"
