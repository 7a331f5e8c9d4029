// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timing/timing_pane.h"

#include "core/base/display.h"
#include "core/model/compile_step_name.h"
#include "ui/common/empty_state.h"
#include "ui/common/number_item.h"
#include "ui/common/tip.h"
#include "ui/timing/history_chart.h"
#include "ui/timing/timing_chart.h"
#include "ui/timing/timing_text.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int indexRole = Qt::UserRole; ///< of the unit or the compile, in the order of the chart

QTreeWidget *makeTable(const QString &name, const QStringList &titles)
{
    auto *const table = new QTreeWidget;
    table->setAccessibleName(name);
    table->setHeaderLabels(titles);
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    table->setAllColumnsShowFocus(true);
    table->setSortingEnabled(true);
    table->setFrameShape(QFrame::NoFrame);
    table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->header()->setStretchLastSection(true);
    return table;
}

void selectRow(QTreeWidget *table, int index)
{
    for (int row = 0; row < table->topLevelItemCount(); ++row) {
        QTreeWidgetItem *const item = table->topLevelItem(row);
        if (item->data(0, indexRole).toInt() == index) {
            const QSignalBlocker blocker(table);
            table->setCurrentItem(item);
            return;
        }
    }
}

template <typename Chart> void joinChart(Chart *chart, QTreeWidget *table)
{
    QObject::connect(chart, &Chart::currentChanged, table, [table](int index) { selectRow(table, index); });
    QObject::connect(table, &QTreeWidget::currentItemChanged, chart, [chart](const QTreeWidgetItem *item) {
        chart->setCurrent(item ? item->data(0, indexRole).toInt() : -1);
    });
}

QSplitter *besideEachOther(QWidget *chart, QWidget *table)
{
    auto *const splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(chart);
    splitter->addWidget(table);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({540, 360});
    splitter->setHandleWidth(1);
    return splitter;
}

} // namespace

TimingPane::TimingPane(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget)
    , m_pages(new QStackedWidget)
    , m_tabs(new QTabBar)
    , m_summary(new QLabel)
{
    m_tabs->setAccessibleName(tr("Which compiles are shown"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(tr("Last compile"));
    m_tabs->addTab(tr("History"));
    m_summary->setForegroundRole(QPalette::PlaceholderText);
    m_summary->setTextFormat(Qt::PlainText);
    m_pages->addWidget(makeLast());
    m_pages->addWidget(makeHistory());
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, m_summary, [this](int page) { m_summary->setVisible(page == 0); });

    auto *const row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 8, 0);
    row->addWidget(m_tabs);
    row->addStretch(1);
    row->addWidget(m_summary);
    auto *const filled = new QWidget;
    auto *const column = new QVBoxLayout(filled);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_pages, 1);
    m_stack->addWidget(new EmptyState(QStringLiteral("run-build"), tr("Nothing was compiled yet"),
                                      tr("What takes the time of a compile appears here, crate by crate.")));
    m_stack->addWidget(filled);
    auto *const all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_stack);
}

QWidget *TimingPane::makeLast()
{
    m_chart = new TimingChart;
    m_units = makeTable(tr("Crates of the last compile"), {tr("Crate"), tr("Time"), tr("From"), tr("Code")});
    m_units->sortByColumn(1, Qt::DescendingOrder);
    m_units->header()->setStretchLastSection(false); // a long name must not push the times out of sight
    m_units->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    joinChart(m_chart, m_units);
    return besideEachOther(m_chart, m_units);
}

QWidget *TimingPane::makeHistory()
{
    m_historyChart = new HistoryChart;
    m_records = makeTable(tr("The last compiles"),
                          {tr("When"), tr("What"), tr("Compile"), tr("Run to answer"), tr("Artifact"), tr("Source")});
    m_records->sortByColumn(0, Qt::DescendingOrder);
    joinChart(m_historyChart, m_records);
    return besideEachOther(m_historyChart, m_records);
}

void TimingPane::show(const CompileTiming &last, const QList<CompileRecord> &records)
{
    m_stack->setCurrentIndex(last.steps.isEmpty() && records.isEmpty() ? 0 : 1);
    if (m_shown != last) {
        showLast(last);
    }
    if (m_shownRecords != records) {
        showRecords(records);
    }
}

void TimingPane::showHistory(bool isHistory)
{
    m_tabs->setCurrentIndex(isHistory ? 1 : 0);
}

void TimingPane::showLast(const CompileTiming &timing)
{
    m_shown = timing;
    m_chart->show(timing);
    QStringList steps;
    for (const StepTime &one : timing.steps) {
        steps << stepTimeText(one);
    }
    m_summary->setText(timing.units.isEmpty() && !timing.steps.isEmpty()
                           ? tr("Nothing was compiled anew · %1").arg(millisecondsText(timing.milliseconds))
                           : steps.join(QStringLiteral(" · ")));
    const QSignalBlocker blocker(m_units);
    m_units->clear();
    QList<QTreeWidgetItem *> items;
    for (int i = 0; i < timing.units.size(); ++i) {
        const CompiledUnit &unit = timing.units[i];
        auto *const item = new NumberItem;
        item->setText(0, unitTitle(unit));
        item->setToolTip(0, asTip(unitText(unit)));
        item->setData(0, indexRole, i);
        item->setNumber(1, unit.durationMs, millisecondsText(unit.durationMs));
        item->setNumber(2, unit.startMs, millisecondsText(unit.startMs));
        const double code = unit.codegenAfterMs > 0 ? unit.durationMs - unit.codegenAfterMs : 0;
        item->setNumber(3, code, code > 0 ? millisecondsText(code) : QString());
        items << item;
    }
    m_units->addTopLevelItems(items);
}

void TimingPane::showRecords(const QList<CompileRecord> &records)
{
    m_shownRecords = records;
    m_historyChart->show(records);
    const QSignalBlocker blocker(m_records);
    m_records->clear();
    QList<QTreeWidgetItem *> items;
    for (int i = 0; i < records.size(); ++i) {
        const CompileRecord &record = records[i];
        auto *const item = new NumberItem;
        item->setData(0, indexRole, i);
        item->setText(0, QLocale().toString(QDateTime::fromMSecsSinceEpoch(record.timeMs), QLocale::ShortFormat));
        item->setData(0, NumberItem::numberRole, double(record.timeMs));
        item->setText(1, record.isGood ? kindText(record) : tr("%1 · failed").arg(kindText(record)));
        item->setNumber(2, record.compileMs, millisecondsText(record.compileMs));
        item->setNumber(3, record.answerMs, record.answerMs > 0 ? millisecondsText(record.answerMs) : QString());
        item->setNumber(4, double(record.artifactBytes),
                        record.artifactBytes > 0 ? sizeText(record.artifactBytes) : QString());
        item->setText(5, sourceText(record));
        item->setToolTip(0, asTip(recordText(record)));
        items << item;
    }
    m_records->addTopLevelItems(items);
}

} // namespace studio
