// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/console_view.h"
#include "ui/console/problems_model.h"
#include "ui/console/problems_pane.h"

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QTreeView>
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
    void files_with_errors_come_first();
    void by_kind_each_comes_in_its_order();
    void what_stands_below_a_problem_is_unfolded();
    void the_filter_hides_and_keeps_what_is_chosen();
    void keys_of_the_filter();
    void a_suggestion_is_made_by_a_key();
    void all_certain_ones_are_made_by_the_button();
    void an_error_code_is_explained();
    void next_goes_through_files_that_are_folded();
    void what_an_edit_moves_stays_chosen_and_unfolded();
    void thousands_are_listed_soon();
    void names_for_a_screen_reader();

private:
    std::unique_ptr<ProblemsPane> m_pane;
    [[nodiscard]] QModelIndex row(int group, int problem) const
    {
        const auto *const model = m_list->model();
        return model->index(problem, 0, model->index(group, 0));
    }
    [[nodiscard]] QStringList rows(int role = Qt::DisplayRole) const ///< all that are unfolded
    {
        QStringList all;
        for (QModelIndex at = m_list->model()->index(0, 0); at.isValid(); at = m_list->indexBelow(at)) {
            all << at.data(role).toString();
        }
        return all;
    }
    QTreeView *m_list = nullptr;
};

void tst_ProblemsPane::init()
{
    m_pane = std::make_unique<ProblemsPane>();
    m_list = m_pane->findChild<QTreeView *>();
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
    const QString first = row(0, 0).data().toString();
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
    m_list->setCurrentIndex(row(0, 1));
    QTest::keyClick(m_list, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][1].toInt(), 2);
    const QPoint first = m_list->visualRect(row(0, 0)).center();
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, first);
    QTest::mouseDClick(m_list->viewport(), Qt::LeftButton, {}, first);
    QCOMPARE(activated.last()[1].toInt(), 1);

    auto *const detail = m_pane->findChild<ConsoleView *>();
    QVERIFY(detail->isVisible());
    m_list->setCurrentIndex(m_list->model()->index(0, 0)); // of a group the first problem is shown
    QTRY_VERIFY(!detail->buffer().isEmpty());
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
    m_list->setCurrentIndex(row(0, 0));
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
    const QModelIndex first = row(0, 0);
    QCOMPARE(first.data(ProblemsModel::MessageRole).toString(), QStringLiteral("borrow of moved value: `word`"));
    QCOMPARE(first.data().toString(), QStringLiteral("Error: borrow of moved value: `word` src/lib.rs:7:5"));
    QVERIFY(first.data(Qt::ToolTipRole).toString().contains(QStringLiteral("value borrowed here after move")));
    auto *const detail = m_pane->findChild<ConsoleView *>();
    QVERIFY(!detail->wrap()); // what the compiler draws stands below the code that it is about
    QTRY_VERIFY(detail->buffer().at(detail->buffer().firstLine() + 1).utf8.contains("borrowed here"));
}

namespace {

Diagnostic inFile(const QString &file, Severity severity, int line)
{
    Diagnostic found = problem(severity, line);
    found.file = file;
    return found;
}

DiagnosticSuggestion suggestion(const QString &text, bool isCertain)
{
    return {.message = QStringLiteral("consider"),
            .isCertain = isCertain,
            .edits = {{.file = QStringLiteral("src/lib.rs"),
                       .line = 8,
                       .column = 3,
                       .endLine = 8,
                       .endColumn = 4,
                       .text = text,
                       .sourceLines = QStringLiteral("x")}}};
}

/// With a labelled place in a macro, a note, a help and two suggestions.
Diagnostic wholeProblem()
{
    Diagnostic found = problem(Severity::Error, 1);
    found.spans = {{.file = QStringLiteral("src/lib.rs"),
                    .line = 5,
                    .column = 2,
                    .label = QStringLiteral("moved here"),
                    .macros = {QStringLiteral("vec!"), QStringLiteral("json!")}}};
    found.notes = {{.message = QStringLiteral("required by this"),
                    .spans = {{.file = QStringLiteral("src/other.rs"),
                               .line = 6,
                               .column = 1,
                               .isPrimary = true,
                               .label = {},
                               .macros = {}}}},
                   {.isHelp = true, .message = QStringLiteral("clone it"), .spans = {}}};
    found.suggestions = {suggestion(QStringLiteral("&"), true), suggestion(QStringLiteral("*"), false)};
    return found;
}

} // namespace

void tst_ProblemsPane::files_with_errors_come_first()
{
    m_pane->append(inFile(QStringLiteral("src/a.rs"), Severity::Warning, 9));
    m_pane->append(inFile(QStringLiteral("src/b.rs"), Severity::Note, 1));
    m_pane->append(inFile(QStringLiteral("src/a.rs"), Severity::Warning, 2));
    m_pane->append(inFile(QStringLiteral("src/b.rs"), Severity::Error, 7));
    QCOMPARE(rows(ProblemsModel::MessageRole),
             (QStringList{QStringLiteral("src/b.rs"), QStringLiteral("cannot find value `x7`"),
                          QStringLiteral("cannot find value `x1`"), QStringLiteral("src/a.rs"),
                          QStringLiteral("cannot find value `x2`"), QStringLiteral("cannot find value `x9`")}));
    QCOMPARE(m_list->model()->index(0, 0).data().toString(), QStringLiteral("src/b.rs, 1 error, 1 note"));
    QCOMPARE(m_list->model()->index(1, 0).data().toString(), QStringLiteral("src/a.rs, 2 warnings"));
    const QStringList streamed = rows();
    m_pane->setAll(m_pane->shown()); // another way to the same rows
    QCOMPARE(rows(), streamed);
}

void tst_ProblemsPane::by_kind_each_comes_in_its_order()
{
    QSignalSpy changed(m_pane.get(), &ProblemsPane::groupingChanged);
    m_pane->append(inFile(QStringLiteral("src/b.rs"), Severity::Warning, 9));
    m_pane->append(inFile(QStringLiteral("src/a.rs"), Severity::Warning, 2));
    m_list->setCurrentIndex(row(1, 0));
    m_pane->setGrouping(ProblemsModel::Grouping::Kind);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_list->currentIndex().data(ProblemsModel::MessageRole).toString(),
             QStringLiteral("cannot find value `x2`"));
    m_pane->append(inFile(QStringLiteral("src/a.rs"), Severity::Error, 5));
    QCOMPARE(
        rows(ProblemsModel::MessageRole),
        (QStringList{QStringLiteral("Errors"), QStringLiteral("cannot find value `x5`"), QStringLiteral("Warnings"),
                     QStringLiteral("cannot find value `x9`"), QStringLiteral("cannot find value `x2`")}));
}

void tst_ProblemsPane::what_stands_below_a_problem_is_unfolded()
{
    QSignalSpy activated(m_pane.get(), &ProblemsPane::locationActivated);
    m_pane->append(wholeProblem());
    QCOMPARE(rows().size(), 2);
    m_list->setFocus();
    m_list->setCurrentIndex(row(0, 0));
    QTest::keyClick(m_list, Qt::Key_Right);
    QCOMPARE(rows(), (QStringList{QStringLiteral("src/lib.rs, 1 error"),
                                  QStringLiteral("Error: cannot find value `x1` src/lib.rs:1:5"),
                                  QStringLiteral("Suggestion: consider: `&` src/lib.rs:8:3"),
                                  QStringLiteral("Suggestion: consider: `*` src/lib.rs:8:3"),
                                  QStringLiteral("moved here src/lib.rs:5:2"),
                                  QStringLiteral("in the expansion of vec! ← json! src/lib.rs:5:2"),
                                  QStringLiteral("note: required by this src/other.rs:6:1"),
                                  QStringLiteral("help: clone it")}));
    const QModelIndex note = m_list->model()->index(4, 0, row(0, 0));
    m_list->setCurrentIndex(note);
    QTest::keyClick(m_list, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0], (QVariantList{QStringLiteral("src/other.rs"), 6, 1}));
    m_list->setCurrentIndex(m_list->model()->index(5, 0, row(0, 0)));
    QTest::keyClick(m_list, Qt::Key_Return); // leads nowhere
    QCOMPARE(activated.size(), 1);
    m_list->setCurrentIndex(m_list->model()->index(0, 0));
    QTest::keyClick(m_list, Qt::Key_Return);
    QCOMPARE(rows().size(), 1); // its group is folded
}

void tst_ProblemsPane::the_filter_hides_and_keeps_what_is_chosen()
{
    m_pane->append(inFile(QStringLiteral("src/a.rs"), Severity::Error, 1));
    m_pane->append(inFile(QStringLiteral("src/b.rs"), Severity::Warning, 12));
    m_pane->append(inFile(QStringLiteral("src/b.rs"), Severity::Note, 13));
    m_pane->next();
    m_pane->next();
    auto *const filter = m_pane->findChild<QLineEdit *>();
    filter->setText(QStringLiteral("X1"));
    QCOMPARE(m_pane->shown().size(), 3);
    filter->setText(QStringLiteral("x12"));
    QCOMPARE(m_pane->shown().size(), 1);
    QCOMPARE(m_list->currentIndex().data(ProblemsModel::MessageRole).toString(),
             QStringLiteral("cannot find value `x12`"));
    QCOMPARE(m_pane->count(), 2); // of all
    m_pane->append(inFile(QStringLiteral("src/b.rs"), Severity::Error, 14));
    QCOMPARE(m_pane->shown().size(), 1);
    QCOMPARE(m_pane->count(), 3);
    filter->setText(QStringLiteral("nothing has this"));
    QVERIFY(filter->isVisible()); // so that it can be changed
    m_pane->next();
    filter->clear();
    QCOMPARE(m_pane->shown().size(), 4);
    const auto buttons = m_pane->findChildren<QToolButton *>();
    const auto named = std::ranges::find_if(
        buttons, [](const QToolButton *button) { return button->accessibleName() == QStringLiteral("Errors: 2"); });
    QVERIFY(named != buttons.end());
    (*named)->click();
    QCOMPARE(m_pane->shown().size(), 2);
}

void tst_ProblemsPane::keys_of_the_filter()
{
    m_pane->append(problem(Severity::Error, 1));
    m_pane->openFilter();
    auto *const filter = m_pane->findChild<QLineEdit *>();
    QVERIFY(filter->hasFocus());
    QTest::keyClicks(filter, QStringLiteral("none"));
    QCOMPARE(m_pane->shown().size(), 0);
    QTest::keyClick(filter, Qt::Key_Escape);
    QCOMPARE(m_pane->shown().size(), 1);
    QVERIFY(m_list->hasFocus());
}

void tst_ProblemsPane::a_suggestion_is_made_by_a_key()
{
    QSignalSpy wanted(m_pane.get(), &ProblemsPane::fixesRequested);
    m_pane->append(wholeProblem());
    m_list->setFocus();
    m_list->setCurrentIndex(row(0, 0));
    QTest::keyClick(m_list, Qt::Key_Period, Qt::ControlModifier);
    QCOMPARE(wanted.size(), 0); // there are two: one is to be chosen
    QTest::keyClick(m_list, Qt::Key_Down);
    QTest::keyClick(m_list, Qt::Key_Return);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].value<QList<DiagnosticSuggestion>>(),
             QList<DiagnosticSuggestion>{suggestion(QStringLiteral("*"), false)});
    Diagnostic single = problem(Severity::Error, 30);
    single.suggestions = {suggestion(QStringLiteral("!"), false)};
    m_pane->append(single);
    m_list->setCurrentIndex(row(0, 1));
    QTest::keyClick(m_list, Qt::Key_Period, Qt::ControlModifier);
    QCOMPARE(wanted.size(), 2);
    QCOMPARE(wanted[1][0].value<QList<DiagnosticSuggestion>>(), single.suggestions);
}

void tst_ProblemsPane::all_certain_ones_are_made_by_the_button()
{
    QSignalSpy wanted(m_pane.get(), &ProblemsPane::fixesRequested);
    const auto buttons = m_pane->findChildren<QToolButton *>();
    const auto fix = std::ranges::find_if(
        buttons, [](const QToolButton *button) { return button->text().startsWith(QStringLiteral("Fix")); });
    QVERIFY(fix != buttons.end());
    m_pane->append(problem(Severity::Error, 3));
    QVERIFY(!(*fix)->isVisible());
    m_pane->append(wholeProblem());
    Diagnostic warning = problem(Severity::Warning, 30);
    warning.suggestions = {suggestion(QStringLiteral("!"), true)};
    m_pane->append(warning);
    QVERIFY((*fix)->isVisible());
    QCOMPARE((*fix)->text(), QStringLiteral("Fix 2"));
    (*fix)->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(
        wanted[0][0].value<QList<DiagnosticSuggestion>>(),
        (QList<DiagnosticSuggestion>{suggestion(QStringLiteral("&"), true), suggestion(QStringLiteral("!"), true)}));
    m_pane->clear();
    m_pane->fixAll();
    QCOMPARE(wanted.size(), 1);
}

void tst_ProblemsPane::an_error_code_is_explained()
{
    QSignalSpy wanted(m_pane.get(), &ProblemsPane::explanationRequested);
    m_pane->append(problem(Severity::Error, 3));
    Diagnostic lint = problem(Severity::Warning, 4);
    lint.code = QStringLiteral("unused_variables");
    m_pane->append(lint);
    m_list->setFocus();
    m_list->setCurrentIndex(row(0, 1));
    QTest::keyClick(m_list, Qt::Key_F1);
    QCOMPARE(wanted.size(), 0);
    m_list->setCurrentIndex(row(0, 0));
    QTest::keyClick(m_list, Qt::Key_F1);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].toString(), QStringLiteral("E0425"));
}

void tst_ProblemsPane::next_goes_through_files_that_are_folded()
{
    QSignalSpy activated(m_pane.get(), &ProblemsPane::locationActivated);
    m_pane->append(inFile(QStringLiteral("src/a.rs"), Severity::Error, 1));
    m_pane->append(inFile(QStringLiteral("src/b.rs"), Severity::Error, 2));
    m_list->collapseAll();
    m_pane->previous();
    m_pane->previous();
    m_pane->previous();
    QCOMPARE(activated.size(), 3);
    QCOMPARE(activated[0][0].toString(), QStringLiteral("src/b.rs"));
    QCOMPARE(activated[1][0].toString(), QStringLiteral("src/a.rs"));
    QCOMPARE(activated[2][0].toString(), QStringLiteral("src/b.rs"));
    QVERIFY(m_list->isExpanded(m_list->model()->index(1, 0)));
}

void tst_ProblemsPane::what_an_edit_moves_stays_chosen_and_unfolded()
{
    Diagnostic whole = wholeProblem();
    const Diagnostic other = inFile(QStringLiteral("src/z.rs"), Severity::Error, 5);
    Diagnostic twin = other;
    twin.line = 50;
    m_pane->setAll({whole, other, twin});
    m_list->expand(row(0, 0));
    m_list->setCurrentIndex(row(1, 1));
    const qsizetype before = rows().size();
    whole.line += 3;
    twin.line += 4; // is nearer than its twin
    m_pane->setAll({whole, other, twin});
    QCOMPARE(rows().size(), before);
    QCOMPARE(m_list->currentIndex(), row(1, 1));
    m_list->collapse(m_list->model()->index(0, 0));
    m_pane->setAll({whole, other, twin});
    QVERIFY(!m_list->isExpanded(m_list->model()->index(0, 0)));
    QVERIFY(m_list->isExpanded(m_list->model()->index(1, 0)));
}

void tst_ProblemsPane::thousands_are_listed_soon()
{
    for (int line = 0; line < 5'000; ++line) {
        m_pane->append(
            inFile(QStringLiteral("src/%1.rs").arg(line % 50), line % 3 ? Severity::Warning : Severity::Error, line));
    }
    QCOMPARE(m_pane->shown().size(), 5'000);
    QCOMPARE(m_list->model()->rowCount(), 50);
    QElapsedTimer clock;
    clock.start();
    m_pane->setGrouping(ProblemsModel::Grouping::Kind);
    const qint64 grouped = clock.restart();
    m_pane->findChild<QLineEdit *>()->setText(QStringLiteral("x4999"));
    const qint64 filtered = clock.restart();
    QCOMPARE(m_pane->shown().size(), 1);
    m_pane->findChild<QLineEdit *>()->clear();
    qInfo("5,000 problems grouped in %lld ms, filtered in %lld ms, shown again in %lld ms", grouped, filtered,
          clock.elapsed());
}

void tst_ProblemsPane::names_for_a_screen_reader()
{
    m_pane->append(wholeProblem());
    const auto buttons = m_pane->findChildren<QToolButton *>();
    for (const QToolButton *const button : buttons) {
        if (button->isVisibleTo(m_pane.get()) && button->parent() == m_pane->findChild<QLineEdit *>()->parent()) {
            QVERIFY(!button->accessibleName().isEmpty());
            QVERIFY(!button->toolTip().isEmpty());
        }
    }
    QCOMPARE(m_list->accessibleName(), QStringLiteral("Problems"));
}

QTEST_MAIN(tst_ProblemsPane)
#include "tst_problems_pane.moc"
