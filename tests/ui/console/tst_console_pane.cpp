// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_find.h"
#include "ui/console/console_pane.h"
#include "ui/console/console_view.h"
#include "ui/console/run_progress.h"

#include <QAccessible>
#include <QClipboard>
#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QProgressBar>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace studio;

namespace {

/// What this process has in memory.
qint64 residentMiB()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4 / 1024 : 0;
}

} // namespace

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
    void progress_of_a_program_is_no_markup();
    void stdout_is_marked_as_not_kept();
    void a_million_lines_are_shown_in_bounded_memory();
    void a_filter_hides_lines_and_keeps_them();
    void the_menu_filters();
    void with_everything_hidden_no_key_does_harm();
    void a_million_lines_are_filtered_at_once();
    void copied_with_times();
    void saved_to_a_file();
    void codes_and_crates_are_links();
    void a_screen_reader_reads_the_line();

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
    QTest::mouseMove(m_view->viewport(), onLink + QPoint(0, 60)); // the pointer may stand on it already
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
    fill(1'050'000); // more than are kept
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

void tst_ConsolePane::progress_of_a_program_is_no_markup()
{
    const QString tag = QStringLiteral("<img src=\"file:///dev/zero\">");
    m_pane->beginRun(tag);
    m_pane->setProgress(0, 0, tag);
    QWidget *const progress = m_pane->progressWidget();
    const auto *const label = progress->findChild<QLabel *>();
    QVERIFY(label->text().startsWith(tag));
    QCOMPARE(label->textFormat(), Qt::PlainText);
    m_pane->setStep(CompileStep::Compile);
    QVERIFY2(!Qt::mightBeRichText(progress->toolTip()), qPrintable(progress->toolTip()));
    m_pane->endRun(true, {});
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
    constexpr int linesPerTurn = 500; // of the event loop
    const QString line = QStringLiteral("   \x1b[1;32mCompiling\x1b[0m some-crate-%1 v1.0.%1");
    const qint64 before = residentMiB();
    QElapsedTimer clock;
    QElapsedTimer turn;
    qint64 longestTurn = 0;
    clock.start();
    for (int i = 0; i < lines; i += linesPerTurn) {
        turn.start();
        for (int j = 0; j < linesPerTurn; ++j) {
            m_pane->appendLine(line);
        }
        QCoreApplication::processEvents();
        longestTurn = std::max(longestTurn, turn.elapsed());
    }
    settle();
    m_view->viewport()->repaint();
    qInfo("1,000,000 lines shown in %lld ms, longest turn %lld ms, %lld MiB held, %lld MiB more in memory",
          clock.elapsed(), longestTurn, qint64(m_view->buffer().bytes() >> 20), residentMiB() - before);
    QVERIFY(m_view->buffer().bytes() <= 64 << 20);
    QCOMPARE(m_view->buffer().endLine() - m_view->buffer().firstLine(), qint64(lines)); // none is lost
    QVERIFY(!m_view->rectOf({.line = lines - 1, .index = 0}).isNull());
}

namespace {

const QString compiled = QStringLiteral("   Compiling serde v1.0.228\n   Compiling hello v0.1.0 (/p)\n"
                                        "\x1b[1m\x1b[91merror[E0308]\x1b[0m: mismatched\n --> src/lib.rs:1:2\n\n"
                                        "warning: unused\n --> src/lib.rs:3:4\n\n    Finished dev");

} // namespace

void tst_ConsolePane::a_filter_hides_lines_and_keeps_them()
{
    m_pane->appendLine(compiled);
    settle();
    m_pane->setFilter({.hasOthers = false, .crate = {}});
    m_view->selectAll();
    QCOMPARE(m_view->selectedText(),
             QStringLiteral("error[E0308]: mismatched\n --> src/lib.rs:1:2\n\nwarning: unused\n "
                            "--> src/lib.rs:3:4\n"));
    QVERIFY(m_view->rectOf({.line = 0, .index = 0}).isNull());
    QVERIFY(m_view->rectOf({.line = 2, .index = 0}).isValid());
    m_view->select({.line = 2, .index = 0}, {.line = 2, .index = 0});
    QTest::keyClick(m_view, Qt::Key_Home, Qt::ControlModifier);
    QCOMPARE(m_view->caret().line, 2);
    QTest::keyClick(m_view, Qt::Key_Up); // to no line that is hidden
    QCOMPARE(m_view->caret().line, 2);
    m_pane->setFilter({.hasErrors = false, .hasOthers = false, .crate = {}});
    QCOMPARE(m_view->caret().line, 5);
    m_pane->appendLine(QStringLiteral("warning: more"));
    m_pane->appendLine(QStringLiteral("   Compiling other v1.0.0"));
    settle();
    m_view->selectAll();
    QVERIFY(m_view->selectedText().endsWith(QStringLiteral("warning: more")));
    m_pane->setFilter({.crate = QStringLiteral("serde")});
    m_view->selectAll();
    QCOMPARE(m_view->selectedText(), QStringLiteral("   Compiling serde v1.0.228"));
    m_pane->setFilter({});
    m_view->selectAll();
    QVERIFY(m_view->selectedText().startsWith(compiled.left(27)));
    QCOMPARE(m_view->buffer().rows(), 11);
}

void tst_ConsolePane::the_menu_filters()
{
    m_pane->appendLine(compiled);
    settle();
    const auto buttons = m_pane->findChildren<QToolButton *>();
    const auto found = std::ranges::find_if(buttons, [](const QToolButton *one) { return one->menu() != nullptr; });
    QVERIFY(found != buttons.end());
    QToolButton *const button = *found;
    QCOMPARE(button->accessibleName(), QStringLiteral("Filter"));
    const auto choose = [button](const QString &text) {
        Q_EMIT button->menu()->aboutToShow(); // which fills it
        QMenu *const crates = button->menu()->findChild<QMenu *>();
        const auto actions = button->menu()->actions() + (crates ? crates->actions() : QList<QAction *>());
        const auto action = std::ranges::find(actions, text, &QAction::text);
        return action != actions.end() && ((*action)->trigger(), true);
    };
    QVERIFY(choose(QStringLiteral("Other lines")));
    QVERIFY(!m_view->filter().hasOthers);
    QVERIFY(button->isChecked());
    QVERIFY(button->accessibleName().contains(QStringLiteral("hidden")));
    QVERIFY(choose(QStringLiteral("Show all")));
    QVERIFY(!m_view->filter().isOn());
    QVERIFY(!button->isChecked());
    QVERIFY(choose(QStringLiteral("serde")));
    QCOMPARE(m_view->buffer().rows(), 1);
    QVERIFY(choose(QStringLiteral("Any")));
    QCOMPARE(m_view->buffer().rows(), 9);
}

void tst_ConsolePane::with_everything_hidden_no_key_does_harm()
{
    m_pane->appendLine(compiled);
    settle();
    m_pane->setFilter({.hasErrors = false, .hasWarnings = false, .hasOthers = false, .crate = {}});
    QCOMPARE(m_view->buffer().rows(), 0);
    m_view->setFocus();
    for (const int key : {Qt::Key_Up, Qt::Key_Down, Qt::Key_Home, Qt::Key_End, Qt::Key_PageUp, Qt::Key_PageDown,
                          Qt::Key_Left, Qt::Key_Right, Qt::Key_Return}) {
        QTest::keyClick(m_view, static_cast<Qt::Key>(key));
        QTest::keyClick(m_view, static_cast<Qt::Key>(key), Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(m_view, static_cast<Qt::Key>(key), Qt::AltModifier);
    }
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(100, 30));
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(100, 30));
    m_view->selectAll();
    m_view->copy();
    m_pane->appendLine(QStringLiteral("x"));
    settle();
    m_pane->resize(500, 150);
    m_view->viewport()->repaint();
    QVERIFY(m_view->selectedText().isEmpty());
}

void tst_ConsolePane::a_million_lines_are_filtered_at_once()
{
    for (int i = 0; i < 1'000'000; ++i) {
        m_pane->appendLine(QStringLiteral("plain line of output"));
    }
    m_pane->appendLine(QStringLiteral("error: the only one"));
    settle();
    QElapsedTimer clock;
    clock.start();
    m_pane->setFilter({.hasOthers = false, .crate = {}});
    m_view->viewport()->repaint();
    const qint64 filtered = clock.restart();
    QCOMPARE(m_view->buffer().rows(), 1);
    QVERIFY(m_view->rectOf({.line = m_view->buffer().endLine() - 1, .index = 0}).isValid());
    m_pane->setFilter({});
    const qint64 shown = clock.restart();
    m_pane->resize(500, 190);
    qInfo("1,000,000 lines filtered in %lld ms, shown again in %lld ms, broken anew in %lld ms", filtered, shown,
          clock.elapsed());
}

void tst_ConsolePane::copied_with_times()
{
    constexpr qint64 noon = 1'767'348'300'123;
    m_view->append("one", {.timeMs = noon, .executionId = {}});
    m_view->append("two", {.executionId = {}});
    settle();
    m_view->selectAll();
    m_view->copy(true);
    const QString time = QDateTime::fromMSecsSinceEpoch(noon).time().toString(QStringLiteral("HH:mm:ss.zzz"));
    QCOMPARE(QGuiApplication::clipboard()->text(), time + QStringLiteral(" one\n             two"));
    m_view->copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("one\ntwo"));
}

void tst_ConsolePane::saved_to_a_file()
{
    QTemporaryDir folder;
    fill(5'000);
    const QString longLine(20'000, u'x');
    m_pane->appendLine(longLine);
    m_pane->appendLine(QStringLiteral("\x1b[31mend\x1b[0m"));
    settle();
    QSignalSpy ended(m_pane.get(), &ConsolePane::saveEnded);
    m_pane->saveTo(folder.filePath(QStringLiteral("a.txt")), false);
    QTRY_COMPARE(ended.size(), 1);
    QCOMPARE(ended[0][0].toString(), QString());
    QFile file(folder.filePath(QStringLiteral("a.txt")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArrayList lines = file.readAll().split('\n');
    QCOMPARE(lines.size(), 5'003);
    QCOMPARE(lines[4'999], QByteArray("line 4999"));
    QCOMPARE(lines[5'000], longLine.toUtf8()); // in one piece
    QCOMPARE(lines[5'001], QByteArray("end"));
    QVERIFY(lines[5'002].isEmpty());
    m_pane->saveTo(folder.filePath(QStringLiteral("none/a.txt")), false);
    QTRY_COMPARE(ended.size(), 2);
    QVERIFY(!ended[1][0].toString().isEmpty());
}

void tst_ConsolePane::codes_and_crates_are_links()
{
    QSignalSpy codes(m_pane.get(), &ConsolePane::codeActivated);
    QSignalSpy crates(m_pane.get(), &ConsolePane::crateActivated);
    m_pane->appendLine(compiled);
    settle();
    const auto click = [this](qint64 line, qsizetype index) {
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {},
                          m_view->rectOf({.line = line, .index = index}).center());
    };
    click(0, 15);
    click(1, 15); // the author's own crate is nowhere
    click(2, 7);
    QCOMPARE(crates.size(), 1);
    QCOMPARE(crates[0], (QVariantList{QStringLiteral("serde"), QStringLiteral("1.0.228")}));
    QCOMPARE(codes.size(), 1);
    QCOMPARE(codes[0][0].toString(), QStringLiteral("E0308"));
    m_view->select({.line = 0, .index = 0}, {.line = 0, .index = 0});
    QTest::keyClick(m_view, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m_view->selectedText(), QStringLiteral("serde"));
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(crates.size(), 2);
    QTest::keyClick(m_view, Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(m_view->selectedText(), QStringLiteral("E0308"));
}

void tst_ConsolePane::a_screen_reader_reads_the_line()
{
    m_pane->appendLine(compiled);
    settle();
    m_view->select({.line = 2, .index = 0}, {.line = 2, .index = 5});
    QAccessibleInterface *const found = QAccessible::queryAccessibleInterface(m_view);
    QVERIFY(found);
    QCOMPARE(found->text(QAccessible::Value), QStringLiteral("error[E0308]: mismatched"));
    QAccessibleTextInterface *const text = found->textInterface();
    QVERIFY(text);
    QCOMPARE(text->characterCount(), 24);
    QCOMPARE(text->cursorPosition(), 5);
    QCOMPARE(text->text(0, 5), QStringLiteral("error"));
    QCOMPARE(text->text(20, 900), QStringLiteral("ched"));
    QCOMPARE(text->selectionCount(), 1);
    int start = -1;
    int end = -1;
    text->selection(0, &start, &end);
    QCOMPARE(start, 0);
    QCOMPARE(end, 5);
    text->setCursorPosition(3);
    QCOMPARE(m_view->caret().index, 3);
    QVERIFY(!text->characterRect(0).isEmpty());
}

QTEST_MAIN(tst_ConsolePane)
#include "tst_console_pane.moc"
