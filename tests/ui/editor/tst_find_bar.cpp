// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_editor.h"
#include "ui/editor/find_bar.h"
#include "ui/editor/scroll_marks.h"
#include "ui/syntax/read_syntaxes.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace studio;

class TestFindBar : public QObject
{
    Q_OBJECT

    std::shared_ptr<Syntaxes> m_syntaxes = readSyntaxes(thread()).result();
    std::unique_ptr<QWidget> m_window;
    CodeEditor *m_editor = nullptr;
    FindBar *m_bar = nullptr;

    [[nodiscard]] QList<QLineEdit *> fields() const { return m_bar->findChildren<QLineEdit *>(); }
    [[nodiscard]] QString result() const { return m_bar->findChild<QLabel *>()->text(); }
    [[nodiscard]] QPair<int, int> found() const
    {
        int line = -1;
        int column = -1;
        int endLine = 0;
        int endColumn = 0;
        m_editor->getSelection(&line, &column, &endLine, &endColumn);
        return {line, column};
    }
    void press(const QString &label)
    {
        for (QPushButton *button : m_bar->findChildren<QPushButton *>()) {
            if (button->text() == label) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
    }

private Q_SLOTS:
    void init()
    {
        m_window = std::make_unique<QWidget>();
        auto *const column = new QVBoxLayout(m_window.get());
        m_editor = new CodeEditor(m_syntaxes.get(), QStringLiteral("a.rs"));
        m_bar = new FindBar;
        m_bar->setEditor(m_editor);
        column->addWidget(m_editor);
        column->addWidget(m_bar);
        m_editor->setText(QStringLiteral("größe one\ntwo größe\nGröße three\n"));
        m_window->resize(700, 300);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void enter_goes_forward_shift_enter_back_and_both_go_round()
    {
        m_bar->open(false);
        QVERIFY(fields()[0]->hasFocus());
        fields()[0]->insert(QStringLiteral("größe"));
        QCOMPARE(found(), qMakePair(0, 0)); // as it is typed
        QTest::keyClick(fields()[0], Qt::Key_Return);
        QCOMPARE(found(), qMakePair(1, 4));
        QTest::keyClick(fields()[0], Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(found(), qMakePair(0, 0));
        QTest::keyClick(fields()[0], Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(found(), qMakePair(2, 0));
        QTest::keyClick(fields()[0], Qt::Key_Return);
        QCOMPARE(found(), qMakePair(0, 0));
    }

    /// Of the indicator that is drawn for the current match.
    [[nodiscard]] QPair<long, long> currentMark() const
    {
        constexpr unsigned long current = 11;
        for (long at = 0; at < m_editor->length(); ++at) {
            if (m_editor->SendScintilla(QsciScintillaBase::SCI_INDICATORVALUEAT, current, at) != 0) {
                return {at, m_editor->SendScintilla(QsciScintillaBase::SCI_INDICATOREND, current, at)};
            }
        }
        return {-1, -1};
    }

    void the_current_match_is_marked_in_its_own_way()
    {
        m_bar->open(false);
        fields()[0]->insert(QStringLiteral("größe"));
        QCOMPARE(currentMark(), qMakePair(0L, 7L));
        QTest::keyClick(fields()[0], Qt::Key_Return);
        QCOMPARE(currentMark(), qMakePair(16L, 23L));
        m_editor->setCursorPosition(0, 0);
        QCOMPARE(currentMark().first, -1L);
        QTest::keyClick(fields()[0], Qt::Key_Return);
        QVERIFY(currentMark().first >= 0);
        QTest::keyClick(fields()[0], Qt::Key_Escape);
        QCOMPARE(currentMark().first, -1L);
    }

    void matches_are_marked_on_the_scroll_bar()
    {
        QStringList lines(2000, QStringLiteral("nothing"));
        lines[500] = lines[1000] = lines[1990] = QStringLiteral("needle");
        m_editor->setText(lines.join(QLatin1Char('\n')));
        m_bar->open(false);
        fields()[0]->insert(QStringLiteral("needle"));
        const auto placesOf = [this](ScrollMarks::Kind kind) {
            const QList<int> marks = m_editor->scrollMarks()->marks();
            QList<int> percent;
            for (qsizetype y = 0; y < marks.size(); ++y) {
                if (marks[y] == kind) {
                    percent << static_cast<int>(y * 100 / marks.size());
                }
            }
            return percent;
        };
        QTRY_COMPARE(placesOf(ScrollMarks::CurrentMatch).size(), 1);
        QVERIFY(qAbs(placesOf(ScrollMarks::CurrentMatch).first() - 25) <= 1);
        QCOMPARE(placesOf(ScrollMarks::Match).size(), 2);
        QVERIFY(qAbs(placesOf(ScrollMarks::Match).first() - 50) <= 1);
        m_editor->markProblem(1501, 1, 1501, 4, true, QStringLiteral("wrong"));
        m_editor->markProblem(1601, 1, 1601, 4, false, QStringLiteral("odd"));
        QVERIFY(qAbs(placesOf(ScrollMarks::Error).first() - 75) <= 1);
        QVERIFY(qAbs(placesOf(ScrollMarks::Warning).first() - 80) <= 1);
        m_editor->insertAt(QString(500, QLatin1Char('\n')), 0, 0); // marks move with the text
        QVERIFY(qAbs(placesOf(ScrollMarks::Error).first() - 80) <= 1);
        m_editor->clearProblems();
        QVERIFY(placesOf(ScrollMarks::Error).isEmpty());
        QTest::keyClick(fields()[0], Qt::Key_Escape);
        QVERIFY(placesOf(ScrollMarks::Match).isEmpty());
        QVERIFY(placesOf(ScrollMarks::CurrentMatch).isEmpty());
    }

    void what_is_not_there_is_said()
    {
        m_bar->open(false);
        QTest::keyClicks(fields()[0], QStringLiteral("nowhere"));
        QTest::keyClick(fields()[0], Qt::Key_Return);
        QCOMPARE(result(), QStringLiteral("No match"));
    }

    void the_selected_word_is_looked_for()
    {
        m_editor->setSelection(1, 0, 1, 3);
        m_bar->open(false);
        QCOMPARE(fields()[0]->text(), QStringLiteral("two"));
    }

    void one_is_replaced_and_then_the_rest_in_one_step()
    {
        m_bar->open(true);
        fields()[0]->insert(QStringLiteral("größe"));
        QTest::keyClicks(fields()[1], QStringLiteral("size"));
        press(QStringLiteral("Replace"));
        QCOMPARE(m_editor->text(), QStringLiteral("size one\ntwo größe\nGröße three\n"));
        QCOMPARE(found(), qMakePair(1, 4));
        press(QStringLiteral("Replace all"));
        QCOMPARE(m_editor->text(), QStringLiteral("size one\ntwo size\nsize three\n"));
        QCOMPARE(result(), QStringLiteral("2 replaced"));
        m_editor->undo();
        QCOMPARE(m_editor->text(), QStringLiteral("size one\ntwo größe\nGröße three\n"));
    }

    void escape_closes()
    {
        QSignalSpy closed(m_bar, &FindBar::closed);
        m_bar->open(false);
        QTest::keyClick(fields()[0], Qt::Key_Escape);
        QVERIFY(!m_bar->isVisible());
        QCOMPARE(closed.size(), 1);
    }
};

QTEST_MAIN(TestFindBar)
#include "tst_find_bar.moc"
