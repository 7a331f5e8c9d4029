// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/pair_hints.h"
#include "ui/invoke/pairs_table.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QLineEdit>
#include <QTableWidget>
#include <QTest>
#include <QVBoxLayout>

using namespace studio;

class TestPairsTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void after_delete_one_click_opens_the_next_row()
    {
        QWidget window;
        QLineEdit other; // has the focus first, as in the pane: the table would open a cell
        PairsTable shown(QStringLiteral("Name"), QStringLiteral("A hint."));
        shown.setPairs({{.name = QStringLiteral("first"), .value = QStringLiteral("1")},
                        {.name = QStringLiteral("second"), .value = QStringLiteral("2")}});
        auto *const rows = new QVBoxLayout(&window);
        rows->addWidget(&other);
        rows->addWidget(&shown);
        window.resize(380, 300);
        QVERIFY(!shown.findChild<QTableWidget *>());
        window.show();
        other.setFocus();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        auto *const table = shown.findChild<QTableWidget *>();
        const auto click = [table](int row, int column) {
            QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                              table->visualItemRect(table->item(row, column)).center());
        };
        click(0, 1);
        QTRY_VERIFY(table->viewport()->findChild<QLineEdit *>());
        QTest::keyClick(table->viewport()->findChild<QLineEdit *>(), Qt::Key_Escape);
        QTRY_VERIFY(!table->viewport()->findChild<QLineEdit *>());
        QTest::keyClick(table, Qt::Key_Delete);
        QCOMPARE(shown.pairs().size(), 1);
        QVERIFY(!table->viewport()->findChild<QLineEdit *>());
        click(0, 1);
        QTRY_VERIFY(table->viewport()->findChild<QLineEdit *>());
        auto *const editor = table->viewport()->findChild<QLineEdit *>();
        QCOMPARE(editor->text(), QStringLiteral("2"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QTRY_VERIFY(!table->viewport()->findChild<QLineEdit *>());
        QTest::keyClick(table, Qt::Key_Delete); // and the keyboard goes on from where it is
        QCOMPARE(shown.pairs().size(), 0);
    }

    void names_and_values_of_headers_are_offered()
    {
        PairsTable shown(QStringLiteral("Header"), QStringLiteral("A hint."));
        shown.setHints({.names = requestHeaderNames, .values = requestHeaderValues});
        shown.resize(380, 300);
        shown.show();
        QVERIFY(QTest::qWaitForWindowActive(&shown));
        auto *const table = shown.findChild<QTableWidget *>();
        const auto editor = [table]() -> QLineEdit * {
            auto *const line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
            return line && table->isAncestorOf(line) ? line : nullptr;
        };
        table->setFocus();
        table->setCurrentCell(0, 0);
        table->editItem(table->item(0, 0));
        QTRY_VERIFY(editor() && editor()->completer());
        QLineEdit *line = editor();
        QTest::keyClicks(line, QStringLiteral("Content-t"));
        QTRY_VERIFY(line->completer()->popup()->isVisible());
        QCOMPARE(line->completer()->currentCompletion(), QStringLiteral("content-type"));
        QTest::keyClick(line->completer()->popup(), Qt::Key_Down);
        QTest::keyClick(line->completer()->popup(), Qt::Key_Return);
        QCOMPARE(line->text(), QStringLiteral("content-type"));
        QTest::keyClick(line, Qt::Key_Tab); // to the value
        QTRY_COMPARE(shown.pairs().value(0).name, QStringLiteral("content-type"));
        QTRY_VERIFY(editor() && editor() != line && editor()->completer());
        line = editor();
        QTest::keyClicks(line, QStringLiteral("csv"));
        QCOMPARE(line->completer()->currentCompletion(), QStringLiteral("text/csv"));
        QTest::keyClick(line->completer()->popup(), Qt::Key_Escape);
        QCOMPARE(line->text(), QStringLiteral("csv")); // what is typed is never replaced unasked
        QVERIFY(requestHeaderValues(QStringLiteral("x-mine")).isEmpty());
    }
};

QTEST_MAIN(TestPairsTable)
#include "tst_pairs_table.moc"
