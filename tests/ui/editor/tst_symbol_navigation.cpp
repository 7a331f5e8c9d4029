// SPDX-License-Identifier: GPL-3.0-or-later
// From a symbol to where it is defined and back, in a real window with the real rust-analyzer.
#include "tests/ui/editor/analysis_test.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/file_move.h"
#include "ui/editor/jump_history.h"
#include "ui/editor/language_actions.h"
#include "ui/editor/link_pointer.h"
#include "ui/editor/place_chooser.h"
#include "ui/editor/symbol_navigation.h"

#include <QCoroTask>
#include <QListWidget>
#include <QSignalSpy>
#include <QToolTip>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto source = R"(use ignite::prelude::*;

mod helper;

trait Named {
    fn name(&self) -> String;
}

struct First;
struct Second;

impl Named for First {
    fn name(&self) -> String {
        "grüße".into()
    }
}

impl Named for Second {
    fn name(&self) -> String {
        let all: Vec<String> = vec![];
        all.join("")
    }
}

#[ignite::main]
async fn handler(_req: Request, _ctx: Context) -> Result<impl IntoResponse> {
    let text = ("ä", helper::greeting("you"), First.name(), Second);
    Ok(ignite::json!(text.1)) // übrigens
}
)";
constexpr auto helperSource = "/// Says hello.\n/* ü */ pub fn greeting(name: &str) -> String {\n    name.into()\n}\n";

} // namespace

class TestSymbolNavigation : public QObject
{
    Q_OBJECT

    std::unique_ptr<AnalysisWindow> m_window;

    [[nodiscard]] CodeEditor *editor() const { return m_window->editor(); }
    [[nodiscard]] EditorTabs &tabs() const { return m_window->tabs; }
    [[nodiscard]] QString helper() const { return m_window->folder() + u"/src/helper.rs"_s; }
    [[nodiscard]] PlaceChooser *chooser() const { return m_window->tabs.findChild<PlaceChooser *>(); }
    void trigger(const char *id) const
    {
        auto *const action = m_window->tabs.findChild<QAction *>(QString::fromLatin1(id));
        QVERIFY2(action, id);
        action->trigger();
    }

    /// Once the server knows the folder, which it was only just told of.
    void movesWithItsDeclaration(const QString &from, const QString &to) const
    {
        const QString before = editor()->text();
        const QString after = QString(before).replace(u"mod "_s + from + u';', u"mod "_s + to + u';');
        const QString folder = m_window->folder() + u"/src/"_s;
        bool isKnown = false;
        const auto ask = [&] { // it may say no again while it reads on, so one yes is enough
            std::optional<bool> answer;
            const RpcCall call = m_window->analysis.client()->willRenameFiles(
                folder + from, folder + to, 30s,
                [&](const Result<lsp::WorkspaceEdit> &edit) { answer = edit && !edit->files.isEmpty(); });
            [&] { QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 60'000); }();
            isKnown = answer.value_or(false);
        };
        QTRY_VERIFY_WITH_TIMEOUT((isKnown || (ask(), isKnown)), 60'000);
        QCoro::waitFor(tabs().language()->fileMove()->move(folder + from, folder + to));
        QCOMPARE(editor()->text(), after);
        editor()->undo();
        QTRY_VERIFY(QFileInfo::exists(folder + from + u"/mod.rs"_s));
        QCOMPARE(editor()->text(), before);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_window = std::make_unique<AnalysisWindow>(source);
        m_window->add(u"src/helper.rs"_s, helperSource);
        m_window->add(u"src/deep/mod.rs"_s, "pub fn far() {}\n");
        m_window->start();
        tabs().addActions(makeLanguageActions(&tabs(), [this] { return tabs().language(); }));
    }
    void cleanupTestCase() { m_window.reset(); }
    void init() { m_window->reset(); }

    void a_definition_in_another_file_opens_and_back_and_forward_lead_over_it()
    {
        const int from = m_window->positionOf("greeting") + 3;
        m_window->setCaret(from);
        QTest::keyClick(editor(), Qt::Key_F12);
        QTRY_COMPARE_WITH_TIMEOUT(tabs().currentPath(), helper(), analyzerTimeout);
        QCOMPARE(editor()->caretPosition(), m_window->positionOf("greeting")); // behind an umlaut
        QVERIFY(!editor()->isReadOnly());
        QTest::keyClick(editor(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(tabs().currentPath(), m_window->file());
        QCOMPARE(editor()->caretPosition(), from);
        QTest::keyClick(editor(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(tabs().currentPath(), helper());
        QCOMPARE(editor()->caretPosition(), m_window->positionOf("greeting"));
        trigger("editor.go_back");
        QCOMPARE(tabs().currentPath(), m_window->file());
    }

    void ctrl_makes_a_link_that_a_click_follows()
    {
        auto *const links = editor()->findChild<LinkPointer *>();
        const int position = m_window->positionOf("greeting") + 2;
        const QPoint point = m_window->pointOf(position);
        QMouseEvent move(QEvent::MouseMove, point, editor()->viewport()->mapToGlobal(point), Qt::NoButton, Qt::NoButton,
                         Qt::ControlModifier);
        QApplication::sendEvent(editor()->viewport(), &move);
        QCOMPARE(links->linkText(), u"greeting"_s);
        QTest::keyRelease(editor(), Qt::Key_Control);
        QCOMPARE(links->linkText(), QString());
        const QString before = editor()->text();
        QTest::mouseClick(editor()->viewport(), Qt::LeftButton, Qt::ControlModifier, m_window->pointOf(position));
        QTRY_COMPARE_WITH_TIMEOUT(tabs().currentPath(), helper(), analyzerTimeout);
        QCOMPARE(tabs().editorOf(m_window->file())->text(), before);
    }

    void several_implementations_are_offered()
    {
        m_window->setCaret(m_window->positionOf("Named {") + 1);
        QTest::keyClick(editor(), Qt::Key_F12, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(chooser(), analyzerTimeout);
        auto *const list = chooser()->findChild<QListWidget *>();
        QCOMPARE(list->count(), 2);
        QVERIFY2(list->item(0)->text().startsWith(u"src/lib.rs:12  impl Named for First"_s),
                 qPrintable(list->item(0)->text()));
        QTest::keyClick(list, Qt::Key_Down);
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_COMPARE(editor()->placeOf(editor()->caretPosition()).line, 17);
        QTRY_VERIFY(!chooser());
    }

    void a_type_is_found()
    {
        m_window->setCaret(m_window->positionOf("First.name") + 1);
        trigger("editor.go_to_type_definition");
        QTRY_COMPARE_WITH_TIMEOUT(editor()->placeOf(editor()->caretPosition()).line, 8, analyzerTimeout);
        m_window->setCaret(m_window->positionOf("name()", "First.") + 1);
        trigger("editor.go_to_declaration");
        QTRY_COMPARE_WITH_TIMEOUT(editor()->placeOf(editor()->caretPosition()).line, 5, analyzerTimeout);
    }

    void what_a_library_defines_opens_for_reading()
    {
        m_window->setCaret(m_window->positionOf("Vec<") + 1);
        QTest::keyClick(editor(), Qt::Key_F12);
        QTRY_VERIFY_WITH_TIMEOUT(tabs().currentPath() != m_window->file(), analyzerTimeout);
        QVERIFY2(tabs().currentPath().endsWith(u"/vec/mod.rs"_s), qPrintable(tabs().currentPath()));
        QVERIFY(editor()->isReadOnly());
        QVERIFY(editor()->text(editor()->placeOf(editor()->caretPosition()).line).contains(u"struct Vec"_s));
        tabs().closeCurrent();
    }

    void nothing_known_is_said_in_a_sentence()
    {
        QSignalSpy said(&tabs(), &EditorTabs::message);
        m_window->setCaret(m_window->positionOf("übrigens") + 2);
        QTest::keyClick(editor(), Qt::Key_F12);
        QTRY_COMPARE_WITH_TIMEOUT(QToolTip::text(), u"No definition of “übrigens” is known."_s, analyzerTimeout);
        QCOMPARE(said.count(), 0);
    }

    void an_answer_after_a_change_and_no_server_do_nothing()
    {
        QSignalSpy said(&tabs(), &EditorTabs::message);
        m_window->setCaret(m_window->positionOf("greeting"));
        QTest::keyClick(editor(), Qt::Key_F12);
        editor()->insertAt(u"// "_s, 0, 0);
        bool isAnswered = false;
        const RpcCall later = m_window->analysis.client()->hover(
            m_window->file(), {0, 0}, [&](const Result<lsp::Hover> &) { isAnswered = true; });
        QTRY_VERIFY_WITH_TIMEOUT(isAnswered, analyzerTimeout);
        QCOMPARE(tabs().currentPath(), m_window->file());
        tabs().setAnalysis(nullptr);
        QTest::keyClick(editor(), Qt::Key_F12);
        QCOMPARE(tabs().currentPath(), m_window->file());
        QCOMPARE(said.count(), 0);
        tabs().setAnalysis(&m_window->analysis);
    }

    void a_history_forgets_what_was_ahead_at_a_jump()
    {
        const auto at = [](int line) { return JumpPlace{u"/a"_s, {line, 0}}; };
        JumpHistory history;
        QCOMPARE(history.back(at(0)), std::nullopt);
        history.jumpedFrom(at(1));
        history.jumpedFrom(at(2));
        QCOMPARE(history.back(at(3)), at(2));
        QCOMPARE(history.back(at(2)), at(1));
        QCOMPARE(history.back(at(1)), std::nullopt);
        QCOMPARE(history.forward(at(1)), at(2));
        history.jumpedFrom(at(2));
        QCOMPARE(history.forward(at(9)), std::nullopt);
        QCOMPARE(history.back(at(9)), at(2));
    }

    // The last ones: they move what the others are about.

    /// Also of a document that was not saved.
    void a_renamed_file_takes_its_declaration_and_paths_along()
    {
        const QString before = editor()->text();
        const QString greeter = m_window->folder() + u"/src/greeter.rs"_s;
        QVERIFY(tabs().open(helper()).has_value());
        editor()->setCursorPosition(0, 0);
        QTest::keyClicks(editor(), u"// typed\n"_s.chopped(1));
        QVERIFY(tabs().open(m_window->file()).has_value());
        QCoro::waitFor(tabs().language()->fileMove()->move(helper(), greeter));
        QVERIFY(QFileInfo::exists(greeter));
        QVERIFY(!QFileInfo::exists(helper()));
        QString after = before;
        after.replace(u"mod helper;"_s, u"mod greeter;"_s).replace(u"helper::greeting"_s, u"greeter::greeting"_s);
        QCOMPARE(editor()->text(), after);
        QVERIFY(tabs().editorOf(greeter));
        QVERIFY(tabs().editorOf(greeter)->text().startsWith(u"// typed"_s));
        QVERIFY(tabs().editorOf(greeter)->isModified());
        editor()->undo(); // one step, in all files
        QTRY_VERIFY(QFileInfo::exists(helper()));
        QCOMPARE(editor()->text(), before);
        QTRY_VERIFY(tabs().editorOf(helper()));
        QVERIFY(!QFileInfo::exists(greeter));
        editor()->redo();
        QTRY_VERIFY(QFileInfo::exists(greeter));
        QCOMPARE(editor()->text(), after);
        editor()->undo();
        QTRY_VERIFY(QFileInfo::exists(helper()));
    }

    void a_renamed_folder_takes_its_declaration_along()
    {
        editor()->replaceText(QString::fromUtf8(source).replace(u"mod helper;"_s, u"mod deep;\nmod helper;"_s));
        movesWithItsDeclaration(u"deep"_s, u"low"_s);
    }

    /// All at once, as another program makes them: the server sees the folder when its files are there already.
    void a_folder_that_was_made_meanwhile_takes_its_declaration_along()
    {
        m_window->add(u"src/fresh/mod.rs"_s, "pub mod low;\n");
        m_window->add(u"src/fresh/low.rs"_s, "pub fn deepest() {}\n");
        editor()->replaceText(QString::fromUtf8(source).replace(u"mod helper;"_s, u"mod fresh;\nmod helper;"_s));
        movesWithItsDeclaration(u"fresh"_s, u"made"_s);
    }

    void a_folder_that_another_program_renamed_takes_its_declaration_along()
    {
        m_window->add(u"src/earlier/mod.rs"_s, "pub fn deepest() {}\n");
        editor()->replaceText(QString::fromUtf8(source).replace(u"mod helper;"_s, u"mod later;\nmod helper;"_s));
        QVERIFY(QDir(m_window->folder() + u"/src"_s).rename(u"earlier"_s, u"later"_s));
        movesWithItsDeclaration(u"later"_s, u"last"_s);
    }

    void a_definition_opens_in_the_active_group()
    {
        tabs().views()->split(Qt::Horizontal);
        m_window->setCaret(m_window->positionOf("greeting") + 3);
        QTest::keyClick(editor(), Qt::Key_F12);
        QTRY_COMPARE_WITH_TIMEOUT(tabs().currentPath(), helper(), analyzerTimeout);
        QCOMPARE(tabs().groups()->active(), 1);
        QCOMPARE(EditorTabs::pathOf(tabs().groups()->currentOf(0)), m_window->file());
        trigger("editor.go_back");
        QCOMPARE(tabs().currentPath(), m_window->file());
        QCOMPARE(tabs().groups()->active(), 1);
        tabs().views()->merge();
        QCOMPARE(tabs().groups()->groupCount(), 1);
    }

    void a_file_of_another_kind_is_only_renamed()
    {
        m_window->add(u"notes.md"_s, "x\n");
        QSignalSpy said(&tabs(), &EditorTabs::message);
        const QString to = m_window->folder() + u"/other.md"_s;
        QCoro::waitFor(tabs().language()->fileMove()->move(m_window->folder() + u"/notes.md"_s, to));
        QVERIFY(QFileInfo::exists(to));
        QCOMPARE(said.size(), 0);
    }
};

QTEST_MAIN(TestSymbolNavigation)
#include "tst_symbol_navigation.moc"
