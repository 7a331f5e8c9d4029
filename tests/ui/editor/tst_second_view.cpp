// SPDX-License-Identifier: GPL-3.0-or-later
// Two views of one text, as a split editor shows them.
#include "core/workspace/document_change.h"
#include "ui/common/theme.h"
#include "ui/editor/bracket_colours.h"
#include "ui/editor/code_editor.h"
#include "ui/editor/folding.h"
#include "ui/editor/occurrence_marks.h"
#include "ui/editor/problem_lens.h"
#include "ui/editor/scroll_marks.h"
#include "ui/syntax/read_syntaxes.h"

#include <QHBoxLayout>
#include <QTest>

#include <random>

using namespace studio;

class TestSecondView : public QObject
{
    Q_OBJECT

    using Base = QsciScintillaBase;

    std::shared_ptr<Syntaxes> m_syntaxes = readSyntaxes(thread()).result();
    std::unique_ptr<QWidget> m_window;
    CodeEditor *m_main = nullptr;
    CodeEditor *m_second = nullptr;
    QByteArray m_mirror; ///< what a listener of the main view makes of its changes
    int m_changes = 0;

    void make(const QString &text)
    {
        m_window = std::make_unique<QWidget>();
        auto *const row = new QHBoxLayout(m_window.get());
        m_main = new CodeEditor(m_syntaxes.get(), QStringLiteral("a.rs"));
        m_main->setText(text);
        m_main->SendScintilla(Base::SCI_EMPTYUNDOBUFFER);
        m_main->setModified(false);
        m_main->setCursorPosition(0, 0);
        m_main->flushChanges();
        m_second = m_main->makeSecondView();
        QVERIFY(m_second);
        row->addWidget(m_main);
        row->addWidget(m_second);
        m_window->resize(1'000, 400);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_mirror = text.toUtf8();
        m_changes = 0;
        connect(m_main, &CodeEditor::changed, this, [this](const TextChange &change) {
            const auto changed = changedText(m_mirror, {change});
            QVERIFY2(changed, qPrintable(changed ? QString() : changed.error().message));
            m_mirror = *changed;
            ++m_changes;
        });
    }

    static int colourAt(const CodeEditor *view, int position)
    {
        const long style = view->SendScintilla(Base::SCI_GETSTYLEAT, word(position)) & 0xff;
        return static_cast<int>(view->SendScintilla(Base::SCI_STYLEGETFORE, word(style)));
    }
    static bool isDrawn(const CodeEditor *view, int indicator, int position)
    {
        return view->SendScintilla(Base::SCI_INDICATORVALUEAT, word(indicator), static_cast<long>(position)) != 0 &&
               view->SendScintilla(Base::SCI_INDICGETSTYLE, word(indicator)) != Base::INDIC_HIDDEN;
    }
    static bool isOccurrence(const CodeEditor *view, int position)
    {
        return isDrawn(view, OccurrenceMarks::indicator, position) ||
               isDrawn(view, OccurrenceMarks::secondIndicator, position);
    }

    /// As a person would, in either view.
    void changeAnything(std::mt19937 &random)
    {
        CodeEditor *const view = random() % 2 == 0 ? m_main : m_second;
        const auto any = static_cast<long>(random() % static_cast<unsigned>(view->length() + 1));
        const long at = view->SendScintilla(Base::SCI_POSITIONBEFORE, word(any));
        view->setFocus();
        switch (random() % 7) {
        case 0:
            view->SendScintilla(Base::SCI_UNDO);
            break;
        case 1:
            view->SendScintilla(Base::SCI_REDO);
            break;
        case 2:
            view->SendScintilla(Base::SCI_GOTOPOS, word(at));
            QTest::keyClicks(view, QStringLiteral("b{("));
            break;
        case 3:
            QTest::keyClick(view, random() % 2 == 0 ? Qt::Key_Return : Qt::Key_Backspace);
            break;
        case 4:
            view->replaceText(QStringLiteral("fn ä() {\r\n}\n"));
            break;
        case 5:
            view->SendScintilla(Base::SCI_GOTOPOS, word(at));
            break;
        default:
            view->SendScintilla(Base::SCI_SETTARGETRANGE, word(at), view->length());
            view->SendScintilla(Base::SCI_REPLACETARGET, 6UL, "\xf0\x9f\x98\x80\r\n");
        }
    }

private Q_SLOTS:
    void cleanup()
    {
        m_window.reset();
        Theme::apply(false);
    }

    void what_is_typed_in_one_is_seen_in_the_other_and_told_once()
    {
        make(QStringLiteral("fn one() {}\n"));
        m_second->setFocus();
        QTest::keyClicks(m_second, QStringLiteral("x"));
        QCOMPARE(m_main->text(), QStringLiteral("xfn one() {}\n"));
        QCOMPARE(m_mirror, QByteArray("xfn one() {}\n"));
        QCOMPARE(m_changes, 1);
        QVERIFY(m_main->isModified() && m_second->isModified());
        m_main->setFocus();
        QTest::keyClicks(m_main, QStringLiteral("y"));
        QCOMPARE(m_second->text(), QStringLiteral("yxfn one() {}\n"));
        QCOMPARE(m_changes, 2);
    }

    void the_document_hears_of_a_change_before_the_helpers_of_the_second_view_do()
    {
        make(QStringLiteral("a\n"));
        QByteArray known;
        connect(m_second, &CodeEditor::changed, this, [&] { known = m_mirror; });
        m_second->setFocus();
        QTest::keyClicks(m_second, QStringLiteral("b"));
        QCOMPARE(known, QByteArray("ba\n"));
    }

    void undo_in_the_other_view_takes_it_back()
    {
        make(QStringLiteral("a\n"));
        m_main->setFocus();
        QTest::keyClicks(m_main, QStringLiteral("bc"));
        m_second->setFocus();
        QTest::keyClick(m_second, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_main->text(), QStringLiteral("a\n"));
        QVERIFY(!m_main->isModified() && !m_second->isModified());
        QTest::keyClick(m_second, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_main->text(), QStringLiteral("bca\n"));
        QCOMPARE(m_mirror, QByteArray("bca\n"));
    }

    void each_has_its_caret_its_folds_and_its_scroll_position()
    {
        QString text;
        for (int i = 0; i < 100; ++i) {
            text += QStringLiteral("fn f%1() {\n    body();\n}\n").arg(i);
        }
        make(text);
        m_main->setCursorPosition(1, 2);
        m_second->setCursorPosition(250, 0);
        m_second->ensureCursorVisible();
        QVERIFY(m_second->firstVisibleLine() > 100);
        QCOMPARE(m_main->firstVisibleLine(), 0);
        foldBlock(*m_main);
        QCOMPARE(m_main->SendScintilla(Base::SCI_GETLINEVISIBLE, 1UL), 0L);
        QCOMPARE(m_second->SendScintilla(Base::SCI_GETLINEVISIBLE, 1UL), 1L);
        m_main->setFocus();
        QTest::keyClick(m_main, Qt::Key_Return);
        int line = 0;
        int column = 0;
        m_second->getCursorPosition(&line, &column);
        QVERIFY2(line > 250, "the other caret moves with the text above it");
    }

    void a_fold_in_one_leaves_those_in_the_other()
    {
        make(QStringLiteral("fn a() {\n    if b {\n        c();\n    }\n    d();\n}\n"));
        m_second->setCursorPosition(2, 9);
        foldBlock(*m_second);
        QCOMPARE(m_second->SendScintilla(Base::SCI_GETLINEVISIBLE, 2UL), 0L);
        m_main->setCursorPosition(4, 4);
        foldBlock(*m_main);
        QCOMPARE(m_main->SendScintilla(Base::SCI_GETLINEVISIBLE, 4UL), 0L);
        QCOMPARE(m_second->SendScintilla(Base::SCI_GETLINEVISIBLE, 2UL), 0L);
        QCOMPARE(m_second->SendScintilla(Base::SCI_GETLINEVISIBLE, 4UL), 1L);
        unfoldAll(*m_main);
        QCOMPARE(m_second->SendScintilla(Base::SCI_GETLINEVISIBLE, 2UL), 0L);
    }

    void a_text_that_is_replaced_leaves_both_carets_and_scroll_positions()
    {
        make(QStringLiteral("line\n").repeated(200));
        m_main->setCursorPosition(150, 3);
        m_main->setFirstVisibleLine(140);
        m_second->setCursorPosition(20, 2);
        m_second->setFirstVisibleLine(15);
        m_second->replaceText(QStringLiteral("other\n").repeated(200));
        int line = 0;
        int column = 0;
        m_main->getCursorPosition(&line, &column);
        QCOMPARE(std::pair(line, column), std::pair(150, 3));
        QCOMPARE(m_main->firstVisibleLine(), 140);
        m_second->getCursorPosition(&line, &column);
        QCOMPARE(std::pair(line, column), std::pair(20, 2));
        QCOMPARE(m_second->firstVisibleLine(), 15);
    }

    void both_have_the_same_colours_in_each_theme()
    {
        const QString text = QStringLiteral("// note\nfn one() -> u32 { let s = \"text\"; 42 }\n");
        make(text);
        for (const bool isDark : {false, true}) {
            Theme::apply(isDark);
            QTRY_COMPARE(colourAt(m_main, 0), colourAt(m_second, 0));
            QTRY_VERIFY(colourAt(m_second, 0) != colourAt(m_second, static_cast<int>(text.indexOf(u'"'))));
            for (int at = 0; at < m_main->length(); ++at) {
                QCOMPARE(colourAt(m_main, at), colourAt(m_second, at));
            }
            for (const int style : {Base::STYLE_DEFAULT, Base::STYLE_LINENUMBER, Base::STYLE_BRACELIGHT,
                                    Base::STYLE_INDENTGUIDE, Base::STYLE_FOLDDISPLAYTEXT}) {
                for (const unsigned what :
                     {Base::SCI_STYLEGETFORE, Base::SCI_STYLEGETBACK, Base::SCI_STYLEGETSIZEFRACTIONAL}) {
                    QVERIFY2(m_main->SendScintilla(what, word(style)) == m_second->SendScintilla(what, word(style)),
                             qPrintable(QStringLiteral("style %1, message %2: %3 and %4, dark %5")
                                            .arg(style)
                                            .arg(what)
                                            .arg(m_main->SendScintilla(what, word(style)), 0, 16)
                                            .arg(m_second->SendScintilla(what, word(style)), 0, 16)
                                            .arg(isDark)));
                }
            }
        }
    }

    void what_is_typed_in_the_second_view_is_coloured_while_the_main_one_is_hidden()
    {
        make(QStringLiteral("x\n"));
        m_main->hide();
        m_second->setFocus();
        QTest::keyClicks(m_second, QStringLiteral("// "));
        QTRY_COMPARE(m_second->SendScintilla(Base::SCI_GETENDSTYLED), static_cast<long>(m_second->length()));
        QVERIFY(colourAt(m_second, 0) != m_second->SendScintilla(Base::SCI_STYLEGETFORE, word(Base::STYLE_DEFAULT)));
        QCOMPARE(m_second->text(), QStringLiteral("// x\n"));
    }

    void problems_are_seen_and_told_in_both()
    {
        make(QStringLiteral("one\ntwo\n"));
        m_main->markProblem(2, 1, 2, 4, true, QStringLiteral("no such thing"));
        for (const CodeEditor *const view : {m_main, m_second}) {
            QVERIFY(view->hasProblems());
            QCOMPARE(view->problemAt(5), QStringLiteral("no such thing"));
            QCOMPARE(view->findChild<ProblemLens *>()->textOf(1), QStringLiteral("no such thing"));
            QVERIFY(view->scrollMarks()->marks().contains(ScrollMarks::Error));
        }
        m_main->clearProblems();
        QVERIFY(!m_second->hasProblems());
        QCOMPARE(m_second->problemAt(5), QString());
    }

    void matches_and_occurrences_are_those_of_one_view()
    {
        make(QStringLiteral("one two one two\n"));
        m_second->markMatches({{4, 7}});
        QVERIFY(isDrawn(m_second, 12, 5));
        QVERIFY(!isDrawn(m_main, 12, 5));
        m_main->setCursorPosition(0, 1);
        m_second->setCursorPosition(0, 5);
        QTRY_VERIFY(isOccurrence(m_main, 9) && isOccurrence(m_second, 13));
        QVERIFY(!isOccurrence(m_main, 13));
        QVERIFY(!isOccurrence(m_second, 9));
    }

    void nothing_is_marked_again_while_nothing_happens()
    {
        make(QStringLiteral("fn one() { one((1)); }\n"));
        m_main->setCursorPosition(0, 4);
        m_second->setCursorPosition(0, 12);
        QTRY_VERIFY(isOccurrence(m_main, 12) && isOccurrence(m_second, 4));
        for (CodeEditor *const view : {m_main, m_second}) {
            const auto *const marks = view->findChild<OccurrenceMarks *>();
            QTRY_VERIFY(!marks->isWaiting());
            view->viewport()->repaint(); // Scintilla tells what was changed with the next paint
            QCoreApplication::processEvents();
            QVERIFY(!marks->isWaiting());
        }
    }

    void a_text_that_may_not_be_changed_is_so_in_both()
    {
        make(QStringLiteral("a\n"));
        m_main->setReadOnly(true);
        QVERIFY(m_second->isReadOnly());
        QVERIFY(!m_second->testAttribute(Qt::WA_InputMethodEnabled));
        m_second->setFocus();
        QTest::keyClicks(m_second, QStringLiteral("x"));
        QCOMPARE(m_main->text(), QStringLiteral("a\n"));
    }

    void line_ends_and_indentation_are_the_texts()
    {
        make(QStringLiteral("a\r\n"));
        delete m_second;
        m_main->format().setLineEnd(LineEnd::CrLf);
        m_main->setIndentationsUseTabs(true);
        m_main->setTabWidth(7);
        m_second = m_main->makeSecondView();
        QCOMPARE(m_main->format().lineEnd(), LineEnd::CrLf);
        QCOMPARE(m_second->format().lineEnd(), LineEnd::CrLf);
        QVERIFY(m_main->indentationsUseTabs() && m_second->indentationsUseTabs());
        QCOMPARE(m_second->tabWidth(), 7);
        delete m_second;
    }

    void the_second_view_leaves_nothing_behind()
    {
        make(QStringLiteral("one two one\n"));
        m_second->setCursorPosition(0, 1);
        m_second->markMatches({{4, 7}});
        QTRY_VERIFY(isOccurrence(m_second, 9));
        m_second->setFocus();
        QTest::keyClicks(m_second, QStringLiteral("x"));
        delete m_second;
        QCOMPARE(m_main->otherView(), nullptr);
        QCOMPARE(m_main->text(), QStringLiteral("oxne two one\n"));
        for (const int indicator : {12, 13, OccurrenceMarks::secondIndicator, BracketColours::secondFirstIndicator}) {
            for (int at = 0; at < m_main->length(); ++at) {
                QCOMPARE(m_main->SendScintilla(Base::SCI_INDICATORVALUEAT, word(indicator), static_cast<long>(at)), 0L);
            }
        }
        m_main->setFocus();
        QTest::keyClick(m_main, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(m_main->text(), QStringLiteral("one two one\n"));
        QVERIFY(m_main->makeSecondView());
    }

    void the_main_view_takes_the_place_of_the_second()
    {
        QString text;
        for (int i = 0; i < 60; ++i) {
            text += QStringLiteral("fn f%1() {\n    body();\n}\n").arg(i);
        }
        make(text);
        m_second->setCursorPosition(91, 2);
        foldBlock(*m_second);
        m_second->setSelection(120, 1, 122, 0);
        m_second->setFirstVisibleLine(100);
        m_main->setCursorPosition(4, 0);
        foldBlock(*m_main);
        m_main->takePlaceOf(*m_second);
        for (const unsigned end : {Base::SCI_GETCURRENTPOS, Base::SCI_GETANCHOR}) {
            QCOMPARE(m_main->SendScintilla(end), m_second->SendScintilla(end));
        }
        QCOMPARE(m_main->firstVisibleLine(), 100);
        for (int line = 0; line < m_main->lines(); ++line) {
            QCOMPARE(m_main->SendScintilla(Base::SCI_GETLINEVISIBLE, word(line)),
                     m_second->SendScintilla(Base::SCI_GETLINEVISIBLE, word(line)));
        }
    }

    void any_edits_in_both_views_make_one_text_everywhere_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 0; seed < 12; ++seed) {
            QTest::addRow("%u", seed) << seed;
        }
    }
    void any_edits_in_both_views_make_one_text_everywhere()
    {
        QFETCH(unsigned, seed);
        make(QStringLiteral("fn a() {\n    let ä = 1;\r\n}\n"));
        std::mt19937 random(seed);
        for (int step = 0; step < 120; ++step) {
            changeAnything(random);
            if (random() % 8 == 0) {
                QCoreApplication::processEvents();
            }
            m_main->flushChanges();
            QCOMPARE(m_main->text(), m_second->text());
            QCOMPARE(m_mirror, m_main->text().toUtf8());
        }
    }

    void whichever_goes_first_the_other_is_not_left_alone()
    {
        make(QStringLiteral("a\n"));
        const QPointer<CodeEditor> second(m_second);
        delete m_main;
        QVERIFY(!second);
    }
};

QTEST_MAIN(TestSecondView)
#include "tst_second_view.moc"
