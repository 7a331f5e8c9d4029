// SPDX-License-Identifier: GPL-3.0-or-later
// Blocks folded by keys and by the arrows in the margin, in a window that has the actions.
#include "tests/ui/editor/editor_pane_test.h"
#include "ui/editor/fold_margin.h"
#include "ui/editor/folding.h"

#include <algorithm>

using namespace studio;

class TestFolding : public test::EditorPaneTest
{
    Q_OBJECT

    using Blocks = QList<std::pair<int, int>>;

    const QByteArray nestedBlocks = "fn a() {\n"
                                    "    if b {\n"
                                    "        loop {\n"
                                    "            c();\n"
                                    "        }\n"
                                    "    }\n"
                                    "\n"
                                    "}\n"
                                    "fn d() {\n"
                                    "    e();\n"
                                    "    f();\n"
                                    "}\n";

    /// Ctrl+K and a key with Ctrl.
    void chord(Qt::Key key) const
    {
        press(Qt::Key_K, Qt::ControlModifier);
        press(key, Qt::ControlModifier);
    }
    [[nodiscard]] bool isVisible(int line) const
    {
        return editor()->SendScintilla(Sci::SCI_GETLINEVISIBLE, word(line)) != 0;
    }
    [[nodiscard]] QList<int> visibleLines() const
    {
        QList<int> lines;
        for (int line = 0; line < editor()->lines(); ++line) {
            if (isVisible(line)) {
                lines << line;
            }
        }
        return lines;
    }
    [[nodiscard]] int caretLine() const { return editor()->placeOf(editor()->caretPosition()).line; }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void all_blocks_are_folded_and_unfolded_by_keys()
    {
        open(QStringLiteral("a.rs"), nestedBlocks);
        editor()->setCursorPosition(3, 12); // in the innermost
        chord(Qt::Key_0);
        QCOMPARE(visibleLines(), (QList<int>{0, 7, 8, 11, 12}));
        QCOMPARE(caretLine(), 0);
        press(Qt::Key_BracketRight, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(visibleLines(), (QList<int>{0, 1, 5, 6, 7, 8, 11, 12})); // those within stay folded
        chord(Qt::Key_J);
        QCOMPARE(visibleLines().size(), 13);
    }

    void the_caret_is_seen_when_all_is_folded_and_unfolded()
    {
        open(QStringLiteral("a.rs"), QByteArray(nestedBlocks).repeated(30));
        const auto row = [this] {
            return editor()->SendScintilla(Sci::SCI_VISIBLEFROMDOCLINE, word(caretLine())) -
                   editor()->SendScintilla(Sci::SCI_GETFIRSTVISIBLELINE);
        };
        const long rows = editor()->SendScintilla(Sci::SCI_LINESONSCREEN);
        QVERIFY2(rows > 5 && rows < 200, qPrintable(QString::number(rows)));
        editor()->setCursorPosition(20 * 12 + 3, 12);
        editor()->SendScintilla(Sci::SCI_SETFIRSTVISIBLELINE, word(20 * 12));
        QCOMPARE(row(), 3);
        chord(Qt::Key_1);
        QCOMPARE(row(), 3);
        chord(Qt::Key_J);
        QCOMPARE(row(), 3);
        chord(Qt::Key_0);
        QCOMPARE(row(), 3);
        chord(Qt::Key_J);
        QCOMPARE(row(), 3);
    }

    void blocks_of_one_level_are_folded()
    {
        open(QStringLiteral("a.rs"), nestedBlocks);
        chord(Qt::Key_2);
        QCOMPARE(visibleLines(), (QList<int>{0, 1, 5, 6, 7, 8, 9, 10, 11, 12}));
        chord(Qt::Key_1);
        QCOMPARE(visibleLines(), (QList<int>{0, 7, 8, 11, 12}));
        press(Qt::Key_BracketRight, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(visibleLines(), (QList<int>{0, 1, 5, 6, 7, 8, 11, 12})); // what was folded stays so
        QTest::keyClicks(editor(), QStringLiteral("x"));                  // still a text that can be typed in
        QCOMPARE(editor()->text().size(), nestedBlocks.size() + 1);
    }

    void folds_of_one_view_are_not_of_the_other()
    {
        open(QStringLiteral("a.rs"), nestedBlocks);
        CodeEditor *const first = editor();
        m_pane->tabs()->views()->split(Qt::Horizontal);
        chord(Qt::Key_0);
        for (int line = 0; line < first->lines(); ++line) {
            QVERIFY(first->SendScintilla(Sci::SCI_GETLINEVISIBLE, word(line)) != 0);
        }
    }

    void arrows_in_the_margin_fold()
    {
        open(QStringLiteral("a.rs"), nestedBlocks);
        auto *const margin = editor()->findChild<FoldMargin *>();
        using Arrow = FoldMargin::Arrow;
        QList<Arrow> arrows;
        for (int line = 0; line < editor()->lines(); ++line) {
            arrows << margin->arrowAt(line);
        }
        QCOMPARE(arrows, (QList<Arrow>{Arrow::Open, Arrow::Open, Arrow::Open, Arrow::None, Arrow::None, Arrow::None,
                                       Arrow::None, Arrow::None, Arrow::Open, Arrow::None, Arrow::None, Arrow::None,
                                       Arrow::None}));
        const QImage before = editor()->viewport()->grab(editor()->marginArea(FoldMargin::margin, 1)).toImage();
        QVERIFY(before !=
                editor()->viewport()->grab(editor()->marginArea(FoldMargin::margin, 5)).toImage()); // it is seen
        QTest::mouseClick(editor()->viewport(), Qt::LeftButton, {},
                          editor()->marginArea(FoldMargin::margin, 1).center());
        QCOMPARE(visibleLines(), (QList<int>{0, 1, 5, 6, 7, 8, 9, 10, 11, 12}));
        QCOMPARE(margin->arrowAt(1), Arrow::Folded);
        QVERIFY(before != editor()->viewport()->grab(editor()->marginArea(FoldMargin::margin, 1)).toImage());
        QTest::mouseClick(editor()->viewport(), Qt::LeftButton, {},
                          editor()->marginArea(FoldMargin::margin, 1).center());
        QCOMPARE(visibleLines().size(), 13);
    }

    void blocks_are_those_of_the_indentation_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Blocks>("blocks");
        QTest::newRow("none") << QByteArray("a\nb\n") << Blocks{};
        QTest::newRow("empty") << QByteArray() << Blocks{};
        QTest::newRow("nested") << nestedBlocks << Blocks{{0, 6}, {1, 4}, {2, 3}, {8, 10}};
        QTest::newRow("without brackets") << QByteArray("a\n  b\n\n    c\nd\n") << Blocks{{0, 3}, {1, 3}};
        QTest::newRow("up to the end") << QByteArray("a\n  b\n\n") << Blocks{{0, 1}};
        QTest::newRow("deeper first") << QByteArray("    a\nb\n  c\n") << Blocks{{1, 2}};
    }
    void blocks_are_those_of_the_indentation()
    {
        QFETCH(QByteArray, text);
        QFETCH(const Blocks, blocks);
        open(QStringLiteral("a.rs"), text);
        Blocks found;
        for (const FoldBlock &one : indentedBlocks(*editor())) {
            found << std::pair(one.first, one.last);
        }
        QCOMPARE(found, blocks);
        for (int line = 0; line < editor()->lines(); ++line) {
            const auto here = std::ranges::find(blocks, line, [](const auto &one) { return one.first; });
            QCOMPARE(beginsIndentedBlock(*editor(), line), here != blocks.end());
            QCOMPARE(lastLineOfIndentedBlock(*editor(), line), here != blocks.end() ? here->second : line);
        }
    }

    /// A server may say anything.
    void blocks_that_overlap_or_lie_outside_are_left_out()
    {
        open(QStringLiteral("a.rs"), QByteArray("line\n").repeated(9));
        foldBlocks(*editor(),
                   {{.first = 0, .last = 3},
                    {.first = 2, .last = 5},
                    {.first = 5, .last = 100},
                    {.first = -1, .last = 2},
                    {.first = 7, .last = 6},
                    {.first = 0, .last = 2}},
                   [](int) { return true; });
        QCOMPARE(visibleLines(), (QList<int>{0, 4, 5, 6, 7, 8, 9}));
        unfoldAll(*editor());
        QCOMPARE(visibleLines().size(), 10);
    }
};

QTEST_MAIN(TestFolding)
#include "tst_folding.moc"
