// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/document_text.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/line_commands.h"
#include "ui/editor/problem_lens.h"
#include "ui/editor/syntax_lexer.h"
#include "ui/syntax/read_syntaxes.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QTest>
#include <QTextDocument>
#include <QToolTip>

using namespace studio;

class TestCodeEditor : public QObject
{
    Q_OBJECT

    std::shared_ptr<Syntaxes> m_syntaxes = readSyntaxes(thread()).result();
    std::unique_ptr<CodeEditor> m_editor;

    void show(const QString &fileName, const QString &text)
    {
        m_editor = std::make_unique<CodeEditor>(m_syntaxes.get(), fileName);
        m_editor->setText(text);
        m_editor->SendScintilla(QsciScintillaBase::SCI_EMPTYUNDOBUFFER);
        m_editor->resize(700, 400);
        m_editor->show();
        QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
        m_editor->setFocus();
    }

    [[nodiscard]] QPair<int, int> caret() const
    {
        int line = 0;
        int column = 0;
        m_editor->getCursorPosition(&line, &column);
        return {line, column};
    }

    [[nodiscard]] QPoint pointOf(int line, int column) const
    {
        const auto at = static_cast<long>(m_editor->positionFromLineIndex(line, column));
        return {static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_POINTXFROMPOSITION, 0UL, at)) + 2,
                static_cast<int>(m_editor->SendScintilla(QsciScintillaBase::SCI_POINTYFROMPOSITION, 0UL, at)) + 4};
    }

    /// What a person reads when the mouse rests there.
    [[nodiscard]] QString tipAt(int line, int column) const
    {
        QToolTip::hideText();
        (void)QTest::qWaitFor([] { return !QToolTip::isVisible(); }); // it goes with a delay
        const QPoint point = pointOf(line, column);
        QHelpEvent help(QEvent::ToolTip, point, m_editor->viewport()->mapToGlobal(point));
        QApplication::sendEvent(m_editor->viewport(), &help);
        return QToolTip::text().remove(QChar(0x2060)); // see asTip()
    }

    [[nodiscard]] bool isUnderlined(int line, int column) const
    {
        const auto at = static_cast<long>(m_editor->positionFromLineIndex(line, column));
        return m_editor->SendScintilla(QsciScintillaBase::SCI_INDICATORALLONFOR, static_cast<unsigned long>(at)) != 0;
    }

private Q_SLOTS:
    void the_text_is_known_wherever_it_was_edited()
    {
        show(QStringLiteral("a.txt"), QStringLiteral("grün und blau"));
        for (const int column : {0, 3, 13}) {
            m_editor->insertAt(QStringLiteral("ä"), 0, column);
            const QByteArray text = m_editor->text().toUtf8();
            QVERIFY(m_editor->holds(text));
            QVERIFY(!m_editor->holds(text + 'x'));
            QVERIFY(!m_editor->holds(text.chopped(1)));
            QByteArray other = text;
            other[other.size() / 2] = '!';
            QVERIFY(!m_editor->holds(other));
        }
        m_editor->clear();
        QVERIFY(m_editor->holds({}));
    }

    void a_text_is_plain_while_it_is_too_long_for_colours()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("fn a() {}\n"));
        QCOMPARE(m_editor->syntax()->languageName(), QStringLiteral("Rust"));
        m_editor->append(QString(maxLanguageBytes / 64 + 1, u'x').replace(u'x', QString(63, u'y') + u'\n'));
        m_editor->flushChanges();
        QCOMPARE(m_editor->syntax()->languageName(), QString());
        m_editor->replaceText(QStringLiteral("fn a() {}\n"));
        m_editor->flushChanges();
        QCOMPARE(m_editor->syntax()->languageName(), QStringLiteral("Rust"));
    }

    void cleanup() { m_editor.reset(); }

    void the_last_line_can_be_scrolled_to_the_top()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("// line\n").repeated(99));
        m_editor->setFirstVisibleLine(99);
        QCOMPARE(m_editor->firstVisibleLine(), 99);
        m_editor->setText(QStringLiteral("// line\n"));
        QCOMPARE(m_editor->firstVisibleLine(), 0);
    }

    void replaced_text_is_one_step_of_undo_and_the_caret_stays()
    {
        show(QStringLiteral("Cargo.toml"), QStringLiteral("one\ntwo\nthree\n"));
        m_editor->setCursorPosition(1, 2);
        QTest::keyClicks(m_editor.get(), QStringLiteral("X"));
        m_editor->replaceText(QStringLiteral("zero\nöne\ntwo\nthree\n"));
        QCOMPARE(caret(), qMakePair(1, 3));
        QVERIFY(!m_editor->hasSelectedText());
        QTest::keyClick(m_editor.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->text(), QStringLiteral("one\ntwXo\nthree\n"));
        QTest::keyClick(m_editor.get(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_editor->text(), QStringLiteral("one\ntwo\nthree\n"));
        m_editor->redo();
        m_editor->redo();
        QCOMPARE(m_editor->text(), QStringLiteral("zero\nöne\ntwo\nthree\n"));
    }

    void the_caret_stays_in_its_line_where_that_is_shorter_now()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("a line that is long\nsecond\nthird\n"));
        m_editor->setCursorPosition(0, 18);
        m_editor->replaceText(QStringLiteral("short\nsecond\nthird\n"));
        QCOMPARE(caret(), qMakePair(0, 5));
        m_editor->setCursorPosition(2, 5);
        m_editor->replaceText(QString());
        QCOMPARE(caret(), qMakePair(0, 0));
    }

    void a_place_past_the_end_is_the_end_of_its_line()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("fn größe() {}\r\n    x\r\nlast"));
        m_editor->goTo(1, 2'000'000'000);
        QCOMPARE(caret(), qMakePair(0, 13));
        m_editor->goTo(2, 0); // its first word
        QCOMPARE(caret(), qMakePair(1, 4));
        m_editor->goTo(900, 900);
        QCOMPARE(caret(), qMakePair(2, 4));
        m_editor->goTo(-3, 2);
        QCOMPARE(caret(), qMakePair(0, 1));
    }

    void comments_come_and_go_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addColumn<QString>("commented");
        const QString rs = QStringLiteral("a.rs");
        QTest::newRow("one line") << rs << QStringLiteral("    let x = 1;\nnext\n") << 0 << 0
                                  << QStringLiteral("    // let x = 1;\nnext\n");
        QTest::newRow("several, empty ones left")
            << rs << QStringLiteral("a\n\n    b\nc\n") << 0 << 3 << QStringLiteral("// a\n\n    // b\nc\n");
        QTest::newRow("multi-byte") << rs << QStringLiteral("    größe(\"😀\");\n") << 0 << 0
                                    << QStringLiteral("    // größe(\"😀\");\n");
        QTest::newRow("some are comments already")
            << rs << QStringLiteral("// a\nb\n") << 0 << 2 << QStringLiteral("// // a\n// b\n");
        QTest::newRow("last line without an end")
            << rs << QStringLiteral("a\nb") << 1 << 1 << QStringLiteral("a\n// b");
        QTest::newRow("windows line ends")
            << rs << QStringLiteral("a\r\nb\r\n") << 0 << 1 << QStringLiteral("// a\r\nb\r\n");
        QTest::newRow("toml") << QStringLiteral("Cargo.toml") << QStringLiteral("a = 1\n") << 0 << 0
                              << QStringLiteral("# a = 1\n");
        QTest::newRow("json has no comments")
            << QStringLiteral("a.json") << QStringLiteral("{}\n") << 0 << 0 << QStringLiteral("{}\n");
        QTest::newRow("nor has plain text")
            << QStringLiteral("notes.txt") << QStringLiteral("a\n") << 0 << 0 << QStringLiteral("a\n");
        QTest::newRow("nothing") << rs << QString() << 0 << 0 << QString();
    }
    void comments_come_and_go()
    {
        QFETCH(QString, file);
        QFETCH(QString, text);
        QFETCH(int, from);
        QFETCH(int, to);
        QFETCH(QString, commented);
        show(file, text);
        if (to > from) {
            m_editor->setSelection(from, 0, to, 0);
        } else {
            m_editor->setCursorPosition(from, 0);
        }
        m_editor->toggleComment();
        QCOMPARE(m_editor->text(), commented);
        m_editor->toggleComment();
        QCOMPARE(m_editor->text(), text);
        if (text != commented) {
            m_editor->undo();
            QCOMPARE(m_editor->text(), commented);
            m_editor->undo();
            QCOMPARE(m_editor->text(), text);
        }
    }

    void a_line_is_duplicated_below_itself()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("größe\nnext"));
        m_editor->setCursorPosition(0, 2);
        copyLinesDown(*m_editor);
        QCOMPARE(m_editor->text(), QStringLiteral("größe\ngröße\nnext"));
        m_editor->undo();
        QCOMPARE(m_editor->text(), QStringLiteral("größe\nnext"));
        m_editor->setCursorPosition(1, 4);
        copyLinesDown(*m_editor);
        QCOMPARE(m_editor->text(), QStringLiteral("größe\nnext\nnext"));
    }

    void lines_are_moved_with_the_caret_or_the_selection_in_them()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("one\n  größe\nthree"));
        const auto selection = [this] {
            int line = 0;
            int column = 0;
            int toLine = 0;
            int toColumn = 0;
            m_editor->getSelection(&line, &column, &toLine, &toColumn);
            return QList{line, column, toLine, toColumn};
        };
        const auto caret = [this] {
            int line = 0;
            int column = 0;
            m_editor->getCursorPosition(&line, &column);
            return QList{line, column};
        };
        m_editor->setCursorPosition(1, 4);
        moveLinesDown(*m_editor);
        QCOMPARE(m_editor->text(), QStringLiteral("one\nthree\n  größe"));
        QCOMPARE(caret(), (QList{2, 4}));
        QVERIFY(m_editor->SendScintilla(
            QsciScintillaBase::SCI_GETSELECTIONEMPTY)); // what is typed next would replace the line
        moveLinesDown(*m_editor);                       // it is the last
        QCOMPARE(m_editor->text(), QStringLiteral("one\nthree\n  größe"));
        QCOMPARE(caret(), (QList{2, 4}));
        moveLinesUp(*m_editor);
        moveLinesUp(*m_editor);
        moveLinesUp(*m_editor);
        QCOMPARE(m_editor->text(), QStringLiteral("  größe\none\nthree"));
        QCOMPARE(caret(), (QList{0, 4}));
        QVERIFY(m_editor->SendScintilla(QsciScintillaBase::SCI_GETSELECTIONEMPTY));
        m_editor->setSelection(0, 3, 1, 1);
        moveLinesDown(*m_editor);
        QCOMPARE(m_editor->text(), QStringLiteral("three\n  größe\none"));
        QCOMPARE(selection(), (QList{1, 3, 2, 1}));
        m_editor->setSelection(0, 0, 1, 0); // without the second line
        moveLinesDown(*m_editor);
        QCOMPARE(m_editor->text(), QStringLiteral("  größe\nthree\none"));
        QCOMPARE(selection(), (QList{1, 0, 2, 0}));
        moveLinesDown(*m_editor); // there is no line behind it for the end
        QCOMPARE(m_editor->text(), QStringLiteral("  größe\none\nthree"));
        QCOMPARE(selection(), (QList{2, 0, 2, 5}));
    }

    void enter_keeps_the_indent_and_the_files_line_end()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("    x\r\ny\r\n"));
        m_editor->setEolMode(QsciScintilla::EolWindows);
        m_editor->setCursorPosition(0, 5);
        QTest::keyClick(m_editor.get(), Qt::Key_Return);
        QTest::keyClicks(m_editor.get(), QStringLiteral("z"));
        QCOMPARE(m_editor->text(), QStringLiteral("    x\r\n    z\r\ny\r\n"));
    }

    void a_problem_is_underlined_marked_and_explained()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("let größe = wrong;\nlet y = odd;\n"));
        m_editor->markProblem(1, 13, 1, 18, true, QStringLiteral("cannot find value `wrong`"));
        m_editor->markProblem(2, 5, 2, 6, false, QStringLiteral("unused variable: `y`"));
        QVERIFY(isUnderlined(0, 12));
        QVERIFY(isUnderlined(0, 16));
        QVERIFY(!isUnderlined(0, 11));
        QVERIFY(!isUnderlined(0, 17));
        QVERIFY(isUnderlined(1, 4));
        QVERIFY(m_editor->markersAtLine(0) != 0);
        QVERIFY(m_editor->markersAtLine(1) != 0);
        QVERIFY(m_editor->markersAtLine(0) != m_editor->markersAtLine(1));
        QCOMPARE(tipAt(0, 13), QStringLiteral("cannot find value `wrong`"));
        QCOMPARE(tipAt(1, 4), QStringLiteral("unused variable: `y`"));
        QCOMPARE(tipAt(0, 1), QString());
        m_editor->clearProblems();
        QVERIFY(!isUnderlined(0, 12));
        QCOMPARE(m_editor->markersAtLine(0), 0U);
        QCOMPARE(tipAt(0, 13), QString());
    }

    void the_message_of_a_line_that_fills_the_view_is_seen()
    {
        const QString longLine = QStringLiteral("let a = \"%1\";").arg(QString(300, u'x'));
        show(QStringLiteral("a.rs"), longLine + QStringLiteral("\nlet b = c;\n"));
        auto *const lens = m_editor->findChild<ProblemLens *>();
        const auto image = [&](const QRect &area) { return m_editor->viewport()->grab(area).toImage(); };
        const QRect view = m_editor->viewport()->rect();
        const QRect corner(view.width() - 80, 0, 80, 20);
        const QImage before = image(corner);
        m_editor->markProblem(1, 1, 1, 4, true, QStringLiteral("cannot find it"));
        m_editor->markProblem(2, 1, 2, 4, true, QStringLiteral("cannot find it"));
        m_editor->setCursorPosition(1, 0);
        const QRect over = lens->areaOf(0);
        QVERIFY(view.contains(over));
        QCOMPARE(over.right(), view.right());
        QVERIFY(image(corner) != before);
        QVERIFY(lens->areaOf(1).left() < over.left()); // behind its code
        // What is typed is not hidden.
        m_editor->setCursorPosition(0, static_cast<int>(longLine.size()));
        QCOMPARE(lens->areaOf(0).top(), over.bottom() + 1);
        m_editor->setCursorPosition(0, 0);
        QCOMPARE(lens->areaOf(0), over);
        QVERIFY(lens->areaOf(2).isEmpty());
    }

    void the_worst_problem_of_a_line_stands_behind_it_and_at_its_mark()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("let a = b;\nlet c = d;\nfine();\n"));
        auto *const lens = m_editor->findChild<ProblemLens *>();
        QCOMPARE(lens->textOf(0), QString());
        m_editor->markProblem(1, 5, 1, 6, false, QStringLiteral("unused variable: `a`"));
        m_editor->markProblem(1, 9, 1, 10, true, QStringLiteral("cannot find value `b`\nhelp: a sentence more"));
        m_editor->markProblem(2, 5, 2, 6, false, QString(900, u'x'));
        QCOMPARE(lens->textOf(0), QStringLiteral("cannot find value `b`"));
        QCOMPARE(lens->textOf(1).size(), ProblemLens::maxTextLength);
        QCOMPARE(lens->textOf(2), QString());
        m_editor->markProblem(2, 5, 3, 4, false, QStringLiteral("of two lines"));
        QCOMPARE(lens->textOf(2), QString()); // told where it begins
        QVERIFY(m_editor->problemOfLine(0).isError && !m_editor->problemOfLine(1).isError);
        const QPoint mark(4, m_editor->viewport()->mapFrom(m_editor.get(), m_editor->areaOf(0, 1).center()).y());
        QHelpEvent help(QEvent::ToolTip, mark, m_editor->viewport()->mapToGlobal(mark));
        QToolTip::hideText();
        QCoreApplication::sendEvent(m_editor.get(), &help);
        QVERIFY(QToolTip::text().contains(QStringLiteral("sentence"))); // all of the message
        QToolTip::hideText();
        const QImage shown = m_editor->grab().toImage();
        lens->setOn(false);
        QCOMPARE(lens->textOf(0), QString());
        QVERIFY(m_editor->grab().toImage() != shown);
        m_editor->clearProblems();
        QVERIFY(!m_editor->hasProblems());
    }

    void a_problem_goes_with_its_text()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("a\nlet x = wrong;\n"));
        m_editor->markProblem(2, 9, 2, 14, true, QStringLiteral("cannot find it"));
        m_editor->setCursorPosition(0, 0);
        QTest::keyClicks(m_editor.get(), QStringLiteral("// two more lines, and longer ones"));
        QTest::keyClick(m_editor.get(), Qt::Key_Return);
        QTest::keyClick(m_editor.get(), Qt::Key_Return);
        QVERIFY(isUnderlined(3, 9));
        QCOMPARE(tipAt(3, 9), QStringLiteral("cannot find it"));
        QCOMPARE(tipAt(0, 9), QString());
        QVERIFY(m_editor->markersAtLine(3) != 0);
    }

    void a_message_is_shown_as_it_is_written()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("let x = wrong;\n"));
        const QString message = QStringLiteral("expected `Vec<u>`, found `Box<b>`\nsecond  line & more");
        m_editor->markProblem(1, 9, 1, 14, true, message);
        QCOMPARE(tipAt(0, 9), message);
        QVERIFY(!Qt::mightBeRichText(QToolTip::text()));
    }

    void a_problem_of_an_older_text_stays_in_its_line()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("ab\ncd\n"));
        m_editor->markProblem(1, 40, 1, 60, true, QStringLiteral("was here"));
        QVERIFY(!isUnderlined(1, 0));
        QVERIFY(m_editor->markersAtLine(0) != 0);
        m_editor->markProblem(77, 1, 77, 2, true, QStringLiteral("gone")); // no such line: nothing to mark
        QCOMPARE(m_editor->markersAtLine(1), 0U);
    }

    void keys_that_are_not_the_editors_do_nothing_to_the_text()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("let a = 1;\n"));
        m_editor->selectAll();
        const auto press = [this](int key, Qt::KeyboardModifiers held, const QString &text = {}) {
            QKeyEvent down(QEvent::KeyPress, key, held, text);
            QApplication::sendEvent(m_editor.get(), &down);
        };
        for (const int key : {Qt::Key_U, Qt::Key_L, Qt::Key_T, Qt::Key_D}) {
            press(key, Qt::ControlModifier);
            press(key, Qt::ControlModifier | Qt::ShiftModifier);
        }
        press(Qt::Key_Equal, Qt::ControlModifier, QStringLiteral("="));
        press(Qt::Key_1, Qt::ControlModifier, QStringLiteral("1"));
        press(Qt::Key_Slash, Qt::ControlModifier, QStringLiteral("/"));
        QCOMPARE(m_editor->text(), QStringLiteral("let a = 1;\n"));
    }

    void both_keys_of_redo_are_known()
    {
        show(QStringLiteral("a.rs"), QStringLiteral("\n"));
        m_editor->setCursorPosition(0, 0);
        for (const auto &[key, held] : {std::pair(Qt::Key_Y, Qt::KeyboardModifiers(Qt::ControlModifier)),
                                        std::pair(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier)}) {
            QTest::keyClick(m_editor.get(), Qt::Key_X);
            QTest::keyClick(m_editor.get(), Qt::Key_Z, Qt::ControlModifier);
            QCOMPARE(m_editor->text(), QStringLiteral("\n"));
            QTest::keyClick(m_editor.get(), key, held);
            QCOMPARE(m_editor->text(), QStringLiteral("x\n"));
            QTest::keyClick(m_editor.get(), Qt::Key_Z, Qt::ControlModifier);
        }
    }
};

QTEST_MAIN(TestCodeEditor)
#include "tst_code_editor.moc"
