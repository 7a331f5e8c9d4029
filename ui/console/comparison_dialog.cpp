// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/comparison_dialog.h"

#include "core/base/display.h"
#include "core/model/compile_step_name.h"
#include "ui/common/fonts.h"
#include "ui/console/run_progress.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxShownLines = 2'000; ///< of each kind

QString runText(const RunSnapshot &run)
{
    return QStringLiteral("%1, %2").arg(
        QLocale().toString(QDateTime::fromMSecsSinceEpoch(run.timeMs).time(), QLocale::ShortFormat), run.title);
}

QString stepText(double milliseconds)
{
    return milliseconds <= 0 ? QStringLiteral("–") : millisecondsText(milliseconds);
}

double timeOf(const CompileTiming &timing, CompileStep step)
{
    const auto found = std::ranges::find(timing.steps, step, &StepTime::step);
    return found == timing.steps.end() ? 0 : found->milliseconds;
}

} // namespace

ComparisonDialog::ComparisonDialog(const RunSnapshot &before, const RunSnapshot &after, QWidget *parent)
    : QDialog(parent), m_changes(new QTreeWidget), m_steps(new QTreeWidget)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Compare with the pinned run"));
    resize(760, 480);
    m_changes->setHeaderHidden(true);
    m_changes->setUniformRowHeights(true);
    m_changes->setAccessibleName(tr("What is new and what is gone"));
    m_steps->setHeaderLabels({tr("Step"), tr("Pinned"), tr("Now")});
    m_steps->setRootIsDecorated(false);
    m_steps->setAccessibleName(tr("How long each step took"));
    m_steps->setMaximumHeight(200);
    auto *const runs = new QLabel(tr("Pinned: %1\nNow: %2").arg(runText(before), runText(after)));
    runs->setTextFormat(Qt::PlainText);
    auto *const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(runs);
    column->addWidget(m_changes, 1);
    column->addWidget(m_steps);
    column->addWidget(buttons);
    showChanges(compareRuns(before, after));
    showSteps(before.timing, after.timing);
}

void ComparisonDialog::showChanges(const RunComparison &changes)
{
    const auto add = [this](const QString &title, const QStringList &lines) {
        auto *const group = new QTreeWidgetItem({QStringLiteral("%1 (%2)").arg(title).arg(lines.size())});
        QList<QTreeWidgetItem *> rows;
        for (const QString &line : lines.first(std::min(lines.size(), maxShownLines))) {
            rows << new QTreeWidgetItem({line});
            rows.last()->setFont(0, monospaceFont());
        }
        group->addChildren(rows);
        m_changes->addTopLevelItem(group);
        group->setExpanded(!lines.isEmpty());
    };
    add(tr("New problems"), changes.newProblems);
    add(tr("Problems that are gone"), changes.goneProblems);
    add(tr("New lines"), changes.newLines);
    add(tr("Lines that are gone"), changes.goneLines);
    m_changes->setCurrentItem(m_changes->topLevelItem(0));
}

void ComparisonDialog::showSteps(const CompileTiming &before, const CompileTiming &after)
{
    QList<CompileStep> steps;
    for (const StepTime &one : before.steps + after.steps) {
        if (!steps.contains(one.step)) {
            steps << one.step;
        }
    }
    std::ranges::sort(steps);
    for (const CompileStep step : std::as_const(steps)) {
        m_steps->addTopLevelItem(
            new QTreeWidgetItem({stepName(step), stepText(timeOf(before, step)), stepText(timeOf(after, step))}));
    }
    m_steps->addTopLevelItem(
        new QTreeWidgetItem({tr("all"), stepText(before.milliseconds), stepText(after.milliseconds)}));
}

} // namespace studio
