// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/finder_popup.h"

#include <QLineEdit>
#include <QPointer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace studio;
using namespace Qt::StringLiterals;

class TestFinderPopup : public QObject
{
    Q_OBJECT

    QPointer<FinderPopup> m_popup;

    [[nodiscard]] QLineEdit *words() const { return m_popup->findChild<QLineEdit *>(); }
    [[nodiscard]] static FinderRow row(const QString &name) { return {.title = name, .data = name}; }

private Q_SLOTS:
    void init()
    {
        m_popup = new FinderPopup(u"Name"_s, nullptr);
        m_popup->setRows({row(u"before"_s), row(u"other"_s)}, u"Nothing"_s);
        m_popup->show();
    }
    void cleanup() { delete m_popup; }

    void enter_chooses_the_row_that_is_current()
    {
        QSignalSpy chosen(m_popup, &FinderPopup::chosen);
        QTest::keyClick(words(), Qt::Key_Down);
        QTest::keyClick(words(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), u"other"_s);
        QVERIFY(m_popup->isHidden());
    }

    /// The rows are of what was typed before.
    void enter_waits_for_the_answer_to_what_was_typed()
    {
        QSignalSpy chosen(m_popup, &FinderPopup::chosen);
        QTest::keyClicks(words(), u"x"_s);
        QTest::keyClick(words(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 0);
        QVERIFY(m_popup->isVisible());
        m_popup->setRows({row(u"answer"_s)}, u"Nothing"_s);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), u"answer"_s);
    }

    void enter_waits_while_rows_are_still_to_come()
    {
        QSignalSpy chosen(m_popup, &FinderPopup::chosen);
        QTest::keyClicks(words(), u"x"_s);
        QTest::keyClick(words(), Qt::Key_Return);
        m_popup->showWaiting(u"Listing"_s);
        QCOMPARE(m_popup->findChild<QTreeWidget *>()->topLevelItem(0)->text(0), u"Listing"_s);
        QVERIFY(!m_popup->isAnswered());
        m_popup->setRows({row(u"answer"_s)}, u"Nothing"_s);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].toString(), u"answer"_s);
    }

    void enter_before_the_first_answer_waits_for_it()
    {
        delete m_popup;
        m_popup = new FinderPopup(u"Name"_s, nullptr);
        m_popup->show();
        QSignalSpy chosen(m_popup, &FinderPopup::chosen);
        QTest::keyClick(words(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 0);
        m_popup->setRows({row(u"first"_s)}, u"Nothing"_s);
        QCOMPARE(chosen.size(), 1);
    }

    void typing_on_takes_enter_back()
    {
        QSignalSpy chosen(m_popup, &FinderPopup::chosen);
        QTest::keyClicks(words(), u"x"_s);
        QTest::keyClick(words(), Qt::Key_Return);
        QTest::keyClicks(words(), u"y"_s);
        m_popup->setRows({row(u"answer"_s)}, u"Nothing"_s);
        QCOMPARE(chosen.size(), 0);
        QVERIFY(m_popup->isVisible());
    }

    void it_is_as_high_as_its_rows()
    {
        const QRect before = m_popup->geometry();
        m_popup->setRows({row(u"one"_s)}, u"Nothing"_s);
        const int low = m_popup->height();
        QVERIFY2(low < 100, qPrintable(QString::number(low)));
        m_popup->setRows(QList<FinderRow>(3, row(u"one"_s)), u"Nothing"_s);
        QVERIFY(m_popup->height() > low);
        QTRY_VERIFY(!m_popup->findChild<QTreeWidget *>()->verticalScrollBar()->isVisible());
        m_popup->setRows(QList<FinderRow>(300, row(u"one"_s)), u"Nothing"_s);
        QVERIFY(m_popup->height() <= 340);
        QTRY_VERIFY(m_popup->findChild<QTreeWidget *>()->verticalScrollBar()->isVisible());
        m_popup->setRows({}, u"Nothing"_s);
        QCOMPARE(m_popup->height(), low);
        QCOMPARE(m_popup->width(), before.width());
        QCOMPARE(m_popup->pos(), before.topLeft());
    }

    void it_stays_open_where_nothing_was_found()
    {
        QSignalSpy chosen(m_popup, &FinderPopup::chosen);
        QTest::keyClicks(words(), u"x"_s);
        QTest::keyClick(words(), Qt::Key_Return);
        m_popup->setRows({}, u"Nothing"_s);
        QTest::keyClick(words(), Qt::Key_Return);
        QCOMPARE(chosen.size(), 0);
        QVERIFY(m_popup->isVisible());
    }
};

QTEST_MAIN(TestFinderPopup)
#include "tst_finder_popup.moc"
