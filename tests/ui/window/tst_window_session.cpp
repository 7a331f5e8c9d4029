// SPDX-License-Identifier: GPL-3.0-or-later
// What a window finds again at its next start, and what two windows keep apart.
#include "core/base/files.h"
#include "core/project/project.h"
#include "tests/ui/window/editor_typing.h"
#include "tests/ui/window/studio.h"
#include "ui/common/theme.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/editor_groups.h"
#include "ui/editor/editor_tabs.h"
#include "ui/invoke/invoke_pane.h"

#include <QCoroTask>
#include <QDir>
#include <QDockWidget>
#include <QInputDialog>
#include <QMenu>
#include <QTemporaryDir>
#include <QToolBar>
#include <QToolButton>

using namespace studio;
using namespace studio::test;

class TestWindowSession : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;
    QString m_project;
    std::unique_ptr<Studio> m_studio;

    void openStudio()
    {
        m_studio = std::make_unique<Studio>(m_home->path());
        m_studio->open(m_project);
        window().show();
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }
    [[nodiscard]] MainWindow &window() const { return m_studio->window; }
    [[nodiscard]] CodeEditor *editor() const { return m_studio->editors()->current(); }

private Q_SLOTS:
    void init()
    {
        m_home = std::make_unique<QTemporaryDir>();
        m_project = m_home->filePath(QStringLiteral("hello"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), m_project).has_value());
        openStudio();
    }
    void cleanup()
    {
        m_studio.reset();
        m_home.reset();
    }

    void what_was_typed_and_not_saved_is_there_at_the_next_start()
    {
        replaceInEditor(editor(), QStringLiteral("Hello from Rust!"), QStringLiteral("never saved"));
        const QString typed = editor()->text();
        window().close();
        m_studio.reset();
        openStudio();
        QCOMPARE(editor()->text(), typed);
        QVERIFY(editor()->isModified());
        // Saved, the copy has done its work.
        QVERIFY(QCoro::waitFor(m_studio->editors()->saveAll()).has_value());
        QVERIFY(!editor()->isModified());
        m_studio.reset();
        openStudio();
        QVERIFY(!editor()->isModified());
    }

    void a_chosen_syntax_theme_is_that_of_the_next_start_too()
    {
        m_studio->action("editor.syntaxTheme")->trigger();
        QInputDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = qobject_cast<QInputDialog *>(QApplication::activeModalWidget())) != nullptr);
        QVERIFY(dialog->comboBoxItems().contains(QStringLiteral("Ignite Dark")));
        dialog->setTextValue(QStringLiteral("Dracula"));
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_VERIFY(QApplication::activeModalWidget() == nullptr);
        const auto background = [this] { return editor()->lexer()->defaultPaper(0); };
        const QColor chosen = background();
        QVERIFY(chosen != Theme::current().surface);
        window().close();
        m_studio.reset();
        openStudio();
        QCOMPARE(m_studio->editors()->syntaxTheme(), QStringLiteral("Dracula"));
        QCOMPARE(background(), chosen);
    }

    void two_windows_on_one_project_say_so_and_keep_their_text_apart()
    {
        replaceInEditor(editor(), QStringLiteral("Hello from Rust!"), QStringLiteral("typed in the first"));
        const QDir kept(m_home->filePath(QStringLiteral("config/recovery/0")));
        QTRY_COMPARE(kept.entryList(QDir::Files).size(), 2); // what was typed, and the lock of the window
        Studio second(m_home->path());
        second.open(m_project);
        second.window.show();
        CodeEditor *const other = second.editors()->current();
        QVERIFY(other->text().contains(QStringLiteral("Hello from Rust!")));
        QVERIFY(!other->isModified());
        QVERIFY(second.isSaid(QStringLiteral("another window")));
        // What the one saves appears in the other.
        QVERIFY(QCoro::waitFor(m_studio->editors()->saveAll()).has_value());
        QTRY_VERIFY(other->text().contains(QStringLiteral("typed in the first")));
        QVERIFY(!other->isModified());
    }

    void two_windows_remember_their_own_projects()
    {
        const QString project = m_home->filePath(QStringLiteral("second"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project).has_value());
        Studio second(m_home->path());
        second.open(project);
        second.invoke()->setPayload(R"({"of": "the second"})");
        m_studio->invoke()->setPayload(R"({"of": "the first"})");
        window().close();
        second.window.close();
        m_studio.reset();
        openStudio();
        QCOMPARE(m_studio->invoke()->payload(), QByteArray(R"({"of": "the first"})"));
        second.open(project);
        QCOMPARE(second.invoke()->payload(), QByteArray(R"({"of": "the second"})"));
    }

    void another_project_begins_with_a_request_of_its_own()
    {
        m_studio->invoke()->setRequest({.method = "PUT",
                                        .target = "/admin?all=1",
                                        .headers = {{"authorization", "Bearer of-the-first"}},
                                        .body = "{}"});
        m_studio->invoke()->chooseTarget(QStringLiteral("remote:prod"));
        const QString project = m_home->filePath(QStringLiteral("second"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project).has_value());
        m_studio->open(project);
        const QByteArray state = m_studio->invoke()->saveState().toUtf8();
        QVERIFY2(!state.contains("Bearer") && !state.contains("prod") && !state.contains("PUT"), state.constData());
        // That of the first is there when that one is opened again.
        m_studio->open(m_project);
        QVERIFY(m_studio->invoke()->saveState().toUtf8().contains("Bearer of-the-first"));
    }

    /// A file that the program wrote when pages were remembered by their position and docks had no ids.
    void what_an_older_program_remembered_is_found_again()
    {
        m_studio.reset();
        const auto old = readRegularFile(sourcePath("/tests/data/window/by-position.json"), 1 << 20);
        QVERIFY(old && *old);
        QFile file(m_home->filePath(QStringLiteral("config/window.json")));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(QByteArray(**old).replace("@PROJECT@", m_project.toUtf8()));
        file.close();
        for (int start = 0; start < 2; ++start) { // as it was written, and as this program writes it
            openStudio();
            QVERIFY(Theme::current().dark);
            QCOMPARE(m_studio->editors()->openPaths(), QStringList({m_project + QStringLiteral("/src/lib.rs"),
                                                                    m_project + QStringLiteral("/Cargo.toml")}));
            QVERIFY(m_studio->editors()->currentPath().endsWith(QStringLiteral("/Cargo.toml")));
            QCOMPARE(m_studio->invoke()->payload(), QByteArray(R"({"message": "remembered"})"));
            QVERIFY(m_studio->action("target.wasm")->isChecked());
            QTRY_COMPARE(window().page(), QStringLiteral("versions"));
            const auto widthOf = [this](const char *dock) {
                return window().findChild<QDockWidget *>(QString::fromLatin1(dock))->size();
            };
            QCOMPARE(window().size(), QSize(1500, 900));
            QCOMPARE(widthOf("left").width(), 290);
            QCOMPARE(widthOf("right").width(), 480);
            QCOMPARE(widthOf("lower").height(), 293);
            window().close();
            m_studio.reset();
        }
    }

    void a_page_is_remembered_by_its_id()
    {
        m_studio->action("pane.apps")->trigger();
        window().close();
        m_studio.reset();
        openStudio();
        QCOMPARE(window().page(), QStringLiteral("console"));
        QTRY_COMPARE(window().page(), QStringLiteral("apps"));
    }

    void open_files_are_remembered()
    {
        m_studio->editors()->openAt(m_project + QStringLiteral("/Cargo.toml"), 6, 0);
        window().close();
        m_studio.reset();
        openStudio();
        QCOMPARE(m_studio->editors()->openPaths().size(), 2);
        QVERIFY(m_studio->editors()->currentPath().endsWith(QStringLiteral("Cargo.toml")));
    }

    void a_split_editor_is_there_at_the_next_start_and_is_the_projects()
    {
        m_studio->action("editor.splitRight")->trigger();
        m_studio->editors()->openAt(m_project + QStringLiteral("/Cargo.toml"), 6, 0);
        QTest::keyClicks(editor(), QStringLiteral("# typed "));
        const QString typed = editor()->text();
        const QString other = m_home->filePath(QStringLiteral("other"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), other).has_value());
        m_studio->open(other);
        QVERIFY(!m_studio->editors()->groups()->isSplit());
        m_studio->open(m_project);
        const auto isAsBefore = [&] {
            const EditorGroups *const groups = m_studio->editors()->groups();
            return groups->isSplit() && groups->editorsOf(0).size() == 1 && groups->editorsOf(1).size() == 2 &&
                   groups->active() == 1 && editor()->text() == typed;
        };
        QVERIFY(isAsBefore());
        window().close();
        m_studio.reset();
        openStudio();
        QVERIFY(isAsBefore());
        m_studio->action("editor.closeSplit")->trigger();
        QVERIFY(!m_studio->editors()->groups()->isSplit());
        QCOMPARE(m_studio->editors()->openPaths().size(), 2);
    }

    void how_editors_show_text_is_remembered()
    {
        QTest::keyClick(editor(), Qt::Key_Plus, Qt::ControlModifier);
        QTest::keyClick(editor(), Qt::Key_Z, Qt::AltModifier);
        window().close();
        m_studio.reset();
        openStudio();
        QCOMPARE(editor()->SendScintilla(QsciScintillaBase::SCI_GETZOOM), 1L);
        QCOMPARE(editor()->wrapMode(), QsciScintilla::WrapWord);
        QVERIFY(m_studio->action("editor.wrapLines")->isChecked());
        editor()->setFocus();
        QTest::keyClick(editor(), Qt::Key_0, Qt::ControlModifier);
        QCOMPARE(editor()->SendScintilla(QsciScintillaBase::SCI_GETZOOM), 0L);
    }

    void the_file_menu_opens_recent_projects()
    {
        const QString project = m_home->filePath(QStringLiteral("second"));
        QVERIFY(copySample(sourcePath("/resources/samples/rust-hello"), project).has_value());
        m_studio->open(project);
        QMenu *const menu = m_studio->action("project.openRecent")->menu();
        menu->popup(window().mapToGlobal(QPoint(10, 10)));
        QCOMPARE(menu->actions().value(1)->text(), m_project);
        menu->actions().value(1)->trigger();
        menu->close();
        QVERIFY(m_studio->editors()->currentPath().startsWith(m_project));
    }

    void two_actions_share_no_key()
    {
        QHash<QKeySequence, QString> ids;
        for (const QAction *const one : window().actions()) {
            if (one->shortcutContext() == Qt::WidgetShortcut) {
                continue;
            }
            for (const QKeySequence &keys : one->shortcuts()) {
                QVERIFY2(!ids.contains(keys), qPrintable(keys.toString() + ids.value(keys) + one->objectName()));
                ids.insert(keys, one->objectName());
            }
        }
        QCOMPARE(ids.value(QKeySequence(QStringLiteral("Ctrl+D"))), QStringLiteral("editor.addNextOccurrence"));
    }

    void names_in_menus_say_what_they_act_on()
    {
        const QAction *const native = window().action(QStringLiteral("target.native"));
        QCOMPARE(native->text(), QStringLiteral("Target: Native"));
        const auto *const button = qobject_cast<QToolButton *>(
            window().bar()->widgetForAction(window().action(QStringLiteral("target.native"))));
        QVERIFY(button);
        QCOMPARE(button->text(), QStringLiteral("Native"));
    }
};

QTEST_MAIN(TestWindowSession)
#include "tst_window_session.moc"
