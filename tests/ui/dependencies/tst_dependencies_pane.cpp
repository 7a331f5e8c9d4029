// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/manifest.h"
#include "ui/dependencies/dependencies_pane.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocumentFragment>
#include <QTimer>
#include <QToolButton>
#include <QTreeWidget>

using namespace studio;

namespace {

const QString manifestText = QStringLiteral(R"([package]
name = "hello"
version = "0.1.0"

[dependencies]
ignite = "*"
serde_json = "1"
near = { path = "../near" }
json = { package = "serde_json", version = "1", features = ["preserve_order"] }

[dev-dependencies]
tempfile = "3"

[target.'cfg(unix)'.dependencies]
libc = "0.2"
)");

} // namespace

class TestDependenciesPane : public QObject
{
    Q_OBJECT

    std::unique_ptr<DependenciesPane> m_pane;
    QTreeWidget *m_list = nullptr;
    QLineEdit *m_name = nullptr;

    void show(const QString &text)
    {
        const auto manifest = parseManifest(text);
        QVERIFY2(manifest.has_value(), qPrintable(manifest ? QString() : manifest.error().message));
        m_pane->setManifest(*manifest);
    }
    [[nodiscard]] QStringList rows(int column) const
    {
        QStringList all;
        for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
            all << m_list->topLevelItem(i)->text(column);
        }
        return all;
    }
    [[nodiscard]] QTreeWidgetItem *item(const QString &key) const
    {
        return m_list->findItems(key, Qt::MatchExactly | Qt::MatchRecursive).value(0);
    }
    /// The line below the title; null when there is nothing to say.
    [[nodiscard]] QLabel *note() const
    {
        for (QLabel *label : m_pane->findChildren<QLabel *>()) {
            if (label->wordWrap()) {
                return label;
            }
        }
        return nullptr;
    }
    [[nodiscard]] QPoint pointOf(const QString &key) const { return m_list->visualItemRect(item(key)).center(); }
    void click(const QString &key) { QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, pointOf(key)); }
    QStringList menuAt(const QPoint &point, const QString &choose = {})
    {
        QStringList entries;
        QTimer whenOpen; // the menu has an event loop of its own; the timer ends with this function
        whenOpen.setSingleShot(true);
        connect(&whenOpen, &QTimer::timeout, &whenOpen, [&] {
            auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
            if (!menu) {
                return;
            }
            for (QAction *action : menu->actions()) {
                entries << action->text();
                if (action->text() == choose) {
                    menu->setActiveAction(action);
                    QTest::keyClick(menu, Qt::Key_Return);
                }
            }
            menu->close();
        });
        whenOpen.start(0);
        QTest::mouseClick(m_list->viewport(), Qt::RightButton, {}, point);
        QContextMenuEvent event(QContextMenuEvent::Mouse, point, m_list->viewport()->mapToGlobal(point));
        QApplication::sendEvent(m_list->viewport(), &event);
        return entries;
    }
    void openField() { QTest::mouseClick(m_pane->findChild<QToolButton *>(), Qt::LeftButton); }

private Q_SLOTS:
    void init()
    {
        m_pane = std::make_unique<DependenciesPane>();
        m_list = m_pane->findChild<QTreeWidget *>();
        m_name = m_pane->findChild<QLineEdit *>();
        m_pane->resize(260, 400);
        m_pane->show();
        QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    }
    void cleanup() { m_pane.reset(); }

    void crates_stand_in_the_order_of_the_file_the_injected_folded_below()
    {
        show(manifestText);
        QCOMPARE(rows(0), QStringList({QStringLiteral("ignite"), QStringLiteral("serde_json"), QStringLiteral("near"),
                                       QStringLiteral("json"), QStringLiteral("tempfile"), QStringLiteral("libc"),
                                       QStringLiteral("injected")}));
        QCOMPARE(rows(1),
                 QStringList({QStringLiteral("*"), QStringLiteral("1"), QStringLiteral("path"), QStringLiteral("1"),
                              QStringLiteral("3 dev"), QStringLiteral("0.2"), QStringLiteral("2")}));
        QTreeWidgetItem *const group = m_list->topLevelItem(6);
        QVERIFY(!group->isExpanded());
        QCOMPARE(group->childCount(), 2); // serde and tokio: the others are written
        QVERIFY(item(QStringLiteral("json"))->toolTip(0).contains(QStringLiteral("preserve_order")));
        QVERIFY(item(QStringLiteral("libc"))->toolTip(0).contains(QStringLiteral("cfg(unix)")));
    }

    void the_group_stays_open_when_the_manifest_is_read_again()
    {
        show(manifestText);
        m_list->topLevelItem(6)->setExpanded(true);
        show(QString(manifestText).replace(QStringLiteral("libc = \"0.2\""), QString()));
        QCOMPARE(rows(0).last(), QStringLiteral("injected"));
        QVERIFY(m_list->topLevelItem(5)->isExpanded());
    }

    void enter_in_the_field_asks_for_a_crate()
    {
        QSignalSpy added(m_pane.get(), &DependenciesPane::addRequested);
        QVERIFY(!m_name->isVisible());
        openField();
        QVERIFY(m_name->hasFocus());
        QTest::keyClick(m_name, Qt::Key_Return);
        QCOMPARE(added.size(), 0);
        QTest::keyClicks(m_name, QStringLiteral(" uuid@1.2 "));
        QTest::keyClick(m_name, Qt::Key_Return);
        QCOMPARE(added.size(), 1);
        QCOMPARE(added[0][0].toString(), QStringLiteral("uuid@1.2"));
        QTest::keyClick(m_name, Qt::Key_Escape);
        QVERIFY(!m_name->isVisible());
    }

    void busy_is_said_and_a_failure_can_be_corrected()
    {
        openField();
        QTest::keyClicks(m_name, QStringLiteral("srede"));
        m_pane->setBusy(QStringLiteral("Asking the registry about srede…"));
        QVERIFY(!m_name->isEnabled());
        QVERIFY(note()->isVisible());
        QCOMPARE(note()->text(), QStringLiteral("Asking the registry about srede…"));
        m_pane->setBusy({});
        m_pane->setError(QStringLiteral("There is no crate srede."));
        QVERIFY(m_name->isEnabled());
        QCOMPARE(m_name->text(), QStringLiteral("srede"));
        QVERIFY(m_name->hasFocus()); // to be typed right away
        QVERIFY(note()->isVisible());
        QCOMPARE(note()->text(), QStringLiteral("There is no crate srede."));
        m_pane->setError({});
        QVERIFY(!note()->isVisible());
        QVERIFY(!m_name->isVisible());
    }

    void the_focus_stays_where_it_went_meanwhile()
    {
        show(manifestText);
        openField();
        QTest::keyClicks(m_name, QStringLiteral("serde"));
        m_pane->setBusy(QStringLiteral("Asking…"));
        QLineEdit elsewhere;
        elsewhere.show();
        QVERIFY(QTest::qWaitForWindowActive(&elsewhere));
        elsewhere.setFocus();
        m_pane->setBusy({});
        QVERIFY(elsewhere.hasFocus());
    }

    void an_error_is_shown_as_it_is_written_and_the_list_stays()
    {
        show(manifestText);
        const QString sentence = QStringLiteral("Cargo.toml, line 3, column 1: expected `<b>`, found <i>x</i>");
        m_pane->setError(sentence);
        QCOMPARE(note()->text(), sentence);
        QCOMPARE(note()->textFormat(), Qt::PlainText);
        QVERIFY(m_list->isVisible());
        QCOMPARE(m_list->topLevelItemCount(), 7);
    }

    void delete_removes_the_current_one_and_no_injected_one()
    {
        show(manifestText);
        QSignalSpy removed(m_pane.get(), &DependenciesPane::removeRequested);
        QTest::keyClick(m_list, Qt::Key_Delete);
        click(QStringLiteral("tempfile"));
        QTest::keyClick(m_list, Qt::Key_Delete);
        QCOMPARE(removed.size(), 1);
        const auto one = removed[0][0].value<Dependency>();
        QCOMPARE(one.key, QStringLiteral("tempfile"));
        QVERIFY(one.table == DependencyTable::Dev);
        m_list->expandAll();
        click(QStringLiteral("tokio"));
        QTest::keyClick(m_list, Qt::Key_Delete);
        click(QStringLiteral("injected"));
        QTest::keyClick(m_list, Qt::Key_Delete);
        QCOMPARE(removed.size(), 1);
    }

    void the_menu_is_about_the_row_below_the_mouse()
    {
        show(manifestText);
        QSignalSpy removed(m_pane.get(), &DependenciesPane::removeRequested);
        QSignalSpy lines(m_pane.get(), &DependenciesPane::lineRequested);
        click(QStringLiteral("near"));
        QCOMPARE(menuAt(pointOf(QStringLiteral("json")), QStringLiteral("Remove json")).size(), 3);
        QCOMPARE(removed.size(), 1);
        QCOMPARE(removed[0][0].value<Dependency>().key, QStringLiteral("json"));
        menuAt(pointOf(QStringLiteral("libc")), QStringLiteral("Show in Cargo.toml"));
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines[0][0].toInt(), 15);
        m_list->expandAll();
        QCOMPARE(menuAt(pointOf(QStringLiteral("tokio"))), QStringList{QStringLiteral("Add a crate…")});
        click(QStringLiteral("near"));
        QCOMPARE(menuAt(QPoint(20, m_list->viewport()->height() - 5)), QStringList{QStringLiteral("Add a crate…")});
    }

    void enter_shows_the_line()
    {
        show(manifestText);
        QSignalSpy lines(m_pane.get(), &DependenciesPane::lineRequested);
        click(QStringLiteral("serde_json"));
        QTest::keyClick(m_list, Qt::Key_Return);
        QCOMPARE(lines.size(), 1);
        QCOMPARE(lines[0][0].toInt(), 7);
    }

    void a_long_requirement_leaves_room_for_the_name()
    {
        show(QStringLiteral("[package]\nname = \"x\"\n[dependencies]\n%1 = \"%2\"\n")
                 .arg(QString(64, QLatin1Char('n')),
                      QStringLiteral(">=1.0.0-alpha.1, <2.0.0, ^1.2.3, ~1.2, =1.2.3-beta.12345678901234567890")));
        const int whole = m_list->viewport()->width();
        QTRY_COMPARE(m_list->header()->sectionSize(0) + m_list->header()->sectionSize(1), whole);
        QVERIFY2(m_list->header()->sectionSize(0) >= whole / 2,
                 qPrintable(QString::number(m_list->header()->sectionSize(0))));
        QVERIFY(m_pane->minimumSizeHint().width() < 260);
    }

    void a_hostile_key_is_shown_as_it_is_written()
    {
        show(QStringLiteral("[package]\nname = \"x\"\n[dependencies]\n\"<b>k</b>\" = { version = \"1\", features = "
                            "[\"<i>f</i>\"] }\n"));
        QTreeWidgetItem *const one = m_list->topLevelItem(0);
        QCOMPARE(one->text(0), QStringLiteral("<b>k</b>"));
        const QString tip = one->toolTip(0).remove(QChar(0x2060));
        QVERIFY2(tip.contains(QStringLiteral("<b>k</b>")) && tip.contains(QStringLiteral("<i>f</i>")),
                 qPrintable(one->toolTip(0)));
    }
};

QTEST_MAIN(TestDependenciesPane)
#include "tst_dependencies_pane.moc"
