// SPDX-License-Identifier: GPL-3.0-or-later
// Ctrl+F in the answer.
#include "tests/support/function_invoker.h"
#include "tests/ui/visible_text.h"
#include "tst_invoke_server.h"
#include "ui/common/search_query.h"
#include "ui/invoke/answer_find.h"
#include "ui/invoke/code_view.h"
#include "ui/invoke/invoke_pane.h"
#include "ui/invoke/invoke_tool_pane.h"
#include "ui/invoke/json_view.h"
#include "ui/invoke/line_search.h"
#include "ui/invoke/response_view.h"

#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QToolButton>
#include <QtConcurrentRun>

using namespace studio;
using namespace Qt::StringLiterals;
using studio::test::FunctionInvoker;
using studio::test::hasVisibleText;

class TestAnswerFind : public QObject
{
    Q_OBJECT

    std::unique_ptr<InvokeToolPane> m_tool;
    QByteArray m_type = "text/plain";
    QByteArray m_body;
    FunctionInvoker m_invoker{[this](FunctionInvoker::Call) -> Task<Invocation> { // NOLINT: lives as long
        Invocation answer;
        answer.response = {.status = 200, .reason = "OK", .headers = {{"content-type", m_type}}, .body = m_body};
        co_return answer;
    }};

    [[nodiscard]] InvokePane *pane() const { return m_tool->pane(); }
    [[nodiscard]] ResponseView *view() const { return pane()->findChild<ResponseView *>(); }
    [[nodiscard]] AnswerFind *bar() const { return pane()->findChild<AnswerFind *>(); }
    [[nodiscard]] QString selected() const { return view()->body()->textCursor().selectedText(); }
    [[nodiscard]] int line() const { return view()->body()->textCursor().blockNumber(); }

    void answer(const QByteArray &body, const QByteArray &type = "text/plain")
    {
        m_body = body;
        m_type = type;
        QSignalSpy shown(pane(), &InvokePane::responseShown);
        pane()->sendNow();
        QVERIFY(!shown.isEmpty() || shown.wait());
    }
    void press(const QString &name)
    {
        for (QToolButton *const button : bar()->findChildren<QToolButton *>()) {
            if (button->accessibleName() == name) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
        QFAIL(qPrintable(name));
    }
    void type(const QString &text) { QTest::keyClicks(QApplication::focusWidget(), text); }

private Q_SLOTS:
    void init()
    {
        m_tool = std::make_unique<InvokeToolPane>();
        m_tool->widget()->resize(380, 700);
        pane()->setTargets({{u"dev"_s, u"Dev instance"_s, &m_invoker, {}, {InvokeTarget::DevInstance}}});
        m_tool->widget()->show();
        QVERIFY(QTest::qWaitForWindowActive(m_tool->widget()));
    }
    void cleanup()
    {
        delete m_tool->widget();
        m_tool.reset();
    }

    void it_goes_from_match_to_match_and_round()
    {
        answer("one two\nOne two\nnone\n");
        QVERIFY(m_tool->find({SearchQuery::Step::Open}));
        QVERIFY(bar()->isVisible());
        type(u"one"_s);
        QTRY_VERIFY(hasVisibleText(*bar(), u"1 of 3"_s));
        QCOMPARE(selected(), u"one"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(hasVisibleText(*bar(), u"2 of 3"_s));
        QCOMPARE(selected(), u"One"_s);
        QVERIFY(m_tool->find({SearchQuery::Step::Next}));
        QCOMPARE(line(), 2);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(hasVisibleText(*bar(), u"1 of 3"_s));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ShiftModifier);
        QVERIFY(hasVisibleText(*bar(), u"3 of 3"_s));
        press(u"Match case"_s);
        QTRY_VERIFY(hasVisibleText(*bar(), u"of 2"_s));
        press(u"Whole words"_s);
        QTRY_VERIFY(hasVisibleText(*bar(), u"of 1"_s));
        QCOMPARE(line(), 0);
        type(u"x"_s);
        QTRY_VERIFY(hasVisibleText(*bar(), u"No match"_s));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!bar()->isVisible());
        QCOMPARE(QApplication::focusWidget(), view()->body());
    }

    void a_regular_expression_finds_and_a_broken_one_says_so()
    {
        answer("id 17\nid 4\nid x\n");
        QVERIFY(m_tool->find({}));
        press(u"Regular expression"_s);
        bar()->findChild<QLineEdit *>()->setFocus();
        type(uR"(id \d+)"_s);
        QTRY_VERIFY(hasVisibleText(*bar(), u"of 2"_s));
        type(u"("_s);
        QTRY_VERIFY(hasVisibleText(*bar(), u"Invalid pattern"_s));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Backspace);
        QTRY_VERIFY(hasVisibleText(*bar(), u"of 2"_s));
    }

    void what_is_selected_is_looked_for_and_the_next_answer_too()
    {
        answer("red green red\n");
        QTest::mouseDClick(view()->body()->viewport(), Qt::LeftButton, {}, QPoint(16, 16));
        QCOMPARE(selected(), u"red"_s);
        QVERIFY(m_tool->find({}));
        QCOMPARE(bar()->findChild<QLineEdit *>()->text(), u"red"_s);
        QTRY_VERIFY(hasVisibleText(*bar(), u"1 of 2"_s));
        answer("red red red\n");
        QTRY_VERIFY(hasVisibleText(*bar(), u"of 3"_s));
        answer({});
        QTRY_VERIFY(hasVisibleText(*bar(), u"No match"_s));
    }

    void a_match_in_what_is_left_out_of_a_line_says_so()
    {
        const QByteArray rest = "\"" + QByteArray("word ").repeated(60'000) + "\"";
        answer("[\"here\", \"" + QByteArray(5'000, 'x') + "here\", " + rest + "]", "application/json");
        QTRY_VERIFY(view()->json()->isVisible());
        QVERIFY(m_tool->find({}));
        type(u"here"_s);
        QTRY_VERIFY(hasVisibleText(*bar(), u"1 of 2"_s));
        QVERIFY(!hasVisibleText(*bar(), u"not shown"_s));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(hasVisibleText(*bar(), u"2 of 2 (not shown)"_s));
        QCOMPARE(view()->json()->currentLine(), 2);
        QVERIFY2(bar()->minimumSizeHint().width() < 340, "the pane would grow");
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(!hasVisibleText(*bar(), u"not shown"_s));
    }

    /// It would go through matches that are not seen.
    void the_bar_goes_with_the_text()
    {
        answer("[{\"a\": 1}, {\"a\": 2}]", "application/json");
        QSignalSpy said(view(), &ResponseView::message);
        QVERIFY(m_tool->find({}));
        QVERIFY(said.isEmpty());
        auto *const tabs = view()->findChild<QTabBar *>(u"responseTabs"_s);
        for (const QString &other : {u"Tree"_s, u"Table"_s, u"Headers"_s}) {
            if (other == u"Headers"_s) {
                tabs->setCurrentIndex(1);
            } else {
                QVERIFY(::press(view(), other));
            }
            QVERIFY2(!bar()->isVisible(), qPrintable(other));
            QVERIFY(!view()->body()->isVisible());
            said.clear();
            QVERIFY(m_tool->find({SearchQuery::Step::Next}));
            QVERIFY2(bar()->isVisible() && view()->body()->isVisible(), qPrintable(other));
            QCOMPARE(said.size(), 1);
            QVERIFY(said.first().first().toString().contains(u"text"_s));
        }
    }

    /// The editor must not open its own bar, which the window does where a pane refuses.
    void without_an_answer_nothing_opens_and_the_pane_keeps_the_key()
    {
        QVERIFY(m_tool->find({SearchQuery::Step::Open}));
        QVERIFY(m_tool->find({SearchQuery::Step::Replace}));
        QVERIFY(!bar());
    }

    void a_search_stops_where_it_is_cancelled_or_has_enough()
    {
        const auto text = std::make_shared<PlainLines>(QString(u"a\n"_s).repeated(1'200'000));
        auto all = QtConcurrent::run(searchLines, std::shared_ptr<const LineText>(text), QRegularExpression(u"a"_s));
        all.waitForFinished();
        qsizetype found = 0;
        for (const auto &piece : all.results()) {
            found += piece.size();
        }
        QCOMPARE(found, maxLineMatches);
        auto stopped =
            QtConcurrent::run(searchLines, std::shared_ptr<const LineText>(text), QRegularExpression(u"b"_s));
        stopped.cancel();
        stopped.waitForFinished();
        QVERIFY(stopped.results().isEmpty());
    }
};

QTEST_MAIN(TestAnswerFind)
#include "tst_answer_find.moc"
