// SPDX-License-Identifier: GPL-3.0-or-later
// JSON as a tree and as a table, in the answer.
#include "tests/ui/visible_text.h"
#include "tst_invoke_server.h"
#include "ui/invoke/answer_find.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_table_model.h"
#include "ui/invoke/json_tree.h"
#include "ui/invoke/json_tree_model.h"
#include "ui/invoke/json_tree_pane.h"
#include "ui/invoke/response_view.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace studio;
using namespace Qt::StringLiterals;
using studio::test::hasVisibleText;

class TestJsonTree : public QObject
{
    Q_OBJECT

    std::unique_ptr<ResponseView> m_view;

    void answer(const QByteArray &body) const
    {
        Invocation answer;
        answer.response = {
            .status = 200, .reason = "OK", .headers = {{"content-type", "application/json"}}, .body = body};
        m_view->setInvocation(answer);
    }
    [[nodiscard]] const JsonTreeModel *tree() const { return m_view->tree()->tree()->treeModel(); }
    [[nodiscard]] QString key(const QModelIndex &index) const { return index.data().toString(); }
    [[nodiscard]] QString value(const QModelIndex &index) const
    {
        return index.siblingAtColumn(JsonTreeModel::Value).data().toString();
    }
    [[nodiscard]] bool hasSwitch(const QString &text) const
    {
        for (const QToolButton *const button : m_view->findChildren<QToolButton *>()) {
            if (button->text() == text && button->isVisible()) {
                return true;
            }
        }
        return false;
    }

    /// That are made: others are not counted.
    [[nodiscard]] int rowsBelow(const QModelIndex &parent) const
    {
        int rows = tree()->rowCount(parent);
        for (int row = 0; row < tree()->rowCount(parent); ++row) {
            rows += rowsBelow(tree()->index(row, 0, parent));
        }
        return rows;
    }

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<ResponseView>();
        m_view->resize(380, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    }
    void cleanup() { m_view.reset(); }

    void keys_keep_their_order_and_stand_as_often_as_they_come()
    {
        answer("{\"b\": 1, \"a\": [true, null], \"b\": \"x\\ny\", \"\": {}}");
        QVERIFY(press(m_view.get(), u"Tree"_s));
        QVERIFY(m_view->tree()->isVisible());
        const QModelIndex root = tree()->index(0, 0);
        QCOMPARE(value(root), u"{ 4 members }"_s);
        QStringList seen;
        for (int row = 0; row < tree()->rowCount(root); ++row) {
            const QModelIndex child = tree()->index(row, 0, root);
            seen << key(child) + u'=' + value(child);
        }
        QCOMPARE(seen, (QStringList{u"b=1"_s, u"a=[ 2 elements ]"_s, u"b=\"x\\ny\""_s, u"={ 0 members }"_s}));
        const QAbstractItemModelTester tester(const_cast<JsonTreeModel *>(tree()), // NOLINT
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        QVERIFY(press(m_view.get(), u"Tree"_s)); // back to the text
        QVERIFY(m_view->body()->isVisible());
    }

    void value_and_path_are_copied()
    {
        answer("{\"items\": [{\"a b\": {\"it's\": \"one\\u00e9\\n\\\"two\\\"\"}}]}");
        QVERIFY(press(m_view.get(), u"Tree"_s));
        QSignalSpy said(m_view.get(), &ResponseView::message);
        m_view->tree()->setFocus();
        QTest::keyClick(m_view->tree()->tree(), Qt::Key_Down);
        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(m_view->tree()->tree(), Qt::Key_Right); // opens
            QTest::keyClick(m_view->tree()->tree(), Qt::Key_Down);
        }
        QTest::keyClick(m_view->tree()->tree(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"oneé\n\"two\""_s);
        QTest::keyClick(m_view->tree()->tree(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"$.items[0]['a b']['it\\'s']"_s);
        QTest::keyClick(m_view->tree()->tree(), Qt::Key_Up);
        QTest::keyClick(m_view->tree()->tree(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"{\"it's\": \"one\\u00e9\\n\\\"two\\\"\"}"_s);
        QCOMPARE(said.size(), 3);
    }

    void a_large_array_has_groups_and_few_rows()
    {
        answer("[" + QByteArray("[1],").repeated(1'234'567) + "\"last\"]");
        QTRY_VERIFY_WITH_TIMEOUT(hasSwitch(u"Tree"_s), 20'000 * slowness);
        Heartbeat beat;
        QVERIFY(press(m_view.get(), u"Tree"_s));
        const QModelIndex root = tree()->index(0, 0);
        QCOMPARE(value(root), u"[ 1,234,568 elements ]"_s);
        QCOMPARE(tree()->rowCount(root), 1'235);
        m_view->tree()->setFocus();
        QTest::keyClick(m_view->tree()->tree(), Qt::Key_End);
        QTest::keyClick(m_view->tree()->tree(), Qt::Key_Right); // opens the last group
        const QModelIndex group = m_view->tree()->tree()->currentIndex();
        QCOMPARE(key(group), u"1,234,000 – 1,234,567"_s);
        QCOMPARE(tree()->rowCount(group), 568);
        const QModelIndex last = tree()->index(567, 0, group);
        QCOMPARE(value(last), u"\"last\""_s);
        QCOMPARE(tree()->path(last), u"$[1234567]"_s);
        QVERIFY(rowsBelow({}) < 2'000);
        QVERIFY2(beat.longestMs() < 100 * slowness, qPrintable(u"%1 ms"_s.arg(beat.longestMs())));
    }

    void hostile_documents_do_no_harm()
    {
        answer(QByteArray(100'000, '[') + QByteArray(100'000, ']'));
        QTRY_VERIFY_WITH_TIMEOUT(hasSwitch(u"Tree"_s), 20'000 * slowness);
        QVERIFY(press(m_view.get(), u"Tree"_s));
        m_view->tree()->setFocus();
        for (int i = 0; i < 40; ++i) {
            QTest::keyClick(m_view->tree()->tree(), Qt::Key_Right);
        }
        QVERIFY(tree()->path(m_view->tree()->tree()->currentIndex()).startsWith(u"$[0][0][0]"_s));
        answer("{\"lone\": \"\\ud800 \\udc00\", \"long\": \"" + QByteArray(5'000'000, 'x') + "\"}");
        QTRY_COMPARE(value(tree()->index(0, 0)), u"{ 2 members }"_s);
        const QModelIndex root = tree()->index(0, 0);
        QVERIFY(value(tree()->index(0, 0, root)).contains(u"ud800"_s));
        QVERIFY(value(tree()->index(1, 0, root)).size() < 400); // elided
        QCOMPARE(tree()->valueText(tree()->index(1, 0, root)).size(), 5'000'000);
        answer("{\"broken\": ");
        QVERIFY(!hasSwitch(u"Tree"_s));
        QVERIFY(m_view->body()->isVisible());
        answer("\"no tree\"");
        QVERIFY(!hasSwitch(u"Tree"_s));
        answer("[1]"); // what was chosen is chosen again
        QVERIFY(m_view->tree()->isVisible());
        m_view->openFind(); // finds in the text
        QVERIFY(m_view->body()->isVisible());
    }

    void a_path_filters_the_tree()
    {
        answer("{\"items\": [{\"id\": 1, \"in\": {\"id\": 2}}, {\"id\": 3}], \"id\": 4}");
        QVERIFY(press(m_view.get(), u"Tree"_s));
        QLineEdit *const filter = m_view->tree()->filter();
        filter->setFocus();
        QTest::keyClicks(filter, u"$..id"_s);
        QTRY_VERIFY(hasVisibleText(*m_view, u"4 values"_s));
        QCOMPARE(key(tree()->index(1, 0)), u"$.items[0].in.id"_s);
        QCOMPARE(value(tree()->index(1, 0)), u"2"_s);
        filter->clear();
        QTest::keyClicks(filter, u"items[-1]"_s);
        QTRY_VERIFY(hasVisibleText(*m_view, u"1 value"_s));
        m_view->tree()->tree()->setFocus();
        QTest::keyClick(m_view->tree()->tree(), Qt::Key_Right);
        QTest::keyClick(m_view->tree()->tree(), Qt::Key_Down);
        QCOMPARE(tree()->path(m_view->tree()->tree()->currentIndex()), u"$.items[1].id"_s);
        answer("{\"items\": [7]}"); // the next answer is filtered too
        QTRY_COMPARE(value(tree()->index(0, 0)), u"7"_s);
        filter->setFocus();
        QTest::keyClicks(filter, u"[?@.x]"_s);
        QVERIFY(hasVisibleText(*m_view, u"Not understood at 10"_s));
        filter->clear();
        QTest::keyClicks(filter, u"$.no"_s);
        QTRY_VERIFY(hasVisibleText(*m_view, u"Nothing is there"_s));
        filter->clear();
        QCOMPARE(key(tree()->index(0, 0)), u"$"_s);
    }

    void an_array_of_objects_is_a_table()
    {
        answer("{\"total\": 3, \"rows\": [{\"id\": 1, \"name\": \"one\"}, {\"name\": \"tw\\u00f6\", \"tags\": [1, 2]}, "
               "{}]}");
        QVERIFY(press(m_view.get(), u"Table"_s));
        QTableView *const table = m_view->table();
        QVERIFY(table->isVisible());
        const QAbstractItemModel *const rows = table->model();
        QCOMPARE(rows->rowCount(), 3);
        QCOMPARE(rows->columnCount(), 3);
        QCOMPARE(rows->headerData(2, Qt::Horizontal), u"tags"_s);
        QCOMPARE(rows->index(1, 1).data(), u"twö"_s);
        QCOMPARE(rows->index(1, 2).data(), u"[1, 2]"_s);
        QCOMPARE(rows->index(2, 0).data(), QVariant());
        table->setFocus();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(rows->index(1, 1)).center());
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"twö"_s);
        QVERIFY(press(m_view.get(), u"Tree"_s)); // one at a time
        QVERIFY(m_view->tree()->isVisible() && !table->isVisible());
        for (const char *const other : {"[]", "[1]", "[{}, 1]", "{\"a\": 1}", "{}", "1"}) {
            answer(other);
            QVERIFY2(!hasSwitch(u"Table"_s), other);
        }
        answer("[{\"a\": 1, \"a\": 2}]"); // as JSON's readers take it
        QVERIFY(press(m_view.get(), u"Table"_s));
        QCOMPARE(rows->index(0, 0).data(), u"2"_s);
    }

    void a_large_table_is_read_where_it_is_looked_at()
    {
        answer("[" + QByteArray("{\"id\": 7, \"name\": \"x\"},").repeated(300'000) + "{\"id\": 8}]");
        QTRY_VERIFY_WITH_TIMEOUT(hasSwitch(u"Table"_s), 20'000 * slowness);
        Heartbeat beat;
        QVERIFY(press(m_view.get(), u"Table"_s));
        QCOMPARE(m_view->table()->model()->rowCount(), maxTableRows);
        QVERIFY(hasVisibleText(*m_view, u"The first 100,000 of 300,001 rows"_s));
        m_view->table()->scrollToBottom();
        QVERIFY(!m_view->grab().isNull());
        QVERIFY(press(m_view.get(), u"Tree"_s));
        QVERIFY(!hasVisibleText(*m_view, u"rows are shown"_s));
        QVERIFY2(beat.longestMs() < 100 * slowness, qPrintable(u"%1 ms"_s.arg(beat.longestMs())));
    }
};

QTEST_MAIN(TestJsonTree)
#include "tst_json_tree.moc"
