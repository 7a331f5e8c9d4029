// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/compile_history.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTabBar;
class QTreeWidget;

namespace studio {

class HistoryChart;
class TimingChart;

/// The last compile and the ones before it, each as a chart with a table beside it that has the same in words. Main
/// thread.
class TimingPane : public QWidget
{
    Q_OBJECT

public:
    explicit TimingPane(QWidget *parent = nullptr);

    void show(const CompileTiming &last, const QList<CompileRecord> &records);

    [[nodiscard]] TimingChart *chart() const { return m_chart; }
    [[nodiscard]] HistoryChart *historyChart() const { return m_historyChart; }
    [[nodiscard]] QTreeWidget *units() const { return m_units; }
    [[nodiscard]] QTreeWidget *records() const { return m_records; }
    void showHistory(bool isHistory);

private:
    QWidget *makeLast();
    QWidget *makeHistory();
    void showLast(const CompileTiming &timing);
    void showRecords(const QList<CompileRecord> &records);

    QStackedWidget *m_stack;
    QStackedWidget *m_pages;
    QTabBar *m_tabs;
    QLabel *m_summary;
    TimingChart *m_chart = nullptr;
    HistoryChart *m_historyChart = nullptr;
    QTreeWidget *m_units = nullptr;
    QTreeWidget *m_records = nullptr;
    CompileTiming m_shown;
    QList<CompileRecord> m_shownRecords;
};

} // namespace studio
