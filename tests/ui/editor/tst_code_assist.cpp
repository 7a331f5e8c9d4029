// SPDX-License-Identifier: GPL-3.0-or-later
// Signatures, code actions, renaming and references in a real window, by keyboard, with the real rust-analyzer.
#include "tests/ui/editor/code_assist_test.h"
#include "ui/editor/project_edits.h"

#include <QAccessible>
#include <QToolTip>

using namespace studio;
using namespace studio::test;

class TestCodeAssist : public CodeAssistTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { startWindow(); }
    void cleanupTestCase() { m_window.reset(); }
    void init()
    {
        QTRY_COMPARE(QApplication::activeWindow(), &tabs()); // a dialog of the test before has closed
        m_window->reset();
        editor()->setCursorPosition(workLine, 4);
    }

    void a_signature_is_shown_while_its_arguments_are_typed()
    {
        type(u"join("_s);
        QTRY_COMPARE_WITH_TIMEOUT(parameter(), u"first: &str"_s, analyzerTimeout);
        QCOMPARE(signatures()->popup()->plainText(), u"fn join(first: &str, second: Option<u32>) -> String"_s);
        QCOMPARE(signatures()->popup()->documentation(), u"Joins two words."_s);
        QVERIFY(editor()->hasFocus());
        type(u"\"x\","_s);
        QTRY_COMPARE(parameter(), u"second: Option<u32>"_s);
        picture("signature");
        type(u" Some("_s); // nested
        QTRY_COMPARE(parameter(), u"u32"_s);
        type(u"1)"_s);
        QTRY_COMPARE(parameter(), u"second: Option<u32>"_s);
        type(u")"_s);
        QTRY_COMPARE(parameter(), u"(hidden)"_s);
        QCOMPARE(editor()->text(workLine), u"    join(\"x\", Some(1))\n"_s);
    }

    void a_signature_is_asked_for_by_key_and_closed_by_escape()
    {
        m_window->setCaret(m_window->positionOf("None)))"));
        press(Qt::Key_Space, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(parameter(), u"second: Option<u32>"_s, analyzerTimeout);
        press(Qt::Key_Escape);
        QCOMPARE(parameter(), u"(hidden)"_s);
        m_window->setCaret(0);
        press(Qt::Key_Space, Qt::ControlModifier | Qt::ShiftModifier);
        press(Qt::Key_Down);
        QCOMPARE(editor()->placeOf(editor()->caretPosition()).line, 1);
    }

    void keys_are_the_completions_before_they_are_the_signatures()
    {
        auto *const completion = editor()->findChild<CompletionAssist *>();
        type(u"join("_s);
        QTRY_COMPARE_WITH_TIMEOUT(parameter(), u"first: &str"_s, analyzerTimeout);
        type(u"hel"_s);
        QTRY_VERIFY_WITH_TIMEOUT(completion->isShown(), analyzerTimeout);
        QVERIFY(signatures()->isShown());
        press(Qt::Key_Escape);
        QVERIFY(!completion->isShown());
        QVERIFY(signatures()->isShown());
        press(Qt::Key_Escape);
        QVERIFY(!signatures()->isShown());
    }

    void a_completion_of_a_function_shows_its_signature()
    {
        auto *const completion = editor()->findChild<CompletionAssist *>();
        type(u"helper::greet"_s);
        QTRY_VERIFY_WITH_TIMEOUT(completion->isShown(), analyzerTimeout);
        press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(parameter(), u"name: &str"_s, analyzerTimeout);
        press(Qt::Key_Tab);
        QTRY_COMPARE(parameter(), u"times: usize"_s);
    }

    void a_lamp_shows_that_something_can_be_done_and_a_fix_is_one_step()
    {
        type(u"let mp = HashMap::<u8, u8>::new();"_s);
        for (int back = 0; back < 22; ++back) {
            press(Qt::Key_Left); // into “HashMap”
        }
        QTRY_VERIFY_WITH_TIMEOUT(actions()->hasLamp(), analyzerTimeout);
        picture("lamp");
        const QString before = editor()->text();
        press(Qt::Key_Period, Qt::ControlModifier);
        QTRY_VERIFY(menu());
        picture("code_actions");
        chooseByKeys(u"Import `std::collections::HashMap`"_s);
        QTRY_VERIFY_WITH_TIMEOUT(editor()->text().contains(u"use std::collections::HashMap;"_s), analyzerTimeout);
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(editor()->text(), before);
        QTRY_VERIFY(editor()->hasFocus());
    }

    void the_fix_of_a_line_is_offered_at_its_end()
    {
        type(u"let x = 5; x = 6; let _ = x;"_s);
        QTRY_VERIFY_WITH_TIMEOUT(actions()->hasFix(), analyzerTimeout);
        press(Qt::Key_Period, Qt::ControlModifier);
        QTRY_VERIFY(menu());
        chooseByKeys(u"Change it to be mutable"_s);
        QTRY_COMPARE_WITH_TIMEOUT(editor()->text(workLine), u"    let mut x = 5; x = 6; let _ = x;\n"_s,
                                  analyzerTimeout);
        QTRY_VERIFY(editor()->hasFocus());
    }

    void a_refactoring_with_a_place_to_type_goes_there()
    {
        type(u"let x = 1 + 2;"_s);
        press(Qt::Key_Left);
        for (int back = 0; back < 5; ++back) {
            press(Qt::Key_Left, Qt::ShiftModifier);
        }
        press(Qt::Key_Return, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(menu(), analyzerTimeout);
        chooseByKeys(u"Extract into variable"_s);
        QTRY_VERIFY_WITH_TIMEOUT(editor()->text().contains(u" = 1 + 2;\n"_s) &&
                                     editor()->text().contains(u"let x = "_s) &&
                                     !editor()->text().contains(u"let x = 1"_s),
                                 analyzerTimeout);
        QVERIFY(!editor()->text().contains(u'$'));
        QTRY_VERIFY_WITH_TIMEOUT(rename()->field(), analyzerTimeout); // its name is asked for
        typeName(u"sum"_s);
        QTRY_VERIFY2(editor()->text().contains(u"let sum = 1 + 2;\n    let x = sum;"_s), qPrintable(editor()->text()));
    }

    void where_nothing_can_be_done_it_is_said()
    {
        QSignalSpy said(&tabs(), &EditorTabs::message);
        editor()->setCursorPosition(1, 0);
        press(Qt::Key_Period, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(QToolTip::text(), u"There is nothing to fix or to refactor here."_s, analyzerTimeout);
        QCOMPARE(said.count(), 0);
        QVERIFY(!actions()->hasLamp());
    }

    void a_local_name_is_changed_at_once_and_by_one_undo()
    {
        const QString before = editor()->text();
        const int caret = m_window->positionOf("text =") + 1;
        m_window->setCaret(caret);
        press(Qt::Key_F2);
        QTRY_VERIFY_WITH_TIMEOUT(rename()->field(), analyzerTimeout);
        QCOMPARE(rename()->field()->name(), u"text"_s);
        picture("rename_field");
        typeName(u"answer"_s);
        QTRY_VERIFY_WITH_TIMEOUT(editor()->text().contains(u"let answer = "_s), analyzerTimeout);
        QVERIFY(editor()->text().contains(u"join(&answer, None)"_s));
        QTRY_VERIFY(editor()->hasFocus());
        QVERIFY(!rename()->preview());
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(editor()->text(), before);
        QTRY_COMPARE(editor()->caretPosition(), caret);
    }

    void a_name_in_two_files_is_shown_first_and_taken_back_in_both()
    {
        const QString before = editor()->text();
        m_window->setCaret(m_window->positionOf("greeting") + 1);
        press(Qt::Key_F2);
        QTRY_VERIFY_WITH_TIMEOUT(rename()->field(), analyzerTimeout);
        typeName(u"hello"_s);
        QTRY_VERIFY_WITH_TIMEOUT(rename()->preview(), analyzerTimeout);
        QTreeWidget *const tree = rename()->preview()->tree();
        QCOMPARE(tree->topLevelItemCount(), 2);
        QTreeWidgetItem *const file =
            tree->topLevelItem(0)->text(0) == u"src/helper.rs"_s ? tree->topLevelItem(0) : tree->topLevelItem(1);
        QCOMPARE(file->text(0), u"src/helper.rs"_s);
        QCOMPARE(file->child(0)->text(0), u"   1  pub fn greeting(name: &str, times: usize) -> String {"_s);
        QCOMPARE(file->child(0)->text(1), u"pub fn hello(name: &str, times: usize) -> String {"_s);
        picture("rename_preview");
        QTRY_VERIFY(tree->hasFocus());
        QSignalSpy unsaved(tabs().edits(), &ProjectEdits::leftUnsaved);
        QTest::keyClick(tree, Qt::Key_Return);
        QTRY_COMPARE(onDisk(helper()), QByteArray(assistHelper).replace("greeting", "hello"));
        QTRY_VERIFY(editor()->text().contains(u"helper::hello(\"ä\", 1)"_s));
        QTRY_COMPARE(unsaved.count(), 1);
        QCOMPARE(unsaved[0][0].toString(), u"“Rename greeting” changed 2 files, one of which is not saved yet."_s);
        QTRY_VERIFY(editor()->hasFocus());
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(onDisk(helper()), QByteArray(assistHelper));
        QCOMPARE(editor()->text(), before);
    }

    void what_is_not_checked_stays()
    {
        m_window->setCaret(m_window->positionOf("join(&text") + 1);
        press(Qt::Key_F2);
        QTRY_VERIFY_WITH_TIMEOUT(rename()->field(), analyzerTimeout);
        for (const char letter : {'c', 'a', 't'}) {
            QTest::keyClick(nameField(), letter);
        }
        QTest::keyClick(nameField(), Qt::Key_Return, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(rename()->preview(), analyzerTimeout);
        QTreeWidget *const tree = rename()->preview()->tree();
        QCOMPARE(tree->topLevelItem(0)->childCount(), 2);
        QTRY_VERIFY(tree->hasFocus());
        QTest::keyClick(tree, Qt::Key_Down);
        QTest::keyClick(tree, Qt::Key_Space); // the first line
        QTest::keyClick(tree, Qt::Key_Return);
        QTRY_VERIFY(editor()->text().contains(u"json!(cat(&text"_s));
        QVERIFY(editor()->text().contains(u"fn join(first"_s));
    }

    void a_module_takes_its_file_along_and_back()
    {
        const QString before = editor()->text();
        const QString moved = m_window->folder() + u"/src/aid.rs"_s;
        m_window->setCaret(m_window->positionOf("helper;") + 1);
        press(Qt::Key_F2);
        QTRY_VERIFY_WITH_TIMEOUT(rename()->field(), analyzerTimeout);
        typeName(u"aid"_s);
        QTRY_VERIFY_WITH_TIMEOUT(rename()->preview(), analyzerTimeout);
        QTreeWidget *const tree = rename()->preview()->tree();
        QTRY_VERIFY(tree->hasFocus());
        QTest::keyClick(tree, Qt::Key_Return);
        QTRY_COMPARE(onDisk(moved), QByteArray(assistHelper));
        QTRY_VERIFY(editor()->text().contains(u"mod aid;"_s));
        QVERIFY(editor()->text().contains(u"aid::greeting"_s));
        QVERIFY(!QFile::exists(helper()));
        QTRY_VERIFY(editor()->hasFocus());
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(onDisk(helper()), QByteArray(assistHelper));
        QVERIFY(!QFile::exists(moved));
        QCOMPARE(editor()->text(), before);
    }

    void a_name_that_is_refused_says_why_and_stays_to_be_mended()
    {
        const QString before = editor()->text();
        m_window->setCaret(m_window->positionOf("join(first") + 1);
        press(Qt::Key_F2);
        QTRY_VERIFY_WITH_TIMEOUT(rename()->field(), analyzerTimeout);
        typeName(u"1x"_s);
        auto *const reason = rename()->field()->findChild<QLabel *>();
        QTRY_VERIFY2(reason->text().contains(u"1x"_s), qPrintable(reason->text()));
        picture("rename_refused");
        QCOMPARE(rename()->field()->name(), u"1x"_s);
        QTest::keyClick(nameField(), Qt::Key_Escape);
        QTRY_VERIFY(!rename()->field());
        QVERIFY(editor()->hasFocus());
        QCOMPARE(editor()->text(), before);
    }

    void what_has_no_name_cannot_be_renamed()
    {
        QSignalSpy said(&tabs(), &EditorTabs::message);
        m_window->setCaret(m_window->positionOf("fn work") + 1);
        press(Qt::Key_F2);
        QTRY_COMPARE_WITH_TIMEOUT(QToolTip::text(), u"“fn” cannot be renamed."_s, analyzerTimeout);
        QVERIFY(!rename()->field());

        // It is read out, goes with the next key and is never a message of the window.
        static QStringList announced;
        announced.clear();
        const auto before = QAccessible::installUpdateHandler([](QAccessibleEvent *event) {
            if (event->type() == QAccessible::Announcement) {
                announced << static_cast<QAccessibleAnnouncementEvent *>(event)->message();
            }
        });
        m_window->setCaret(m_window->positionOf("\n}") + 1);
        press(Qt::Key_F2);
        QTRY_COMPARE_WITH_TIMEOUT(QToolTip::text(), u"There is nothing to rename here."_s, analyzerTimeout);
        QAccessible::installUpdateHandler(before);
        QCOMPARE(announced, QStringList(u"There is nothing to rename here."_s));
        press(Qt::Key_Right);
        QTRY_VERIFY(!QToolTip::isVisible());
        QCOMPARE(said.count(), 0);
    }

    /// The figures are printed, and judged by a person.
    void a_name_with_500_uses_in_40_files_is_one_undo()
    {
        const QString folder = m_window->folder() + u"/src/many/"_s;
        for (int file = 0; file < 5; ++file) { // some of them are open
            QVERIFY(tabs().open(folder + u"m%1.rs"_s.arg(file)).has_value());
        }
        QVERIFY(tabs().open(folder + u"mod.rs"_s).has_value());
        editor()->setFocus();
        const TextPlace place{0, 9};
        QElapsedTimer clock;
        double server = 0;
        for (int round = 0; round < 3; ++round) { // the first finds what is used where
            bool isAnswered = false;
            clock.start();
            const RpcCall call = m_window->analysis.client()->rename(
                tabs().currentPath(), place, u"anywhere"_s, [&](const Result<lsp::WorkspaceEdit> &edit) {
                    server = static_cast<double>(clock.nsecsElapsed()) / 1e6;
                    isAnswered = edit.has_value();
                });
            QTRY_VERIFY_WITH_TIMEOUT(isAnswered, analyzerTimeout);
        }
        m_window->setCaret(9);
        press(Qt::Key_F2);
        QTRY_VERIFY_WITH_TIMEOUT(rename()->field(), analyzerTimeout);
        for (const char letter : {'a', 'n', 'y', 'w', 'h', 'e', 'r', 'e'}) {
            QTest::keyClick(nameField(), letter);
        }
        clock.start();
        QTest::keyClick(nameField(), Qt::Key_Return);
        QVERIFY(waitFor([this] { return rename()->preview() && rename()->preview()->isVisible(); }));
        const double shown = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        QTreeWidget *const tree = rename()->preview()->tree();
        QCOMPARE(tree->topLevelItemCount(), manyFiles + 1);
        QTRY_VERIFY(tree->hasFocus());
        const QByteArray after = oneOfMany().replace("everywhere", "anywhere");
        clock.start();
        QTest::keyClick(tree, Qt::Key_Return);
        QVERIFY(waitFor([&] { return editor()->text().contains(u"fn anywhere"_s); }));
        const double applied = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        qInfo("server %.1f ms; to the preview %.1f ms; applied in %d files %.1f ms", server, shown, manyFiles + 1,
              applied);
        for (int file = 0; file < manyFiles; ++file) {
            const QString path = folder + u"m%1.rs"_s.arg(file);
            QCOMPARE(file < 5 ? tabs().editorOf(path)->text().toUtf8() : onDisk(path), after);
        }
        QTRY_VERIFY(editor()->hasFocus());
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(tabs().editorOf(folder + u"m4.rs"_s)->text().toUtf8(), oneOfMany()); // the last to follow
        QCOMPARE(editor()->text().toUtf8(), manyModule());
        for (int file = 0; file < manyFiles; ++file) {
            const QString path = folder + u"m%1.rs"_s.arg(file);
            QCOMPARE(file < 5 ? tabs().editorOf(path)->text().toUtf8() : onDisk(path), oneOfMany());
        }
        for (int file = 0; file < 5; ++file) {
            tabs().close(folder + u"m%1.rs"_s.arg(file));
        }
        tabs().close(folder + u"mod.rs"_s);
    }

    void references_are_listed_by_file_and_gone_to_by_key()
    {
        const int from = m_window->positionOf("greeting") + 2;
        m_window->setCaret(from);
        press(Qt::Key_F12, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(references()->peek(), analyzerTimeout);
        QTreeWidget *const tree = references()->peek()->tree();
        QTRY_VERIFY(tree->hasFocus());
        QCOMPARE(tree->accessibleName(), u"2 references to “greeting” in 2 files"_s);
        QCOMPARE(tree->topLevelItem(0)->text(0), u"src/helper.rs"_s);
        QCOMPARE(tree->topLevelItem(1)->text(0), u"src/lib.rs"_s);
        QCOMPARE(tree->currentItem()->text(0), u"17: let text = helper::greeting(\"ä\", 1);"_s); // where one is
        picture("references");
        QTest::keyClick(tree, Qt::Key_Up);
        QTest::keyClick(tree, Qt::Key_Up);
        QCOMPARE(tree->currentItem()->text(0), u"1: pub fn greeting(name: &str, times: usize) -> String {"_s);
        QTest::keyClick(tree, Qt::Key_Return);
        QTRY_COMPARE(tabs().currentPath(), helper());
        QCOMPARE(editor()->caretPosition(), 7);
        QVERIFY(editor()->hasFocus());
        press(Qt::Key_Left, Qt::AltModifier); // back
        QCOMPARE(tabs().currentPath(), m_window->file());
        QCOMPARE(editor()->caretPosition(), from);
        tabs().close(helper());
    }

    void escape_closes_the_references_and_so_does_typing_elsewhere()
    {
        m_window->setCaret(m_window->positionOf("join(first") + 1);
        press(Qt::Key_F12, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(references()->peek(), analyzerTimeout);
        QTest::keyClick(references()->peek()->tree(), Qt::Key_Escape);
        QTRY_VERIFY(!references()->peek());
        QVERIFY(editor()->hasFocus());
        press(Qt::Key_F12, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(references()->peek(), analyzerTimeout);
        editor()->setFocus();
        QTRY_VERIFY(!references()->peek());
        QSignalSpy said(&tabs(), &EditorTabs::message);
        editor()->setCursorPosition(1, 0);
        press(Qt::Key_F12, Qt::ShiftModifier);
        QCOMPARE(QToolTip::text(), u"There is no symbol at the caret."_s);
        QCOMPARE(said.count(), 0);
    }
};

QTEST_MAIN(TestCodeAssist)
#include "tst_code_assist.moc"
