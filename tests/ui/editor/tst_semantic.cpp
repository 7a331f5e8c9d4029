// SPDX-License-Identifier: GPL-3.0-or-later
// What the language server knows about the text that is shown, in a real window with the real rust-analyzer: symbols,
// colours, hints.
#include "core/workspace/code_symbols.h"
#include "tests/ui/editor/semantic_test.h"
#include "ui/editor/breadcrumbs.h"
#include "ui/editor/inlay_hints.h"
#include "ui/editor/occurrence_marks.h"
#include "ui/editor/semantic_colours.h"

#include <QClipboard>
#include <QCoroTask>
#include <QTimer>
#include <QToolButton>
#include <QToolTip>

using namespace studio;
using namespace studio::test;

class TestSemantic : public SemanticTest
{
    Q_OBJECT

    [[nodiscard]] InlayHints *hints() const { return editor()->findChild<InlayHints *>(); }
    [[nodiscard]] QImage lineImage(int line) const
    {
        const int position = editor()->positionAt(TextPlace{line, 0});
        QRect area = editor()->areaOf(position, position);
        area.setWidth(editor()->width());
        return editor()->grab(area).toImage();
    }
    [[nodiscard]] QString styleAt(int position) const
    {
        const long style =
            editor()->SendScintilla(QsciScintillaBase::SCI_GETSTYLEAT, word(position)) & 0xff; // of a char
        return editor()->lexer()->description(static_cast<int>(style));
    }
    void waitForColours() const
    {
        QTRY_VERIFY_WITH_TIMEOUT(!editor()->findChild<SemanticColours *>()->isWaiting(), answerTimeout);
    }

private Q_SLOTS:
    void symbols_of_a_document_are_in_the_order_of_the_text()
    {
        const CodeSymbols symbols(&m_window->analysis);
        const auto found = QCoro::waitFor(symbols.inDocument(m_window->file()));
        QVERIFY(found.has_value());
        QStringList names;
        for (const CodeSymbol &symbol : *found) {
            names << QString(symbol.depth, u' ') + symbol.name;
        }
        QCOMPARE(names, (QStringList{u"helper"_s, u"Order"_s, u" total"_s, u"impl Order"_s, u" times"_s, u"described"_s,
                                     u"handler"_s, u"tests"_s, u" passes"_s, u" fails"_s, u" sleeps"_s}));
        const TextPlace place = editor()->placeOf(m_window->positionOf("self.total"));
        const QList<CodeSymbol> around = symbolsAround(*found, place);
        QCOMPARE(around.size(), 2);
        QCOMPARE(around[1].name, u"times"_s);
        QCOMPARE(around[1].container, u"impl Order"_s);
        QCOMPARE(editor()->positionAt(around[1].selection.start), m_window->positionOf("times"));
    }

    void symbols_of_the_workspace_are_found_by_a_part_of_their_name()
    {
        const CodeSymbols symbols(&m_window->analysis);
        const auto found = QCoro::waitFor(symbols.inWorkspace(u"greet"_s));
        QVERIFY(found.has_value());
        QCOMPARE(found->size(), 1);
        QCOMPARE(found->front().name, u"greeting"_s); // a function
        QCOMPARE(found->front().path, m_window->folder() + u"/src/helper.rs"_s);
        QCOMPARE(found->front().selection.start.line, 1);
        QCOMPARE(QCoro::waitFor(symbols.inWorkspace(u" "_s))->size(), 0);
        // The library that the project uses lies on this machine too, and is not the project.
        const auto others = QCoro::waitFor(symbols.inWorkspace(u"Request"_s));
        QVERIFY(others.has_value());
        for (const CodeSymbol &symbol : *others) {
            QVERIFY2(symbol.path.startsWith(m_window->folder() + u'/'), qPrintable(symbol.path));
        }
    }

    void words_have_the_colours_of_what_they_are()
    {
        waitForColours();
        QCOMPARE(styleAt(m_window->positionOf("helper::greeting")), u"Namespace"_s);
        QCOMPARE(styleAt(m_window->positionOf("greeting")), u"Function"_s);
        QCOMPARE(styleAt(m_window->positionOf("sum = ")), u"Variable mutable"_s);
        QCOMPARE(styleAt(m_window->positionOf("sum += ")), u"Variable mutable"_s);
        QCOMPARE(styleAt(m_window->positionOf("total * ")), u"Property"_s);
        QCOMPARE(styleAt(m_window->positionOf("factor\n")), u"Parameter"_s); // where it is used
        QCOMPARE(styleAt(m_window->positionOf("len()")), u"Function"_s);
        QCOMPARE(styleAt(m_window->positionOf("let text")), u"Keyword"_s); // is left to the definition
        QCOMPARE(styleAt(m_window->positionOf("// übrigens")), u"Comment"_s);
        QCOMPARE(styleAt(m_window->positionOf("sum })")), u"Variable"_s); // in a macro
    }

    void a_word_keeps_its_colour_while_it_is_typed_in()
    {
        waitForColours();
        const int position = m_window->positionOf("factor\n");
        m_window->setCaret(position + 3);
        QTest::keyClicks(editor(), u"xy"_s);
        (void)editor()->grab(); // styles what is visible
        for (int at = position; at < position + 8; ++at) {
            QCOMPARE(styleAt(at), u"Parameter"_s);
        }
        QTest::keyClick(editor(), Qt::Key_Home);
        QTest::keyClicks(editor(), u"//"_s);
        (void)editor()->grab();
        QCOMPARE(styleAt(m_window->positionOf("total *")), u"Comment"_s);
        QTest::keyClick(editor(), Qt::Key_Backspace);
        QTest::keyClick(editor(), Qt::Key_Backspace);
        QTRY_COMPARE_WITH_TIMEOUT(styleAt(m_window->positionOf("total *")), u"Property"_s, answerTimeout);
    }

    void breadcrumbs_follow_the_caret_and_lead_to_what_is_beside()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!editor()->findChild<DocumentOutline *>()->isWaiting(), answerTimeout);
        auto *const crumbs = editor()->findChild<Breadcrumbs *>();
        m_window->setCaret(m_window->positionOf("assert_eq!"));
        QTRY_COMPARE(crumbs->texts(), (QStringList{u"lib.rs"_s, u"tests"_s, u"passes"_s}));
        QTest::keyClick(editor(), Qt::Key_Semicolon, Qt::ControlModifier | Qt::ShiftModifier);
        auto *button = qobject_cast<QToolButton *>(QApplication::focusWidget());
        QVERIFY(button);
        QCOMPARE(button->accessibleName(), u"fn passes"_s);
        QTest::keyClick(button, Qt::Key_Return);
        QTRY_VERIFY(list());
        QCOMPARE(list()->topLevelItemCount(), 3); // the tests
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(editor()->caretPosition(), m_window->positionOf("fails"));
        QVERIFY(editor()->hasFocus());
        QTRY_COMPARE(crumbs->texts().last(), u"fails"_s);
        QTest::keyClick(editor(), Qt::Key_Left, Qt::AltModifier); // back
        QCOMPARE(editor()->caretPosition(), m_window->positionOf("assert_eq!"));
    }

    void breadcrumbs_are_walked_by_arrows_and_left_by_escape()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!editor()->findChild<DocumentOutline *>()->isWaiting(), answerTimeout);
        auto *const crumbs = editor()->findChild<Breadcrumbs *>();
        m_window->setCaret(0); // within nothing
        QTRY_COMPARE(crumbs->texts(), (QStringList{u"lib.rs"_s, u"…"_s}));
        QTest::keyClick(editor(), Qt::Key_Semicolon, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(list());
        QCOMPARE(list()->topLevelItemCount(), 6); // of the file
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!list());
        QVERIFY(editor()->hasFocus());
        QTest::keyClick(editor(), Qt::Key_Semicolon, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Left);
        QCOMPARE(QApplication::focusWidget()->accessibleName(), u"file lib.rs"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(list());
        QTest::keyClicks(QApplication::focusWidget(), u"help"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(tabs().currentPath(), m_window->folder() + u"/src/helper.rs"_s);
        QTest::keyClick(editor(), Qt::Key_Semicolon, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(editor()->hasFocus());
    }

    void the_outline_is_filtered_by_what_is_typed()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!editor()->findChild<DocumentOutline *>()->isWaiting(), answerTimeout);
        QTest::keyClick(editor(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(list());
        QCOMPARE(list()->topLevelItemCount(), 11);
        QCOMPARE(list()->topLevelItem(4)->text(0), u"  times"_s);
        QCOMPARE(list()->topLevelItem(4)->text(1), u"fn"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"hdl"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(editor()->caretPosition(), m_window->positionOf("handler"));
        QCOMPARE(editor()->text().toUtf8(), QByteArray(semanticSource));
    }

    void what_is_typed_before_the_outline_is_there_is_meant_for_it()
    {
        QVERIFY(tabs().open(m_window->folder() + u"/src/helper.rs"_s).has_value());
        QVERIFY(editor()->findChild<DocumentOutline *>()->symbols().isEmpty());
        QTest::keyClick(editor(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(list());
        QCOMPARE(list()->topLevelItem(0)->text(0), u"The symbols are being read…"_s);
        const QString name = u"greeting"_s;
        QTest::keyClicks(QApplication::focusWidget(), name.first(3));
        QTRY_VERIFY_WITH_TIMEOUT(list()->currentItem(), answerTimeout);
        QCOMPARE(list()->currentItem()->text(0), name);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(editor()->text(), QString::fromUtf8(semanticHelper));
        QCOMPARE(editor()->caretPosition(), m_window->positionOf(name.toUtf8().constData()));
    }

    void a_file_without_symbols_says_so()
    {
        QVERIFY(tabs().open(m_window->folder() + u"/Cargo.toml"_s).has_value());
        QCOMPARE(editor()->findChild<Breadcrumbs *>()->texts(), QStringList{u"Cargo.toml"_s});
        QSignalSpy said(&tabs(), &EditorTabs::message);
        QTest::keyClick(editor(), Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(QToolTip::text(), u"No symbols of this file are known."_s);
        QCOMPARE(said.count(), 0);
        QVERIFY(!list());
    }

    void occurrences_are_those_of_the_name_and_those_that_write_look_different()
    {
        const auto *const marks = editor()->findChild<OccurrenceMarks *>();
        const auto isMarked = [this](int indicator, int position) {
            return editor()->SendScintilla(QsciScintillaBase::SCI_INDICATORVALUEAT, word(indicator), position) != 0;
        };
        const auto wait = [marks] { QTRY_VERIFY_WITH_TIMEOUT(!marks->isWaiting(), answerTimeout); };
        const int declared = m_window->positionOf("sum", "let mut ");
        const int added = m_window->positionOf("sum += ");
        const int returned = m_window->positionOf("sum)", "übrigens\n");
        const int inHandler = m_window->positionOf("sum)", "let (text, ");
        m_window->setCaret(returned);
        wait();
        QVERIFY(isMarked(OccurrenceMarks::writeIndicator, declared));
        QVERIFY(isMarked(OccurrenceMarks::writeIndicator, added));
        QVERIFY(isMarked(OccurrenceMarks::indicator, returned));
        QVERIFY(!isMarked(OccurrenceMarks::indicator, declared));
        QVERIFY(!isMarked(OccurrenceMarks::indicator, inHandler)); // another variable of that name

        QSignalSpy marked(marks, &OccurrenceMarks::marked);
        m_window->setCaret(added + 1); // of the same: nothing is drawn again
        QCoreApplication::processEvents();
        QVERIFY(!marks->isWaiting());
        QCOMPARE(marked.count(), 0);
        QVERIFY(isMarked(OccurrenceMarks::writeIndicator, declared));

        m_window->setCaret(m_window->positionOf("cents")); // the server knows nothing of it
        QCoreApplication::processEvents();
        QVERIFY(!isMarked(OccurrenceMarks::writeIndicator, declared)); // at once
        wait();
        QVERIFY(isMarked(OccurrenceMarks::indicator, m_window->positionOf("cents")));

        m_window->setCaret(inHandler);
        QTRY_VERIFY(marks->isWaiting());
        m_window->setCaret(0); // before it was answered
        wait();
        QVERIFY(!isMarked(OccurrenceMarks::indicator, inHandler));
    }

    void hints_stand_behind_their_lines_and_are_no_text()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!hints()->isWaiting(), answerTimeout);
        QCOMPARE(hints()->hintsOf(lineOf("let text")), (QStringList{u"text: String"_s, u"name: \"grüße\""_s}));
        QCOMPARE(hints()->hintsOf(lineOf("let mut sum")), (QStringList{u"sum: u64"_s, u"factor: 3"_s}));
        QCOMPARE(hints()->hintsOf(lineOf("sum += ")), QStringList());
        QTest::keyClick(editor(), Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(editor(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QString::fromUtf8(semanticSource));
        m_window->setCaret(m_window->positionOf("/// An order"));
        QTest::keyClick(editor(), Qt::Key_Return); // hints go along with their lines
        QCOMPARE(hints()->hintsOf(lineOf("let mut sum")), (QStringList{u"sum: u64"_s, u"factor: 3"_s}));
        QTest::keyClick(editor(), Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(hints()->hintsOf(lineOf("let mut sum")), (QStringList{u"sum: u64"_s, u"factor: 3"_s}));
    }

    void a_key_takes_the_hints_away_and_brings_them_back()
    {
        QTRY_VERIFY_WITH_TIMEOUT(!hints()->isWaiting(), answerTimeout);
        const int line = editor()->placeOf(m_window->positionOf("let text")).line;
        const QImage with = lineImage(line);
        QTest::keyClick(editor(), Qt::Key_H, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(hints()->hintsOf(line), QStringList());
        const QImage without = lineImage(line);
        QVERIFY(with != without);
        QVERIFY(!m_view.settings().showsInlayHints);
        QTest::keyClick(editor(), Qt::Key_H, Qt::ControlModifier | Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(hints()->hintsOf(line).size(), 2, answerTimeout);
        QCOMPARE(lineImage(line), with);
    }

    void numbers_of_tokens_that_lead_out_of_the_text_are_dropped()
    {
        const SemanticLegend legend({u"unheard"_s, u"variable"_s}, {u"mutable"_s});
        QCOMPARE(legend.decode({0, 1, 2, 0, 0, 0, 3, 2, 9, 0, 1, 1, 1, 1, 3}).size(), 1);
        QCOMPARE(legend.decode({0, 1, 2, 1, 1, 4'000'000'000U, 0, 1, 1, 0}).size(), 1);
        QCOMPARE(legend.decode({0, 4'000'000'000U, 1, 1, 0}).size(), 0);
        QCOMPARE(legend.decode({0, 5, 1, 1, 0, 0, 4'294'967'295U, 1, 1, 0}).size(), 1);
        SyntaxLexer *const lexer = qobject_cast<SyntaxLexer *>(editor()->lexer());
        const StyledPart outside{.from = -5, .to = 1'000'000, .style = lexer->styleOf(SyntaxRole::Variable, {})};
        const QString before = editor()->text();
        lexer->styleLine(3, QSpan(&outside, 1));
        lexer->styleLine(editor()->lines() + 100, QSpan(&outside, 1));
        QCOMPARE(editor()->text(), before);
    }

    void a_stop_ends_a_search_for_symbols()
    {
        const CodeSymbols symbols(&m_window->analysis);
        std::stop_source stop;
        QTimer::singleShot(0, this, [&] { stop.request_stop(); });
        const auto stopped = QCoro::waitFor(symbols.inWorkspace(u"o"_s, stop.get_token()));
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        const CodeSymbols none(nullptr);
        QCOMPARE(QCoro::waitFor(none.inWorkspace(u"o"_s)).error().code, ErrorCode::Unavailable);
    }
};

QTEST_MAIN(TestSemantic)
#include "tst_semantic.moc"
