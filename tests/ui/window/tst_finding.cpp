// SPDX-License-Identifier: GPL-3.0-or-later
// Finding in a project with the keyboard alone, in the real window.
#include "tests/support/function_invoker.h"
#include "tests/ui/window/studio.h"
#include "ui/common/finder_popup.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/find_bar.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/project/project_tree.h"
#include "ui/search/search_fields.h"
#include "ui/search/search_model.h"
#include "ui/search/search_pane.h"

#include <QAccessible>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include <algorithm>

using namespace studio;
using namespace studio::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int waitTimeout = 15'000;

} // namespace

class TestFinding : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<Studio> m_studio;

    [[nodiscard]] QString at(const QString &name) const { return m_home->filePath(u"hello/"_s + name); }
    void write(const QString &name, const QByteArray &content) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(at(name)).path()));
        QFile file(at(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }
    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile file(at(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no such file");
    }
    [[nodiscard]] MainWindow &window() const { return m_studio->window; }
    [[nodiscard]] SearchPane *search() const { return m_studio->pane<SearchPane>("search"); }
    [[nodiscard]] QStringList rows() const
    {
        QStringList all;
        for (int row = 0; row < search()->model()->rowCount(); ++row) {
            all << search()->model()->index(row).data().toString();
        }
        return all;
    }
    /// The rows of the quick open.
    [[nodiscard]] QStringList found() const
    {
        QStringList texts;
        const auto *const popup = window().findChild<FinderPopup *>();
        const auto *const list = popup ? popup->findChild<QTreeWidget *>() : nullptr;
        for (int i = 0; list && i < list->topLevelItemCount(); ++i) {
            texts << list->topLevelItem(i)->text(0);
        }
        return texts;
    }
    /// In place of the list of matches.
    [[nodiscard]] bool isSaid(const QString &words) const
    {
        const auto labels = search()->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&](const QLabel *one) { return one->isVisible() && one->text() == words; });
    }

    static void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    static void type(const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); }
    [[nodiscard]] static QString focusName()
    {
        const QWidget *const focused = QApplication::focusWidget();
        return focused ? focused->accessibleName() : QString();
    }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        write(u"Cargo.toml"_s, "[package]\nname = \"hello\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        write(u"src/lib.rs"_s, "fn answer() {}\n// \xF0\x9F\x98\x80 answer twice: answer\n");
        write(u"src/deep/other.rs"_s, "answer\r\n");
        write(u"notes.txt"_s, "no Answer\n");
        write(u".gitignore"_s, "ignored.rs\n");
        write(u"ignored.rs"_s, "answer\n");
        m_studio = std::make_unique<Studio>(m_home->path());
        m_studio->open(m_home->filePath(u"hello"_s));
        window().show();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        QTRY_VERIFY_WITH_TIMEOUT(m_studio->editors()->current(), waitTimeout);
        QTRY_VERIFY(window().pane(u"apps"_s)->hasWidget()); // panes that are made later close a popup
    }
    void cleanup()
    {
        m_studio.reset();
        m_home.reset();
    }

    void an_answer_is_searched_and_the_editor_is_not()
    {
        FunctionInvoker invoker{[](FunctionInvoker::Call) -> Task<Invocation> {
            Invocation answer;
            answer.response = {.status = 200, .reason = "OK", .headers = {}, .body = "an answer\n"};
            co_return answer;
        }};
        InvokePane *const pane = m_studio->invoke();
        pane->setTargets({{u"dev"_s, u"Dev instance"_s, &invoker, {}, {InvokeTarget::DevInstance}}});
        pane->focusPayload();
        press(Qt::Key_F, Qt::ControlModifier); // there is nothing to find in
        QCOMPARE(focusName(), u"Payload"_s);
        pane->sendNow();
        QTRY_VERIFY(!pane->isWaiting());
        press(Qt::Key_F, Qt::ControlModifier);
        QTRY_COMPARE(focusName(), u"Find in the answer"_s);
        QVERIFY(!window().findChild<FindBar *>()->isVisible());
        press(Qt::Key_Escape);
        QCOMPARE(focusName(), u"Response body"_s);
        pane->setTargets({}); // the invoker goes
    }

    void the_project_is_searched_by_keys()
    {
        m_studio->editors()->current()->setFocus();
        m_studio->editors()->current()->setSelection(0, 3, 0, 9);
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(focusName(), u"Find in project"_s);
        QCOMPARE(search()->fields()->query().words, u"answer"_s); // what was selected
        QTRY_COMPARE_WITH_TIMEOUT(search()->status(), u"5 matches in 3 files."_s, waitTimeout);
        QCOMPARE(rows(),
                 (QStringList{u"notes.txt, 1 match"_s, u"Line 1: no Answer"_s, u"src/deep/other.rs, 1 match"_s,
                              u"Line 1: answer"_s, u"src/lib.rs, 3 matches"_s, u"Line 1: fn answer() {}"_s,
                              u"Line 2: // 😀 answer twice: answer"_s, u"Line 2: // 😀 answer twice: answer"_s}));
        press(Qt::Key_Down);
        QCOMPARE(focusName(), u"Matches in the project"_s);
        for (int i = 0; i < 6; ++i) {
            press(Qt::Key_Down);
        }
        press(Qt::Key_Return);
        QTRY_COMPARE(m_studio->editors()->currentPath(), at(u"src/lib.rs"_s));
        QCOMPARE(m_studio->editors()->current()->selectedText(), u"answer"_s);
        int line = 0;
        int column = 0;
        m_studio->editors()->current()->getCursorPosition(&line, &column);
        QCOMPARE(line, 1);
        press(Qt::Key_F4); // the next one, from the editor
        QCOMPARE(search()->list()->currentIndex().row(), 7);
        QCOMPARE(m_studio->editors()->current()->selectedText(), u"answer"_s);
        press(Qt::Key_F4);
        QTRY_COMPARE(m_studio->editors()->currentPath(), at(u"notes.txt"_s)); // round
    }

    void rows_are_folded_and_removed_by_keys()
    {
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        type(u"answer"_s);
        QTRY_COMPARE_WITH_TIMEOUT(search()->status(), u"5 matches in 3 files."_s, waitTimeout);
        press(Qt::Key_Down);
        press(Qt::Key_Left);
        QCOMPARE(rows().size(), 7);
        QCOMPARE(rows().at(1), u"src/deep/other.rs, 1 match"_s);
        press(Qt::Key_Right);
        QCOMPARE(rows().size(), 8);
        press(Qt::Key_Down);
        press(Qt::Key_Left);
        QCOMPARE(search()->list()->currentIndex().row(), 0);
        press(Qt::Key_Delete);
        QCOMPARE(rows().first(), u"src/deep/other.rs, 1 match"_s);
        QCOMPARE(search()->model()->matches(), 4);
        press(Qt::Key_Up);
        QCOMPARE(focusName(), u"Find in project"_s);
        press(Qt::Key_Escape);
        QTRY_COMPARE(QApplication::focusWidget(), m_studio->editors()->current());
    }

    void an_empty_list_says_why_it_is_empty()
    {
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(focusName(), u"Find in project"_s);
        QVERIFY(isSaid(u"Nothing searched yet"_s));
        type(u"no such word"_s);
        QTRY_COMPARE_WITH_TIMEOUT(search()->status(), u"Nothing found."_s, waitTimeout);
        QVERIFY(isSaid(u"Nothing found"_s));
        QVERIFY(!isSaid(u"Nothing searched yet"_s));
        search()->fields()->words()->clear();
        QTRY_VERIFY(isSaid(u"Nothing searched yet"_s));
    }

    void what_is_checked_is_replaced_and_undone_as_one_step()
    {
        CodeEditor *const editor = m_studio->editors()->current();
        editor->setFocus();
        type(u"answer "_s); // not saved: is found in the open text
        const QString typed = editor->text();
        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(focusName(), u"Find in project"_s);
        type(u"(ans)wer"_s);
        press(Qt::Key_Tab);
        QCOMPARE(focusName(), u"Replace with"_s);
        type(u"$1"_s);
        while (focusName() != u"Regular expression, as in Rust's crate regex"_s) {
            press(Qt::Key_Tab);
        }
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(search()->status(), u"6 matches in 3 files."_s, waitTimeout);
        QCOMPARE(rows().at(1), u"Line 1: no Answer. Becomes: Ans"_s);
        search()->list()->setFocus();
        search()->list()->setCurrentIndex(search()->model()->index(1));
        press(Qt::Key_Space); // not this one
        auto *const button = search()->fields()->findChild<QPushButton *>();
        QCOMPARE(button->text(), u"Replace 5"_s);
        button->setFocus();
        press(Qt::Key_Space);
        QTRY_COMPARE_WITH_TIMEOUT(search()->status(), u"Replaced 5 matches in 2 files."_s, waitTimeout);
        QVERIFY(isSaid(u"The texts are others now"_s));
        QCOMPARE(read(u"notes.txt"_s), "no Answer\n");
        QCOMPARE(read(u"src/deep/other.rs"_s), "ans\r\n");
        QCOMPARE(editor->text(), u"ans fn ans() {}\n// 😀 ans twice: ans\n"_s);
        QVERIFY(editor->isModified()); // it was, and is not saved unasked
        const QString replaced = editor->text();
        QAction *const undo = m_studio->action("search.undoReplacement");
        QTRY_VERIFY(undo->isEnabled());
        editor->setFocus();
        press(Qt::Key_Z, Qt::ControlModifier); // as well as the button
        QTRY_COMPARE_WITH_TIMEOUT(read(u"src/deep/other.rs"_s), "answer\r\n", waitTimeout);
        QCOMPARE(editor->text(), typed);
        QTRY_VERIFY(!undo->isEnabled());
        QCOMPARE(search()->status(), u"The replacement was undone."_s);
        press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE_WITH_TIMEOUT(read(u"src/deep/other.rs"_s), "ans\r\n", waitTimeout);
        QCOMPARE(editor->text(), replaced);
        QTRY_VERIFY(undo->isEnabled());
        QCOMPARE(search()->status(), u"The replacement was made again."_s);
        undo->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(read(u"src/deep/other.rs"_s), "answer\r\n", waitTimeout);
        QTRY_COMPARE(editor->text(), typed);
        QTRY_VERIFY(!undo->isEnabled());
        QVERIFY(editor->isModified());
    }

    void undo_of_a_replacement_loses_nothing_that_was_written_since()
    {
        CodeEditor *const editor = m_studio->editors()->current();
        press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
        type(u"answer"_s);
        press(Qt::Key_Tab);
        type(u"reply"_s);
        QTRY_COMPARE_WITH_TIMEOUT(search()->status(), u"5 matches in 3 files."_s, waitTimeout);
        search()->fields()->findChild<QPushButton *>()->click();
        QTRY_COMPARE_WITH_TIMEOUT(search()->status(), u"Replaced 5 matches in 3 files."_s, waitTimeout);
        QCOMPARE(read(u"src/lib.rs"_s), "fn reply() {}\n// \xF0\x9F\x98\x80 reply twice: reply\n");
        QVERIFY(!editor->isModified());
        write(u"notes.txt"_s, "more\n");
        QTRY_VERIFY(m_studio->action("search.undoReplacement")->isEnabled());
        m_studio->action("search.undoReplacement")->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(search()->status(),
                                  u"“Replace answer” was not undone. notes.txt was changed meanwhile."_s, waitTimeout);
        QCOMPARE(read(u"notes.txt"_s), "more\n");
        QCOMPARE(read(u"src/deep/other.rs"_s), "reply\r\n");
        QCOMPARE(editor->text(), u"fn reply() {}\n// 😀 reply twice: reply\n"_s);
        write(u"notes.txt"_s, "no reply\n"); // the obstacle is gone
        editor->setFocus();
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(read(u"notes.txt"_s), "no Answer\n", waitTimeout);
        QTRY_COMPARE_WITH_TIMEOUT(read(u"src/lib.rs"_s), "fn answer() {}\n// \xF0\x9F\x98\x80 answer twice: answer\n",
                                  waitTimeout);
        QVERIFY(!editor->isModified());
    }

    void files_are_opened_by_letters_of_their_path()
    {
        press(Qt::Key_P, Qt::ControlModifier);
        auto *popup = window().findChild<FinderPopup *>();
        QVERIFY(popup);
        QTRY_COMPARE_WITH_TIMEOUT(
            found(), (QStringList{u"lib.rs"_s, u".gitignore"_s, u"Cargo.toml"_s, u"notes.txt"_s, u"other.rs"_s}),
            waitTimeout); // what is open, and the others
        type(u"dother:1:3"_s);
        QTRY_COMPARE(found(), QStringList{u"other.rs"_s});
        const QTreeWidgetItem *const row = popup->findChild<QTreeWidget *>()->topLevelItem(0);
        QCOMPARE(row->data(0, Qt::AccessibleTextRole).toString(), u"other.rs, src/deep"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(m_studio->editors()->currentPath(), at(u"src/deep/other.rs"_s));
        int line = 0;
        int column = 0;
        m_studio->editors()->current()->getCursorPosition(&line, &column);
        QCOMPARE(std::pair(line, column), std::pair(0, 2));
        QTRY_COMPARE(QApplication::focusWidget(), m_studio->editors()->current());
        press(Qt::Key_P, Qt::ControlModifier);
        QTRY_COMPARE_WITH_TIMEOUT(found().value(0), u"lib.rs"_s, waitTimeout); // the one before
        QCOMPARE(found().value(1), u"other.rs"_s);
        press(Qt::Key_Escape);
        QTRY_VERIFY(!window().findChild<FinderPopup *>());
    }

    void the_file_that_is_shown_already_gets_the_focus()
    {
        auto *const tree = window().findChild<ProjectTree *>();
        QVERIFY(tree);
        tree->setFocus();
        QTRY_VERIFY(tree->hasFocus());
        press(Qt::Key_P, Qt::ControlModifier);
        type(u"srclib"_s);
        QTRY_COMPARE_WITH_TIMEOUT(found(), QStringList{u"lib.rs"_s}, waitTimeout);
        press(Qt::Key_Return);
        QTRY_COMPARE(QApplication::focusWidget(), m_studio->editors()->current());
    }

    void enter_that_is_pressed_while_files_are_listed_opens_the_one_that_is_meant()
    {
        press(Qt::Key_P, Qt::ControlModifier);
        type(u"dother"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(m_studio->editors()->currentPath(), at(u"src/deep/other.rs"_s), waitTimeout);
        write(u"src/deep/newer.rs"_s, "");
        press(Qt::Key_P, Qt::ControlModifier);
        type(u"dnewer"_s); // not in the listing before
        press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(m_studio->editors()->currentPath(), at(u"src/deep/newer.rs"_s), waitTimeout);
    }

    void lines_and_actions_are_found_too()
    {
        press(Qt::Key_P, Qt::ControlModifier);
        type(u":2"_s);
        QTRY_COMPARE(found(), QStringList{u"Line 2"_s});
        press(Qt::Key_Return);
        int line = 0;
        int column = 0;
        m_studio->editors()->current()->getCursorPosition(&line, &column);
        QCOMPARE(line, 1);
        press(Qt::Key_P, Qt::ControlModifier);
        type(u">replace in pro"_s);
        QTRY_COMPARE(found().size(), 1);
        QCOMPARE(found().first(), u"Replace in project…"_s);
        press(Qt::Key_Return);
        QTRY_COMPARE(focusName(), u"Find in project"_s);
        m_studio->editors()->current()->setFocus();
        press(Qt::Key_P, Qt::ControlModifier);
        type(u"@answer"_s);
        QTRY_VERIFY2(found().value(0).contains(u"does not run"_s), qPrintable(found().join(u'|')));
        press(Qt::Key_Escape);
    }

    void what_ends_the_program_is_the_last_action_that_is_offered()
    {
        press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(found().size() > 10);
        QCOMPARE(found().indexOf(u"Quit"_s), found().size() - 1);
        press(Qt::Key_Escape);
    }

    void encoding_and_line_ends_are_changed_by_keys()
    {
        write(u"latin.txt"_s, "caf\xE9\r\n");
        press(Qt::Key_P, Qt::ControlModifier);
        type(u"latin"_s);
        QTRY_COMPARE_WITH_TIMEOUT(found(), QStringList{u"latin.txt"_s}, waitTimeout);
        press(Qt::Key_Return);
        QTRY_COMPARE(m_studio->editors()->currentPath(), at(u"latin.txt"_s));
        QCOMPARE(m_studio->editors()->current()->text(), u"café\r\n"_s);
        const auto described = [this](const QString &name) {
            const auto buttons = window().findChildren<QToolButton *>();
            const auto is = [&name](const QToolButton *button) { return button->accessibleName() == name; };
            const auto button = std::ranges::find_if(buttons, is);
            return button == buttons.end() ? QString() : (*button)->accessibleDescription();
        };
        QCOMPARE(described(u"Encoding of the file"_s), u"Windows-1252"_s);
        QCOMPARE(described(u"Line ends of the file"_s), u"CRLF"_s);
        const auto choose = [this](const char *action, const QList<Qt::Key> &keys) {
            m_studio->action(action)->trigger();
            for (const Qt::Key key : keys) {
                QTRY_VERIFY(QApplication::activePopupWidget());
                QTest::keyClick(QApplication::activePopupWidget(), key);
            }
        };
        choose("editor.encoding", {Qt::Key_Down, Qt::Key_Down, Qt::Key_Right, Qt::Key_Return}); // Save with, UTF-8
        QTRY_COMPARE_WITH_TIMEOUT(read(u"latin.txt"_s), "caf\xC3\xA9\r\n", waitTimeout);
        QCOMPARE(described(u"Encoding of the file"_s), u"UTF-8"_s);
        choose("editor.lineEnds", {Qt::Key_Down, Qt::Key_Return}); // LF
        QCOMPARE(m_studio->editors()->current()->text(), u"café\n"_s);
        QCOMPARE(described(u"Line ends of the file"_s), u"LF"_s);
        m_studio->editors()->current()->undo();
        QCOMPARE(m_studio->editors()->current()->text(), u"café\r\n"_s);
    }

    void a_hostile_expression_is_said_and_the_window_goes_on()
    {
        press(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(focusName(), u"Find in project"_s);
        search()->fields()->setInput({.query = {.words = u"(a"_s, .isRegex = true}});
        QTRY_VERIFY_WITH_TIMEOUT(search()->status().contains(u"Not a regular expression: unclosed group"_s),
                                 waitTimeout);
        QVERIFY(!search()->isSearching());
    }
};

QTEST_MAIN(TestFinding)
#include "tst_finding.moc"
