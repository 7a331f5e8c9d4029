// SPDX-License-Identifier: GPL-3.0-or-later
// From tab to tab: by use while Ctrl is held, by position, and from the list; and what stands on the tabs.
#include "tests/ui/editor/split_test.h"
#include "ui/editor/tab_names.h"
#include "ui/editor/tab_switcher.h"

#include <QListWidget>
#include <QMenu>
#include <QToolButton>
#include <QWindow>

using namespace studio;
using namespace Qt::StringLiterals;

class TestTabList : public test::SplitTest
{
    Q_OBJECT

    [[nodiscard]] TabSwitcher *switcher() const { return tabs()->findChild<TabSwitcher *>(); }
    [[nodiscard]] QString current() const { return QFileInfo(tabs()->currentPath()).fileName(); }
    /// As the system sends them, so that which keys are held is known.
    void hold(Qt::Key key, Qt::KeyboardModifiers held) const
    {
        QTest::keyPress(m_window->windowHandle(), key, held);
        QTest::keyRelease(m_window->windowHandle(), key); // those that are held stay so
    }
    void release() const { QTest::keyRelease(m_window->windowHandle(), Qt::Key_Control, Qt::NoModifier); }
    void openThree()
    {
        for (const char *const name : {"a.rs", "b.rs", "c.rs"}) {
            open(QString::fromLatin1(name), "text\n");
        }
        QTRY_VERIFY(editor()->hasFocus());
    }
    [[nodiscard]] QToolButton *button(int group) const
    {
        return groups()->barOf(group)->parentWidget()->findChild<QToolButton *>(u"tabList"_s);
    }
    [[nodiscard]] QStringList titles(int group = 0) const
    {
        QStringList all;
        for (int i = 0; i < groups()->barOf(group)->count(); ++i) {
            all << groups()->barOf(group)->tabText(i);
        }
        return all;
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void ctrl_tab_goes_to_the_tab_that_was_shown_before()
    {
        openThree();
        press(Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(current(), u"b.rs"_s);
        hold(Qt::Key_Tab, Qt::ControlModifier);
        QVERIFY(switcher()->isVisible());
        QCOMPARE(current(), u"b.rs"_s); // until Ctrl is released
        release();
        QVERIFY(!switcher()->isVisible());
        QCOMPARE(current(), u"c.rs"_s);
        QVERIFY(editor()->hasFocus());
        hold(Qt::Key_Tab, Qt::ControlModifier);
        hold(Qt::Key_Tab, Qt::ControlModifier);
        auto *const list = switcher()->findChild<QListWidget *>();
        QCOMPARE(list->count(), 3);
        QCOMPARE(list->currentItem()->text(), u"a.rs"_s);
        release();
        QCOMPARE(current(), u"a.rs"_s);
        QCOMPARE(editor()->text(), u"text\n"_s); // no key was typed
        hold(Qt::Key_Backtab, Qt::ControlModifier | Qt::ShiftModifier);
        release();
        QCOMPARE(current(), u"b.rs"_s); // the one that was shown longest ago
    }

    void escape_stays_and_arrows_choose()
    {
        openThree();
        hold(Qt::Key_Tab, Qt::ControlModifier);
        hold(Qt::Key_Escape, Qt::ControlModifier);
        QVERIFY(!switcher()->isVisible());
        release();
        QCOMPARE(current(), u"c.rs"_s);
        hold(Qt::Key_Tab, Qt::ControlModifier);
        hold(Qt::Key_Down, Qt::ControlModifier);
        release();
        QCOMPARE(current(), u"a.rs"_s);
    }

    void keys_of_pages_move_in_the_list_too()
    {
        openThree();
        hold(Qt::Key_Tab, Qt::ControlModifier);
        auto *const list = switcher()->findChild<QListWidget *>();
        QCOMPARE(list->currentRow(), 1);
        hold(Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(list->currentRow(), 2);
        hold(Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(list->currentRow(), 0);
        hold(Qt::Key_Escape, Qt::ControlModifier);
        QVERIFY(!switcher()->isVisible());
        QCOMPARE(current(), u"c.rs"_s);
        QVERIFY(editor()->hasFocus());
    }

    void a_tab_that_goes_leaves_the_one_that_was_shown_before_it()
    {
        openThree();
        tabs()->groups()->show(tabs()->editorOf(pathOf(u"a.rs"_s)));
        tabs()->closeCurrent();
        QCOMPARE(current(), u"c.rs"_s); // and not its neighbour
        QVERIFY(editor()->hasFocus());
        open(u"d.rs"_s, "text\n");
        tabs()->groups()->show(tabs()->editorOf(pathOf(u"b.rs"_s)));
        QVERIFY(tabs()->openBeside(pathOf(u"c.rs"_s), Qt::Horizontal).has_value());
        tabs()->groups()->move(tabs()->editorOf(pathOf(u"b.rs"_s)), 1);
        QCOMPARE(EditorTabs::pathOf(groups()->currentOf(0)), pathOf(u"d.rs"_s));
        QCOMPARE(current(), u"b.rs"_s);
    }

    void a_click_outside_and_another_window_close_the_list()
    {
        openThree();
        hold(Qt::Key_Tab, Qt::ControlModifier);
        QTest::mouseClick(editor()->viewport(), Qt::LeftButton, {}, QPoint(80, 60));
        QVERIFY(!switcher()->isVisible());
        release();
        QCOMPARE(current(), u"c.rs"_s);
        hold(Qt::Key_Tab, Qt::ControlModifier);
        QWidget other;
        other.show();
        other.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&other));
        QVERIFY(!switcher()->isVisible());
        QCOMPARE(current(), u"c.rs"_s);
    }

    void from_a_menu_it_goes_at_once()
    {
        openThree();
        action("editor.recentTab")->trigger();
        QCOMPARE(current(), u"b.rs"_s);
        QVERIFY(!switcher()->isVisible());
    }

    void a_tab_that_is_closed_while_the_list_is_open_is_not_chosen()
    {
        openThree();
        hold(Qt::Key_Tab, Qt::ControlModifier);
        tabs()->close(pathOf(u"b.rs"_s));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        release();
        QCOMPARE(current(), u"c.rs"_s);
    }

    void page_keys_go_by_position_and_round()
    {
        openThree();
        press(Qt::Key_PageDown, Qt::ControlModifier);
        QCOMPARE(current(), u"a.rs"_s);
        press(Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(current(), u"c.rs"_s);
        press(Qt::Key_PageUp, Qt::ControlModifier);
        QCOMPARE(current(), u"b.rs"_s);
        split(Qt::Horizontal);
        press(Qt::Key_PageDown, Qt::ControlModifier); // the only one of its group
        QCOMPARE(groups()->active(), 1);
        QCOMPARE(current(), u"b.rs"_s);
    }

    void the_list_has_the_tabs_of_its_group()
    {
        openThree();
        split(Qt::Horizontal);
        QTest::keyClicks(editor(), u"x"_s);
        for (const int group : {0, 1}) {
            QMenu *const menu = button(group)->menu();
            Q_EMIT menu->aboutToShow();
            QStringList texts;
            for (const QAction *const one : menu->actions()) {
                texts << one->text();
            }
            QCOMPARE(texts, titles(group));
        }
        button(0)->menu()->actions().first()->trigger();
        QCOMPARE(current(), u"a.rs"_s);
        QCOMPARE(groups()->active(), 0);
        QVERIFY(editor()->hasFocus());
    }

    void files_of_one_name_say_their_folder()
    {
        QVERIFY(QDir(m_home->path()).mkpath(u"a"_s));
        QVERIFY(QDir(m_home->path()).mkpath(u"b"_s));
        open(u"a/mod.rs"_s, "a\n");
        QCOMPARE(titles(), QStringList{u"mod.rs"_s});
        open(u"b/mod.rs"_s, "b\n");
        QCOMPARE(titles(), (QStringList{u"mod.rs — a"_s, u"mod.rs — b"_s}));
        QTest::keyClicks(editor(), u"x"_s);
        QCOMPARE(titles().last(), u"mod.rs — b ●"_s);
        tabs()->close(pathOf(u"a/mod.rs"_s));
        QCOMPARE(titles(), QStringList{u"mod.rs ●"_s});
        open(u"a/mod.rs"_s, "a\n");
        QVERIFY(QFile::rename(pathOf(u"a/mod.rs"_s), pathOf(u"a/other.rs"_s)));
        tabs()->renamed(pathOf(u"a/mod.rs"_s), pathOf(u"a/other.rs"_s));
        QCOMPARE(titles(), (QStringList{u"mod.rs ●"_s, u"other.rs"_s}));
    }

    void folders_tell_apart_what_the_last_one_does_not_data()
    {
        QTest::addColumn<QStringList>("paths");
        QTest::addColumn<QStringList>("folders");
        QTest::newRow("alone") << QStringList{u"/p/a.rs"_s} << QStringList{u""_s};
        QTest::newRow("two") << QStringList{u"/p/a/m.rs"_s, u"/p/b/m.rs"_s} << QStringList{u"a"_s, u"b"_s};
        QTest::newRow("the same last one")
            << QStringList{u"/p/x/a/m.rs"_s, u"/p/y/a/m.rs"_s} << QStringList{u"x/a"_s, u"y/a"_s};
        QTest::newRow("one in the other")
            << QStringList{u"/p/m.rs"_s, u"/p/p/m.rs"_s} << QStringList{u"/p"_s, u"p/p"_s};
        QTest::newRow("three") << QStringList{u"/p/a/m.rs"_s, u"/p/b/m.rs"_s, u"/q/b/m.rs"_s}
                               << QStringList{u"a"_s, u"p/b"_s, u"q/b"_s};
        QTest::newRow("at the root") << QStringList{u"/m.rs"_s, u"/a/m.rs"_s} << QStringList{u""_s, u"a"_s};
    }
    void folders_tell_apart_what_the_last_one_does_not()
    {
        QFETCH(QStringList, paths);
        QFETCH(QStringList, folders);
        const QHash<QString, QString> found = distinguishingFolders(paths);
        for (qsizetype i = 0; i < paths.size(); ++i) {
            QCOMPARE(found.value(paths[i]), folders[i]);
        }
    }

    void a_library_s_file_is_read_only_and_its_tip_says_so()
    {
        const QByteArray before = qgetenv("CARGO_HOME");
        qputenv("CARGO_HOME", m_home->path().toUtf8());
        QVERIFY(QDir(m_home->path()).mkpath(u"registry/src/index/serde-1.0.0/src"_s));
        open(u"lib.rs"_s, "mine\n");
        QVERIFY(!editor()->isReadOnly());
        const QString path = u"registry/src/index/serde-1.0.0/src/lib.rs"_s;
        open(path, "theirs\n"); // as when the files of the last session are opened again
        QVERIFY(editor()->isReadOnly());
        const QString tip = groups()->barOf(0)->tabToolTip(1);
        QVERIFY(tip.contains(u"serde-1.0.0"_s));
        QVERIFY(tip.contains(u"library"_s));
        QVERIFY(!groups()->barOf(0)->tabToolTip(0).contains(u"library"_s));
        before.isEmpty() ? qunsetenv("CARGO_HOME") : qputenv("CARGO_HOME", before);
    }
};

QTEST_MAIN(TestTabList)
#include "tst_tab_list.moc"
