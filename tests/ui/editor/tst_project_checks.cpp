// SPDX-License-Identifier: GPL-3.0-or-later
// What the compiler says of text that is not saved, in a real window, with the real rust-analyzer and cargo.
#include "core/compiler/analyzer_project.h"
#include "core/workspace/build_actions.h"
#include "core/workspace/diagnostic_list.h"
#include "tests/support/one_workspace.h"
#include "tests/ui/editor/analysis_test.h"
#include "ui/editor/code_action_assist.h"
#include "ui/editor/code_action_menu.h"
#include "ui/editor/editor_tool_pane.h"

#include <QDirIterator>
#include <QSignalSpy>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto source = R"(use ignite::prelude::*;

mod helper;

fn work() -> usize {
    let words = String::from("ä");
    
    words.len()
}

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let text = include_str!("../assets/text.txt");
    let again = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/text.txt"));
    Ok(ignite::json!([work(), helper::one(), text.len(), again.len()]))
}
)";
constexpr int workLine = 6; ///< the empty line

/// Names, times and contents of all files in a folder.
QStringList stateOf(const QString &folder)
{
    QStringList state;
    QDirIterator walk(folder, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QFileInfo file = walk.nextFileInfo();
        state << file.filePath() + file.lastModified().toString(Qt::ISODateWithMs) +
                     QString::fromUtf8(readFile(file.filePath()));
    }
    state.sort();
    return state;
}

} // namespace

class TestProjectChecks : public QObject
{
    Q_OBJECT

    TestProject m_project;
    std::unique_ptr<OneWorkspace> m_services;
    std::unique_ptr<RustAnalysis> m_analysis;
    std::unique_ptr<EditorToolPane> m_pane;
    int m_checks = 0; ///< that have begun
    bool m_isChecking = false;

    [[nodiscard]] QString folder() const { return QFileInfo(m_project.path()).canonicalFilePath(); }
    [[nodiscard]] QString file() const { return folder() + u"/src/lib.rs"_s; }
    [[nodiscard]] CodeEditor *editor() const { return m_pane->tabs()->editorOf(file()); }
    void typeAt(int line, const QString &text) const
    {
        editor()->setFocus();
        editor()->setCursorPosition(line, static_cast<int>(editor()->text(line).trimmed().isEmpty() ? 4 : 0));
        for (const QChar character : text) {
            character == u'\n' ? QTest::keyClick(editor(), Qt::Key_Return)
                               : QTest::keyClick(editor(), character.toLatin1());
        }
    }
    [[nodiscard]] QString found() const
    {
        QStringList all;
        for (const Diagnostic &one : m_services->workspace.diagnostics()->all()) {
            all << one.code + u'@' + one.file + u':' + QString::number(one.line);
        }
        all.sort();
        return all.join(u' ');
    }
    [[nodiscard]] bool isUnderlined(int line) const { return !editor()->problemOfLine(line).message.isEmpty(); }
    /// By the menu at the caret.
    [[nodiscard]] QString offered() const
    {
        auto *const assist = editor()->findChild<CodeActionAssist *>();
        QStringList titles;
        assist->showMenu();
        if (QTest::qWaitFor([&] { return assist->menu() && assist->menu()->isVisible(); }, 1'000)) {
            for (const QAction *const one : assist->menu()->actions()) {
                titles << one->text();
            }
            assist->menu()->close();
        }
        return titles.join(u'\n');
    }
    void reset() const
    {
        if (editor()->text().toUtf8() != source) {
            editor()->replaceText(QString::fromUtf8(source));
        }
        if (m_services->workspace.documents()->isDirty(file())) {
            QVERIFY(QCoro::waitFor(m_services->workspace.documents()->saveAll()));
        }
        QTRY_COMPARE_WITH_TIMEOUT(found(), QString(), analyzerTimeout);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_project.add(u"src/lib.rs"_s, source);
        m_project.add(u"src/helper.rs"_s, "pub fn one() -> usize {\n    1\n}\n");
        m_project.add(u"assets/text.txt"_s, "text\n");
        m_services = std::make_unique<OneWorkspace>();
        m_analysis = std::make_unique<RustAnalysis>(&m_services->workspace, m_services->paths);
        m_pane = std::make_unique<EditorToolPane>(m_services->home.filePath(u"recovery"_s), nullptr);
        m_pane->tabs()->setAnalysis(m_analysis.get());
        connect(m_analysis->client(), &lsp::LspClient::progressChanged, this, [this] {
            const bool wasChecking = std::exchange(m_isChecking, m_analysis->client()->isChecking());
            m_checks += m_isChecking && !wasChecking ? 1 : 0;
        });
        QVERIFY(m_services->workspace.open(m_project.path()));
        m_pane->attach(&m_services->workspace);
        m_pane->widget()->resize(900, 600);
        m_pane->widget()->show();
        QVERIFY(m_pane->tabs()->open(file()).has_value());
        QVERIFY(QTest::qWaitForWindowActive(m_pane->widget()));
        QTRY_COMPARE_WITH_TIMEOUT(m_analysis->state(), RustAnalysis::State::Ready, analyzerTimeout);
    }
    void cleanupTestCase()
    {
        m_pane->tabs()->setAnalysis(nullptr);
        m_pane->attach(nullptr);
        m_analysis.reset();
        m_pane.reset();
    }

    void init() { reset(); }

    void nothing_is_checked_in_a_folder_that_is_not_trusted()
    {
        typeAt(workLine, u"let _first = words; "_s);
        QTest::qWait(1'500); // fixed wait: for what must not come
        QCOMPARE(m_checks, 0);
        QVERIFY(!QFileInfo::exists(m_analysis->project()->checkCopy.folder));
        m_analysis->setTrust(true);
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/lib.rs:8"_s, analyzerTimeout);
    }

    void the_compiler_judges_what_is_typed_and_nothing_is_written_for_it()
    {
        const QStringList before = stateOf(folder());
        QElapsedTimer time;
        typeAt(workLine, u"let _first = words;"_s);
        time.start();
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/lib.rs:8"_s, analyzerTimeout);
        qInfo() << "listed after" << time.elapsed() << "ms";
        QVERIFY(isUnderlined(7));
        QVERIFY(m_services->workspace.documents()->isDirty(file()));

        // It moves with the text, before the compiler has said it again.
        editor()->insertAt(u"\n\n"_s, 0, 0);
        QTRY_COMPARE(found(), u"E0382@src/lib.rs:10"_s);
        QVERIFY(isUnderlined(9));
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/lib.rs:10"_s, analyzerTimeout);

        while (editor()->isUndoAvailable()) {
            editor()->undo();
        }
        QTRY_COMPARE_WITH_TIMEOUT(found(), QString(), analyzerTimeout);
        QVERIFY(!isUnderlined(7));
        QCOMPARE(stateOf(folder()), before);
    }

    void what_is_saved_is_listed_once_and_not_checked_again()
    {
        typeAt(workLine, u"let _first = words;"_s);
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/lib.rs:8"_s, analyzerTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(!m_analysis->client()->isChecking(), analyzerTimeout);
        const int before = m_checks;
        QVERIFY(QCoro::waitFor(m_services->workspace.documents()->saveAll()));
        QTest::qWait(1'500); // fixed wait: for what must not come
        QCOMPARE(found(), u"E0382@src/lib.rs:8"_s);
        QCOMPARE(m_checks, before);
        editor()->insertAt(u" drop(_first); _first.len();"_s, workLine, editor()->text(workLine).size() - 1);
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/lib.rs:7 E0382@src/lib.rs:8"_s, analyzerTimeout);
        QCOMPARE(m_checks, before + 1);
    }

    /// What is in a macro has one place of the server and another one of the compiler.
    void what_a_compile_finds_too_stays_listed_once()
    {
        editor()->insertAt(u"let _first = words; let unused = 1; eprintln!(\"{words}\");"_s, workLine, 4);
        QVERIFY(QCoro::waitFor(m_services->workspace.documents()->saveAll()));
        QTRY_VERIFY_WITH_TIMEOUT(found().contains(u"E0382"_s) && found().contains(u"unused_variables"_s),
                                 analyzerTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(!m_analysis->client()->isChecking(), analyzerTimeout);
        const QString before = found();
        DiagnosticList *const diagnostics = m_services->workspace.diagnostics();
        QSignalSpy added(diagnostics, &DiagnosticList::added);
        QVERIFY(!QCoro::waitFor(m_services->workspace.actions()->compile()).value_or(false));
        QCOMPARE(diagnostics->of(DiagnosticList::Source::Compiler).size(), 2);
        QCOMPARE(found(), before);
        QCOMPARE(added.size(), 0);
        // Mended, and found right by a check: what the compile said is past.
        editor()->replaceText(QString::fromUtf8(source));
        QTRY_COMPARE_WITH_TIMEOUT(diagnostics->of(DiagnosticList::Source::Compiler).size(), 0, analyzerTimeout);
        QCOMPARE(found(), QString());
    }

    void typing_ends_a_check_and_what_is_taken_back_is_not_checked_again()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!m_analysis->client()->isChecking(), analyzerTimeout);
        const int before = m_checks;
        editor()->insertAt(u"drop(words);"_s, workLine, 4);
        QTRY_COMPARE_WITH_TIMEOUT(m_checks, before + 1, analyzerTimeout);
        editor()->insertAt(u" let _second = 1;"_s, workLine, 16);
        QTRY_COMPARE_WITH_TIMEOUT(m_checks, before + 2, analyzerTimeout);
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/lib.rs:8"_s, analyzerTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(!m_analysis->client()->isChecking(), analyzerTimeout);
        editor()->undo();
        editor()->redo();
        QTest::qWait(1'500); // fixed wait: for what must not come
        QCOMPARE(m_checks, before + 2);
        QCOMPARE(found(), u"E0382@src/lib.rs:8"_s);
    }

    /// rust-analyzer finds it by itself, and the compiler would say no more than that.
    void an_error_of_syntax_is_not_given_to_the_compiler()
    {
        editor()->insertAt(u"drop(words);"_s, workLine, 4);
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/lib.rs:8"_s, analyzerTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(!m_analysis->client()->isChecking(), analyzerTimeout);
        const int before = m_checks;
        editor()->insertAt(u"let = ;\n"_s, workLine, 0);
        QTRY_VERIFY_WITH_TIMEOUT(found().contains(u"syntax-error"_s), analyzerTimeout);
        QTest::qWait(1'500); // fixed wait: for what must not come
        QCOMPARE(m_checks, before);
        QVERIFY(found().contains(u"E0382@src/lib.rs:9"_s)); // what was found before stays
        editor()->undo();
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/lib.rs:8"_s, analyzerTimeout);
    }

    /// With the caret there already when the check ends.
    void what_the_compiler_suggests_is_offered_for_the_text_that_it_saw()
    {
        const auto isOffered = [&] { return offered().contains(u"consider cloning"_s); };
        editor()->setFocus();
        editor()->insertAt(u"let _first = words;"_s, workLine, 4);
        editor()->setCursorPosition(workLine, 22);
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/lib.rs:8"_s, analyzerTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(isOffered(), analyzerTimeout);

        // Not while the text is another: the fix would go to a wrong place.
        editor()->insertAt(u"    let = 1; // this is another line\n"_s, workLine, 0);
        QTRY_VERIFY_WITH_TIMEOUT(found().contains(u"syntax-error"_s), analyzerTimeout);
        for (const int line : {workLine, workLine + 1}) {
            editor()->setCursorPosition(line, 22);
            QVERIFY(!isOffered());
        }
        editor()->undo();
        editor()->setCursorPosition(workLine, 22);
        QTRY_VERIFY_WITH_TIMEOUT(isOffered(), analyzerTimeout);
    }

    void an_error_in_another_file_is_found_when_it_is_changed_on_disk()
    {
        m_project.add(u"src/helper.rs"_s,
                      "pub fn one() -> usize {\n    let a = String::new();\n    drop(a);\n    a.len()\n}\n");
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/helper.rs:4"_s, analyzerTimeout);
        m_project.add(u"src/helper.rs"_s, "pub fn one() -> usize {\n    1\n}\n");
        QTRY_COMPARE_WITH_TIMEOUT(found(), QString(), analyzerTimeout);
    }

    /// Half a name may be another crate's, which cargo would fetch and whose build script it would run.
    void a_manifest_counts_as_it_is_saved()
    {
        const QString path = folder() + u"/Cargo.toml"_s;
        QVERIFY(m_pane->tabs()->open(path).has_value());
        CodeEditor *const manifest = m_pane->tabs()->editorOf(path);
        manifest->insertAt(u"half-a-name = \"1\"\n"_s, manifest->lines() - 1, 0);
        QVERIFY(m_pane->tabs()->open(file()).has_value());
        typeAt(workLine, u"let _first = words;"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(found().contains(u"E0382@src/lib.rs:8"_s), qPrintable(found()), 60'000);
        const QString copy = m_analysis->project()->checkCopy.folder;
        QVERIFY(QFileInfo::exists(copy + u"/Cargo.toml"_s));
        QVERIFY(!readFile(copy + u"/Cargo.toml"_s).contains("half-a-name"));
        QVERIFY(m_services->workspace.documents()->isDirty(path));
        manifest->undo();
    }

    void clippy_is_asked_instead()
    {
        m_analysis->setOptions({.check = u"clippy"_s});
        QElapsedTimer time;
        time.start();
        typeAt(workLine, u"if words.len() == 0 { return 0; }"_s);
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"len_zero@src/lib.rs:7"_s, analyzerTimeout);
        m_analysis->setOptions({.check = u"check"_s});
        qInfo() << "clippy after" << time.elapsed() << "ms";
    }

    void nothing_is_checked_where_it_is_switched_off()
    {
        m_analysis->setOptions({.check = u"off"_s});
        typeAt(workLine, u"let _first = words;"_s);
        QTest::qWait(1'500); // fixed wait: for what must not come
        QCOMPARE(found(), QString());
        m_analysis->setOptions({.check = u"check"_s});
        QTRY_COMPARE_WITH_TIMEOUT(found(), u"E0382@src/lib.rs:8"_s, analyzerTimeout);
    }
};

QTEST_MAIN(TestProjectChecks)
#include "tst_project_checks.moc"
