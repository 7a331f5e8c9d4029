// SPDX-License-Identifier: GPL-3.0-or-later
// Every pane, attached to a workspace, to another one in its place, and to none.
#include "app/studio/panes.h"
#include "core/archive/archive.h"
#include "core/base/uuid7.h"
#include "core/compiler/compiler.h"
#include "core/invocation/http_client.h"
#include "core/local/local_platform.h"
#include "core/store/store.h"
#include "core/workspace/dev_loop.h"
#include "core/workspace/diagnostic_list.h"
#include "core/workspace/document_store.h"
#include "core/workspace/manifest_editor.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "tests/core/compiler/compile_helpers.h"
#include "tests/support/one_workspace.h"
#include "ui/common/tool_pane.h"
#include "ui/console/console_pane.h"
#include "ui/console/problems_pane.h"
#include "ui/dependencies/dependencies_pane.h"
#include "ui/dependencies/dependency_list.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_tabs.h"
#include "ui/platform/apps_pane.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/remote_connection.h"
#include "ui/project/project_tree.h"

#include <QAction>
#include <QSignalSpy>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

using Services = OneWorkspace;

const Diagnostic problem{.message = u"cannot find value"_s, .file = u"src/lib.rs"_s, .line = 1, .column = 1};

} // namespace

class TestPaneWorkspaces : public QObject
{
    Q_OBJECT

    Services m_services; ///< of the connection, which outlives the panes
    RemoteConnection m_connection{m_services.paths, &m_services.workspace};
    QAction m_publish;
    QAction m_openFolder;
    std::vector<std::unique_ptr<ToolPane>> m_panes;

    template <typename Widget> [[nodiscard]] Widget *widget(const char *id) const
    {
        for (const auto &pane : m_panes) {
            if (pane->id() == QLatin1StringView(id)) {
                auto *const found = qobject_cast<Widget *>(pane->widget());
                return found ? found : pane->widget()->findChild<Widget *>();
            }
        }
        return nullptr;
    }
    [[nodiscard]] ToolPane *executionsPane() const
    {
        const auto found = std::ranges::find(m_panes, u"executions"_s, [](const auto &pane) { return pane->id(); });
        return found == m_panes.end() ? nullptr : found->get();
    }
    /// As the window opens a project that was never open.
    void attach(Workspace *workspace) const
    {
        for (const auto &pane : m_panes) {
            pane->attach(workspace);
            (void)pane->widget();
        }
        const Json nothing;
        for (const auto &pane : m_panes) {
            if (workspace) {
                pane->restoreState(JsonReader(nothing));
            }
        }
    }

private Q_SLOTS:
    void init()
    {
        m_panes = makePanes({.paths = m_services.paths,
                             .connection = &m_connection,
                             .publish = &m_publish,
                             .openFolder = &m_openFolder});
    }
    void cleanup()
    {
        attach(nullptr);
        m_panes.clear();
    }

    void another_workspace_takes_the_place_of_the_first()
    {
        const TestProject project("one");
        const TestProject otherProject("other");
        Services second;
        auto first = std::make_unique<Services>();
        QVERIFY(first->workspace.open(project.path()));
        attach(&first->workspace);
        first->workspace.diagnostics()->add(DiagnosticList::Source::Compiler, problem);
        QCOMPARE(widget<ProblemsPane>("problems")->count(), 1);
        QCOMPARE(first->workspace.documents()->openPaths(), QStringList{project.path(u"src/lib.rs"_s)});

        QVERIFY(second.workspace.open(otherProject.path()));
        attach(&second.workspace);
        QCOMPARE(first->workspace.documents()->openPaths(), QStringList());
        first->workspace.navigation()->openLocation(project.path(u"Cargo.toml"_s)); // no pane listens any more
        first.reset();
        QCOMPARE(second.workspace.documents()->openPaths(), QStringList{otherProject.path(u"src/lib.rs"_s)});
        QCOMPARE(widget<EditorTabs>("editor")->openPaths(), QStringList{otherProject.path(u"src/lib.rs"_s)});
        QCOMPARE(widget<ProblemsPane>("problems")->count(), 0);
        second.workspace.diagnostics()->add(DiagnosticList::Source::Compiler, problem);
        QCOMPARE(widget<ProblemsPane>("problems")->count(), 1);
        second.workspace.navigation()->openLocation(otherProject.path(u"Cargo.toml"_s));
        QVERIFY(second.workspace.documents()->isOpen(otherProject.path(u"Cargo.toml"_s)));
        attach(nullptr);
    }

    void problems_of_the_workspace_are_shown_from_the_start()
    {
        const TestProject project("one");
        Services services;
        QVERIFY(services.workspace.open(project.path()));
        services.workspace.diagnostics()->add(DiagnosticList::Source::Compiler, problem);
        attach(&services.workspace);
        QCOMPARE(widget<ProblemsPane>("problems")->count(), 1);
        attach(nullptr);
    }

    void the_panel_and_the_text_of_a_manifest_are_one_document()
    {
        const TestProject project("one");
        const QString path = project.path(u"Cargo.toml"_s);
        const QByteArray before = readFile(path) + "rand = '0.8' # dice\n";
        writeFile(path, before);
        Services services;
        QVERIFY(services.workspace.open(project.path()));
        attach(&services.workspace);
        auto *const pane = widget<DependenciesPane>("dependencies");
        auto *const list = pane->findChild<DependencyList *>();
        const auto rand = [&] { return list->findItems(u"rand"_s, Qt::MatchExactly | Qt::MatchRecursive).value(0); };
        QVERIFY(rand());
        Q_EMIT pane->requirementEdited(*list->dependencyOf(rand()), u"0.9"_s);
        QTRY_VERIFY(readFile(path).endsWith("rand = '0.9' # dice\n"));
        QTRY_COMPARE(rand()->text(DependencyList::Requirement), u"0.9"_s);
        CodeEditor *const editor = widget<EditorTabs>("editor")->current();
        QCOMPARE(editor->text().toUtf8(), readFile(path));
        editor->undo();
        QCOMPARE(editor->text().toUtf8(), before);
        QTRY_COMPARE(rand()->text(DependencyList::Requirement), u"0.8"_s);
        editor->redo();
        QTRY_COMPARE(rand()->text(DependencyList::Requirement), u"0.9"_s);
        editor->replaceText(editor->text() + u"[broken"_s);
        QTRY_VERIFY(!list->isCurrent());
        QVERIFY(rand());
        const QString broken = editor->text();
        Q_EMIT pane->requirementEdited(*list->dependencyOf(rand()), u"0.7"_s);
        Q_EMIT pane->featureToggled(*list->dependencyOf(rand()), u"std"_s, true);
        Q_EMIT pane->removeRequested(*list->dependencyOf(rand()));
        QCOMPARE(editor->text(), broken);
        editor->undo();
        QTRY_VERIFY(list->isCurrent());
        attach(nullptr);
    }

    void a_panic_leads_to_the_source_of_its_version()
    {
        const TestProject project("one");
        const AppId hello{u"org"_s, u"hello"_s};
        auto store = Store::open(m_services.paths.data);
        QVERIFY(store);
        App app;
        app.id = hello;
        QVERIFY((*store)->createApp(app));
        const QString archive = m_services.home.filePath(u"code.tar.gz"_s);
        const auto packed = packFolder(project.path(), archive, ArchiveFormat::TarGz);
        QVERIFY(packed && (*store)->saveDraft(hello, archive, packed->codeHash));
        QVERIFY((*store)->compileStarted(hello, packed->codeHash, u"deploy"_s));
        QVERIFY((*store)->compileFinished(hello, packed->codeHash, archive, RustTarget::Native, u"1.97.1"_s));
        QVERIFY((*store)->publish(hello, {}));
        Execution call;
        call.id = uuid7();
        call.app = hello;
        call.version = 1;
        call.codeHash = packed->codeHash;
        QVERIFY(m_services.workspace.open(project.path()));
        attach(&m_services.workspace);
        auto *const tabs = widget<EditorTabs>("editor");
        QFile working(project.path(u"src/lib.rs"_s));
        QVERIFY(working.open(QIODevice::WriteOnly) && working.write("// written since\n") > 0);
        working.close();
        auto *const executions = widget<ExecutionsPane>("executions");
        Q_EMIT executions->sourceRequested(call, u"src/lib.rs"_s, 1, 1);
        QTRY_VERIFY(tabs->currentPath().endsWith(u"/v1/src/lib.rs"_s));
        QVERIFY(tabs->current()->isReadOnly());
        QVERIFY(!tabs->current()->text().contains(u"written since"_s));

        // Of what is gone it is said, and nothing else opens; of what was being written the working copy opens.
        QSignalSpy said(executionsPane(), &ToolPane::message);
        call.codeHash = QByteArray(64, 'a');
        Q_EMIT executions->sourceRequested(call, u"src/lib.rs"_s, 1, 1);
        QTRY_COMPARE(said.size(), 1);
        QVERIFY2(said[0][1].toBool(), qPrintable(said[0][0].toString()));
        QVERIFY(tabs->currentPath().endsWith(u"/v1/src/lib.rs"_s));
        call.dev = true;
        Q_EMIT executions->sourceRequested(call, u"src/lib.rs"_s, 1, 1);
        QTRY_COMPARE(tabs->currentPath(), project.path(u"src/lib.rs"_s));
    }

    void without_a_workspace_nothing_happens()
    {
        const TestProject project("one");
        {
            Services services;
            QVERIFY(services.workspace.open(project.path()));
            attach(&services.workspace);
            attach(nullptr);
        }
        auto *const console = widget<ConsolePane>("console");
        Q_EMIT console->locationActivated(u"src/lib.rs"_s, 1, 1);
        Q_EMIT console->cancelRequested();
        Q_EMIT widget<ProblemsPane>("problems")->locationActivated(u"src/lib.rs"_s, 1, 1);
        auto *const dependencies = widget<DependenciesPane>("dependencies");
        Q_EMIT dependencies->addRequested(u"serde"_s);
        Q_EMIT dependencies->removeRequested({});
        Q_EMIT dependencies->lineRequested(1);
        auto *const tree = widget<ProjectTree>("project");
        Q_EMIT tree->fileActivated(project.path(u"src/lib.rs"_s));
        Q_EMIT tree->fileCreated(project.path(u"src/lib.rs"_s));
        Q_EMIT tree->renamed(project.path(u"src/lib.rs"_s), project.path(u"src/main.rs"_s));
        Q_EMIT widget<AppsPane>("apps")->appChosen({u"org"_s, u"hello"_s});
        auto *const executions = widget<ExecutionsPane>("executions");
        Q_EMIT executions->requestChosen({});
        Q_EMIT executions->sourceRequested({}, u"src/lib.rs"_s, 1, 1);
        QCOMPARE(widget<EditorTabs>("editor")->openPaths(), QStringList());
        QCOMPARE(widget<ProblemsPane>("problems")->count(), 0);
    }
};

QTEST_MAIN(TestPaneWorkspaces)
#include "tst_pane_workspaces.moc"
