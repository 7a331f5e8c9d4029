// SPDX-License-Identifier: GPL-3.0-or-later
// Tests run from the margin, and commands at the caret, in a real window with the real rust-analyzer.
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/diagnostic_list.h"
#include "tests/ui/editor/semantic_test.h"
#include "ui/editor/document_folds.h"
#include "ui/editor/document_runnables.h"
#include "ui/editor/fold_margin.h"
#include "ui/editor/run_markers.h"
#include "ui/editor/server_folds.h"

#include <QCoroTask>
#include <QDesktopServices>
#include <QDialog>
#include <QToolTip>

using namespace studio;
using namespace studio::test;

/// Instead of the browser.
class OpenedPage : public QObject
{
    Q_OBJECT

public:
    OpenedPage() { QDesktopServices::setUrlHandler(u"https"_s, this, "open"); }
    ~OpenedPage() override { QDesktopServices::unsetUrlHandler(u"https"_s); }
    QUrl page;

public Q_SLOTS:
    void open(const QUrl &url) { page = url; }
};

class TestCodeCommands : public SemanticTest
{
    Q_OBJECT

    [[nodiscard]] RunMarkers *markers() const { return editor()->findChild<RunMarkers *>(); }
    [[nodiscard]] std::optional<RunMarkers::Mark> markAt(const QByteArray &line) const
    {
        return markers()->markAt(lineOf(line));
    }

private Q_SLOTS:
    void a_test_runs_by_a_key_and_its_result_is_in_the_margin()
    {
        QTRY_COMPARE_WITH_TIMEOUT(markAt("fn fails"), RunMarkers::Mark::Run, answerTimeout);
        QSignalSpy said(&tabs(), &EditorTabs::message);
        QSignalSpy printed(m_window->workspace.output(), &BuildOutput::line);
        m_window->setCaret(m_window->positionOf("7, \"two times"));
        QTest::keyClick(editor(), Qt::Key_F10, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(markAt("fn fails"), RunMarkers::Mark::Running);
        QTRY_COMPARE_WITH_TIMEOUT(markAt("fn fails"), RunMarkers::Mark::Failed, answerTimeout);
        QTRY_VERIFY(!m_window->analysis.tests()->isRunning());
        QCOMPARE(said.count(), 0); // the mark, the line and the console say it
        const QString tip = markers()->tipAt(lineOf("fn fails"));
        QVERIFY2(tip.contains(u"two times three"_s) && tip.contains(u"right: 7"_s), qPrintable(tip));
        QVERIFY(std::ranges::any_of(printed, [](const QList<QVariant> &line) {
            return line[0].toString().contains(u"test tests::fails ... FAILED"_s);
        }));
        QVERIFY(m_window->analysis.trust().value_or(false)); // as after a Run
        m_window->setCaret(m_window->positionOf("mod tests"));
        QTest::keyClick(editor(), Qt::Key_F10, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(markAt("mod tests"), RunMarkers::Mark::Running);
        QTRY_COMPARE_WITH_TIMEOUT(markAt("fn passes"), RunMarkers::Mark::Passed, answerTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->analysis.tests()->isRunning(), answerTimeout);
        QCOMPARE(markAt("fn fails"), RunMarkers::Mark::Failed);
        QCOMPARE(markAt("mod tests"), RunMarkers::Mark::Failed);
        QCOMPARE(markAt("fn sleeps"), RunMarkers::Mark::Run); // it was ignored
    }

    /// As "FILE:LINE the line's text: message" of each.
    void a_failed_test_is_a_problem_where_it_failed()
    {
        const QString helper = m_window->folder() + u"/src/helper.rs"_s;
        QVERIFY(tabs().open(helper).has_value());
        editor()->replaceText(u"pub fn greeting(name: &str) -> String {\n"
                              "    assert!(!name.is_empty(), \"a name\\nis needed\");\n    name.to_string()\n}\n"_s);
        QVERIFY(tabs().open(m_window->file()).has_value());
        const QByteArray source = QByteArray(semanticSource).replace("    #[test]\n    fn passes", R"(    #[test]
    fn elsewhere() {
        crate::helper::greeting("");
    }

    #[test]
    fn within_a_library() {
        let map = std::collections::BTreeMap::from([(1, 2)]);
        assert_eq!(map.range(3..1).count(), 0);
    }

    #[test]
    #[should_panic]
    fn no_panic() {}

    #[test]
    #[should_panic(expected = "one")]
    fn other_panic() {
        panic!("two");
    }

    #[test]
    #[should_panic(expected = "one")]
    fn wanted_panic() {
        panic!("one");
    }

    #[test]
    fn in_a_thread() {
        std::thread::spawn(|| assert_eq!(1, 2)).join().unwrap();
    }

    #[test]
    fn returns_an_error() -> std::result::Result<(), String> {
        Err("no luck".into())
    }

    #[test]
    fn passes)");
        editor()->replaceText(QString::fromUtf8(source));
        QTRY_COMPARE_WITH_TIMEOUT(markAt("fn elsewhere"), RunMarkers::Mark::Run, answerTimeout);
        QTRY_COMPARE_WITH_TIMEOUT(markAt("fn returns_an_error"), RunMarkers::Mark::Run, answerTimeout);
        const auto problems = [this, helper] {
            QStringList all;
            for (const Diagnostic &one : m_window->workspace.diagnostics()->of(DiagnosticList::Source::Tests)) {
                const CodeEditor *const in = tabs().editorOf(m_window->workspace.absolutePath(one.file));
                all << in->text(one.line - 1).trimmed() + u" | "_s + one.message;
            }
            all.sort();
            return all;
        };
        const auto runAt = [this](const QByteArray &mark) {
            m_window->setCaret(m_window->positionOf(mark));
            QTest::keyClick(editor(), Qt::Key_F10, Qt::ControlModifier | Qt::ShiftModifier);
            QTRY_VERIFY(m_window->analysis.tests()->isRunning());
        };
        const auto wait = [this] { QTRY_VERIFY_WITH_TIMEOUT(!m_window->analysis.tests()->isRunning(), answerTimeout); };
        runAt("mod tests");
        wait();
        QStringList wanted{
            u"assert!(!name.is_empty(), \"a name\\nis needed\"); | tests::elsewhere failed: a name is needed"_s,
            u"fn within_a_library() { | tests::within_a_library failed: range start is greater than range end in BTreeMap"_s,
            u"fn no_panic() {} | tests::no_panic failed: test did not panic as expected"_s,
            u"panic!(\"two\"); | tests::other_panic failed: panic did not contain expected string panic message: "
            "\"two\" expected substring: \"one\""_s,
            u"std::thread::spawn(|| assert_eq!(1, 2)).join().unwrap(); | tests::in_a_thread failed: assertion "
            "`left == right` failed left: 1 right: 2"_s,
            u"fn returns_an_error() -> std::result::Result<(), String> { | tests::returns_an_error failed: \"no luck\""_s,
            u"assert_eq!(Order { total: 2 }.times(3), 7, \"two times three\"); | tests::fails failed: assertion "
            "`left == right` failed: two times three left: 6 right: 7"_s};
        wanted.sort();
        QCOMPARE(problems(), wanted);

        editor()->insertAt(u"\n\n"_s, 0, 0); // they go with their lines
        tabs().editorOf(helper)->insertAt(u"// A comment.\n"_s, 0, 0);
        editor()->flushChanges();
        tabs().editorOf(helper)->flushChanges();
        QCOMPARE(problems(), wanted);

        runAt("crate::helper::greeting");
        wanted.removeIf([](const QString &one) { return one.contains(u"tests::elsewhere"_s); });
        QCOMPARE(problems(), wanted); // it runs again
        m_window->workspace.actions()->stop();
        wait();
        QCOMPARE(problems(), wanted);
        tabs().editorOf(helper)->replaceText(QString::fromUtf8(semanticHelper));
        runAt("mod tests");
        QCOMPARE(problems(), QStringList());
        wait();
        QCOMPARE(problems(), wanted);
        QCOMPARE(markAt("fn elsewhere"), RunMarkers::Mark::Passed);
        QCOMPARE(markAt("fn wanted_panic"), RunMarkers::Mark::Passed);
        editor()->replaceText(QString::fromUtf8(semanticSource));
        QVERIFY(QCoro::waitFor(tabs().saveAll()).has_value());
    }

    void a_click_runs_a_test_and_stop_ends_it()
    {
        QTRY_COMPARE_WITH_TIMEOUT(markAt("fn sleeps"), RunMarkers::Mark::Run, answerTimeout);
        m_window->setCaret(m_window->positionOf("fn sleeps"));
        QSignalSpy printed(m_window->workspace.output(), &BuildOutput::line);
        int left = editor()->marginWidth(RunMarkers::margin) / 2;
        for (int before = 0; before < RunMarkers::margin; ++before) {
            left += editor()->marginWidth(before);
        }
        const int y = m_window->pointOf(m_window->positionOf("fn sleeps")).y();
        QTest::mouseClick(editor()->viewport(), Qt::LeftButton, {}, QPoint(left, y));
        QTRY_COMPARE(markAt("fn sleeps"), RunMarkers::Mark::Running);
        QTRY_VERIFY_WITH_TIMEOUT(
            std::ranges::any_of(
                printed, [](const QList<QVariant> &line) { return line[0].toString().contains(u"running 1 test"_s); }),
            answerTimeout);
        QVERIFY(m_window->workspace.actions()->canStop());
        m_window->workspace.actions()->stop();
        QTRY_COMPARE(markAt("fn sleeps"), RunMarkers::Mark::Run);
        QVERIFY(!m_window->analysis.tests()->isRunning());
        QVERIFY(!m_window->workspace.output()->isRunning());
    }

    void the_handler_is_run_from_the_margin()
    {
        QTRY_COMPARE_WITH_TIMEOUT(markAt("async fn handler"), RunMarkers::Mark::Run, answerTimeout);
        QSignalSpy begun(m_window->workspace.actions(), &BuildActions::begun);
        m_window->setCaret(m_window->positionOf("described();"));
        QTest::keyClick(editor(), Qt::Key_F10, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(begun.count(), 1);
        m_window->workspace.actions()->stop();
        QTRY_VERIFY(!m_window->workspace.actions()->isWorking());
    }

    void tests_of_a_folder_that_is_not_trusted_are_not_run()
    {
        m_window->analysis.setTrust(false);
        QSignalSpy said(m_window->analysis.tests(), &TestRuns::message);
        m_window->analysis.tests()->run({.name = u"tests::passes"_s, .arguments = {u"test"_s}});
        QCOMPARE(said.count(), 1);
        QVERIFY(said[0][0].toString().contains(u"not trusted"_s));
        QVERIFY(!m_window->analysis.tests()->isRunning());
        m_window->analysis.setTrust(true);
    }

    void a_selection_grows_by_what_is_around_and_shrinks_again()
    {
        m_window->setCaret(m_window->positionOf(");\n    sum"));
        QStringList steps{QString()};
        while (steps.last() != u"Order { total: 7 }.times(3)"_s) {
            QTest::keyClick(editor(), Qt::Key_Right, Qt::ShiftModifier | Qt::AltModifier);
            QTRY_VERIFY2_WITH_TIMEOUT(editor()->selectedText() != steps.last(), qPrintable(steps.join(u'|')), 5'000);
            QVERIFY2(editor()->selectedText().contains(steps.last()), qPrintable(editor()->selectedText()));
            steps << editor()->selectedText();
        }
        QCOMPARE(steps.value(1), u"3"_s);
        while (steps.size() > 1) {
            steps.removeLast();
            QTest::keyClick(editor(), Qt::Key_Left, Qt::ShiftModifier | Qt::AltModifier);
            QCOMPARE(editor()->selectedText(), steps.last());
        }
        QTest::keyClick(editor(), Qt::Key_Left, Qt::ShiftModifier | Qt::AltModifier); // nothing is left
        QCOMPARE(editor()->caretPosition(), m_window->positionOf(");\n    sum"));
    }

    void lines_are_joined_by_the_server_as_one_step()
    {
        m_window->setCaret(m_window->positionOf("total: u64") - 6); // the line before
        const QString before = editor()->text();
        QTest::keyClick(editor(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(editor()->text().contains(u"struct Order { total: u64,\n}"_s), answerTimeout);
        editor()->undo();
        QCOMPARE(editor()->text(), before);
        tabs().setAnalysis(nullptr); // without a server
        m_window->setCaret(m_window->positionOf("let text"));
        QTest::keyClick(editor(), Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(editor()->text().contains(u"\"grüße\"); let mut sum"_s));
        editor()->undo();
        QCOMPARE(editor()->text(), before);
        tabs().setAnalysis(&m_window->analysis);
    }

    void the_caret_goes_to_the_other_brace()
    {
        const int open = m_window->positionOf("{", "fn described() -> (String, u64) ");
        m_window->setCaret(open);
        QTest::keyClick(editor(), Qt::Key_Backslash, Qt::ControlModifier | Qt::ShiftModifier);
        const int close = m_window->positionOf("}", "(text, sum)");
        QTRY_COMPARE_WITH_TIMEOUT(editor()->caretPosition(), close, answerTimeout);
        QTest::keyClick(editor(), Qt::Key_Backslash, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(editor()->caretPosition(), open, answerTimeout);
    }

    /// Symbols, tests and blocks are asked once for both views.
    void a_second_view_knows_what_the_first_one_knows()
    {
        const auto *const runnables = editor()->findChild<DocumentRunnables *>();
        QTRY_VERIFY_WITH_TIMEOUT(runnables->known().has_value(), answerTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(!editor()->findChild<DocumentFolds *>()->blocks().isEmpty(), answerTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(editor()->findChild<DocumentRunnables *>()->known().has_value(), answerTimeout);
        const CodeEditor *const first = editor();
        tabs().views()->split(Qt::Horizontal);
        QVERIFY(editor() != first);
        QVERIFY(markAt("fn fails").has_value());
        QCOMPARE(editor()->findChild<FoldMargin *>()->arrowAt(lineOf("/// An order")), FoldMargin::Arrow::Open);
        QVERIFY(!editor()->findChild<DocumentOutline *>());
        QVERIFY(!editor()->findChild<DocumentFolds *>());
        QVERIFY(!editor()->findChild<DocumentRunnables *>());
        QSignalSpy answered(first->findChild<DocumentOutline *>(), &DocumentOutline::changed);
        m_window->setCaret(m_window->positionOf("/// An order"));
        QTest::keyClick(editor(), Qt::Key_Return); // in the second view
        QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, answerTimeout);
        QTRY_COMPARE_WITH_TIMEOUT(editor()->findChild<FoldMargin *>()->arrowAt(lineOf("/// An order")),
                                  FoldMargin::Arrow::Open, answerTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(runnables->known().has_value(), answerTimeout);
        QVERIFY(markAt("fn fails").has_value());
        QTest::keyClick(editor(), Qt::Key_Z, Qt::ControlModifier);
        tabs().views()->merge();
    }

    void a_comment_is_folded_as_the_server_knows_it()
    {
        auto *const folds = editor()->findChild<ServerFolds *>();
        QTRY_VERIFY_WITH_TIMEOUT(!editor()->findChild<DocumentOutline *>()->isWaiting(), answerTimeout);
        QTRY_VERIFY_WITH_TIMEOUT(!folds->isWaiting(), answerTimeout);
        m_window->setCaret(m_window->positionOf("An order"));
        QTest::keyClick(editor(), Qt::Key_BracketLeft, Qt::ControlModifier | Qt::ShiftModifier);
        const auto isVisible = [this](int line) {
            return editor()->SendScintilla(QsciScintillaBase::SCI_GETLINEVISIBLE, word(line)) != 0;
        };
        const int line = lineOf("It has no currency");
        QVERIFY(!isVisible(line));
        QVERIFY(isVisible(line + 1) && isVisible(line - 1));
        QTest::keyClick(editor(), Qt::Key_BracketRight, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(isVisible(line));
        m_window->setCaret(m_window->positionOf("sum += "));
        QTest::keyClick(editor(), Qt::Key_BracketLeft, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(!isVisible(lineOf("sum += ")));
        QVERIFY(isVisible(lineOf("fn described")));
        QTest::keyClick(editor(), Qt::Key_BracketRight, Qt::ControlModifier | Qt::ShiftModifier);
    }

    void the_parent_module_is_where_the_file_is_declared()
    {
        QVERIFY(tabs().open(m_window->folder() + u"/src/helper.rs"_s).has_value());
        QTRY_VERIFY_WITH_TIMEOUT(tabs().language()->isReadyFor(editor()), answerTimeout);
        action("editor.parent_module")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(tabs().currentPath(), m_window->file(), answerTimeout);
        QCOMPARE(lineOf("mod helper"), editor()->placeOf(editor()->caretPosition()).line);
    }

    void related_tests_are_offered()
    {
        m_window->setCaret(m_window->positionOf("times(&self") + 1);
        action("editor.related_tests")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(list(), answerTimeout);
        QCOMPARE(list()->topLevelItemCount(), 2);
        QTest::keyClicks(QApplication::focusWidget(), u"fail"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(editor()->placeOf(editor()->caretPosition()).line, lineOf("fn fails"));
    }

    void documentation_opens_in_the_browser()
    {
        OpenedPage browser;
        m_window->setCaret(m_window->positionOf("String, u64") + 1);
        QTest::keyClick(editor(), Qt::Key_F1, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!browser.page.isEmpty(), answerTimeout);
        QVERIFY2(browser.page.toString().startsWith(u"https://doc.rust-lang.org/"_s),
                 qPrintable(browser.page.toString()));
        QSignalSpy said(&tabs(), &EditorTabs::message);
        m_window->setCaret(m_window->positionOf("// übrigens") + 4);
        QTest::keyClick(editor(), Qt::Key_F1, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(QToolTip::text(), u"No page documents what is at the caret."_s, answerTimeout);
        QCOMPARE(said.count(), 0);
    }

    void a_macro_is_expanded_for_reading()
    {
        m_window->analysis.setTrust(true); // the macro of the handler is a program
        QTRY_COMPARE_WITH_TIMEOUT(m_window->analysis.state(), RustAnalysis::State::Ready, analyzerTimeout);
        const auto viewer = [this] {
            auto *const dialog = tabs().window()->findChild<QDialog *>();
            return dialog ? dialog->findChild<CodeEditor *>() : nullptr;
        };
        for (const auto &[key, held] : {std::pair(Qt::Key_Escape, Qt::NoModifier), {Qt::Key_W, Qt::ControlModifier}}) {
            m_window->setCaret(m_window->positionOf("ignite::main") + 9);
            QTest::keyClick(editor(), Qt::Key_M, Qt::ShiftModifier | Qt::AltModifier);
            QTRY_VERIFY_WITH_TIMEOUT(viewer(), answerTimeout);
            QVERIFY2(viewer()->text().contains(u"fn main"_s), qPrintable(viewer()->text()));
            QVERIFY(viewer()->isReadOnly());
            QCOMPARE(viewer()->caretPosition(), 0);
            QTRY_VERIFY(viewer()->hasFocus());
            QTest::keyClick(viewer(), key, held);
            QTRY_VERIFY(!viewer());
            QTRY_VERIFY(editor()->isActiveWindow() && editor()->hasFocus()); // a tip hides where the window changes
        }
        QSignalSpy said(&tabs(), &EditorTabs::message);
        m_window->setCaret(m_window->positionOf("struct Order"));
        action("editor.expand_macro")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(QToolTip::text().contains(u"no macro at the caret"_s), answerTimeout);
        QCOMPARE(said.count(), 0);
    }

    void the_project_is_read_again_when_asked_for()
    {
        QSignalSpy said(&tabs(), &EditorTabs::message);
        action("editor.reload_workspace")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(QToolTip::text(), u"rust-analyzer reads the project again."_s, answerTimeout);
        QCOMPARE(said.count(), 0);
    }

    /// The last one: the server reads the project anew.
    void the_server_is_started_anew_when_asked_for()
    {
        const auto state = [this] { return m_window->analysis.client()->state(); };
        QCOMPARE(state(), lsp::LspClient::State::Ready);
        bool hasEnded = false;
        connect(m_window->analysis.client(), &lsp::LspClient::stateChanged, this,
                [&] { hasEnded = hasEnded || state() != lsp::LspClient::State::Ready; });
        action("editor.restart_server")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(hasEnded && state() == lsp::LspClient::State::Ready, answerTimeout);
    }
};

QTEST_MAIN(TestCodeCommands)
#include "tst_code_commands.moc"
