// SPDX-License-Identifier: GPL-3.0-or-later
// A pane that the window has never heard of: it gets a place, a tab, a menu entry, a shortcut and entries of the finder
// from its interface alone.
#include "ui/common/action.h"
#include "ui/common/banner.h"
#include "ui/common/tool_pane.h"
#include "ui/shell/action_finder.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QDockWidget>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolBar>
#include <QTreeWidget>

#include <algorithm>

using namespace studio;
using namespace Qt::StringLiterals;

namespace {

/// What a new capability brings along.
class CoveragePane final : public ToolPane
{
public:
    CoveragePane(QString id, PaneArea area, QKeySequence keys)
        : m_id(std::move(id)), m_area(area), m_keys(std::move(keys))
    {
        m_action = makeAction(this, {.id = m_id + u".measure"_s,
                                     .text = u"Measure %1"_s.arg(m_id),
                                     .keys = {QKeySequence(u"Ctrl+Alt+M"_s)},
                                     .menu = ActionMenu::Handler});
        if (m_keys.isEmpty()) {
            m_action->setShortcuts(QList<QKeySequence>());
        }
    }

    [[nodiscard]] QString id() const override { return m_id; }
    [[nodiscard]] QString title() const override { return m_title; }
    [[nodiscard]] QIcon icon() const override { return QIcon(QPixmap(16, 16)); }
    [[nodiscard]] PaneArea preferredArea() const override { return m_area; }
    [[nodiscard]] QKeySequence shortcut() const override { return m_keys; }
    [[nodiscard]] QList<QAction *> actions() override { return {m_action}; }
    bool find(const SearchQuery &query) override
    {
        m_steps << query.step;
        return true;
    }
    void setTitle(const QString &title)
    {
        m_title = title;
        Q_EMIT titleChanged();
    }

    QWidget *makeWidget() override
    {
        m_list = new QListWidget;
        m_list->addItem(u"src/lib.rs"_s);
        return m_list;
    }

    QString m_id;
    QString m_title = u"Coverage"_s;
    PaneArea m_area;
    QKeySequence m_keys;
    QAction *m_action;
    QListWidget *m_list = nullptr;
    QList<SearchQuery::Step> m_steps;
};

QStringList textsOf(const QMenu *menu)
{
    QStringList texts;
    for (const QAction *const action : menu->actions()) {
        texts << action->text();
        if (action->menu()) {
            texts << textsOf(action->menu());
        }
    }
    return texts;
}

} // namespace

class TestToolPane : public QObject
{
    Q_OBJECT

    std::unique_ptr<CoveragePane> m_editor;
    std::unique_ptr<CoveragePane> m_first;
    std::unique_ptr<CoveragePane> m_coverage;
    std::unique_ptr<MainWindow> m_window;

    [[nodiscard]] QMenu *menu(const QString &title) const
    {
        for (const QAction *const entry : m_window->menuBar()->actions()) {
            if (entry->text() == title) {
                return entry->menu();
            }
        }
        return nullptr;
    }
    void open(PaneArea area) { open(area, area); }
    void open(PaneArea area, PaneArea ofCoverage)
    {
        cleanup();
        m_editor = std::make_unique<CoveragePane>(u"editor"_s, PaneArea::Editor, QKeySequence());
        m_first = std::make_unique<CoveragePane>(u"first"_s, area, QKeySequence());
        m_coverage = std::make_unique<CoveragePane>(u"coverage"_s, ofCoverage, QKeySequence(u"Alt+9"_s));
        m_window = std::make_unique<MainWindow>(QList<ToolPane *>{m_editor.get(), m_first.get(), m_coverage.get()});
        m_window->finish();
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

private Q_SLOTS:
    void cleanup()
    {
        m_window.reset();
        m_coverage.reset();
        m_first.reset();
        m_editor.reset();
    }

    void a_pane_has_a_dock_and_a_tab_data()
    {
        QTest::addColumn<PaneArea>("area");
        QTest::addColumn<QString>("dock");
        QTest::newRow("left") << PaneArea::Left << u"left"_s;
        QTest::newRow("right") << PaneArea::Right << u"right"_s;
        QTest::newRow("bottom") << PaneArea::Bottom << u"lower"_s;
    }
    void a_pane_has_a_dock_and_a_tab()
    {
        QFETCH(const PaneArea, area);
        QFETCH(const QString, dock);
        open(area);
        auto *const place = m_window->findChild<QDockWidget *>(dock);
        QVERIFY(place);
        QTest::keyClick(m_window.get(), Qt::Key_9, Qt::AltModifier);
        QVERIFY(m_coverage->m_list);
        QVERIFY(place->isAncestorOf(m_coverage->m_list));
        QVERIFY(m_coverage->m_list->isVisible());
        QCOMPARE(QApplication::focusWidget(), m_coverage->m_list);
        // Also where its dock is folded.
        place->hide();
        m_editor->m_list->setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_9, Qt::AltModifier);
        QCOMPARE(QApplication::focusWidget(), m_coverage->m_list);
        if (area == PaneArea::Left) {
            return; // all are seen there, without tabs
        }
        auto *const tabs = place->findChild<QTabBar *>();
        QCOMPARE(tabs->tabText(1), u"Coverage"_s);
        m_coverage->setTitle(u"Coverage 83 %"_s);
        QCOMPARE(tabs->tabText(1), u"Coverage 83 %"_s);
        m_first->widget();
        Q_EMIT m_first->raiseRequested();
        QCOMPARE(tabs->currentIndex(), 0);
        QCOMPARE(m_window->page(), area == PaneArea::Bottom ? u"first"_s : QString());
    }

    void its_widget_is_made_when_it_is_shown()
    {
        open(PaneArea::Bottom);
        QVERIFY(m_first->hasWidget());
        QVERIFY(!m_coverage->hasWidget());
        QTRY_VERIFY(m_coverage->hasWidget()); // or when the window has been there for a moment
        QVERIFY(!m_coverage->m_list->isVisible());
    }

    void it_has_menu_entries_and_shortcuts()
    {
        open(PaneArea::Bottom);
        QVERIFY(textsOf(menu(u"&View"_s)).contains(u"Coverage"_s));
        QVERIFY(textsOf(menu(u"&Handler"_s)).contains(u"Measure coverage"_s));
        QSignalSpy measured(m_coverage->m_action, &QAction::triggered);
        QTest::keyClick(m_window.get(), Qt::Key_M, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(measured.size(), 1);
        QCOMPARE(m_window->action(u"coverage.measure"_s), m_coverage->m_action);
        QCOMPARE(m_window->action(u"pane.coverage"_s)->shortcut(), QKeySequence(u"Alt+9"_s));
        QVERIFY(!m_window->action(u"pane.coverage"_s)->icon().isNull());
    }

    void the_finder_finds_it()
    {
        open(PaneArea::Bottom);
        QSignalSpy measured(m_coverage->m_action, &QAction::triggered);
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        auto *const finder = m_window->findChild<ActionFinder *>();
        QVERIFY(finder);
        auto *const words = finder->findChild<QLineEdit *>();
        QTest::keyClicks(words, u"cover"_s);
        auto *const list = finder->findChild<QTreeWidget *>();
        QStringList texts;
        for (int i = 0; i < list->topLevelItemCount(); ++i) {
            texts << list->topLevelItem(i)->text(0);
        }
        std::ranges::sort(texts);
        QVERIFY2(texts.contains(u"Coverage"_s) && texts.contains(u"Measure coverage"_s), qPrintable(texts.join(u',')));
        QTest::keyClicks(words, u" measure"_s);
        QTest::keyClick(words, Qt::Key_Return);
        QCOMPARE(measured.size(), 1);
    }

    void f6_comes_to_it_and_ctrl_f_finds_in_it()
    {
        open(PaneArea::Right);
        m_coverage->widget();
        Q_EMIT m_coverage->raiseRequested();
        m_editor->m_list->setFocus();
        QTest::keyClick(m_window.get(), Qt::Key_F6);
        QCOMPARE(QApplication::focusWidget(), m_coverage->m_list);
        QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(m_coverage->m_steps, {SearchQuery::Step::Open});
        QVERIFY(m_editor->m_steps.isEmpty());
        QTest::keyClick(m_window.get(), Qt::Key_F6);
        QTest::keyClick(m_window.get(), Qt::Key_F3);
        QCOMPARE(QApplication::focusWidget(), m_editor->m_list);
        QCOMPARE(m_editor->m_steps, {SearchQuery::Step::Next});
    }

    void the_bottom_is_maximised_by_key_and_double_click_and_back()
    {
        open(PaneArea::Bottom);
        auto *const dock = m_window->findChild<QDockWidget *>(u"lower"_s);
        const int usual = dock->height();
        QAction *const maximize = m_window->action(u"window.maximizeBottom"_s);
        QTest::keyClick(m_window.get(), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(dock->height() > 2 * usual);
        maximize->trigger();
        QTRY_COMPARE(dock->height(), usual);
        auto *const tabs = dock->findChild<QTabBar *>();
        QTest::mouseDClick(tabs, Qt::LeftButton, {}, tabs->tabRect(0).center());
        QTRY_VERIFY(dock->height() > 2 * usual);
        dock->hide();
        m_window->action(u"window.resetLayout"_s)->trigger();
        QTRY_COMPARE(dock->height(), usual);
    }

    void panes_at_the_sides_do_not_keep_the_bottom_small_data()
    {
        QTest::addColumn<PaneArea>("side");
        QTest::newRow("left") << PaneArea::Left;
        QTest::newRow("right") << PaneArea::Right;
    }
    void panes_at_the_sides_do_not_keep_the_bottom_small()
    {
        QFETCH(const PaneArea, side);
        open(PaneArea::Bottom, side);
        m_window->activatePane(m_coverage.get());
        m_coverage->widget()->setMinimumHeight(500);
        QTRY_VERIFY(m_window->isAncestorOf(m_coverage->widget()) && m_coverage->widget()->height() >= 500);
        auto *const dock = m_window->findChild<QDockWidget *>(u"lower"_s);
        const int usual = dock->height();
        m_window->action(u"window.maximizeBottom"_s)->trigger();
        QTRY_VERIFY(dock->height() > m_window->height() / 2);
        m_window->resize(m_window->width() + 20, m_window->height()); // the layout is made anew, with all least sizes
        QTRY_COMPARE(dock->width(), m_window->width());
        QVERIFY(dock->height() > m_window->height() / 2);
        QVERIFY(m_coverage->widget()->height() >= 500); // scrolled, not cut
        m_window->action(u"window.maximizeBottom"_s)->trigger();
        QTRY_COMPARE(dock->height(), usual);
    }

    void a_page_that_needs_more_height_does_not_move_what_is_above()
    {
        open(PaneArea::Bottom);
        auto *const dock = m_window->findChild<QDockWidget *>(u"lower"_s);
        const int usual = dock->height();
        m_coverage->widget()->setMinimumHeight(usual + 100);
        m_window->activatePane(m_coverage.get());
        QTRY_VERIFY(m_window->isAncestorOf(m_coverage->widget()));
        m_window->resize(m_window->width() + 20, m_window->height()); // the layout is made anew, with all least sizes
        QTRY_COMPARE(dock->width(), m_window->width());
        QCOMPARE(dock->height(), usual);
    }

    void in_a_low_window_the_sides_stand_beside_the_bottom()
    {
        open(PaneArea::Bottom, PaneArea::Left);
        auto *const bottom = m_window->findChild<QDockWidget *>(u"lower"_s);
        auto *const side = m_window->findChild<QDockWidget *>(u"left"_s);
        QTRY_COMPARE(bottom->width(), m_window->width());
        m_window->resize(1200, 540); // 1920×1080 at twice the size
        QTRY_COMPARE(side->geometry().bottom(), bottom->geometry().bottom());
        m_window->resize(1200, 800);
        QTRY_COMPARE(bottom->width(), m_window->width());
        QTRY_VERIFY(side->geometry().bottom() < bottom->geometry().top());
    }

    void a_narrow_window_folds_the_right_side_and_a_wide_one_brings_it_back()
    {
        open(PaneArea::Right);
        auto *const dock = m_window->findChild<QDockWidget *>(u"right"_s);
        QVERIFY(dock->isVisible());
        m_window->resize(950, 700);
        QTRY_VERIFY(!dock->isVisible());
        const QByteArray folded = m_window->layoutState();
        m_window->resize(1280, 700);
        QTRY_VERIFY(dock->isVisible());
        m_window->restoreLayout({}, folded); // of a session that ended while it was narrow
        QVERIFY(dock->isVisible());
        dock->hide(); // by the person, which stays
        m_window->resize(950, 700);
        QTRY_COMPARE(m_window->width(), 950);
        m_window->resize(1280, 700);
        QTRY_COMPARE(m_window->width(), 1280);
        QVERIFY(!dock->isVisible());
        QVERIFY(m_window->minimumHeight() <= 500); // 1920×1080 at twice the size, less the desktop's bars
    }

    void a_dock_is_moved_by_menu_and_stays_there_and_is_reset_data()
    {
        QTest::addColumn<PaneArea>("area");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("action");
        QTest::newRow("left") << PaneArea::Left << u"left"_s << u"area.left.move"_s;
        QTest::newRow("right") << PaneArea::Right << u"right"_s << u"area.right.move"_s;
        QTest::newRow("bottom") << PaneArea::Bottom << u"lower"_s << u"area.bottom.move"_s;
    }
    void a_dock_is_moved_by_menu_and_stays_there_and_is_reset()
    {
        QFETCH(const PaneArea, area);
        QFETCH(const QString, name);
        QFETCH(const QString, action);
        open(area);
        auto *dock = m_window->findChild<QDockWidget *>(name);
        const Qt::DockWidgetArea usual = m_window->dockWidgetArea(dock);
        for (const auto place : {Qt::BottomDockWidgetArea, Qt::LeftDockWidgetArea, Qt::RightDockWidgetArea}) {
            if (m_window->dockWidgetArea(dock) == place) {
                continue;
            }
            const int row = place == Qt::LeftDockWidgetArea ? 0 : place == Qt::RightDockWidgetArea ? 1 : 2;
            m_window->action(action)->trigger();
            QPointer<QMenu> menu;
            QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
            QVERIFY(menu->actions().at(row)->isEnabled());
            QVERIFY(!std::ranges::all_of(menu->actions(), &QAction::isEnabled)); // where it stands already
            menu->setActiveAction(menu->actions().at(row));
            QTest::keyClick(menu, Qt::Key_Return);
            QCOMPARE(m_window->dockWidgetArea(dock), place);
            QTRY_VERIFY(dock->isVisible() && !dock->isFloating() && dock->width() > 100 && dock->height() > 50);
            QVERIFY2(m_window->width() <= 1280 && m_window->height() <= 800, "it makes the window larger");
            const QByteArray layout = m_window->layoutState();
            open(area);
            m_window->restoreLayout({}, layout);
            dock = m_window->findChild<QDockWidget *>(name);
            QCOMPARE(m_window->dockWidgetArea(dock), place);
            m_coverage->widget();
            Q_EMIT m_coverage->focusRequested();
            QTRY_VERIFY(m_coverage->m_list->hasFocus());
        }
        m_window->action(u"window.resetLayout"_s)->trigger();
        QCOMPARE(m_window->dockWidgetArea(dock), usual);
        QTRY_VERIFY(dock->isVisible());
    }

    void the_panel_is_maximised_also_at_a_side()
    {
        open(PaneArea::Bottom);
        auto *const dock = m_window->findChild<QDockWidget *>(u"lower"_s);
        m_window->addDockWidget(Qt::RightDockWidgetArea, dock);
        QTRY_VERIFY(dock->height() > 400);
        const int usual = dock->width();
        m_window->action(u"window.maximizeBottom"_s)->trigger();
        QTRY_VERIFY(dock->width() > usual + 100);
        m_window->action(u"window.maximizeBottom"_s)->trigger();
        QTRY_COMPARE(dock->width(), usual);
    }

    void what_it_says_is_in_the_banner()
    {
        open(PaneArea::Bottom);
        Q_EMIT m_coverage->message(u"There is no measurement yet."_s, true);
        QVERIFY(m_window->banner()->isVisible());
        QCOMPARE(m_window->banner()->text(), u"There is no measurement yet."_s);
        Q_EMIT m_coverage->messageOutdated(u"There is no measurement yet."_s);
        QVERIFY(!m_window->banner()->isVisible());
    }
};

QTEST_MAIN(TestToolPane)
#include "tst_tool_pane.moc"
