// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_view.h"
#include "ui/console/problems_model.h"
#include "ui/console/problems_pane.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

using namespace studio;

namespace {

Diagnostic problem(Severity severity, int line)
{
    return {.severity = severity,
            .code = QStringLiteral("E0425"),
            .message = QStringLiteral("cannot find value `x%1`").arg(line),
            .file = QStringLiteral("src/lib.rs"),
            .line = line,
            .column = 5,
            .endLine = line,
            .endColumn = 6,
            .rendered = QStringLiteral("\x1b[1;31merror\x1b[0m: cannot find\n --> src/lib.rs:%1:5\n").arg(line),
            .help = {}};
}

} // namespace

class tst_ProblemsPane : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void errors_come_first_and_are_counted();
    void one_that_comes_twice_is_listed_once();
    void next_and_previous_go_round();
    void the_focus_stays_where_it_is();
    void enter_and_double_click_activate();
    void copy_takes_the_compilers_words_without_colours();
    void what_is_about_no_file_is_shown_but_leads_nowhere();
    void a_row_is_the_first_line_and_the_rest_is_detail();

private:
    std::unique_ptr<ProblemsPane> m_pane;
    QListView *m_list = nullptr;
};

void tst_ProblemsPane::init()
{
    m_pane = std::make_unique<ProblemsPane>();
    m_list = m_pane->findChild<QListView *>();
    m_pane->resize(900, 190);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
}

void tst_ProblemsPane::errors_come_first_and_are_counted()
{
    QCOMPARE(m_pane->title(), QStringLiteral("Problems"));
    QVERIFY(!m_list->isVisible()); // the empty state is
    QSignalSpy counted(m_pane.get(), &ProblemsPane::countChanged);
    m_pane->append(problem(Severity::Warning, 2));
    m_pane->append(problem(Severity::Note, 3));
    m_pane->append(problem(Severity::Error, 9));
    QCOMPARE(counted.size(), 3);
    QCOMPARE(m_pane->title(), QStringLiteral("Problems 2"));
    QCOMPARE(m_pane->errors(), 1);
    QVERIFY(m_list->isVisible());
    const QString first = m_list->model()->index(0, 0).data().toString();
    QVERIFY2(first.startsWith(QStringLiteral("Error: cannot find value `x9`")), qPrintable(first));
    QVERIFY(first.endsWith(QStringLiteral("src/lib.rs:9:5")));
    m_pane->clear();
    QCOMPARE(m_pane->title(), QStringLiteral("Problems"));
    QVERIFY(!m_list->isVisible());
}

void tst_ProblemsPane::one_that_comes_twice_is_listed_once()
{
    m_pane->append(problem(Severity::Error, 1));
    m_pane->append(problem(Severity::Error, 1));
    QCOMPARE(m_pane->count(), 1);
}

void tst_ProblemsPane::next_and_previous_go_round()
{
    QSignalSpy activated(m_pane.get(), &ProblemsPane::locationActivated);
    m_pane->next();
    QCOMPARE(activated.size(), 0); // none is there
    m_pane->append(problem(Severity::Error, 1));
    m_pane->append(problem(Severity::Warning, 2));
    for (int i = 0; i < 3; ++i) {
        m_pane->next();
    }
    m_pane->previous();
    QList<int> lines;
    for (const QVariantList &arguments : activated) {
        lines << arguments[1].toInt();
    }
    QCOMPARE(lines, (QList<int>{1, 2, 1, 2}));
    QCOMPARE(activated[0], (QVariantList{QStringLiteral("src/lib.rs"), 1, 5}));
}

void tst_ProblemsPane::the_focus_stays_where_it_is()
{
    QWidget window;
    QVBoxLayout column(&window);
    QLineEdit editor;
    ProblemsPane pane;
    column.addWidget(&editor);
    column.addWidget(&pane);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    editor.setFocus();
    pane.append(problem(Severity::Error, 1));
    pane.next();
    QVERIFY(editor.hasFocus());
}

void tst_ProblemsPane::enter_and_double_click_activate()
{
    QSignalSpy activated(m_pane.get(), &ProblemsPane::locationActivated);
    m_pane->append(problem(Severity::Error, 1));
    m_pane->append(problem(Severity::Error, 2));
    m_list->setFocus();
    m_list->setCurrentIndex(m_list->model()->index(1, 0));
    QTest::keyClick(m_list, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][1].toInt(), 2);
    const QPoint first = m_list->visualRect(m_list->model()->index(0, 0)).center();
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, first);
    QTest::mouseDClick(m_list->viewport(), Qt::LeftButton, {}, first);
    QCOMPARE(activated.last()[1].toInt(), 1);

    auto *const detail = m_pane->findChild<ConsoleView *>();
    QVERIFY(detail->isVisible());
    const qint64 place = detail->buffer().firstLine() + 1;
    QTRY_VERIFY(!detail->rectOf({.line = place, .index = 6}).isNull());
    const qsizetype before = activated.size();
    QTest::mouseClick(detail->viewport(), Qt::LeftButton, {}, detail->rectOf({.line = place, .index = 6}).center());
    QCOMPARE(activated.size(), before + 1);
}

void tst_ProblemsPane::copy_takes_the_compilers_words_without_colours()
{
    m_pane->append(problem(Severity::Error, 7));
    m_list->setFocus();
    m_list->setCurrentIndex(m_list->model()->index(0, 0));
    QTest::keyClick(m_list, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("error: cannot find\n --> src/lib.rs:7:5"));
}

void tst_ProblemsPane::what_is_about_no_file_is_shown_but_leads_nowhere()
{
    QSignalSpy activated(m_pane.get(), &ProblemsPane::locationActivated);
    Diagnostic found;
    found.message = QStringLiteral("no handler was found");
    found.help = QStringLiteral("write one");
    m_pane->append(found);
    m_pane->next();
    QCOMPARE(activated.size(), 0);
    m_list->setFocus();
    QTest::keyClick(m_list, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("error: no handler was found\nhelp: write one"));
}

void tst_ProblemsPane::a_row_is_the_first_line_and_the_rest_is_detail()
{
    Diagnostic found = problem(Severity::Error, 7);
    found.message = QStringLiteral("borrow of moved value: `word`\nvalue borrowed here after move");
    found.rendered.clear();
    m_pane->append(found);
    const QModelIndex row = m_list->model()->index(0, 0);
    QCOMPARE(row.data(ProblemsModel::MessageRole).toString(), QStringLiteral("borrow of moved value: `word`"));
    QCOMPARE(row.data().toString(), QStringLiteral("Error: borrow of moved value: `word` src/lib.rs:7:5"));
    QVERIFY(row.data(Qt::ToolTipRole).toString().contains(QStringLiteral("value borrowed here after move")));
    auto *const detail = m_pane->findChild<ConsoleView *>();
    QVERIFY(!detail->wrap()); // what the compiler draws stands below the code that it is about
    QTRY_VERIFY(detail->buffer().at(detail->buffer().firstLine() + 1).utf8.contains("borrowed here"));
}

QTEST_MAIN(tst_ProblemsPane)
#include "tst_problems_pane.moc"
