// SPDX-License-Identifier: GPL-3.0-or-later
// Renaming, code actions, references and signatures with language servers that misbehave: nothing that was typed is
// lost, nothing is changed that may not be, and the editor stays usable.
#include "tests/ui/editor/scripted_window.h"
#include "ui/editor/code_action_assist.h"
#include "ui/editor/code_action_menu.h"
#include "ui/editor/inlay_hints.h"
#include "ui/editor/references_peek.h"
#include "ui/editor/rename_preview.h"
#include "ui/editor/semantic_colours.h"
#include "ui/editor/signature_assist.h"
#include "ui/editor/signature_popup.h"
#include "ui/editor/symbol_references.h"

#include <QDialog>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QToolTip>
#include <QTreeWidget>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

class TestHostileAssist : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_name_that_the_server_does_not_take_stays_in_its_field_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("words");
        QTest::newRow("it crashes") << u"crash"_s << u"The language server has ended."_s;
        QTest::newRow("nonsense")
            << u"nonsense"_s
            << u"The language server sent what its protocol does not have. The document is not an "
               "object."_s;
        QTest::newRow("no protocol") << u"bytes"_s
                                     << u"The language server sent what is not a message of its protocol."_s;
        QTest::newRow("100 MB") << u"huge"_s
                                << u"The language server could not answer: its answer has 100 MiB, more than is read"_s;
    }
    void a_name_that_the_server_does_not_take_stays_in_its_field()
    {
        QFETCH(QString, mode);
        ScriptedWindow window(mode);
        window.start();
        window.submitName();
        auto *const reason = window.rename()->field()->findChild<QLabel *>();
        QTRY_VERIFY_WITH_TIMEOUT(!reason->text().startsWith(u"Enter renames"_s), 30'000);
        QTEST(reason->text(), "words");
        QCOMPARE(window.rename()->field()->name(), u"other"_s);
        QTest::keyClick(window.rename()->field()->findChild<QLineEdit *>(), Qt::Key_Escape);
        QTRY_VERIFY(!window.rename()->field());
        QVERIFY(window.editor()->hasFocus());
        window.checkUsable();
    }

    void a_server_that_hangs_is_left_with_escape()
    {
        ScriptedWindow window(u"hang"_s);
        window.start();
        window.submitName();
        auto *const name = window.rename()->field()->findChild<QLineEdit *>();
        QTest::keyClick(name, 'x'); // it waits: the name stays as it was sent
        QCOMPARE(name->text(), u"other"_s);
        QTest::keyClick(name, Qt::Key_Escape);
        QTRY_VERIFY(!window.rename()->field());
        window.press(Qt::Key_Period, Qt::ControlModifier);
        window.press(Qt::Key_F12, Qt::ShiftModifier);
        window.press(Qt::Key_Space, Qt::ControlModifier | Qt::ShiftModifier);
        window.checkUsable();
        QVERIFY(!window.editor()->findChild<CodeActionAssist *>()->menu());
        QVERIFY(!window.tabs.language()->references()->peek());
        QCOMPARE(window.said, QStringList());
    }

    void edits_that_may_not_be_made_are_refused_as_a_whole_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("words");
        QTest::newRow("outside") << u"outside"_s << u"outside.rs, which is not in the project. Nothing was changed."_s;
        QTest::newRow("overlapping") << u"overlap"_s << u"changes overlap. Nothing was changed."_s;
        QTest::newRow("beyond the end") << u"beyond"_s << u"a change is outside of the text. Nothing was changed."_s;
        QTest::newRow("an old version")
            << u"old"_s << u"was changed since the language server looked at it. Nothing was changed; try again."_s;
        QTest::newRow("a deletion") << u"delete"_s << u"wants to delete src/b.rs. Nothing was changed"_s;
    }
    void edits_that_may_not_be_made_are_refused_as_a_whole()
    {
        QFETCH(QString, mode);
        QFETCH(QString, words);
        ScriptedWindow window(mode);
        window.start();
        window.submitName();
        QTRY_COMPARE(window.said.size(), 1);
        QVERIFY2(window.said[0].contains(words), qPrintable(window.said[0]));
        QVERIFY(!window.rename()->preview());
        window.said.clear();
        window.press(Qt::Key_Period, Qt::ControlModifier); // the same edit by a code action
        QTRY_VERIFY(window.editor()->findChild<CodeActionAssist *>()->menu());
        QTest::keyClick(window.editor()->findChild<CodeActionAssist *>()->menu(), Qt::Key_Return);
        QTRY_COMPARE(window.said.size(), 1);
        QVERIFY2(window.said[0].contains(words), qPrintable(window.said[0]));
        window.checkUsable();
    }

    void a_file_that_vanishes_while_it_is_renamed_stops_all()
    {
        ScriptedWindow window(u"well"_s);
        window.start();
        window.submitName();
        QTRY_VERIFY(window.rename()->preview() && window.rename()->preview()->tree()->hasFocus());
        QVERIFY(QFile::remove(window.path(u"b"_s)));
        QTest::keyClick(window.rename()->preview()->tree(), Qt::Key_Return);
        QTRY_COMPARE(window.said, QStringList(u"b.rs is no longer on disk. Nothing was changed."_s));
        QVERIFY(!QFile::exists(window.path(u"b"_s)));
        ScriptedWindow::write(window.path(u"b"_s), "fn first() {}\n");
        window.checkUsable();
    }

    void what_is_typed_behind_the_preview_is_kept()
    {
        ScriptedWindow window(u"well"_s);
        window.start();
        window.submitName();
        QTRY_VERIFY(window.rename()->preview() && window.rename()->preview()->tree()->hasFocus());
        window.editor()->insertAt(u"z"_s, 1, 0); // as by another program
        QTest::keyClick(window.rename()->preview()->tree(), Qt::Key_Return);
        QTRY_COMPARE(window.said, QStringList(u"a.rs was changed meanwhile. Nothing was changed."_s));
        window.editor()->SendScintilla(QsciScintillaBase::SCI_UNDO);
        QCoreApplication::processEvents(); // which puts the caret back
        window.checkUsable();
    }

    /// The answer comes after the text has changed.
    void a_late_answer_does_nothing()
    {
        ScriptedWindow window(u"late"_s);
        window.start();
        window.press(Qt::Key_F12, Qt::ShiftModifier);
        window.checkUsable(); // typing makes the server answer
        QSignalSpy published(&window.client, &lsp::LspClient::stateChanged);
        window.press(Qt::Key_Backspace);
        window.press(Qt::Key_Period, Qt::ControlModifier);
        window.checkUsable();
        QVERIFY(!window.tabs.language()->references()->peek());
        QVERIFY(!window.editor()->findChild<CodeActionAssist *>()->menu());
        QCOMPARE(window.said, QStringList());
        QCOMPARE(published.count(), 0);
    }

    void the_other_features_survive_data()
    {
        QTest::addColumn<QString>("mode");
        for (const char *const mode : {"crash", "nonsense", "bytes", "huge"}) {
            QTest::newRow(mode) << QString::fromLatin1(mode);
        }
    }
    void the_other_features_survive()
    {
        QFETCH(QString, mode);
        ScriptedWindow window(mode);
        window.start();
        window.press(Qt::Key_F12, Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(window.said.size(), 1, 30'000);
        QVERIFY(!window.tabs.language()->references()->peek());
        QTRY_COMPARE_WITH_TIMEOUT(window.client.state(), lsp::LspClient::State::Ready, 30'000); // started again
        window.said.clear();
        window.press(Qt::Key_Period, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(window.said.size(), 1, 30'000);
        window.checkUsable();
        QVERIFY(!window.editor()->findChild<SignatureAssist *>()->isShown());
    }

    void what_a_command_changes_is_checked_too_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("it may be") << u"command"_s << QByteArray("applied");
        QTest::newRow("outside") << u"command outside"_s << QByteArray("refused");
    }
    void what_a_command_changes_is_checked_too()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, mode);
        ScriptedWindow window(mode);
        window.start();
        window.press(Qt::Key_Period, Qt::ControlModifier);
        QTRY_VERIFY(window.editor()->findChild<CodeActionAssist *>()->menu());
        QTest::keyClick(window.editor()->findChild<CodeActionAssist *>()->menu(), Qt::Key_Return);
        QTRY_COMPARE(ScriptedWindow::read(window.folder() + u"/log"_s), answer);
        const bool isApplied = answer == "applied";
        QCOMPARE(window.said.size(), isApplied ? 0 : 1);
        QCOMPARE(ScriptedWindow::read(window.path(u"b"_s)), isApplied ? "fn other() {}\n" : "fn first() {}\n");
        if (isApplied) {
            QCOMPARE(window.editor()->text(), u"fn other() {}\n"_s);
            window.press(Qt::Key_Z, Qt::ControlModifier);
            QTRY_COMPARE(ScriptedWindow::read(window.path(u"b"_s)), "fn first() {}\n");
        }
        window.checkUsable();
    }

    void several_signatures_are_gone_through_by_key()
    {
        ScriptedWindow window(u"well"_s);
        window.start();
        auto *const signatures = window.editor()->findChild<SignatureAssist *>();
        window.press(Qt::Key_Space, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(signatures->isShown());
        QCOMPARE(signatures->popup()->plainText(), u"fn first()"_s);
        window.press(Qt::Key_Down);
        QCOMPARE(signatures->popup()->plainText(), u"fn first(x: u8)"_s);
        QCOMPARE(signatures->popup()->activeParameter(), u"x: u8"_s);
        QCOMPARE(signatures->popup()->documentation(), u"plain *text*"_s);
        QCOMPARE(window.editor()->placeOf(window.editor()->caretPosition()).line, 0);
        window.press(Qt::Key_Down);
        QCOMPARE(signatures->popup()->plainText(), u"fn first()"_s);
        window.press(Qt::Key_Escape);
        QVERIFY(!signatures->isShown());
        window.press(Qt::Key_Down); // the editor's again
        QCOMPARE(window.editor()->placeOf(window.editor()->caretPosition()).line, 1);
        window.checkUsable();
    }

    void references_in_files_that_are_gone_are_left_out()
    {
        ScriptedWindow window(u"well"_s);
        window.start();
        window.press(Qt::Key_F12, Qt::ShiftModifier);
        QTRY_VERIFY(window.tabs.language()->references()->peek());
        QTreeWidget *const tree = window.tabs.language()->references()->peek()->tree();
        QCOMPARE(tree->topLevelItemCount(), 1);
        QCOMPARE(tree->topLevelItem(0)->text(0), u"src/b.rs"_s);
        QTest::keyClick(tree, Qt::Key_Escape);
        window.checkUsable();
    }

    void the_view_takes_nothing_that_is_not_in_the_text()
    {
        ScriptedWindow window(u"wild"_s);
        window.start();
        auto *const hints = window.editor()->findChild<InlayHints *>();
        QTRY_VERIFY(!hints->hintsOf(0).isEmpty());
        QVERIFY(hints->hintsOf(0).size() <= InlayHints::maxPerLine);
        for (const QString &hint : hints->hintsOf(0)) {
            QVERIFY(hint.size() <= InlayHints::maxTextLength);
        }
        QTRY_VERIFY(!window.editor()->findChild<SemanticColours *>()->isWaiting());
        (void)window.editor()->grab();
        const auto run = [&](const char *id) { window.tabs.findChild<QAction *>(QLatin1StringView(id))->trigger(); };
        run("editor.extend_selection");
        QTRY_COMPARE(window.editor()->selectedText(), window.editor()->text());
        run("editor.shrink_selection");
        run("editor.matching_brace");
        QTRY_COMPARE(window.editor()->caretPosition(), static_cast<int>(window.editor()->length()));
        run("editor.parent_module");
        QTRY_COMPARE(window.said.size(), 1);
        run("editor.open_documentation");
        QTRY_VERIFY(QToolTip::text().contains(u"No page documents"_s));
        run("editor.related_tests");
        QTRY_VERIFY(QToolTip::text().contains(u"No test uses"_s));
        QCOMPARE(window.said.size(), 1);
        run("editor.join_lines");
        run("editor.expand_macro");
        const auto viewer = [&] {
            auto *const dialog = window.tabs.findChild<QDialog *>();
            return dialog ? dialog->findChild<CodeEditor *>() : nullptr;
        };
        QTRY_VERIFY(viewer());
        QVERIFY(viewer()->lineLength(0) < 10'000);
        viewer()->window()->close();
        QTRY_VERIFY(window.tabs.window()->isActiveWindow());
        window.checkUsable();
    }
};

int main(int argc, char **argv)
{
    return runWithScriptedServer<TestHostileAssist>(argc, argv);
}
#include "tst_hostile_assist.moc"
