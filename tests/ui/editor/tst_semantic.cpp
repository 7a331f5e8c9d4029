// SPDX-License-Identifier: GPL-3.0-or-later
// What the language server knows about the text that is shown, in a real window with the real rust-analyzer: symbols,
// colours, hints, tests.
#include "core/workspace/build_actions.h"
#include "core/workspace/build_output.h"
#include "core/workspace/code_symbols.h"
#include "tests/ui/editor/analysis_test.h"
#include "ui/editor/breadcrumbs.h"
#include "ui/editor/document_outline.h"
#include "ui/editor/editing_actions.h"
#include "ui/editor/editor_view.h"
#include "ui/editor/inlay_hints.h"
#include "ui/editor/language_actions.h"
#include "ui/editor/run_markers.h"
#include "ui/editor/semantic_colours.h"
#include "ui/editor/server_folds.h"
#include "ui/editor/symbol_list.h"

#include <QClipboard>
#include <QCoroTask>
#include <QDesktopServices>
#include <QDialog>
#include <QSignalSpy>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int answerTimeout = 60'000; ///< of a server that is ready, on a busy machine; also to compile a test
constexpr auto source = R"(use ignite::prelude::*;

mod helper;

/// An order, in cents.
/// It has no currency.
struct Order {
    total: u64,
}

impl Order {
    fn times(&self, factor: u64) -> u64 {
        self.total * factor
    }
}

fn described() -> (String, u64) {
    let text = helper::greeting("grüße");
    let mut sum = Order { total: 7 }.times(3);
    sum += text.len() as u64; // übrigens
    (text, sum)
}

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let (text, sum) = described();
    Ok(ignite::json!({ "text": text, "sum": sum }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes() {
        assert_eq!(Order { total: 2 }.times(3), 6);
    }

    #[test]
    fn fails() {
        assert_eq!(Order { total: 2 }.times(3), 7, "two times three");
    }

    #[test]
    #[ignore]
    fn sleeps() {
        std::thread::sleep(std::time::Duration::from_secs(600));
    }
}
)";
constexpr auto helperSource = R"(/// Says hello.
pub fn greeting(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    words.join(" ")
}
)";

} // namespace

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

class TestSemantic : public QObject
{
    Q_OBJECT

    EditorView m_view;
    std::unique_ptr<AnalysisWindow> m_window;

    [[nodiscard]] EditorTabs &tabs() const { return m_window->tabs; }

    [[nodiscard]] InlayHints *hints() const { return editor()->findChild<InlayHints *>(); }
    [[nodiscard]] QAction *action(const char *id) const { return tabs().findChild<QAction *>(QLatin1StringView(id)); }
    [[nodiscard]] RunMarkers *markers() const { return editor()->findChild<RunMarkers *>(); }
    [[nodiscard]] int lineOf(const QByteArray &mark) const
    {
        return editor()->placeOf(m_window->positionOf(mark)).line;
    }
    [[nodiscard]] std::optional<RunMarkers::Mark> markAt(const QByteArray &line) const
    {
        return markers()->markAt(lineOf(line));
    }
    [[nodiscard]] QTreeWidget *list() const
    {
        const auto *const shown = editor()->findChild<SymbolList *>();
        return shown ? shown->findChild<QTreeWidget *>() : nullptr;
    }
    [[nodiscard]] QImage lineImage(int line) const
    {
        const int position = editor()->positionAt(TextPlace{line, 0});
        QRect area = editor()->areaOf(position, position);
        area.setWidth(editor()->width());
        return editor()->grab(area).toImage();
    }
    [[nodiscard]] CodeEditor *editor() const { return m_window->editor(); }

    [[nodiscard]] QString styleAt(int position) const
    {
        const long style =
            editor()->SendScintilla(QsciScintillaBase::SCI_GETSTYLEAT, word(position)) & 0xff; // of a char
        return editor()->lexer()->description(static_cast<int>(style));
    }
    void waitForColours() const
    {
        QTRY_VERIFY_WITH_TIMEOUT(!editor()->findChild<SemanticColours *>()->isWaiting(), answerTimeout);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_window = std::make_unique<AnalysisWindow>(source);
        m_window->add(u"src/helper.rs"_s, helperSource);
        m_window->tabs.setView(&m_view);
        m_window->tabs.addActions(makeViewActions(&m_window->tabs, &m_view));
        m_window->tabs.addActions(makeEditingActions(&m_window->tabs, [this] { return editor(); }));
        m_window->tabs.addActions(makeLanguageActions(&m_window->tabs, [this] { return tabs().language(); }));
        m_window->start();
    }
    void cleanupTestCase() { m_window.reset(); }
    void init()
    {
        m_window->reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_window->analysis.state(), RustAnalysis::State::Ready, analyzerTimeout);
    }

    void symbols_of_a_document_are_in_the_order_of_the_text()
    {
        const CodeSymbols symbols(&m_window->analysis);
        const auto found = QCoro::waitFor(symbols.inDocument(m_window->file()));
        QVERIFY(found.has_value());
        QStringList names;
        for (const CodeSymbol &symbol : *found) {
            names << QString(symbol.depth, u' ') + symbol.name;
        }
        QCOMPARE(names, (QStringList{u"helper"_s, u"Order"_s, u" total"_s, u"impl Order"_s, u" times"_s, u"described"_s,
                                     u"handler"_s, u"tests"_s, u" passes"_s, u" fails"_s, u" sleeps"_s}));
        const TextPlace place = editor()->placeOf(m_window->positionOf("self.total"));
        const QList<CodeSymbol> around = symbolsAround(*found, place);
        QCOMPARE(around.size(), 2);
        QCOMPARE(around[1].name, u"times"_s);
        QCOMPARE(around[1].container, u"impl Order"_s);
        QCOMPARE(editor()->positionAt(around[1].selection.start), m_window->positionOf("times"));
    }

    void symbols_of_the_workspace_are_found_by_a_part_of_their_name()
    {
        const CodeSymbols symbols(&m_window->analysis);
        const auto found = QCoro::waitFor(symbols.inWorkspace(u"greet"_s));
        QVERIFY(found.has_value());
        QCOMPARE(found->size(), 1);
        QCOMPARE(found->front().name, u"greeting"_s); // a function
        QCOMPARE(found->front().path, m_window->folder() + u"/src/helper.rs"_s);
        QCOMPARE(found->front().selection.start.line, 1);
        QCOMPARE(QCoro::waitFor(symbols.inWorkspace(u" "_s))->size(), 0);
    }

    void words_have_the_colours_of_what_they_are()
    {
        waitForColours();
        QCOMPARE(styleAt(m_window->positionOf("helper::greeting")), u"Namespace"_s);
        QCOMPARE(styleAt(m_window->positionOf("greeting")), u"Function"_s);
        QCOMPARE(styleAt(m_window->positionOf("sum = ")), u"Variable mutable"_s);
        QCOMPARE(styleAt(m_window->positionOf("sum += ")), u"Variable mutable"_s);
        QCOMPARE(styleAt(m_window->positionOf("total * ")), u"Property"_s);
        QCOMPARE(styleAt(m_window->positionOf("factor\n")), u"Parameter"_s); // where it is used
        QCOMPARE(styleAt(m_window->positionOf("len()")), u"Function"_s);
        QCOMPARE(styleAt(m_window->positionOf("let text")), u"Keyword"_s); // is left to the definition
        QCOMPARE(styleAt(m_window->positionOf("// übrigens")), u"Comment"_s);
        QCOMPARE(styleAt(m_window->positionOf("sum })")), u"Variable"_s); // in a macro
    }

    void a_word_keeps_its_colour_while_it_is_typed_in()
    {
        waitForColours();
        const int position = m_window->positionOf("factor\n");
        m_window->setCaret(position + 3);
        QTest::keyClicks(editor(), u"xy"_s);
        (void)editor()->grab(); // styles what is visible
        for (int at = position; at < position + 8; ++at) {
            QCOMPARE(styleAt(at), u"Parameter"_s);
        }
        QTest::keyClick(editor(), Qt::Key_Home);
        QTest::keyClicks(editor(), u"//"_s);
        (void)editor()->grab();
        QCOMPARE(styleAt(m_window->positionOf("total *")), u"Comment"_s);
        QTest::keyClick(editor(), Qt::Key_Backspace);
        QTest::keyClick(editor(), Qt::Key_Backspace);
        QTRY_COMPARE_WITH_TIMEOUT(styleAt(m_window->positionOf("total *")), u"Property"_s, answerTimeout);
    }

    void breadcrumbs_follow_the_caret_and_lead_to_what_is_beside()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!editor()->findChild<DocumentOutline *>()->isWaiting(), answerTimeout);
        auto *const crumbs = editor()->findChild<Breadcrumbs *>();
        m_window->setCaret(m_window->positionOf("assert_eq!"));
        QTRY_COMPARE(crumbs->texts(), (QStringList{u"lib.rs"_s, u"tests"_s, u"passes"_s}));
        QTest::keyClick(editor(), Qt::Key_Semicolon, Qt::ControlModifier | Qt::ShiftModifier);
        auto *button = qobject_cast<QToolButton *>(QApplication::focusWidget());
        QVERIFY(button);
        QCOMPARE(button->accessibleName(), u"fn passes"_s);
        QTest::keyClick(button, Qt::Key_Return);
        QTRY_VERIFY(list());
        QCOMPARE(list()->topLevelItemCount(), 3); // the tests
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(editor()->caretPosition(), m_window->positionOf("fails"));
        QVERIFY(editor()->hasFocus());
        QTRY_COMPARE(crumbs->texts().last(), u"fails"_s);
        QTest::keyClick(editor(), Qt::Key_Left, Qt::AltModifier); // back
        QCOMPARE(editor()->caretPosition(), m_window->positionOf("assert_eq!"));
    }

    void breadcrumbs_are_walked_by_arrows_and_left_by_escape()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!editor()->findChild<DocumentOutline *>()->isWaiting(), answerTimeout);
        auto *const crumbs = editor()->findChild<Breadcrumbs *>();
        m_window->setCaret(0); // within nothing
        QTRY_COMPARE(crumbs->texts(), (QStringList{u"lib.rs"_s, u"…"_s}));
        QTest::keyClick(editor(), Qt::Key_Semicolon, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(list());
        QCOMPARE(list()->topLevelItemCount(), 6); // of the file
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!list());
        QVERIFY(editor()->hasFocus());
        QTest::keyClick(editor(), Qt::Key_Semicolon, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QCOMPARE(QApplication::focusWidget()->accessibleName(), u"file lib.rs"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(list());
        QTest::keyClicks(QApplication::focusWidget(), u"help"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(tabs().currentPath(), m_window->folder() + u"/src/helper.rs"_s);
        QTest::keyClick(editor(), Qt::Key_Semicolon, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(editor()->hasFocus());
    }

    void the_outline_is_filtered_by_what_is_typed()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!editor()->findChild<DocumentOutline *>()->isWaiting(), answerTimeout);
        QTest::keyClick(editor(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(list());
        QCOMPARE(list()->topLevelItemCount(), 11);
        QCOMPARE(list()->topLevelItem(4)->text(0), u"  times"_s);
        QCOMPARE(list()->topLevelItem(4)->text(1), u"fn"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"hdl"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(editor()->caretPosition(), m_window->positionOf("handler"));
        QCOMPARE(editor()->text().toUtf8(), QByteArray(source));
    }

    void hints_stand_behind_their_lines_and_are_no_text()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!hints()->isWaiting(), answerTimeout);
        QCOMPARE(hints()->hintsOf(lineOf("let text")), (QStringList{u"text: String"_s, u"name: \"grüße\""_s}));
        QCOMPARE(hints()->hintsOf(lineOf("let mut sum")), (QStringList{u"sum: u64"_s, u"factor: 3"_s}));
        QCOMPARE(hints()->hintsOf(lineOf("sum += ")), QStringList());
        QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(editor(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QString::fromUtf8(source));
        m_window->setCaret(m_window->positionOf("/// An order"));
        QTest::keyClick(editor(), Qt::Key_Return); // hints go along with their lines
        QCOMPARE(hints()->hintsOf(lineOf("let mut sum")), (QStringList{u"sum: u64"_s, u"factor: 3"_s}));
        QTest::keyClick(editor(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(hints()->hintsOf(lineOf("let mut sum")), (QStringList{u"sum: u64"_s, u"factor: 3"_s}));
    }

    void a_key_takes_the_hints_away_and_brings_them_back()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!hints()->isWaiting(), answerTimeout);
        const int line = editor()->placeOf(m_window->positionOf("let text")).line;
        const QImage with = lineImage(line);
        QTest::keyClick(editor(), Qt::Key_H, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(hints()->hintsOf(line), QStringList());
        const QImage without = lineImage(line);
        QVERIFY(with != without);
        QVERIFY(!m_view.saveState()["inlayHints"].boolean(true)); // remembered
        QTest::keyClick(editor(), Qt::Key_H, Qt::ControlModifier | Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(hints()->hintsOf(line).size(), 2, answerTimeout);
        QCOMPARE(lineImage(line), with);
    }

    void a_test_runs_by_a_key_and_its_result_is_in_the_margin()
    {
        QTRY_COMPARE_WITH_TIMEOUT(markAt("fn fails"), RunMarkers::Mark::Run, answerTimeout);
        QSignalSpy said(&tabs(), &EditorTabs::message);
        QSignalSpy printed(m_window->workspace.output(), &BuildOutput::line);
        m_window->setCaret(m_window->positionOf("7, \"two times"));
        QTest::keyClick(editor(), Qt::Key_F10, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(markAt("fn fails"), RunMarkers::Mark::Running);
        QTRY_COMPARE_WITH_TIMEOUT(markAt("fn fails"), RunMarkers::Mark::Failed, answerTimeout);
        QTRY_COMPARE(said.count(), 1);
        QCOMPARE(said[0][0].toString(), u"tests::fails: 1 test failed"_s);
        QVERIFY(said[0][1].toBool());
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
        QTRY_COMPARE_WITH_TIMEOUT(said.count(), 1, answerTimeout);
        QCOMPARE(said[0][0].toString(), u"No page documents what is at the caret."_s);
    }

    void a_macro_is_expanded_for_reading()
    {
        m_window->analysis.setTrust(true); // the macro of the handler is a program
        QTRY_COMPARE_WITH_TIMEOUT(m_window->analysis.state(), RustAnalysis::State::Ready, analyzerTimeout);
        m_window->setCaret(m_window->positionOf("ignite::main") + 9);
        QTest::keyClick(editor(), Qt::Key_M, Qt::ShiftModifier | Qt::AltModifier);
        const auto viewer = [this] {
            auto *const dialog = tabs().window()->findChild<QDialog *>();
            return dialog ? dialog->findChild<CodeEditor *>() : nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(viewer(), answerTimeout);
        QVERIFY2(viewer()->text().contains(u"fn main"_s), qPrintable(viewer()->text()));
        QVERIFY(viewer()->isReadOnly());
        QTRY_VERIFY(viewer()->hasFocus());
        QTest::keyClick(viewer(), Qt::Key_Escape);
        QTRY_VERIFY(!viewer());
        QSignalSpy said(&tabs(), &EditorTabs::message);
        m_window->setCaret(m_window->positionOf("struct Order"));
        action("editor.expand_macro")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(said.count(), 1, answerTimeout);
    }

    void the_project_is_read_again_when_asked_for()
    {
        QSignalSpy said(&tabs(), &EditorTabs::message);
        action("editor.reload_workspace")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(said.count(), 1, answerTimeout);
        QVERIFY(!said[0][1].toBool());
    }

    void numbers_of_tokens_that_lead_out_of_the_text_are_dropped()
    {
        const SemanticLegend legend({u"unheard"_s, u"variable"_s}, {u"mutable"_s});
        QCOMPARE(legend.decode({0, 1, 2, 0, 0, 0, 3, 2, 9, 0, 1, 1, 1, 1, 3}).size(), 1);
        QCOMPARE(legend.decode({0, 1, 2, 1, 1, 4'000'000'000U, 0, 1, 1, 0}).size(), 1);
        QCOMPARE(legend.decode({0, 4'000'000'000U, 1, 1, 0}).size(), 0);
        QCOMPARE(legend.decode({0, 5, 1, 1, 0, 0, 4'294'967'295U, 1, 1, 0}).size(), 1);
        SyntaxLexer *const lexer = qobject_cast<SyntaxLexer *>(editor()->lexer());
        const StyledPart outside{.from = -5, .to = 1'000'000, .style = lexer->styleOf(SyntaxRole::Variable, {})};
        const QString before = editor()->text();
        lexer->styleLine(3, QSpan(&outside, 1));
        lexer->styleLine(editor()->lines() + 100, QSpan(&outside, 1));
        QCOMPARE(editor()->text(), before);
    }

    void a_stop_ends_a_search_for_symbols()
    {
        const CodeSymbols symbols(&m_window->analysis);
        std::stop_source stop;
        QTimer::singleShot(0, this, [&] { stop.request_stop(); });
        const auto stopped = QCoro::waitFor(symbols.inWorkspace(u"o"_s, stop.get_token()));
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        const CodeSymbols none(nullptr);
        QCOMPARE(QCoro::waitFor(none.inWorkspace(u"o"_s)).error().code, ErrorCode::Unavailable);
    }
};

QTEST_MAIN(TestSemantic)
#include "tst_semantic.moc"
