// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/invoke/json_outline.h"
#include "ui/invoke/json_view.h"

#include <QAbstractEventDispatcher>
#include <QApplication>
#include <QClipboard>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QMouseEvent>
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
    [[nodiscard]] QList<QAbstractEventDispatcher::TimerInfoV2> timers() const
    {
        return QAbstractEventDispatcher::instance()->timersForObject(m_view.get());
    }
    void dragBelow() const
    {
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, inRow(1, 40));
        const QPointF below(40, m_view->viewport()->height() + 30);
        QMouseEvent move(QEvent::MouseMove, below, m_view->viewport()->mapToGlobal(below), Qt::NoButton, Qt::LeftButton,
                         {});
        QApplication::sendEvent(m_view->viewport(), &move);
    }

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

    void an_answer_ends_dragging_in_the_one_before_it()
    {
        const QByteArray long_ = "[" + QByteArray("1,").repeated(500) + "1]";
        show(long_);
        dragBelow();
        QCOMPARE(timers().size(), 1);
        QTimerEvent tick(timers().first().timerId);
        m_view->setOutline(nullptr);
        QVERIFY(timers().isEmpty());
        QApplication::sendEvent(m_view.get(), &tick); // one that was on its way
        show(long_);
        QTest::mouseMove(m_view->viewport(), inRow(3, 60));
        QCOMPARE(m_view->selectedText(), QString());
    }

    void dragging_ends_where_the_view_is_disabled()
    {
        show("[" + QByteArray("1,").repeated(500) + "1]");
        dragBelow();
        m_view->setEnabled(false); // the release does not come
        QVERIFY(timers().isEmpty());
        m_view->setEnabled(true);
        const QString before = m_view->selectedText();
        QTest::mouseMove(m_view->viewport(), inRow(3, 60));
        QCOMPARE(m_view->selectedText(), before);
    }

    void all_of_a_shortened_value_is_selected_and_copied()
    {
        const QString value = QString(u"é"_s).repeated(5'000) + u", end"_s;
        show("{\"long\": \"" + value.toUtf8() + "\", \"next\": [1]}");
        QVERIFY(m_view->shownText(1).contains(u" more"_s));
        const int unit = QFontMetrics(m_view->font()).horizontalAdvance(u'0');
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, inRow(1, 18 + 14 * unit));
        press(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), value);
        // From a place in it to the mark behind it.
        m_view->horizontalScrollBar()->setValue(0);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, inRow(1, 18 + 11 * unit));
        m_view->horizontalScrollBar()->setValue(m_view->horizontalScrollBar()->maximum());
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier, inRow(1, 375));
        QCOMPARE(m_view->selectedText(), value + u'"');
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, inRow(1, 375)); // on the mark
        QCOMPARE(m_view->selectedText(), value);
    }

    void all_of_a_shortened_number_and_key_is_selected()
    {
        const QByteArray digits = QByteArray("7").repeated(5'000);
        show("{\"n\": " + digits + ", \"" + digits + "\": [1]}");
        const int unit = QFontMetrics(m_view->font()).horizontalAdvance(u'0');
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, inRow(1, 18 + 12 * unit));
        QCOMPARE(m_view->selectedText(), QString::fromLatin1(digits));
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, inRow(2, 18 + 12 * unit));
        QCOMPARE(m_view->selectedText(), QString::fromLatin1(digits));
        m_view->setFolded(2, true);
        m_view->horizontalScrollBar()->setValue(0);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, inRow(2, 18 + 2 * unit));
        m_view->horizontalScrollBar()->setValue(m_view->horizontalScrollBar()->maximum());
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, Qt::ShiftModifier, inRow(2, 375)); // behind the fold
        press(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"\"%1\": [\n    1\n  ]"_s.arg(QString::fromLatin1(digits)));
    }

    /// A line of some megabytes is read by a worker.
    void a_very_long_value_is_copied()
    {
        const QByteArray value = QByteArray("long ").repeated(400'000);
        show("[\"" + value + "\", 2]");
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, inRow(1, 60));
        QCOMPARE(m_view->selectionToFind(), QString()); // no text for a field
        QGuiApplication::clipboard()->clear();
        press(Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
        QTRY_COMPARE(QGuiApplication::clipboard()->text().size(), value.size());
    }

    void a_match_in_what_is_left_out_is_known_as_such()
    {
        show("[1, \"" + QByteArray(4'000, 'x') + "end\"]");
        const AnswerMatch far{.line = 2, .start = 2 + 1 + 4'000, .length = 3};
        m_view->selectMatch(far);
        QCOMPARE(m_view->selectedText(), u"end"_s);
        QCOMPARE(m_view->findStart(), far.begin());
        QVERIFY(!m_view->showsMatch(far));
        QVERIFY(m_view->showsMatch({.line = 2, .start = 10, .length = 3}));
        QVERIFY(!m_view->showsMatch({.line = 2, .start = 1'990, .length = 100}));
        press(Qt::Key_Home);
        const QImage before = m_view->grab().toImage();
        m_view->markMatches({far}); // the mark stands for it
        QVERIFY(m_view->grab().toImage() != before);
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
