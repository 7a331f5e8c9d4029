// SPDX-License-Identifier: GPL-3.0-or-later
// The colours of nested brackets, in a window.
#include "tests/ui/editor/editor_pane_test.h"
#include "ui/editor/bracket_colours.h"

#include <QRandomGenerator>
#include <QRegularExpression>

using namespace studio;

class TestBracketColours : public test::EditorPaneTest
{
    Q_OBJECT

    [[nodiscard]] bool hasDepth(long at, int depth) const
    {
        const long all = editor()->SendScintilla(Sci::SCI_INDICATORALLONFOR, word(at));
        return (all >> (BracketColours::firstIndicator + depth) & 1) != 0;
    }
    /// Of the brackets that have one, in the order of the text.
    [[nodiscard]] QString depths() const
    {
        QString found;
        for (long at = 0; at < editor()->length(); ++at) {
            for (int depth = 0; depth < BracketColours::depths; ++depth) {
                found += hasDepth(at, depth) ? QString::number(depth) : QString();
            }
        }
        return found;
    }
    /// What has a bracket's colour, and is none.
    [[nodiscard]] QString otherColoured() const
    {
        QByteArray found;
        const QByteArray text = editor()->bytesAt(0, static_cast<int>(editor()->length()));
        for (int at = 0; at < text.size(); ++at) {
            const bool isColoured = hasDepth(at, 0) || hasDepth(at, 1) || hasDepth(at, 2);
            found += isColoured && !QByteArrayView("()[]{}").contains(text[at]) ? text.sliced(at, 1) : QByteArray();
        }
        return QString::fromUtf8(found);
    }
    void editAtRandom(QRandomGenerator &random) const
    {
        static constexpr QByteArrayView letters("((((([[[{{{)]}}a b,=");
        const auto length = static_cast<int>(editor()->length());
        const auto place = [&] { return word(random.bounded(length + 1)); };
        switch (random.bounded(12)) {
        case 0:
            editor()->undo();
            break;
        case 1:
            editor()->redo();
            break;
        case 2:
            editor()->SendScintilla(Sci::SCI_GOTOPOS, place());
            break;
        case 3:
            editor()->SendScintilla(Sci::SCI_SETSELECTION, place(), static_cast<long>(place()));
            QTest::keyClick(editor(), random.bounded(2) == 0 ? Qt::Key_Delete : Qt::Key_X);
            break;
        case 4:
            editor()->insert(QStringLiteral("f(x, [y])"));
            break;
        case 5:
            QTest::keyClick(editor(), editor()->lines() < 15 ? Qt::Key_Return : Qt::Key_Backspace);
            break;
        default:
            QTest::keyClick(editor(), letters[random.bounded(static_cast<int>(letters.size()))]);
        }
        editor()->flushChanges(); // as after each event
    }
    [[nodiscard]] bool bracketColorsDiffer() const
    {
        const auto color = [this](int depth) {
            return editor()->SendScintilla(Sci::SCI_INDICGETFORE, word(BracketColours::firstIndicator + depth));
        };
        return color(0) != color(1) && color(1) != color(2) && color(0) != color(2);
    }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void brackets_are_coloured_by_their_depth()
    {
        open(QStringLiteral("a.rs"), "fn a() { b(c[0], '(', \"[\"); } // {\nconst B: [u8; 1] = [1];\n");
        QTRY_COMPARE(depths(), QStringLiteral("00 0 1 2 2 1 0 0 0 0 0").remove(QLatin1Char(' ')));
        QVERIFY(bracketColorsDiffer());
        editor()->setCursorPosition(0, 8); // before what is nested
        QTest::keyClicks(editor(), QStringLiteral("["));
        QTRY_COMPARE(depths(), QStringLiteral("00 0 1 1 1 2 2 1 0 0 0 0 0").remove(QLatin1Char(' ')));
        QCOMPARE(editor()->text(0), QStringLiteral("fn a() {[] b(c[0], '(', \"[\"); } // {\n"));
        action("editor.colourBrackets")->trigger();
        QCOMPARE(depths(), QString());
        QVERIFY(!m_pane->view()->settings().coloursBrackets);
        action("editor.colourBrackets")->trigger();
        QTRY_COMPARE(depths().size(), 14);
    }

    void what_is_typed_between_brackets_has_not_their_colour()
    {
        open(QStringLiteral("a.rs"), "fn a() {\n    \n}\n");
        editor()->setCursorPosition(1, 4);
        QTest::keyClicks(editor(), QStringLiteral("foo("));
        QTRY_COMPARE(depths(), QStringLiteral("000110"));
        QTest::keyClicks(editor(), QStringLiteral("out,"));
        QCOMPARE(editor()->text(1), QStringLiteral("    foo(out,)\n"));
        QCOMPARE(otherColoured(), QString());
        QTRY_COMPARE(depths(), QStringLiteral("000110"));
    }

    /// Typed, pasted, deleted, undone and redone at random places, before the brackets are coloured and after.
    void nothing_but_brackets_is_ever_coloured()
    {
        constexpr int steps = 1200;
        constexpr int stepsBetweenPauses = 30;
        open(QStringLiteral("a.rs"), "");
        QRandomGenerator random(3); // the same each time
        for (int step = 1; step <= steps; ++step) {
            editAtRandom(random);
            QVERIFY2(otherColoured().isEmpty(),
                     qPrintable(QStringLiteral("step %1: %2 in\n%3").arg(step).arg(otherColoured(), editor()->text())));
            if (step % stepsBetweenPauses == 0) {
                QTRY_COMPARE(depths().size(), editor()->text().count(QRegularExpression(QStringLiteral("[][(){}]"))));
            }
        }
    }

    void brackets_are_counted_from_the_item_that_they_are_in()
    {
        QByteArray text = "fn a() {\n";
        for (int line = 0; line < 400; ++line) {
            text += "    b({\n        c();\n    });\n";
        }
        open(QStringLiteral("a.rs"), text + "}\n");
        editor()->setFirstVisibleLine(1000);
        const int line = 1002;
        QCOMPARE(editor()->text(line), QStringLiteral("    });\n"));
        const long brace = editor()->positionFromLineIndex(line, 4);
        QTRY_VERIFY(hasDepth(brace, 2));
        QVERIFY(hasDepth(brace + 1, 1));
    }
};

QTEST_MAIN(TestBracketColours)
#include "tst_bracket_colours.moc"
