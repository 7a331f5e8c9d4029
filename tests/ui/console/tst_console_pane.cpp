// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_find.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"
#include "ui/console/run_progress.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace studio;

class tst_ConsolePane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void lines_are_painted_in_their_colour();
    void location_is_clicked();
    void location_is_opened_by_key();
    void mouse_selects_and_ctrl_c_copies_without_escapes();
    void keyboard_selects();
    void a_broken_line_is_copied_whole();
    void the_end_is_followed_until_one_scrolls_up();
    void scrolled_up_lines_stay_while_old_ones_go();
    void find_goes_round_and_says_when_there_is_none();
    void clear_brings_back_the_empty_state();
    void wrapping_keeps_the_line_at_the_top();
    void progress_counts_and_cancels();
    void stdout_is_marked_as_not_kept();
    void a_million_lines_are_shown_in_bounded_memory();

private:
    void fill(int lines);
    void settle(); ///< until what was appended is shown

    std::unique_ptr<ConsolePane> m_pane;
    ConsoleView *m_view = nullptr;
};

void tst_ConsolePane::init()
{
    m_pane = std::make_unique<ConsolePane>();
    m_view = m_pane->view();
    m_pane->resize(900, 190);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
}

void tst_ConsolePane::cleanup()
{
    m_pane.reset();
}

void tst_ConsolePane::settle()
{
    QSignalSpy shown(m_view, &ConsoleView::shownChanged);
    QVERIFY(shown.wait(30'000));
}

void tst_ConsolePane::fill(int lines)
{
    for (int i = 0; i < lines; ++i) {
        m_pane->appendLine(QStringLiteral("line %1").arg(i));
    }
    settle();
}

void tst_ConsolePane::lines_are_painted_in_their_colour()
{
    m_pane->appendLine(QStringLiteral("\x1b[48;2;10;200;30m      \x1b[0m plain"));
    settle();
    const QRect cell = m_view->rectOf({.line = 0, .index = 2});
    QVERIFY(cell.isValid());
    const QImage image = m_view->viewport()->grab().toImage();
    QCOMPARE(image.pixelColor(cell.center()), QColor(10, 200, 30));
    const QRect plain = m_view->rectOf({.line = 0, .index = 6});
    QCOMPARE(image.pixelColor(plain.center()), m_view->palette().color(QPalette::Base));
}

void tst_ConsolePane::location_is_clicked()
{
    QSignalSpy activated(m_pane.get(), &ConsolePane::locationActivated);
    m_pane->appendLine(QStringLiteral("error[E0425]: no such name\n  \x1b[34m-->\x1b[0m src/lib.rs:4:5"));
    settle();
    const QPoint onLink = m_view->rectOf({.line = 1, .index = 8}).center();
    QTest::mouseMove(m_view->viewport(), onLink);
    QTRY_COMPARE(m_view->viewport()->cursor().shape(), Qt::PointingHandCursor);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, onLink);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0], (QVariantList{QStringLiteral("src/lib.rs"), 4, 5}));

    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->rectOf({.line = 0, .index = 3}).center());
    QCOMPARE(activated.size(), 1); // beside a link nothing opens
}

void tst_ConsolePane::location_is_opened_by_key()
{
    QSignalSpy activated(m_pane.get(), &ConsolePane::locationActivated);
    m_pane->appendLine(QStringLiteral("one\n --> src/a.rs:1:2\ntwo\n --> src/b.rs:3:4\nthree"));
    settle();
    m_view->setFocus();
    QTest::keyClick(m_view, Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(m_view, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m_view->selectedText(), QStringLiteral("src/a.rs:1:2"));
    QTest::keyClick(m_view, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m_view->selectedText(), QStringLiteral("src/b.rs:3:4"));
    QTest::keyClick(m_view, Qt::Key_Return);
    QTest::keyClick(m_view, Qt::Key_Up, Qt::AltModifier);
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(activated.size(), 2);
    QCOMPARE(activated[0][0].toString(), QStringLiteral("src/b.rs"));
    QCOMPARE(activated[1][0].toString(), QStringLiteral("src/a.rs"));
}

void tst_ConsolePane::mouse_selects_and_ctrl_c_copies_without_escapes()
{
    m_pane->appendLine(QStringLiteral("\x1b[1;31merror\x1b[0m: one\nsecond line"));
    settle();
    const QPoint from = m_view->rectOf({.line = 0, .index = 5}).center() - QPoint(3, 0);
    const QPoint to = m_view->rectOf({.line = 1, .index = 6}).center() - QPoint(3, 0);
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(m_view->viewport(), to);
    QMouseEvent drag(QEvent::MouseMove, QPointF(to), m_view->viewport()->mapToGlobal(QPointF(to)), Qt::NoButton,
                     Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_view->viewport(), &drag);
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, to);
    QCOMPARE(m_view->selectedText(), QStringLiteral(": one\nsecond"));
    m_view->setFocus();
    QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral(": one\nsecond"));

    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, m_view->rectOf({.line = 0, .index = 2}).center());
    QCOMPARE(m_view->selectedText(), QStringLiteral("error"));
}

void tst_ConsolePane::keyboard_selects()
{
    m_pane->appendLine(QStringLiteral("alpha beta\ngamma"));
    settle();
    m_view->setFocus();
    QTest::keyClick(m_view, Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(m_view, Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(m_view, Qt::Key_Right, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedText(), QStringLiteral("al"));
    QTest::keyClick(m_view, Qt::Key_Right, Qt::ShiftModifier | Qt::ControlModifier);
    QCOMPARE(m_view->selectedText(), QStringLiteral("alpha"));
    QTest::keyClick(m_view, Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedText(), QStringLiteral("alpha beta\ngamma"));
    QTest::keyClick(m_view, Qt::Key_Home);
    QVERIFY(!m_view->hasSelection());
    QTest::keyClick(m_view, Qt::Key_A, Qt::ControlModifier);
    QCOMPARE(m_view->selectedText(), QStringLiteral("alpha beta\ngamma"));
}

void tst_ConsolePane::a_broken_line_is_copied_whole()
{
    const QString line(3 * LineBuffer::maxLineBytes, u'x');
    m_pane->appendLine(line + u'\n' + QStringLiteral("next"));
    settle();
    m_view->selectAll();
    QCOMPARE(m_view->selectedText(), line + QStringLiteral("\nnext"));
}

void tst_ConsolePane::the_end_is_followed_until_one_scrolls_up()
{
    fill(200);
    QScrollBar *const bar = m_view->verticalScrollBar();
    QCOMPARE(bar->value(), bar->maximum());
    bar->setValue(bar->value() - 5);
    QVERIFY(!m_view->follows());
    const int stays = bar->value();
    fill(50);
    QCOMPARE(bar->value(), stays);
    const auto *const jump = m_view->findChild<QToolButton *>();
    QVERIFY(jump != nullptr && jump->isVisible());
    QVERIFY2(jump->text().contains(QStringLiteral("50")), qPrintable(jump->text()));
    QTest::mouseClick(const_cast<QToolButton *>(jump), Qt::LeftButton);
    QVERIFY(m_view->follows());
    QVERIFY(!jump->isVisible());
    fill(50);
    QCOMPARE(bar->value(), bar->maximum());
    bar->setValue(3);
    bar->setValue(bar->maximum()); // by hand to the end
    QVERIFY(m_view->follows());
}

void tst_ConsolePane::scrolled_up_lines_stay_while_old_ones_go()
{
    fill(250'000);
    QScrollBar *const bar = m_view->verticalScrollBar();
    const auto topLine = [&] { return m_view->text(m_view->buffer().placeOfRow(bar->value()).line); };
    bar->setValue(bar->maximum() / 2);
    const QString top = topLine();
    const qint64 oldest = m_view->buffer().firstLine();
    fill(20'000);
    QVERIFY(m_view->buffer().firstLine() > oldest);
    QCOMPARE(topLine(), top);
}

void tst_ConsolePane::find_goes_round_and_says_when_there_is_none()
{
    for (int i = 0; i < 60'000; ++i) {
        m_pane->appendLine(i == 100 || i == 50'000 ? QStringLiteral("a \x1b[1mNee\x1b[0mdle")
                                                   : QStringLiteral("hay %1").arg(i));
    }
    settle();
    m_view->setFocus();
    QTest::keyClick(m_view, Qt::Key_F, Qt::ControlModifier);
    auto *const find = m_pane->findChild<ConsoleFind *>();
    QVERIFY(find->isVisible());
    QSignalSpy ended(find, &ConsoleFind::searchEnded);
    auto *const edit = find->findChild<QLineEdit *>();
    edit->setText(QStringLiteral("needle"));
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(m_view->selectedText(), QStringLiteral("Needle"));
    const qint64 first = m_view->caret().line;
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(ended.size(), 2);
    QVERIFY(m_view->caret().line != first);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(ended.size(), 3);
    QCOMPARE(m_view->caret().line, first);
    QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(ended.size(), 4);
    QVERIFY(m_view->caret().line != first);
    QVERIFY(!m_view->rectOf({.line = m_view->caret().line, .index = 3}).isNull());
    edit->setText(QStringLiteral("absent"));
    QTRY_COMPARE(ended.size(), 5);
    QCOMPARE(ended.last()[0].toBool(), false);
    QTest::keyClick(edit, Qt::Key_Escape);
    QVERIFY(!find->isVisible());
    QVERIFY(m_view->hasFocus());
}

void tst_ConsolePane::clear_brings_back_the_empty_state()
{
    QVERIFY(!m_view->isVisible());
    fill(20);
    QVERIFY(m_view->isVisible());
    m_pane->clear();
    QVERIFY(!m_view->isVisible());
    QVERIFY(m_view->buffer().isEmpty());
    fill(5);
    QCOMPARE(m_view->text(m_view->buffer().firstLine()), QStringLiteral("line 0"));
    QVERIFY(!m_view->rectOf({.line = m_view->buffer().firstLine(), .index = 0}).isNull());
}

void tst_ConsolePane::wrapping_keeps_the_line_at_the_top()
{
    for (int i = 0; i < 500; ++i) {
        m_pane->appendLine(QStringLiteral("%1 ").arg(i) + QString(300, u'x'));
    }
    settle();
    QScrollBar *const bar = m_view->verticalScrollBar();
    bar->setValue(bar->maximum() / 2);
    const qint64 top = m_view->buffer().placeOfRow(bar->value()).line;
    m_pane->resize(500, 190);
    QTRY_COMPARE(m_view->buffer().placeOfRow(bar->value()).line, top);
    QVERIFY(!m_view->horizontalScrollBar()->isVisible());
    m_pane->setWrap(false);
    QCOMPARE(m_view->buffer().placeOfRow(bar->value()).line, top);
    QCOMPARE(m_view->buffer().rows(), 500);
    QTRY_VERIFY(m_view->horizontalScrollBar()->isVisible());
}

void tst_ConsolePane::progress_counts_and_cancels()
{
    QWidget *const progress = m_pane->progressWidget();
    QVERIFY(!progress->isVisible());
    m_pane->beginRun(QStringLiteral("Run · native"));
    QVERIFY(progress->isVisible());
    m_pane->setProgress(41, 52, QStringLiteral("link"));
    QVERIFY(progress->findChild<QLabel *>()->text().startsWith(QStringLiteral("41/52 link")));
    QCOMPARE(progress->findChild<QProgressBar *>()->value(), 41);
    QSignalSpy cancelled(m_pane.get(), &ConsolePane::cancelRequested);
    QTest::mouseClick(progress->findChild<QToolButton *>(), Qt::LeftButton);
    QCOMPARE(cancelled.size(), 1);
    m_pane->cancelRun();
    QVERIFY(!progress->isVisible());
    settle();
    QCOMPARE(m_view->text(m_view->buffer().endLine() - 1), QStringLiteral("■ Cancelled."));
}

void tst_ConsolePane::stdout_is_marked_as_not_kept()
{
    m_pane->appendHandlerLine("to stderr", LineKind::HandlerStderr, QStringLiteral("id-1"), 1'000);
    m_pane->appendHandlerLine("to stdout", LineKind::HandlerStdout, QStringLiteral("id-1"), 1'000);
    m_pane->appendHandlerLine("again", LineKind::HandlerStdout, QStringLiteral("id-1"), 1'000);
    settle();
    QCOMPARE(m_view->buffer().endLine(), 4); // said once
    QVERIFY(m_view->text(1).contains(QStringLiteral("eprintln!")));
    QVERIFY(m_view->buffer().at(2).kind == LineKind::HandlerStdout);
    QCOMPARE(m_view->buffer().at(2).executionId.toByteArray(), QByteArray("id-1"));
}

void tst_ConsolePane::a_million_lines_are_shown_in_bounded_memory()
{
    constexpr int lines = 1'000'000;
    const QString line = QStringLiteral("   \x1b[1;32mCompiling\x1b[0m some-crate-%1 v1.0.%1");
    QElapsedTimer clock;
    clock.start();
    for (int i = 0; i < lines; ++i) {
        m_pane->appendLine(line);
    }
    settle();
    m_view->viewport()->repaint();
    qInfo("1,000,000 lines shown in %lld ms, %lld MiB held", clock.elapsed(), qint64(m_view->buffer().bytes() >> 20));
    QVERIFY(m_view->buffer().bytes() <= 64 << 20);
    QVERIFY(!m_view->rectOf({.line = lines - 1, .index = 0}).isNull());
}

QTEST_MAIN(tst_ConsolePane)
#include "tst_console_pane.moc"
