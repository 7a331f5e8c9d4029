// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_view.h"

#include <QClipboard>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QScrollBar>
#include <QTest>

using namespace studio;
using namespace Qt::StringLiterals;

class TestJsonView : public QObject
{
    Q_OBJECT

    std::unique_ptr<JsonView> m_view;

    void show(const QByteArray &json)
    {
        const auto outline = JsonOutline::read(json);
        QVERIFY(outline);
        m_view->setOutline(outline);
    }
    [[nodiscard]] QPoint inRow(int row, int x) const
    {
        const int height = QFontMetrics(m_view->font()).lineSpacing();
        return {x, 6 + row * height + height / 2};
    }
    void press(Qt::Key key, Qt::KeyboardModifiers with = {}) const { QTest::keyClick(m_view.get(), key, with); }

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<JsonView>();
        m_view->resize(380, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
        m_view->setFocus();
    }
    void cleanup() { m_view.reset(); }

    void nothing_is_shown_without_a_document()
    {
        press(Qt::Key_Down);
        press(Qt::Key_Left);
        press(Qt::Key_A, Qt::ControlModifier);
        press(Qt::Key_C, Qt::ControlModifier);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, {30, 30});
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, {30, 30});
        QCOMPARE(m_view->folds().rowCount(), 0);
        QCOMPARE(m_view->lineText()->lineCount(), 1);
    }

    void the_margin_and_the_keys_fold()
    {
        show(R"({"a": [1, 2], "b": {"c": null}})");
        QCOMPARE(m_view->folds().rowCount(), 9);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, inRow(1, 8));
        QCOMPARE(m_view->folds().rowCount(), 6);
        QCOMPARE(m_view->shownText(1), u"  \"a\": [ … ],"_s);
        press(Qt::Key_Down);
        press(Qt::Key_Down);
        QCOMPARE(m_view->currentLine(), 5); // over what is folded
        press(Qt::Key_Left);
        QCOMPARE(m_view->shownText(5), u"  \"b\": { … }"_s);
        QCOMPARE(m_view->folds().rowCount(), 4);
        press(Qt::Key_Right);
        QCOMPARE(m_view->folds().rowCount(), 6);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, inRow(1, 8));
        QCOMPARE(m_view->folds().rowCount(), 9);
        m_view->foldAll();
        QCOMPARE(m_view->folds().rowCount(), 4);
        m_view->unfoldAll();
        QCOMPARE(m_view->folds().rowCount(), 9);
    }

    void a_match_unfolds_what_hides_it_and_is_brought_into_view()
    {
        show("[" + QByteArray("{\"key\":[1]},").repeated(2'000) + "\"" + QByteArray("x ").repeated(400) + "end\"]");
        m_view->foldAll();
        const AnswerMatch hidden{.line = 5 * 900 + 3, .start = 6, .length = 1};
        m_view->selectMatch(hidden);
        QCOMPARE(m_view->selectedText(), u"1"_s);
        QCOMPARE(m_view->findStart(), hidden.begin());
        QVERIFY(!m_view->folds().isFolded(5 * 900 + 1));
        QVERIFY(m_view->verticalScrollBar()->value() > 800);
        const qint64 last = m_view->outline()->lineCount() - 2;
        const AnswerMatch far{.line = last, .start = 2 + 1 + 800, .length = 3};
        m_view->selectMatch(far);
        QCOMPARE(m_view->selectionToFind(), u"end"_s);
        QVERIFY(m_view->horizontalScrollBar()->value() > 0);
        m_view->selectMatch({.line = 1'000'000, .start = 0, .length = 1}); // of another text
        QCOMPARE(m_view->selectedText(), u"end"_s);
    }

    void a_double_click_selects_and_copy_takes_it()
    {
        show(R"({"name": "some words"})");
        const int unit = QFontMetrics(m_view->font()).horizontalAdvance(u'0');
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, inRow(1, 18 + 14 * unit));
        QCOMPARE(m_view->selectedText(), u"some words"_s);
        press(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"some words"_s);
        press(Qt::Key_A, Qt::ControlModifier);
        press(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"{\n  \"name\": \"some words\"\n}"_s);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, inRow(0, 8)); // folds
        press(Qt::Key_Home, Qt::ControlModifier);
        QGuiApplication::clipboard()->clear();
        press(Qt::Key_C, Qt::ControlModifier); // the line, with what is folded in it
        QCOMPARE(QGuiApplication::clipboard()->text(), u"{\n  \"name\": \"some words\"\n}"_s);
    }

    void dragging_selects()
    {
        show("[1,22,333]");
        const int unit = QFontMetrics(m_view->font()).horizontalAdvance(u'0');
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, inRow(1, 18 + 2 * unit));
        QTest::mouseMove(m_view->viewport(), inRow(3, 18 + 4 * unit + 1));
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, inRow(3, 18 + 4 * unit + 1));
        QCOMPARE(m_view->selectedText(), u"1,\n  22,\n  33"_s);
    }

    void a_deep_document_is_drawn_and_folds()
    {
        show(QByteArray(100'000, '[') + QByteArray(100'000, ']'));
        press(Qt::Key_End, Qt::ControlModifier);
        press(Qt::Key_Home, Qt::ControlModifier);
        press(Qt::Key_Left);
        QCOMPARE(m_view->folds().rowCount(), 1);
        QVERIFY(!m_view->grab().isNull());
    }
};

QTEST_MAIN(TestJsonView)
#include "tst_json_view.moc"
