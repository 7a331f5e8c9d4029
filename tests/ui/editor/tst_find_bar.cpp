// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/code_editor.h"
#include "ui/editor/find_bar.h"

#include <KSyntaxHighlighting/Repository>
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

    KSyntaxHighlighting::Repository m_repository;
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
        m_editor = new CodeEditor(&m_repository, QStringLiteral("a.rs"));
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

    void what_is_not_there_is_said()
    {
        m_bar->open(false);
        QTest::keyClicks(fields()[0], QStringLiteral("nowhere"));
        QTest::keyClick(fields()[0], Qt::Key_Return);
        QCOMPARE(result(), QStringLiteral("Not found"));
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
