// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/cost_dialog.h"

#include "ui/common/number_item.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/dependencies/trust_question.h"
#include "ui/dependencies/verdict_text.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr int costIndexRole = Qt::UserRole; ///< of the dependency, in the first column
constexpr double unknownCost = -1e18;       ///< sorted below all figures
constexpr QSize costSize{860, 420};
constexpr int costBarHeight = 4;
constexpr int licencesWidth = 210;

} // namespace

CostDialog::CostDialog(CrateTrials *trials, QWidget *parent)
    : QDialog(parent)
    , m_trials(trials)
    , m_target(new QComboBox)
    , m_table(new QTreeWidget)
    , m_state(new QLabel)
    , m_bar(new QProgressBar)
    , m_all(new QPushButton(tr("Measure all")))
    , m_some(new QPushButton(tr("Measure selected")))
    , m_stop(new QPushButton(tr("Cancel")))
    , m_question(new TrustQuestion(tr("To compile them it runs the build scripts and macros of the crates and of the "
                                      "project on this machine. Allow this only if you trust both."),
                                   Qt::Horizontal))
{
    setWindowTitle(tr("Cost of dependencies"));
    resize(costSize);
    m_target->addItems({targetText(RustTarget::Native), targetText(RustTarget::Wasm)});
    m_target->setAccessibleName(tr("Target"));
    m_table->setHeaderLabels({tr("Crate"), tr("First compile"), tr("After an edit"), tr("Artifact"), tr("Crates"),
                              tr("Licences"), tr("Runs when compiled")});
    m_table->headerItem()->setToolTip(Cold, tr("Seconds to compile it and what it brings, where all else is compiled"));
    m_table->headerItem()->setToolTip(Warm, tr("Seconds from an edit to what is built, more than without the crate"));
    m_table->headerItem()->setToolTip(
        Bytes,
        tr("Bytes of the release artifact, more than without the crate. The linker leaves out what no code calls."));
    m_table->headerItem()->setToolTip(Crates, tr("How many crates the project has only with it, itself counted"));
    m_table->setAccessibleName(tr("Cost of dependencies"));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(Cold, Qt::DescendingOrder);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setAccessibleName(tr("State"));
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(costBarHeight);
    m_bar->setAccessibleName(tr("Crates that are compiled"));
    for (QPushButton *const button : {m_all, m_some, m_stop}) {
        button->setAutoDefault(false);
    }
    m_question->hide();
    auto *const head = new QHBoxLayout;
    head->addWidget(m_target);
    head->addStretch();
    head->addWidget(m_all);
    head->addWidget(m_some);
    head->addWidget(m_stop);
    auto *const close = new QDialogButtonBox(QDialogButtonBox::Close);
    auto *const column = new QVBoxLayout(this);
    column->addLayout(head);
    column->addWidget(m_question);
    column->addWidget(m_table, 1);
    column->addWidget(m_bar);
    column->addWidget(m_state);
    column->addWidget(close);
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_target, &QComboBox::currentIndexChanged, this, &CostDialog::showRows);
    connect(m_all, &QPushButton::clicked, this, [this] { press(true); });
    connect(m_some, &QPushButton::clicked, this, [this] { press(false); });
    connect(m_stop, &QPushButton::clicked, trials, &CrateTrials::stop);
    connect(m_table, &QTreeWidget::itemSelectionChanged, this, &CostDialog::showState);
    connect(m_question, &TrustQuestion::allowed, this, [this] {
        m_question->hide();
        if (m_trials) {
            m_trials->allow();
        }
        measure(m_isAllAsked);
    });
    connect(m_question, &TrustQuestion::refused, this, [this] {
        m_question->hide();
        m_table->setFocus();
    });
    connect(trials, &CrateTrials::changed, this, &CostDialog::showRows);
    connect(trials, &CrateTrials::progressChanged, this, &CostDialog::showState);
    showState();
}

RustTarget CostDialog::target() const
{
    return m_target->currentIndex() == 1 ? RustTarget::Wasm : RustTarget::Native;
}

void CostDialog::setDependencies(const QList<Dependency> &dependencies)
{
    m_dependencies.clear();
    for (const Dependency &one : dependencies) {
        const bool isKnown = std::ranges::any_of(m_dependencies, [&](const Dependency &other) {
            return trialKey(other, target()) == trialKey(one, target());
        });
        if (!one.injected && !isKnown && !isSdkCrate(one)) {
            m_dependencies << one;
        }
    }
    m_table->clear();
    QList<QTreeWidgetItem *> rows;
    for (qsizetype i = 0; i < m_dependencies.size(); ++i) {
        auto *const row = new NumberItem;
        row->setText(Crate, m_dependencies[i].key);
        row->setData(Crate, costIndexRole, i);
        rows << row;
    }
    m_table->addTopLevelItems(rows);
    showRows();
    if (m_table->topLevelItemCount() > 0) {
        m_table->setCurrentItem(m_table->topLevelItem(0), 0, QItemSelectionModel::NoUpdate);
    }
}

/// Rows keep their selection; they are sorted anew once.
void CostDialog::showRows()
{
    m_table->setSortingEnabled(false);
    for (int row = 0; row < m_table->topLevelItemCount(); ++row) {
        showRow(row);
    }
    m_table->setSortingEnabled(true);
    for (int column = Crate; column < Licences; ++column) {
        m_table->resizeColumnToContents(column);
    }
    m_table->header()->resizeSection(Licences, licencesWidth);
    showState();
}

void CostDialog::showRow(int row)
{
    auto *const item = static_cast<NumberItem *>(m_table->topLevelItem(row));
    const Dependency &one = m_dependencies[item->data(Crate, costIndexRole).toLongLong()];
    const CrateVerdict *const verdict = m_trials ? m_trials->verdict(one, target()) : nullptr;
    const QString failure = m_trials ? m_trials->failure(one, target()) : QString();
    const auto figure = [&](Column column, double value, const QString &text) { item->setNumber(column, value, text); };
    const bool isMeasured = verdict && verdict->compiles;
    const double warm = isMeasured ? std::max(0.0, verdict->warmSeconds - verdict->warmBefore) : unknownCost;
    figure(Cold, isMeasured ? verdict->coldSeconds : unknownCost,
           isMeasured ? secondsText(verdict->coldSeconds) : QString());
    figure(Warm, warm, isMeasured ? u'+' + secondsText(warm) : QString());
    figure(Bytes, isMeasured ? static_cast<double>(verdict->bytes - verdict->bytesBefore) : unknownCost,
           isMeasured ? addedBytesText(verdict->bytes - verdict->bytesBefore) : QString());
    figure(Crates, verdict ? static_cast<double>(verdict->crates.size()) : unknownCost,
           verdict ? QString::number(verdict->crates.size()) : QString());
    item->setText(Licences, verdict ? licencesText(*verdict) : QString());
    item->setText(Runs, verdict ? runsText(*verdict) : QString());
    const QString why = !failure.isEmpty() ? failure : verdict ? verdict->error : QString();
    const bool isPending = m_trials && m_trials->isPending(one, target());
    if (isPending) {
        item->setText(Licences, m_trials->isRunning(one, target()) ? tr("Is measured…") : tr("Waits"));
    } else if (!why.isEmpty()) {
        item->setText(Licences, why);
    } else if (!verdict) {
        item->setText(Licences, tr("Not measured yet"));
    }
    const QColor colour = why.isEmpty() ? Theme::current().muted : Theme::current().danger;
    item->setData(Licences, Qt::ForegroundRole, why.isEmpty() && verdict ? QVariant() : QVariant(colour));
    QStringList tip{one.key};
    tip += why.isEmpty() ? QStringList() : QStringList(why);
    tip += verdict ? QStringList(bringsText(*verdict)) : QStringList();
    tip += verdict && !verdict->duplicates.isEmpty()
               ? QStringList(tr("There in several versions: %1").arg(verdict->duplicates.join(QStringLiteral("; "))))
               : QStringList();
    item->setToolTip(Crate, asTip(tip.join(u'\n')));
    item->setToolTip(Licences, asTip(item->text(Licences)));
    item->setToolTip(Runs, asTip(item->text(Runs)));
}

void CostDialog::showState()
{
    const bool runs = m_trials && m_trials->isRunning();
    const bool isRefused = m_trials && m_trials->trust() == std::optional(false);
    m_all->setEnabled(m_trials && !isRefused && !m_dependencies.isEmpty());
    m_some->setEnabled(m_all->isEnabled() && !m_table->selectedItems().isEmpty());
    m_stop->setEnabled(runs);
    m_bar->setVisible(runs);
    if (runs) {
        const CrateTrials::Progress &now = m_trials->progress();
        m_bar->setRange(0, now.total);
        m_bar->setValue(now.done);
        QString text = QStringLiteral("%1, %2: %3").arg(now.crate.package, targetText(now.target), now.step);
        if (now.waiting > 0) {
            text += u' ' + tr("%n more wait.", nullptr, static_cast<int>(now.waiting));
        }
        m_state->setText(text);
    } else if (isRefused) {
        m_state->setText(tr("Crates are not tried, because build scripts and macros would run in a folder that is not "
                            "trusted. Run the handler, or trust the folder, to allow it."));
    } else if (m_dependencies.isEmpty()) {
        m_state->setText(tr("Cargo.toml names no crates: there is nothing to measure."));
    } else {
        m_state->setText(tr("Each crate is measured in a copy of the project, against the same copy without it."));
    }
}

void CostDialog::press(bool isAll)
{
    if (m_trials && !m_trials->trust()) {
        m_isAllAsked = isAll;
        m_question->show();
        m_question->setFocusOnAnswer();
        return;
    }
    measure(isAll);
}

void CostDialog::measure(bool isAll)
{
    QList<Dependency> chosen;
    for (int row = 0; row < m_table->topLevelItemCount(); ++row) {
        const QTreeWidgetItem *const item = m_table->topLevelItem(row);
        if (isAll || item->isSelected()) {
            chosen << m_dependencies[item->data(Crate, costIndexRole).toLongLong()];
        }
    }
    if (m_trials) {
        m_trials->start(chosen, {target()});
    }
}

} // namespace studio
