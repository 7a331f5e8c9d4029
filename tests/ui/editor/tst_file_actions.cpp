// SPDX-License-Identifier: GPL-3.0-or-later
// Files and tabs by menu, key and mouse.
#include "tests/ui/editor/editor_pane_test.h"
#include "ui/editor/project_edits.h"
#include "ui/editor/tab_commands.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QCoroTask>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolButton>

using namespace studio;

class TestFileActions : public test::EditorPaneTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void all_files_of_a_change_are_saved_by_the_offer()
    {
        open(QStringLiteral("a.rs"), "one\n");
        open(QStringLiteral("b.rs"), "one\n");
        QSignalSpy offered(m_pane.get(), &ToolPane::warning);
        QSignalSpy outdated(m_pane.get(), &ToolPane::messageOutdated);
        QList<DocumentChange> changes;
        for (const QString &name : {QStringLiteral("a.rs"), QStringLiteral("b.rs")}) {
            changes.append({pathOf(name), pathOf(name), "one\n", "two\n", difference("one\n", "two\n")});
        }
        const auto change = [&] {
            const auto made = QCoro::waitFor(
                m_pane->tabs()->edits()->apply(QStringLiteral("Rename one"), changes, ProjectChanges::Saving::Never));
            QVERIFY(made.has_value());
        };
        const auto isOutdated = [&] {
            return std::ranges::any_of(outdated,
                                       [&](const QList<QVariant> &one) { return one[0] == offered.last()[0]; });
        };
        change();
        QCOMPARE(offered.count(), 1);
        outdated.clear();
        press(Qt::Key_Z, Qt::ControlModifier); // nothing is to be saved then
        QTRY_VERIFY(!m_pane->tabs()->hasUnsaved());
        QTRY_VERIFY(isOutdated());
        change();
        QCOMPARE(offered.count(), 2);
        outdated.clear();
        const auto actions = offered.last()[1].value<QList<QAction *>>();
        QCOMPARE(actions.size(), 1);
        QCOMPARE(actions[0]->text(), QStringLiteral("Save all"));
        actions[0]->trigger();
        QTRY_VERIFY(!m_pane->tabs()->hasUnsaved());
        QTRY_VERIFY(isOutdated());
        for (const DocumentChange &one : std::as_const(changes)) {
            QFile file(one.path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(file.readAll(), "two\n");
        }
        qDeleteAll(offered[0][1].value<QList<QAction *>>());
        qDeleteAll(actions);
    }

    void the_status_bar_names_the_language_and_formats_files_of_it()
    {
        open(QStringLiteral("a.rs"), "fn a() {}\n");
        const std::unique_ptr<QWidget> status(m_pane->cornerWidget());
        status->show();
        QToolButton *language = nullptr;
        for (QToolButton *const one : status->findChildren<QToolButton *>()) {
            language = one->accessibleName() == QLatin1String("Language of the file") ? one : language;
        }
        QVERIFY(language);
        QCOMPARE(language->text(), QStringLiteral("Rust ▾"));
        QCOMPARE(language->menu()->actions(),
                 (QList<QAction *>{action("editor.format"), action("editor.formatOnSave")}));
        QSignalSpy chosen(m_pane.get(), &EditorToolPane::formatsOnSaveChosen);
        language->menu()->actions()[1]->trigger();
        QCOMPARE(chosen.count(), 1);
        QVERIFY(chosen[0][0].toBool());
        m_pane->setFormatsOnSave(false); // as where the project's settings say so
        QVERIFY(!action("editor.formatOnSave")->isChecked());
        open(QStringLiteral("notes"), "words\n");
        QCOMPARE(language->text(), QStringLiteral("Plain text ▾"));
    }

    void the_menu_edits_the_field_with_the_focus()
    {
        open(QStringLiteral("a.rs"), "größe\n");
        auto *const field = new QLineEdit(QStringLiteral("field"), m_window.get());
        field->show();
        action("editor.selectAll")->trigger();
        action("editor.copy")->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("größe\n"));
        action("editor.cut")->trigger();
        QCOMPARE(editor()->text(), QString());
        action("editor.undo")->trigger();
        QCOMPARE(editor()->text(), QStringLiteral("größe\n"));
        action("editor.redo")->trigger();
        QCOMPARE(editor()->text(), QString());
        action("editor.paste")->trigger();
        QCOMPARE(editor()->text(), QStringLiteral("größe\n"));
        field->setFocus();
        QTRY_VERIFY(field->hasFocus());
        action("editor.selectAll")->trigger();
        QCOMPARE(field->selectedText(), QStringLiteral("field"));
        action("editor.cut")->trigger();
        QCOMPARE(field->text(), QString());
        QCOMPARE(editor()->text(), QStringLiteral("größe\n"));
        m_pane->tabs()->closeAll();
        m_window->setFocus();
        action("editor.paste")->trigger(); // nothing to paste into
    }

    void revert_shows_what_is_on_disk_and_can_be_undone()
    {
        open(QStringLiteral("a.rs"), "one\n");
        QTest::keyClick(editor(), Qt::Key_X);
        action("editor.revert")->trigger();
        QCOMPARE(editor()->text(), QStringLiteral("one\n"));
        QVERIFY(!editor()->isModified());
        editor()->undo();
        QCOMPARE(editor()->text(), QStringLiteral("xone\n"));
    }

    void a_new_file_is_made_where_the_dialog_says()
    {
        open(QStringLiteral("a.rs"), "one\n");
        m_window->setFocusPolicy(Qt::StrongFocus);
        press(Qt::Key_N, Qt::ControlModifier);
        m_window->setFocus(); // such as the tree
        auto *const dialog = m_window->findChild<QFileDialog *>();
        QVERIFY(dialog);
        dialog->setOption(QFileDialog::DontUseNativeDialog);
        QCOMPARE(dialog->directory().path(), m_home->path());
        const QString path = pathOf(QStringLiteral("new.rs"));
        Q_EMIT dialog->fileSelected(path);
        QVERIFY(QFile::exists(path));
        QCOMPARE(m_pane->tabs()->currentPath(), path);
        QCOMPARE(m_window->focusWidget(), editor());
        Q_EMIT dialog->fileSelected(pathOf(QStringLiteral("a.rs"))); // is there already
        QCOMPARE(editor()->text(), QStringLiteral("one\n"));
        dialog->reject();
    }

    void a_closed_file_is_opened_again_at_its_place()
    {
        open(QStringLiteral("a.rs"), "one\ntwo\n");
        open(QStringLiteral("b.rs"), "b\n");
        QVERIFY(m_pane->tabs()->open(pathOf(QStringLiteral("a.rs"))).has_value());
        editor()->setCursorPosition(1, 2);
        press(Qt::Key_W, Qt::ControlModifier);
        press(Qt::Key_W, Qt::ControlModifier);
        QVERIFY(m_pane->tabs()->openPaths().isEmpty());
        m_window->setFocus();
        action("editor.reopenClosed")->trigger();
        QCOMPARE(m_pane->tabs()->currentPath(), pathOf(QStringLiteral("b.rs")));
        press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_pane->tabs()->currentPath(), pathOf(QStringLiteral("a.rs")));
        int line = 0;
        int column = 0;
        editor()->getCursorPosition(&line, &column);
        QCOMPARE(line, 1);
        QCOMPARE(column, 2);
        press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier); // none is left
        QCOMPARE(m_pane->tabs()->openPaths().size(), 2);
    }

    void the_middle_button_closes_a_tab()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        auto *const bar = m_pane->tabs()->findChild<QTabBar *>();
        QTest::mouseClick(bar, Qt::MiddleButton, {}, bar->tabRect(0).center());
        QCOMPARE(m_pane->tabs()->openPaths(), QStringList{pathOf(QStringLiteral("b.rs"))});
        QTest::keyClick(editor(), Qt::Key_X);
        QTest::mouseClick(bar, Qt::MiddleButton, {}, bar->tabRect(0).center());
        auto *const question = m_pane->tabs()->findChild<QMessageBox *>();
        QVERIFY(question); // it has changes
        question->reject();
        QCOMPARE(m_pane->tabs()->openPaths().size(), 1);
    }

    void tabs_have_a_menu()
    {
        for (const char *name : {"a.rs", "b.rs", "c.rs"}) {
            open(QString::fromLatin1(name), "text\n");
        }
        auto *const bar = m_pane->tabs()->findChild<QTabBar *>();
        const auto choose = [&](int tab, const char *text) {
            QContextMenuEvent asked(QContextMenuEvent::Mouse, bar->tabRect(tab).center(),
                                    bar->mapToGlobal(bar->tabRect(tab).center()));
            QApplication::sendEvent(bar, &asked);
            auto *const menu = bar->findChild<QMenu *>();
            QVERIFY(menu);
            for (QAction *const one : menu->actions()) {
                if (one->text() == QLatin1String(text)) {
                    one->trigger();
                }
            }
            menu->close();
            QTRY_VERIFY(!bar->findChild<QMenu *>());
        };
        choose(1, "Copy path");
        QCOMPARE(QApplication::clipboard()->text(), pathOf(QStringLiteral("b.rs")));
        m_pane->tabs()->findChild<TabCommands *>()->setFolder(m_home->path());
        choose(1, "Copy relative path");
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("b.rs"));
        choose(1, "Close");
        QCOMPARE(m_pane->tabs()->openPaths().size(), 2);
        choose(1, "Reopen closed file");
        QCOMPARE(m_pane->tabs()->openPaths().size(), 3);
        choose(0, "Close others");
        QCOMPARE(m_pane->tabs()->openPaths(), QStringList{pathOf(QStringLiteral("a.rs"))});
        choose(0, "Close all");
        QVERIFY(m_pane->tabs()->openPaths().isEmpty());
    }
};

QTEST_MAIN(TestFileActions)
#include "tst_file_actions.moc"
