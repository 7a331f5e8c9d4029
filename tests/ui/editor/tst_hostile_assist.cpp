// SPDX-License-Identifier: GPL-3.0-or-later
// Renaming, code actions, references and signatures with language servers that misbehave: nothing that was typed is
// lost, nothing is changed that may not be, and the editor stays usable.
#include "core/lsp/language_server.h"
#include "core/lsp/lsp_client.h"
#include "core/workspace/document_store.h"
#include "tests/ui/editor/scripted_server.h"
#include "ui/editor/code_action_assist.h"
#include "ui/editor/code_action_menu.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/completion_assist.h"
#include "ui/editor/completion_model.h"
#include "ui/editor/completion_popup.h"
#include "ui/editor/editor_tabs.h"
#include "ui/editor/file_move.h"
#include "ui/editor/inlay_hints.h"
#include "ui/editor/language_actions.h"
#include "ui/editor/language_features.h"
#include "ui/editor/references_peek.h"
#include "ui/editor/rename_field.h"
#include "ui/editor/rename_preview.h"
#include "ui/editor/semantic_colours.h"
#include "ui/editor/signature_assist.h"
#include "ui/editor/signature_popup.h"
#include "ui/editor/symbol_references.h"
#include "ui/editor/symbol_rename.h"

#include <QApplication>
#include <QCoroTask>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>
#include <QToolTip>
#include <QTreeWidget>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

/// An editor with a server that is not rust-analyzer.
class ScriptedWindow
{
public:
    explicit ScriptedWindow(const QString &mode)
        : m_server({.name = u"test-server"_s,
                    .program = QCoreApplication::applicationFilePath(),
                    .arguments = {u"--serve"_s, mode, folder()},
                    .folder = u"/"_s})
        , client(&m_server, lsp::ClientSetup{.rootFolder = folder()})
    {
        QDir().mkpath(folder() + u"/src"_s);
        write(path(u"a"_s), "fn first() {}\n");
        write(path(u"b"_s), "fn first() {}\n");
        write(home.filePath(u"outside.rs"_s), "fn first() {}\n");
        QObject::connect(&documents, &DocumentStore::documentOpened, &client, [this](const QString &file) {
            client.open(file, u"rust"_s, documents.text(file).value().toUtf8());
        });
        QObject::connect(&documents, &DocumentStore::documentEdited, &client,
                         [this](const QString &file, const TextChange &change) { client.change(file, {change}); });
        QObject::connect(&documents, &DocumentStore::documentClosed, &client,
                         [this](const QString &file) { client.close(file); });
        tabs.language()->setClient(&client);
        tabs.addActions(makeLanguageActions(&tabs, [this] { return tabs.language(); }));
        QObject::connect(&tabs, &EditorTabs::message, &tabs, [this](const QString &words) { said << words; });
        tabs.resize(800, 500);
    }
    ~ScriptedWindow()
    {
        tabs.closeAll();
        tabs.language()->setClient(nullptr);
    }
    Q_DISABLE_COPY_MOVE(ScriptedWindow)

    void start()
    {
        m_server.start();
        QVERIFY(tabs.open(path(u"a"_s)).has_value());
        tabs.show();
        QVERIFY(QTest::qWaitForWindowActive(&tabs));
        editor()->setFocus();
        QTRY_COMPARE(client.state(), lsp::LspClient::State::Ready);
        editor()->SendScintilla(QsciScintillaBase::SCI_GOTOPOS, 4UL);
    }
    [[nodiscard]] QString folder() const { return QFileInfo(home.path()).canonicalFilePath() + u"/project"_s; }
    [[nodiscard]] QString path(const QString &name) const { return folder() + u"/src/"_s + name + u".rs"_s; }
    static void write(const QString &file, const QByteArray &text)
    {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly) && out.write(text) == text.size());
    }
    static QByteArray read(const QString &file)
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray("(none)");
    }
    [[nodiscard]] CodeEditor *editor() const { return tabs.current(); }
    [[nodiscard]] SymbolRename *rename() const { return tabs.language()->rename(); }
    void press(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) const { QTest::keyClick(editor(), key, with); }
    void type(QChar key) const
    {
        if (key == u'\b') {
            press(Qt::Key_Backspace);
        } else {
            QTest::keyClick(editor(), key.toLatin1());
        }
    }
    /// Until what was asked of the server is answered: it answers in the order.
    void waitForServer()
    {
        QCoreApplication::processEvents();
        bool isAnswered = false;
        const auto call =
            client.references(path(u"a"_s), {}, [&](const Result<lsp::Locations> &) { isAnswered = true; });
        QTRY_VERIFY(isAnswered);
        QCoreApplication::processEvents();
    }
    /// F2, a name, Enter.
    void submitName() const
    {
        press(Qt::Key_F2);
        QTRY_VERIFY(rename()->field());
        auto *const name = rename()->field()->findChild<QLineEdit *>();
        for (const char letter : {'o', 't', 'h', 'e', 'r'}) {
            QTest::keyClick(name, letter);
        }
        QTest::keyClick(name, Qt::Key_Return);
    }
    /// What is typed arrives, whatever the server does, and what was there is still there.
    void checkUsable()
    {
        QTRY_VERIFY(!QApplication::activePopupWidget());
        editor()->setFocus();
        editor()->SendScintilla(QsciScintillaBase::SCI_DOCUMENTEND);
        QTest::keyClick(editor(), 'z');
        QTRY_COMPARE(editor()->text(), u"fn first() {}\nz"_s);
        QCOMPARE(read(path(u"b"_s)), "fn first() {}\n");
        QCOMPARE(read(home.filePath(u"outside.rs"_s)), "fn first() {}\n");
    }

    QTemporaryDir home;
    QStringList said;

private:
    LanguageServer m_server;

public:
    lsp::LspClient client;
    DocumentStore documents;
    EditorTabs tabs{home.filePath(u"recovery"_s), &documents};
};

} // namespace

class TestHostileAssist : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /// Only the characters that the server names for an item insert it; they are typed behind it.
    void a_commit_character_inserts_the_completion()
    {
        ScriptedWindow window(u"commit"_s);
        window.start();
        auto *const assist = window.editor()->findChild<CompletionAssist *>();
        const auto typeName = [&] {
            window.editor()->replaceText(QString());
            QTRY_VERIFY(!assist->isShown());
            QTest::keyClick(window.editor(), 'l');
            QTRY_VERIFY(assist->isShown());
            QCOMPARE(assist->popup()->model()->rowCount(), 2);
        };
        const auto *const list = assist->popup()->findChild<QListView *>();
        const auto hasRoomFor = [&](int rows) { return list->viewport()->height() == rows * list->sizeHintForRow(0); };
        typeName();
        QTRY_VERIFY(hasRoomFor(2)); // exactly
        QTest::keyClick(window.editor(), 'e');
        QTRY_COMPARE(assist->popup()->model()->rowCount(), 1);
        QTRY_VERIFY(hasRoomFor(1));
        QTest::keyClick(window.editor(), '.');
        QCOMPARE(window.editor()->text(), u"length."_s);
        typeName();
        QTest::keyClick(window.editor(), 'e');
        QTRY_COMPARE(assist->popup()->model()->rowCount(), 1);
        QTest::keyClick(window.editor(), ';');
        QCOMPARE(window.editor()->text(), u"le;"_s);
        typeName();
        QTest::keyClicks(window.editor(), u"e."_s); // faster than anything is painted
        QCOMPARE(window.editor()->text(), u"length."_s);
        typeName();
        QTest::keyClicks(window.editor(), u"a."_s); // the other one has no such characters
        QCOMPARE(window.editor()->text(), u"la."_s);
    }

    void no_list_opens_where_no_name_is_begun_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<QString>("keys"); ///< a blank lets what is queued happen
        for (const char *const mode : {"commit", "incomplete"}) {
            for (const char *const keys :
                 {"la,", "l a,", "la ,", "l a ,", "la;", "l\b", "l \b", "l \b ", "la,\b\b\b"}) {
                QTest::addRow("%s %s", mode, keys) << QString::fromLatin1(mode) << QString::fromLatin1(keys);
            }
        }
    }
    void no_list_opens_where_no_name_is_begun()
    {
        QFETCH(const QString, mode);
        QFETCH(const QString, keys);
        ScriptedWindow window(mode);
        window.start();
        window.editor()->replaceText(QString());
        auto *const assist = window.editor()->findChild<CompletionAssist *>();
        for (const QChar key : keys) {
            if (key == u' ') {
                window.waitForServer();
            } else {
                window.type(key);
            }
        }
        window.waitForServer();
        window.waitForServer(); // what was asked for again too
        QVERIFY(!assist->isShown());
    }

    /// A name, then the server's trigger character: each has a list.
    void a_trigger_character_behind_a_name_opens_a_list()
    {
        ScriptedWindow window(u"incomplete"_s);
        window.start();
        window.editor()->replaceText(QString());
        auto *const assist = window.editor()->findChild<CompletionAssist *>();
        window.type(u'l');
        QTRY_VERIFY(assist->isShown());
        window.type(u'a');
        QTRY_COMPARE(assist->popup()->model()->rowCount(), 1);
        window.type(u'.');
        QTRY_COMPARE(assist->popup()->model()->rowCount(), 2);
        QVERIFY(assist->isShown());
        window.type(u'l'); // and stays there when the name is deleted again
        window.waitForServer();
        window.type(u'\b');
        window.waitForServer();
        QVERIFY(assist->isShown());
    }

    /// In whatever order keys, answers and repeated questions come.
    void a_list_without_a_name_was_asked_for()
    {
        QRandomGenerator random(17);
        for (const QString &mode : {u"commit"_s, u"incomplete"_s}) {
            ScriptedWindow window(mode);
            window.start();
            window.editor()->replaceText(QString());
            auto *const assist = window.editor()->findChild<CompletionAssist *>();
            const auto before = [&] { return window.editor()->text().left(window.editor()->caretPosition()); };
            const QString keys = u"lae,.; l\b\b?"_s; // ? is Ctrl+Space
            QString pressed;
            QString asked; ///< the text before the caret where the person asked
            for (int count = 0; count < 200; ++count) {
                const QChar key = keys[random.bounded(static_cast<int>(keys.size()))];
                pressed += key;
                if (key == u'?') {
                    asked = before();
                    window.tabs.complete();
                } else {
                    window.type(key);
                }
                for (int events = random.bounded(3); events > 0; --events) {
                    QCoreApplication::processEvents();
                }
                if (random.bounded(8) == 0) {
                    window.waitForServer();
                }
                const QString text = before();
                const bool hasName = !text.isEmpty() && text.back().isLetter();
                const bool isAsked = text == asked || text.endsWith(u'.');
                QVERIFY2(!assist->isShown() || hasName || isAsked, qPrintable(pressed));
            }
        }
    }

    /// As small as what it says, not there when the list says the same, and never over the line that is typed in.
    void the_explanation_takes_no_more_room_than_it_needs()
    {
        ScriptedWindow window(u"explained"_s);
        window.start();
        for (const QPoint &at : {QPoint(10, 10), QPoint(460, 290)}) {
            window.tabs.move(at);
            window.editor()->replaceText(QString());
            auto *const assist = window.editor()->findChild<CompletionAssist *>();
            window.tabs.complete();
            QTRY_VERIFY(assist->isShown());
            CompletionPopup *const list = assist->popup();
            auto *const text = list->findChild<QTextBrowser *>();
            const QWidget *const side = text->window();
            const auto select = [&](int row) {
                list->select(row);
                window.waitForServer();
            };
            select(2);
            QTRY_VERIFY(side->isVisible());
            QCOMPARE(text->toPlainText(), u"Short."_s);
            QVERIFY2(side->height() < 60 && side->width() < 200,
                     qPrintable(u"%1 x %2"_s.arg(side->width()).arg(side->height())));
            QVERIFY(text->viewport()->height() >= text->document()->size().height());
            QVERIFY(!side->geometry().intersects(list->geometry()));
            select(0);
            QTRY_VERIFY(!side->isVisible());
            select(1);
            QTRY_VERIFY(side->isVisible() && text->toPlainText().startsWith(u"fn b("_s));
            QVERIFY(side->height() < 200);
            select(3);
            QTRY_VERIFY(text->toPlainText().startsWith(u"A line"_s));
            QVERIFY(side->height() <= 260 && side->height() > 100 && side->width() <= 420);
            QVERIFY(!side->geometry().intersects(list->geometry()));
            select(4); // references within the crate, which lead nowhere here
            QTRY_COMPARE(text->toPlainText(), u"FnMut, (Ok), the text, a[Key], x[i], [1], [see below], l"_s);
            const QRect caret = window.editor()->areaOf(0, 0);
            QVERIFY(!side->geometry().contains(window.editor()->mapToGlobal(caret.center())));
            window.press(Qt::Key_Escape);
        }
    }

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

    void a_file_is_renamed_whatever_the_server_does_data()
    {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<bool>("isSaid");
        for (const char *const mode : {"hang", "crash", "nonsense", "bytes", "outside", "old", "overlap", "delete"}) {
            QTest::newRow(mode) << QString::fromLatin1(mode) << true;
        }
        QTest::newRow("nothing") << u"nothing"_s << false;
    }
    void a_file_is_renamed_whatever_the_server_does()
    {
        QFETCH(const QString, mode);
        QFETCH(const bool, isSaid);
        ScriptedWindow window(mode);
        window.start();
        QTest::keyClick(window.editor(), 'x'); // not saved
        const QString text = window.editor()->text();
        FileMove *const move = window.tabs.language()->fileMove();
        move->setServerTimeout(std::chrono::milliseconds(300));
        QCoro::waitFor(move->move(window.path(u"a"_s), window.path(u"c"_s)));
        QCOMPARE(ScriptedWindow::read(window.path(u"c"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.path(u"a"_s)), "(none)");
        QCOMPARE(ScriptedWindow::read(window.path(u"b"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.home.filePath(u"outside.rs"_s)), "fn first() {}\n");
        QCOMPARE(window.tabs.currentPath(), window.path(u"c"_s));
        QCOMPARE(window.editor()->text(), text);
        const qsizetype sentences = window.said.filter(u"no declarations of modules were changed"_s).size();
        QCOMPARE(sentences, isSaid ? 1 : 0);
    }

    /// The file that is renamed changes too, in its editor and not saved.
    void what_the_server_changes_and_the_move_are_one_step()
    {
        ScriptedWindow window(u"both"_s);
        window.start();
        QCoro::waitFor(window.tabs.language()->fileMove()->move(window.path(u"a"_s), window.path(u"c"_s)));
        QCOMPARE(window.said, QStringList());
        QCOMPARE(window.tabs.currentPath(), window.path(u"c"_s));
        QCOMPARE(window.editor()->text(), u"fn other() {}\n"_s);
        QCOMPARE(ScriptedWindow::read(window.path(u"c"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.path(u"b"_s)), "fn other() {}\n");
        window.editor()->undo();
        QTRY_COMPARE(window.tabs.currentPath(), window.path(u"a"_s));
        QCOMPARE(window.editor()->text(), u"fn first() {}\n"_s);
        QCOMPARE(ScriptedWindow::read(window.path(u"a"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.path(u"b"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.path(u"c"_s)), "(none)");
        window.editor()->redo();
        QTRY_COMPARE(window.tabs.currentPath(), window.path(u"c"_s));
        QCOMPARE(window.editor()->text(), u"fn other() {}\n"_s);
    }

    /// All that the server changes is within the folder.
    void a_folder_is_moved_with_what_the_server_changes_within_as_one_step()
    {
        ScriptedWindow window(u"both"_s);
        window.start();
        const QString moved = window.folder() + u"/source/"_s;
        QCoro::waitFor(window.tabs.language()->fileMove()->move(window.folder() + u"/src"_s, moved.chopped(1)));
        QCOMPARE(window.said, QStringList());
        QCOMPARE(window.tabs.currentPath(), moved + u"a.rs"_s);
        QCOMPARE(window.editor()->text(), u"fn other() {}\n"_s);
        QCOMPARE(ScriptedWindow::read(moved + u"b.rs"_s), "fn other() {}\n");
        window.press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(window.tabs.currentPath(), window.path(u"a"_s));
        QCOMPARE(window.editor()->text(), u"fn first() {}\n"_s);
        QVERIFY(!window.editor()->isModified());
        QCOMPARE(ScriptedWindow::read(window.path(u"a"_s)), "fn first() {}\n");
        QCOMPARE(ScriptedWindow::read(window.path(u"b"_s)), "fn first() {}\n");
        QVERIFY(!QFile::exists(moved));
        window.press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(window.tabs.currentPath(), moved + u"a.rs"_s);
        QCOMPARE(window.editor()->text(), u"fn other() {}\n"_s);
        QCOMPARE(window.said, QStringList());
    }

    void what_is_in_the_way_is_said_and_nothing_is_moved()
    {
        ScriptedWindow window(u"nothing"_s);
        window.start();
        QCoro::waitFor(window.tabs.language()->fileMove()->move(window.path(u"a"_s), window.path(u"b"_s)));
        QCOMPARE(window.tabs.currentPath(), window.path(u"a"_s));
        QCOMPARE(window.said.size(), 1);
        QVERIFY2(window.said[0].contains(u"b.rs already"_s), qPrintable(window.said[0]));
    }
};

int main(int argc, char **argv)
{
    if (argc == 4 && QByteArrayView(argv[1]) == "--serve") {
        return ScriptedServer(QString::fromLocal8Bit(argv[2]), QString::fromLocal8Bit(argv[3])).run();
    }
    QApplication application(argc, argv);
    TestHostileAssist test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_hostile_assist.moc"
