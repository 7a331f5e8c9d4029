// SPDX-License-Identifier: GPL-3.0-or-later
// Undo and redo in one of two views: what they do to the place of the other.
#include "core/workspace/document_change.h"
#include "tests/ui/editor/split_test.h"
#include "ui/editor/project_edits.h"

#include <QCoroTask>

using namespace studio;

class TestSplitUndo : public test::SplitTest
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void the_other_view_keeps_its_place_where_all_is_replaced_data()
    {
        QTest::addColumn<int>("undoing");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("first view") << 0 << QByteArray("other line\n").repeated(60);
        QTest::newRow("second view") << 1 << QByteArray("other line\n").repeated(60);
        QTest::newRow("fewer lines") << 0 << QByteArray("other line\n").repeated(40);
        QTest::newRow("letters of several bytes") << 1 << QByteArray("ööööööööö\n").repeated(60);
    }
    void the_other_view_keeps_its_place_where_all_is_replaced()
    {
        QFETCH(int, undoing);
        QFETCH(QByteArray, text);
        const QByteArray before = QByteArray("let one = 1;\n").repeated(60);
        open(QStringLiteral("a.rs"), before);
        split(Qt::Horizontal);
        tabs()->views()->focusGroup(undoing);
        QTRY_VERIFY(editor()->hasFocus());
        CodeEditor *const other = shownIn(1 - undoing);
        editor()->replaceText(QString::fromUtf8(text));
        QCoreApplication::processEvents();
        other->setSelection(10, 1, 12, 4);
        other->setFirstVisibleLine(7);
        const int top = other->firstVisibleLine();
        for (const Qt::KeyboardModifiers held :
             {Qt::KeyboardModifiers(Qt::ControlModifier), Qt::ControlModifier | Qt::ShiftModifier,
              Qt::KeyboardModifiers(Qt::ControlModifier)}) {
            press(Qt::Key_Z, held);
            QCoreApplication::processEvents();
            QCOMPARE(editor()->text().toUtf8(), held.testFlag(Qt::ShiftModifier) ? text : before);
            int line = 0;
            int column = 0;
            int endLine = 0;
            int endColumn = 0;
            other->getSelection(&line, &column, &endLine, &endColumn);
            QCOMPARE(line, 10);
            QCOMPARE(endLine, 12);
            QCOMPARE(other->firstVisibleLine(), top);
        }
    }

    void a_change_of_several_files_is_undone_without_the_other_view_s_place()
    {
        const QByteArray before = QByteArray("let one = 1;\n").repeated(60);
        const QByteArray after = QByteArray("let two = 2;\n").repeated(60);
        open(QStringLiteral("b.rs"), before);
        open(QStringLiteral("a.rs"), before);
        split(Qt::Horizontal);
        const auto change = [&](const QString &name) {
            return DocumentChange{pathOf(name), pathOf(name), before, after, difference(before, after)};
        };
        QVERIFY(QCoro::waitFor(tabs()->edits()->apply(QStringLiteral("Rename"),
                                                      {change(QStringLiteral("a.rs")), change(QStringLiteral("b.rs"))},
                                                      ProjectChanges::Saving::Never))
                    .has_value());
        shownIn(0)->setSelection(10, 1, 12, 4);
        const long anchor = shownIn(0)->SendScintilla(Sci::SCI_GETANCHOR);
        press(Qt::Key_Z, Qt::ControlModifier); // in the second view
        QTRY_COMPARE(tabs()->editorOf(pathOf(QStringLiteral("b.rs")))->text().toUtf8(), before);
        QCOMPARE(editor()->text().toUtf8(), before);
        QTRY_COMPARE(shownIn(0)->SendScintilla(Sci::SCI_GETANCHOR), anchor);
        QCOMPARE(caretOf(shownIn(0)), std::pair(12, 4));
    }

    /// What is typed is no replacement: the caret stays at its character.
    void the_other_caret_moves_along_with_what_was_typed()
    {
        open(QStringLiteral("a.rs"), "first\nsecond\n");
        split(Qt::Horizontal);
        editor()->setCursorPosition(0, 0);
        QTest::keyClicks(editor(), QStringLiteral("abc"));
        shownIn(0)->setCursorPosition(0, 5); // fi|rst
        press(Qt::Key_Z, Qt::ControlModifier);
        QCoreApplication::processEvents();
        QCOMPARE(caretOf(shownIn(0)), std::pair(0, 2));
    }
};

QTEST_MAIN(TestSplitUndo)
#include "tst_split_undo.moc"
