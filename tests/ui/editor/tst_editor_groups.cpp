// SPDX-License-Identifier: GPL-3.0-or-later
// One file in two groups of tabs: one text, one history, one document.
#include "core/workspace/document_change.h"
#include "core/workspace/document_store.h"
#include "tests/ui/editor/split_test.h"
#include "ui/common/style_tabs.h"
#include "ui/editor/project_edits.h"
#include "ui/editor/scroll_marks.h"

#include <QCoroTask>
#include <QDirIterator>
#include <QMessageBox>
#include <QSignalSpy>

#include <random>

using namespace studio;

class TestEditorGroups : public test::SplitTest
{
    Q_OBJECT

    [[nodiscard]] QString onDisk(const QString &name) const
    {
        QFile file(pathOf(name));
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }

    /// On the scroll bar of the shown view.
    [[nodiscard]] bool hasMatches(int group) const
    {
        return shownIn(group)->scrollMarks()->marks().contains(ScrollMarks::Match);
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void a_key_shows_the_file_twice_data()
    {
        QTest::addColumn<Qt::Orientation>("side");
        QTest::newRow("right") << Qt::Horizontal;
        QTest::newRow("down") << Qt::Vertical;
    }
    void a_key_shows_the_file_twice()
    {
        QFETCH(Qt::Orientation, side);
        open(QStringLiteral("a.rs"), "fn a() {}\nfn b() {}\n");
        editor()->setCursorPosition(1, 3);
        split(side);
        QCOMPARE(namesOf(0), QStringList{QStringLiteral("a.rs")});
        QCOMPARE(namesOf(1), QStringList{QStringLiteral("a.rs")});
        QCOMPARE(caretOf(editor()), std::pair(1, 3));
        QCOMPARE(groups()->active(), 1);
        const QRect first(shownIn(0)->mapToGlobal(QPoint()), shownIn(0)->size());
        const QRect second(shownIn(1)->mapToGlobal(QPoint()), shownIn(1)->size());
        QVERIFY(side == Qt::Horizontal ? second.left() > first.right() : second.top() > first.bottom());
        QCOMPARE(tabs()->openPaths().size(), 1);
    }

    void what_is_typed_in_one_is_in_the_other_and_saved_once()
    {
        open(QStringLiteral("a.rs"), "fn a() {}\n");
        split(Qt::Horizontal);
        QSignalSpy saved(tabs(), &EditorTabs::saved);
        QSignalSpy changed(tabs(), &EditorTabs::textChanged);
        QTest::keyClicks(editor(), QStringLiteral("x"));
        QCOMPARE(shownIn(0)->text(), QStringLiteral("xfn a() {}\n"));
        QCOMPARE(changed.size(), 1);
        QVERIFY(groups()->barOf(0)->tabText(0).endsWith(u'●'));
        QVERIFY(groups()->barOf(1)->tabText(0).endsWith(u'●'));
        press(Qt::Key_1, Qt::ControlModifier);
        QVERIFY(shownIn(0)->hasFocus());
        press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(onDisk(QStringLiteral("a.rs")), QStringLiteral("xfn a() {}\n"));
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(!shownIn(0)->isModified() && !shownIn(1)->isModified());
        QCOMPARE(groups()->barOf(0)->tabText(0), QStringLiteral("a.rs"));
        QCOMPARE(groups()->barOf(1)->tabText(0), QStringLiteral("a.rs"));
        press(Qt::Key_Z, Qt::ControlModifier); // typed in the other group
        QCOMPARE(shownIn(1)->text(), QStringLiteral("fn a() {}\n"));
        QVERIFY(shownIn(1)->isModified());
    }

    void keys_go_from_one_group_to_the_other()
    {
        open(QStringLiteral("a.rs"), "a\n");
        QVERIFY(!action("editor.secondGroup")->isEnabled());
        split(Qt::Horizontal);
        QSignalSpy current(tabs(), &EditorTabs::currentChanged);
        press(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(tabs()->current(), shownIn(0));
        QVERIFY(shownIn(0)->hasFocus());
        QCOMPARE(current.size(), 1);
        QVERIFY(style::isInactive(groups()->barOf(1)));
        press(Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(tabs()->current(), shownIn(1));
        QVERIFY(style::isInactive(groups()->barOf(0)));
        QVERIFY(!style::isInactive(groups()->barOf(1)));
        QTest::mouseClick(shownIn(0)->viewport(), Qt::LeftButton);
        QCOMPARE(tabs()->current(), shownIn(0));
    }

    void a_file_opens_in_the_active_group()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        split(Qt::Horizontal);
        open(QStringLiteral("c.rs"), "c\n");
        QCOMPARE(namesOf(0), (QStringList{QStringLiteral("a.rs"), QStringLiteral("b.rs")}));
        QCOMPARE(namesOf(1), (QStringList{QStringLiteral("b.rs"), QStringLiteral("c.rs")}));
        tabs()->openAt(pathOf(QStringLiteral("a.rs")), 1, 1); // of the other group: a second view
        QCOMPARE(namesOf(1).size(), 3);
        QCOMPARE(tabs()->current(), shownIn(1));
        QVERIFY(editor()->isSecondView());
        press(Qt::Key_1, Qt::ControlModifier);
        QVERIFY(tabs()->reveal(pathOf(QStringLiteral("c.rs")))); // where it is
        QCOMPARE(namesOf(0).size(), 2);
        QCOMPARE(tabs()->current(), shownIn(1));
        press(Qt::Key_1, Qt::ControlModifier);
        tabs()->openAt(pathOf(QStringLiteral("c.rs")), 1, 1);
        QCOMPARE(namesOf(0).last(), QStringLiteral("c.rs"));
        QCOMPARE(tabs()->openPaths().size(), 3);
    }

    void the_last_view_that_is_closed_closes_the_file_data()
    {
        QTest::addColumn<int>("first");
        QTest::newRow("the main view first") << 0;
        QTest::newRow("the second view first") << 1;
    }
    void the_last_view_that_is_closed_closes_the_file()
    {
        QFETCH(int, first);
        open(QStringLiteral("a.rs"), "fn a() {}\n");
        split(Qt::Horizontal);
        QTest::keyClicks(editor(), QStringLiteral("typed "));
        shownIn(1 - first)->setCursorPosition(0, 9);
        QSignalSpy closed(tabs(), &EditorTabs::fileClosed);
        tabs()->views()->focusGroup(first);
        press(Qt::Key_W, Qt::ControlModifier);
        QVERIFY(!tabs()->findChild<QMessageBox *>()); // nothing goes out of sight
        QVERIFY(!groups()->isSplit());
        QCOMPARE(closed.size(), 0);
        QVERIFY(editor()->hasFocus());
        QCOMPARE(caretOf(editor()), std::pair(0, 9)); // of the view that stays
        QCOMPARE(editor()->text(), QStringLiteral("typed fn a() {}\n"));
        QVERIFY(editor()->isModified());
        QTest::keyClicks(editor(), QStringLiteral("more"));
        QVERIFY(QCoro::waitFor(tabs()->saveCurrent()).has_value());
        QCOMPARE(onDisk(QStringLiteral("a.rs")), QStringLiteral("typed fn morea() {}\n"));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(editor()->isModified());
        split(Qt::Horizontal); // and again
        press(Qt::Key_W, Qt::ControlModifier);
        press(Qt::Key_W, Qt::ControlModifier);
        auto *const question = tabs()->findChild<QMessageBox *>();
        QVERIFY(question);
        question->button(QMessageBox::Discard)->click();
        QTRY_COMPARE(closed.size(), 1);
        QVERIFY(tabs()->openPaths().isEmpty());
    }

    void what_was_typed_in_either_is_there_after_a_kill()
    {
        open(QStringLiteral("a.rs"), "a\n");
        split(Qt::Horizontal);
        QTest::keyClicks(editor(), QStringLiteral("second "));
        press(Qt::Key_1, Qt::ControlModifier);
        QTest::keyClicks(editor(), QStringLiteral("first "));
        const QDir kept(pathOf(QStringLiteral("recovery")));
        const auto isKept = [&] {
            QDirIterator files(kept.path(), QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                if (file.open(QIODevice::ReadOnly)) {
                    const QByteArray all = file.readAll();
                    if (all.contains("second ") && all.contains("first ")) {
                        return true;
                    }
                }
            }
            return false;
        };
        QTRY_VERIFY(isKept());
    }

    void what_is_found_is_marked_in_the_active_view()
    {
        open(QStringLiteral("a.rs"), "one\ntwo\none\n");
        split(Qt::Horizontal);
        tabs()->openFind(false);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("one"));
        QTRY_VERIFY(hasMatches(1));
        QVERIFY(!hasMatches(0));
        QCOMPARE(tabs()->current(), shownIn(1)); // the focus is in the bar
        press(Qt::Key_1, Qt::ControlModifier);
        QCOMPARE(tabs()->current(), shownIn(0));
        QTRY_VERIFY(hasMatches(0));
        QVERIFY(!hasMatches(1));
        tabs()->closeFind();
        QVERIFY(!hasMatches(0));
    }

    void a_file_that_another_program_changes_is_so_in_both()
    {
        open(QStringLiteral("a.rs"), QByteArray("line\n").repeated(60));
        split(Qt::Horizontal);
        shownIn(0)->setCursorPosition(40, 2);
        shownIn(1)->setCursorPosition(10, 1);
        QFile file(pathOf(QStringLiteral("a.rs")));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(QByteArray("other\n").repeated(60));
        file.close();
        QTRY_VERIFY(shownIn(1)->text().startsWith(QStringLiteral("other")));
        QVERIFY(shownIn(0)->text().startsWith(QStringLiteral("other")));
        QCOMPARE(caretOf(shownIn(0)), std::pair(40, 2));
        QCOMPARE(caretOf(shownIn(1)), std::pair(10, 1));
        QVERIFY(!shownIn(0)->isModified());
    }

    void a_file_that_is_renamed_is_so_in_both()
    {
        open(QStringLiteral("a.rs"), "a\n");
        split(Qt::Horizontal);
        QVERIFY(QFile::rename(pathOf(QStringLiteral("a.rs")), pathOf(QStringLiteral("b.rs"))));
        tabs()->renamed(pathOf(QStringLiteral("a.rs")), pathOf(QStringLiteral("b.rs")));
        QCOMPARE(namesOf(0), QStringList{QStringLiteral("b.rs")});
        QCOMPARE(namesOf(1), QStringList{QStringLiteral("b.rs")});
        QCOMPARE(groups()->barOf(0)->tabText(0), QStringLiteral("b.rs"));
        QCOMPARE(groups()->barOf(1)->tabText(0), QStringLiteral("b.rs"));
        QCOMPARE(shownIn(1)->accessibleName(), QStringLiteral("b.rs"));
    }

    void a_change_of_several_files_is_undone_from_either_view()
    {
        open(QStringLiteral("b.rs"), "one b\n");
        open(QStringLiteral("a.rs"), "one a\n");
        split(Qt::Horizontal);
        const auto change = [this](const QString &name, const QByteArray &before, const QByteArray &after) {
            return DocumentChange{pathOf(name), pathOf(name), before, after, difference(before, after)};
        };
        const auto shown = [this](const char *name) {
            return tabs()->editorOf(pathOf(QString::fromLatin1(name)))->text();
        };
        QVERIFY(QCoro::waitFor(tabs()->edits()->apply(QStringLiteral("Rename"),
                                                      {change(QStringLiteral("a.rs"), "one a\n", "two a\n"),
                                                       change(QStringLiteral("b.rs"), "one b\n", "two b\n")},
                                                      ProjectChanges::Saving::Never))
                    .has_value());
        QCOMPARE(shown("a.rs"), QStringLiteral("two a\n"));
        for (const Qt::Key group : {Qt::Key_2, Qt::Key_1}) {
            press(group, Qt::ControlModifier);
            press(Qt::Key_Z, Qt::ControlModifier);
            QTRY_COMPARE(shown("b.rs"), QStringLiteral("one b\n"));
            QCOMPARE(shown("a.rs"), QStringLiteral("one a\n"));
            press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
            QTRY_COMPARE(shown("b.rs"), QStringLiteral("two b\n"));
            QCOMPARE(shown("a.rs"), QStringLiteral("two a\n"));
        }
    }

    void a_change_of_other_files_is_one_step_in_the_second_view_too()
    {
        open(QStringLiteral("b.rs"), "one b\n");
        open(QStringLiteral("a.rs"), "a\n");
        split(Qt::Horizontal);
        QTest::keyClicks(editor(), QStringLiteral("x"));
        QVERIFY(QCoro::waitFor(tabs()->edits()->apply(QStringLiteral("Rename"),
                                                      {{pathOf(QStringLiteral("b.rs")), pathOf(QStringLiteral("b.rs")),
                                                        "one b\n", "two b\n", difference("one b\n", "two b\n")}},
                                                      ProjectChanges::Saving::Never))
                    .has_value());
        const CodeEditor *const other = tabs()->editorOf(pathOf(QStringLiteral("b.rs")));
        QCOMPARE(other->text(), QStringLiteral("two b\n"));
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(other->text(), QStringLiteral("one b\n"));
        QCOMPARE(editor()->text(), QStringLiteral("xa\n"));
        press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(editor()->text(), QStringLiteral("a\n"));
    }

    /// Any commands, in any order: each file is one text in all of its views and in its document.
    void any_commands_keep_one_text_of_each_file_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 0; seed < 8; ++seed) {
            QTest::addRow("%u", seed) << seed;
        }
    }
    void any_commands_keep_one_text_of_each_file()
    {
        QFETCH(unsigned, seed);
        DocumentStore documents;
        QHash<QString, QByteArray> told; // made of the changes alone
        tabs()->setDocuments(&documents);
        connect(&documents, &DocumentStore::documentOpened, this,
                [&](const QString &path) { told[path] = documents.text(path).value_or(QString()).toUtf8(); });
        connect(&documents, &DocumentStore::documentEdited, this, [&](const QString &path, const TextChange &change) {
            told[path] = changedText(told[path], {change}).value_or(QByteArray());
        });
        const QStringList names{QStringLiteral("a.rs"), QStringLiteral("b.rs"), QStringLiteral("c.rs")};
        for (const QString &name : names) {
            open(name, "fn f() {\n}\n");
        }
        std::mt19937 random(seed);
        const auto below = [&](int end) { return static_cast<int>(random() % static_cast<unsigned>(end)); };
        for (int step = 0; step < 120; ++step) {
            if (!editor()) {
                QVERIFY(tabs()->open(pathOf(names[below(3)])));
            }
            switch (below(10)) {
            case 0:
                tabs()->views()->split(below(2) == 0 ? Qt::Horizontal : Qt::Vertical);
                break;
            case 1:
                tabs()->views()->merge();
                break;
            case 2:
                tabs()->views()->focusGroup(below(2));
                break;
            case 3:
                tabs()->views()->moveToOtherGroup(editor());
                break;
            case 4:
                if (editor()->otherView() || !editor()->isModified()) {
                    tabs()->closeCurrent();
                }
                break;
            case 5:
                QVERIFY(tabs()->open(pathOf(names[below(3)])));
                break;
            case 6:
                editor()->SendScintilla(Sci::SCI_UNDO);
                break;
            case 7:
                QCoreApplication::processEvents();
                break;
            default:
                editor()->SendScintilla(Sci::SCI_GOTOPOS, word(below(static_cast<int>(editor()->length()) + 1)));
                QTest::keyClicks(editor(), QStringLiteral("{x"));
            }
            QVERIFY(groups()->groupCount() <= EditorGroups::maxGroups);
            for (int group = 0; group < groups()->groupCount(); ++group) {
                QVERIFY(!groups()->isSplit() || !groups()->editorsOf(group).isEmpty());
            }
            for (const QString &path : tabs()->openPaths()) {
                CodeEditor *const main = tabs()->editorOf(path);
                QVERIFY(main && !main->isSecondView());
                main->flushChanges();
                for (CodeEditor *const view : groups()->editors()) {
                    if (EditorTabs::pathOf(view) == path) {
                        QCOMPARE(view->mainView(), main);
                        QCOMPARE(view->text(), main->text());
                    }
                }
                QCOMPARE(told[path], main->text().toUtf8());
            }
        }
        tabs()->closeAll();
        tabs()->setDocuments(nullptr);
        m_window.reset(); // before what it was told of goes
        m_pane.reset();
    }
};

QTEST_MAIN(TestEditorGroups)
#include "tst_editor_groups.moc"
