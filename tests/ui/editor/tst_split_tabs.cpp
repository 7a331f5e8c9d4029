// SPDX-License-Identifier: GPL-3.0-or-later
// Groups of tabs by mouse and menu.
#include "tests/ui/editor/split_test.h"
#include "ui/editor/tab_drag.h"

#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>

using namespace studio;

namespace {

class KeyCounter : public QObject
{
public:
    int count = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        count += event->type() == QEvent::KeyPress ? 1 : 0;
        return false;
    }
};

} // namespace

class TestSplitTabs : public test::SplitTest
{
    Q_OBJECT

    /// With the left button, from a tab to a point of a widget.
    void drag(QTabBar *bar, int tab, QWidget *to, const QPoint &point, bool isDropped = true) const
    {
        const QPoint from = bar->tabRect(tab).center();
        const QPoint target = bar->mapFromGlobal(to->mapToGlobal(point));
        QTest::mousePress(bar, Qt::LeftButton, {}, from);
        for (int step = 1; step <= 8; ++step) {
            const QPoint at = from + (target - from) * step / 8;
            QMouseEvent moved(QEvent::MouseMove, QPointF(at), QPointF(bar->mapToGlobal(at)), Qt::NoButton,
                              Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(bar, &moved);
        }
        if (isDropped) {
            QTest::mouseRelease(bar, Qt::LeftButton, {}, target);
        }
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void a_group_without_tabs_ends()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        split(Qt::Horizontal);
        press(Qt::Key_1, Qt::ControlModifier);
        QTest::mouseClick(groups()->barOf(0), Qt::MiddleButton, {}, groups()->barOf(0)->tabRect(0).center());
        QVERIFY(groups()->isSplit());
        QTest::mouseClick(groups()->barOf(0), Qt::MiddleButton, {}, groups()->barOf(0)->tabRect(0).center());
        QVERIFY(!groups()->isSplit());
        QCOMPARE(namesOf(0), QStringList{QStringLiteral("b.rs")});
        QVERIFY(editor()->hasFocus());
        QVERIFY(!action("editor.closeSplit")->isEnabled());
    }

    void a_tab_is_dragged_to_the_other_group()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        split(Qt::Horizontal);
        open(QStringLiteral("c.rs"), "c\n");
        drag(groups()->barOf(0), 0, shownIn(1), shownIn(1)->rect().center());
        QCOMPARE(namesOf(0), QStringList{QStringLiteral("b.rs")});
        QCOMPARE(namesOf(1), (QStringList{QStringLiteral("b.rs"), QStringLiteral("c.rs"), QStringLiteral("a.rs")}));
        QVERIFY(editor()->hasFocus());
        QCOMPARE(groups()->barOf(1)->tabText(2), QStringLiteral("a.rs"));
        // Before a certain tab.
        drag(groups()->barOf(1), 2, groups()->barOf(0), groups()->barOf(0)->tabRect(0).center());
        QCOMPARE(namesOf(0), (QStringList{QStringLiteral("a.rs"), QStringLiteral("b.rs")}));
        // Where it is already, the two views become one.
        drag(groups()->barOf(0), 1, shownIn(1), shownIn(1)->rect().center());
        QCOMPARE(namesOf(0), QStringList{QStringLiteral("a.rs")});
        QCOMPARE(namesOf(1), (QStringList{QStringLiteral("b.rs"), QStringLiteral("c.rs")}));
        QVERIFY(!editor()->otherView());
        // The last one ends its group.
        drag(groups()->barOf(0), 0, shownIn(1), shownIn(1)->rect().center());
        QVERIFY(!groups()->isSplit());
        QCOMPARE(namesOf(0).size(), 3);
    }

    void a_tab_that_is_dragged_to_an_edge_splits_the_editor_data()
    {
        QTest::addColumn<QPointF>("where");
        QTest::addColumn<int>("side");
        QTest::newRow("right") << QPointF(0.9, 0.5) << static_cast<int>(Qt::Horizontal);
        QTest::newRow("down") << QPointF(0.3, 0.9) << static_cast<int>(Qt::Vertical);
        QTest::newRow("middle") << QPointF(0.4, 0.5) << 0;
    }
    void a_tab_that_is_dragged_to_an_edge_splits_the_editor()
    {
        QFETCH(QPointF, where);
        QFETCH(int, side);
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        const QPoint point(static_cast<int>(where.x() * groups()->width()),
                           static_cast<int>(where.y() * groups()->height()));
        drag(groups()->barOf(0), 0, groups(), point);
        QCOMPARE(groups()->isSplit(), side != 0);
        if (side != 0) {
            QCOMPARE(static_cast<int>(groups()->orientation()), side);
            QCOMPARE(namesOf(1), QStringList{QStringLiteral("a.rs")});
            QCOMPARE(groups()->barOf(1)->tabText(0), QStringLiteral("a.rs"));
        } else {
            QCOMPARE(namesOf(0), (QStringList{QStringLiteral("a.rs"), QStringLiteral("b.rs")}));
        }
    }

    void escape_gives_up_a_drag()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        drag(groups()->barOf(0), 0, groups(), QPoint(groups()->width() - 20, groups()->height() / 2), false);
        QVERIFY(tabs()->findChild<TabDrag *>()->isDragging());
        press(Qt::Key_Escape, {});
        QVERIFY(!tabs()->findChild<TabDrag *>()->isDragging());
        QVERIFY(!QApplication::overrideCursor());
        QTest::mouseRelease(groups()->barOf(0), Qt::LeftButton, {}, QPoint(5, 5));
        QVERIFY(!groups()->isSplit());
        QCOMPARE(namesOf(0), (QStringList{QStringLiteral("a.rs"), QStringLiteral("b.rs")}));
    }

    void escape_of_a_drag_reaches_nothing_else()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        editor()->setSelection(0, 0, 0, 1);
        KeyCounter keys;
        editor()->installEventFilter(&keys);
        drag(groups()->barOf(0), 1, groups(), QPoint(groups()->width() - 20, groups()->height() / 2), false);
        press(Qt::Key_Escape, {});
        QCOMPARE(keys.count, 0);
        QVERIFY(editor()->hasSelectedText()); // Escape in the editor would drop it
        press(Qt::Key_Escape, {});
        QCOMPARE(keys.count, 1);
        QTest::mouseRelease(groups()->barOf(0), Qt::LeftButton, {}, QPoint(5, 5));
    }

    void a_drag_ends_where_its_release_was_lost_data()
    {
        QTest::addColumn<QString>("sign");
        QTest::newRow("a move without the button") << QStringLiteral("move");
        QTest::newRow("another press") << QStringLiteral("press");
        QTest::newRow("another window is active") << QStringLiteral("deactivate");
        QTest::newRow("the bar is hidden") << QStringLiteral("hide");
    }
    void a_drag_ends_where_its_release_was_lost()
    {
        QFETCH(QString, sign);
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        QTabBar *const bar = groups()->barOf(0);
        drag(bar, 0, groups(), QPoint(groups()->width() - 20, groups()->height() / 2), false);
        auto *const dragged = tabs()->findChild<TabDrag *>();
        QVERIFY(dragged->isDragging());
        QWidget other;
        if (sign == QLatin1String("move")) {
            QMouseEvent moved(QEvent::MouseMove, QPointF(5, 5),
                              QPointF(editor()->viewport()->mapToGlobal(QPoint(5, 5))), Qt::NoButton, Qt::NoButton,
                              Qt::NoModifier);
            QApplication::sendEvent(editor()->viewport(), &moved);
        } else if (sign == QLatin1String("press")) {
            QTest::mousePress(editor()->viewport(), Qt::LeftButton, {}, QPoint(5, 5));
        } else if (sign == QLatin1String("deactivate")) {
            other.show();
            other.activateWindow();
            QVERIFY(QTest::qWaitForWindowActive(&other));
        } else {
            tabs()->hide();
        }
        QTRY_VERIFY(!dragged->isDragging());
        QVERIFY(!QApplication::overrideCursor());
        QVERIFY(!groups()->isSplit());
        QCOMPARE(namesOf(0), (QStringList{QStringLiteral("a.rs"), QStringLiteral("b.rs")}));
        QTest::mouseRelease(bar, Qt::LeftButton, {}, QPoint(5, 5));
    }

    void a_window_that_goes_during_a_drag_leaves_nothing()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        drag(groups()->barOf(0), 0, groups(), QPoint(groups()->width() - 20, groups()->height() / 2), false);
        QVERIFY(QApplication::overrideCursor());
        end();
        QVERIFY(!QApplication::overrideCursor());
    }

    /// The keyboard's focus is elsewhere while the mouse closes a tab.
    void a_tab_that_is_closed_takes_no_focus_from_elsewhere_data()
    {
        QTest::addColumn<QStringList>("files"); ///< open, the last one in both groups
        QTest::addColumn<int>("active");
        QTest::addColumn<int>("group"); ///< of the tab that is closed, its last one
        const QStringList two{QStringLiteral("a.rs"), QStringLiteral("b.rs")};
        for (const int active : {0, 1}) {
            for (const int group : {0, 1}) {
                QTest::addRow("one file, %d active, %d closed", active, group) << two.sliced(0, 1) << active << group;
                QTest::addRow("two files, %d active, %d closed", active, group) << two << active << group;
            }
        }
    }
    void a_tab_that_is_closed_takes_no_focus_from_elsewhere()
    {
        QFETCH(QStringList, files);
        QFETCH(int, active);
        QFETCH(int, group);
        for (const QString &name : std::as_const(files)) {
            open(name, "a\n");
        }
        split(Qt::Horizontal);
        press(active == 0 ? Qt::Key_1 : Qt::Key_2, Qt::ControlModifier);
        QLineEdit elsewhere(m_window.get());
        m_window->layout()->addWidget(&elsewhere);
        elsewhere.setFocus();
        QTRY_VERIFY(elsewhere.hasFocus());
        while (groups()->isSplit()) {
            QTabBar *const bar = groups()->barOf(group);
            QTest::mouseClick(bar, Qt::MiddleButton, {}, bar->tabRect(bar->count() - 1).center());
            QCoreApplication::processEvents();
            QVERIFY(elsewhere.hasFocus());
        }
        QTest::mouseClick(groups()->barOf(0), Qt::MiddleButton, {}, groups()->barOf(0)->tabRect(0).center());
        QCoreApplication::processEvents();
        QVERIFY(elsewhere.hasFocus());
    }

    void a_file_that_is_closed_after_a_question_gives_its_focus_to_the_next()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        QTest::keyClicks(editor(), QStringLiteral("x"));
        press(Qt::Key_W, Qt::ControlModifier);
        auto *const question = tabs()->findChild<QMessageBox *>();
        QVERIFY(question);
        question->button(QMessageBox::Discard)->click();
        QTRY_COMPARE(namesOf(0), QStringList{QStringLiteral("a.rs")});
        QTRY_VERIFY(editor()->hasFocus());
    }

    void tabs_are_still_moved_within_their_bar()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        QTabBar *const bar = groups()->barOf(0);
        drag(bar, 0, bar, bar->tabRect(1).center() + QPoint(bar->tabRect(1).width() / 3, 0));
        QTRY_COMPARE(namesOf(0), (QStringList{QStringLiteral("b.rs"), QStringLiteral("a.rs")}));
        QVERIFY(!groups()->isSplit());
    }

    void the_menu_of_a_tab_splits_moves_and_merges()
    {
        open(QStringLiteral("a.rs"), "a\n");
        open(QStringLiteral("b.rs"), "b\n");
        const auto choose = [&](QTabBar *bar, int tab, const char *text) {
            QContextMenuEvent asked(QContextMenuEvent::Mouse, bar->tabRect(tab).center(),
                                    bar->mapToGlobal(bar->tabRect(tab).center()));
            QApplication::sendEvent(bar, &asked);
            const QPointer<QMenu> menu = bar->findChild<QMenu *>();
            QVERIFY(menu);
            for (QAction *const one : menu->actions()) {
                if (one->text() == QLatin1String(text)) {
                    QVERIFY(one->isEnabled());
                    one->trigger();
                    break;
                }
            }
            if (menu) {
                menu->close();
            }
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        };
        choose(groups()->barOf(0), 0, "Split down");
        QVERIFY(groups()->isSplit());
        QCOMPARE(groups()->orientation(), Qt::Vertical);
        QCOMPARE(namesOf(1), QStringList{QStringLiteral("a.rs")});
        choose(groups()->barOf(0), 1, "Move to other group");
        QCOMPARE(namesOf(1), (QStringList{QStringLiteral("a.rs"), QStringLiteral("b.rs")}));
        choose(groups()->barOf(1), 0, "Split right"); // the other way now
        QCOMPARE(groups()->orientation(), Qt::Horizontal);
        choose(groups()->barOf(1), 1, "Close others");
        QCOMPARE(namesOf(0), QStringList{QStringLiteral("a.rs")});
        QCOMPARE(namesOf(1), QStringList{QStringLiteral("b.rs")});
        choose(groups()->barOf(1), 0, "Close split");
        QVERIFY(!groups()->isSplit());
        QCOMPARE(namesOf(0), (QStringList{QStringLiteral("a.rs"), QStringLiteral("b.rs")}));
        QCOMPARE(QFileInfo(tabs()->currentPath()).fileName(), QStringLiteral("a.rs")); // it was split last
    }

    void a_split_that_is_closed_keeps_the_active_views()
    {
        open(QStringLiteral("a.rs"), QByteArray("line\n").repeated(50));
        split(Qt::Horizontal);
        editor()->setCursorPosition(30, 2);
        QTest::keyClicks(editor(), QStringLiteral("x"));
        action("editor.closeSplit")->trigger();
        QVERIFY(!groups()->isSplit());
        QCOMPARE(namesOf(0), QStringList{QStringLiteral("a.rs")});
        QCOMPARE(caretOf(editor()), std::pair(30, 3));
        QVERIFY(editor()->isModified());
        QVERIFY(editor()->hasFocus());
    }

    void right_is_right_also_where_words_run_from_the_right()
    {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        open(QStringLiteral("a.rs"), "a\n");
        split(Qt::Horizontal);
        QVERIFY(shownIn(1)->mapToGlobal(QPoint()).x() > shownIn(0)->mapToGlobal(QPoint()).x());
        QCOMPARE(groups()->barOf(1)->layoutDirection(), Qt::RightToLeft);
        QCOMPARE(shownIn(1)->layoutDirection(), Qt::LeftToRight);
    }

    void long_names_leave_both_groups_their_room()
    {
        m_window->resize(900, 500);
        for (int i = 0; i < 25; ++i) {
            open(QStringLiteral("a_very_long_name_of_a_file_number_%1.rs").arg(i), "a\n");
        }
        const int width = tabs()->width();
        split(Qt::Horizontal);
        QTRY_VERIFY(shownIn(1)->width() > 300);
        QVERIFY(qAbs(shownIn(0)->width() - shownIn(1)->width()) < 10);
        QCOMPARE(tabs()->width(), width);
        QVERIFY(m_window->minimumSizeHint().width() < 600);
    }
};

QTEST_MAIN(TestSplitTabs)
#include "tst_split_tabs.moc"
