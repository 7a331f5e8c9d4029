// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/update_page.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "ui/common/primary.h"
#include "ui/common/state_text.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace studio {

namespace {

constexpr int updateIndexRole = Qt::UserRole;   ///< of the dependency
constexpr int choiceKeyRole = Qt::UserRole + 1; ///< of choiceKey()
constexpr int linkRole = Qt::UserRole;          ///< of a change

QTreeWidget *updateTable(const QStringList &heads, const QString &name)
{
    auto *const table = new QTreeWidget;
    table->setHeaderLabels(heads);
    table->setAccessibleName(name);
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    table->header()->setStretchLastSection(true);
    return table;
}

/// What a choice is kept for.
QString choiceKey(const Dependency &one)
{
    return QStringLiteral("%1\n%2\n%3").arg(one.key, one.platform).arg(static_cast<int>(one.table));
}

} // namespace

UpdatePage::UpdatePage(DependencyUpdates *updates, QWidget *parent)
    : QWidget(parent)
    , m_updates(updates)
    , m_reach(new QComboBox)
    , m_crates(updateTable({tr("Crate"), tr("Requirement"), tr("Locked"), tr("Newest that fits"), tr("Newest")},
                           tr("Crates to update")))
    , m_recursive(new QCheckBox(tr("Also the crates that these use")))
    , m_preview(new QPushButton(tr("Preview")))
    , m_cancel(new QPushButton(tr("Cancel")))
    , m_changes(updateTable({tr("Crate"), tr("From"), tr("To"), tr("Changes")}, tr("Changes of Cargo.lock")))
    , m_note(new QLabel)
    , m_update(new QPushButton(tr("Update")))
    , m_undo(new QPushButton(tr("Undo the update")))
{
    m_reach->addItems({tr("Within the requirements of Cargo.toml"),
                       tr("To the newest for the platform's Rust, and raise requirements")});
    m_reach->setAccessibleName(tr("How far"));
    m_recursive->setChecked(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setAccessibleName(tr("State"));
    for (QPushButton *const button : {m_preview, m_cancel, m_update, m_undo}) {
        button->setAutoDefault(false);
    }
    auto *const choice = new QHBoxLayout;
    choice->addWidget(m_reach);
    choice->addWidget(m_recursive);
    choice->addStretch();
    choice->addWidget(m_cancel);
    choice->addWidget(m_preview);
    auto *const end = new QHBoxLayout;
    end->addWidget(m_note, 1);
    end->addWidget(m_undo);
    end->addWidget(m_update);
    auto *const column = new QVBoxLayout(this);
    column->addWidget(m_crates, 1);
    column->addLayout(choice);
    column->addWidget(m_changes, 1);
    column->addLayout(end);
    connectButtons();
    showButtons();
}

UpdatePage::~UpdatePage()
{
    if (m_stop) {
        m_stop->request_stop();
    }
}

void UpdatePage::connectButtons()
{
    const auto drop = [this] { dropOldPlan(); };
    connect(m_reach, &QComboBox::currentIndexChanged, this, drop);
    connect(m_recursive, &QCheckBox::toggled, this, drop);
    connect(m_crates, &QTreeWidget::itemChanged, this, drop);
    connect(m_preview, &QPushButton::clicked, this, [this] { detach(preview()); });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_stop) {
            m_stop->request_stop();
        }
    });
    connect(m_update, &QPushButton::clicked, this, [this] { detach(write(false)); });
    connect(m_undo, &QPushButton::clicked, this, [this] { detach(write(true)); });
    connect(m_updates, &DependencyUpdates::changed, this, &UpdatePage::showButtons);
    connect(m_changes, &QTreeWidget::itemActivated, this, [](const QTreeWidgetItem *item) {
        const QUrl url(item->data(Name, linkRole).toString(), QUrl::StrictMode);
        if (url.scheme() == QLatin1String("https")) {
            QDesktopServices::openUrl(url);
        }
    });
}

void UpdatePage::setDependencies(const QList<Dependency> &dependencies, const QHash<QString, DependencyFact> &facts)
{
    const QList<Dependency> shown = updatableDependencies(dependencies);
    if (shown == m_dependencies && facts == m_facts) {
        return;
    }
    m_dependencies = shown;
    m_facts = facts;
    showCrates();
    dropOldPlan();
}

/// What is previewed, or is asked for now, may be of another choice.
void UpdatePage::dropOldPlan()
{
    if (!m_asked || *m_asked == wish()) {
        showButtons();
        return;
    }
    m_asked.reset();
    if (m_stop) {
        m_stop->request_stop();
    } else {
        m_plan.reset();
        showPlan();
    }
}

/// All are chosen until the person chooses.
void UpdatePage::showCrates()
{
    const QSignalBlocker blocker(m_crates);
    QSet<QString> left; // what the person has left out
    for (int row = 0; row < m_crates->topLevelItemCount(); ++row) {
        const QTreeWidgetItem *const item = m_crates->topLevelItem(row);
        if (item->checkState(Crate) != Qt::Checked) {
            left.insert(item->data(Crate, choiceKeyRole).toString());
        }
    }
    m_crates->clear();
    for (qsizetype i = 0; i < m_dependencies.size(); ++i) {
        const Dependency &one = m_dependencies[i];
        const DependencyFact fact = m_facts.value(DependencyFacts::keyOf(one));
        auto *const item = new QTreeWidgetItem(
            m_crates, {one.key, one.requirement, fact.locked, fact.newestFitting, fact.newestCompatible});
        item->setData(Crate, updateIndexRole, i);
        item->setData(Crate, choiceKeyRole, choiceKey(one));
        item->setCheckState(Crate, left.contains(choiceKey(one)) ? Qt::Unchecked : Qt::Checked);
        if (fact.isLockedYanked) {
            item->setForeground(Locked, Theme::current().warning);
            item->setToolTip(Locked, asTip(tr("%1 was yanked: its authors advise against it").arg(fact.locked)));
        }
    }
    for (int column = Crate; column < Newest; ++column) {
        m_crates->resizeColumnToContents(column);
    }
    showButtons();
}

UpdateWish UpdatePage::wish() const
{
    QList<Dependency> chosen;
    for (int row = 0; row < m_crates->topLevelItemCount(); ++row) {
        const QTreeWidgetItem *const item = m_crates->topLevelItem(row);
        if (item->checkState(Crate) == Qt::Checked) {
            chosen << m_dependencies[item->data(Crate, updateIndexRole).toLongLong()];
        }
    }
    const auto reach = m_reach->currentIndex() == 1 ? UpdateReach::Newest : UpdateReach::Fitting;
    return planWish(m_dependencies, m_facts, chosen, reach, m_recursive->isChecked());
}

void UpdatePage::showButtons()
{
    bool isAnyChosen = false;
    for (int row = 0; row < m_crates->topLevelItemCount(); ++row) {
        isAnyChosen = isAnyChosen || m_crates->topLevelItem(row)->checkState(Crate) == Qt::Checked;
    }
    const bool isBusy = m_stop.has_value() || m_isWriting;
    m_preview->setEnabled(!isBusy && m_updates && (isAnyChosen || m_dependencies.isEmpty()));
    m_cancel->setVisible(m_stop.has_value());
    m_update->setEnabled(!isBusy && m_plan && !m_plan->isEmpty());
    setPrimary(m_update, m_update->isEnabled());
    m_undo->setVisible(m_updates && m_updates->canUndo());
    m_undo->setEnabled(!isBusy);
}

void UpdatePage::showPlan()
{
    m_changes->clear();
    for (const LockChange &one : m_plan ? m_plan->changes : QList<LockChange>()) {
        auto *const item = new QTreeWidgetItem(m_changes, {one.name, one.from.isEmpty() ? tr("new") : one.from,
                                                           one.to.isEmpty() ? tr("goes") : one.to, one.link});
        item->setData(Name, linkRole, one.link);
        item->setToolTip(Link,
                         asTip(one.link.isEmpty() ? QString() : tr("Enter or a double click opens %1").arg(one.link)));
        if (one.isOlder) {
            item->setForeground(To, Theme::current().warning);
            item->setToolTip(To, tr("An older version"));
        }
    }
    for (int column = Name; column < Link && m_changes->topLevelItemCount() > 0; ++column) {
        m_changes->resizeColumnToContents(column); // of an empty table the heads would stick together
    }
    if (!m_plan) {
        setStateText(m_note,
                     m_dependencies.isEmpty()
                         ? tr("Cargo.toml names no crates of a registry. An update is of what these bring.")
                         : tr("A preview shows what would change. Nothing is written by it."),
                     false);
    } else if (m_plan->isEmpty()) {
        setStateText(m_note, tr("Nothing to update: the locked versions are the newest that may be used."), false);
    } else {
        QStringList parts{tr("%n versions change.", nullptr, static_cast<int>(m_plan->changes.size()))};
        for (const RequirementChange &one : m_plan->raised) {
            parts << tr("%1 = “%2” becomes “%3”.").arg(one.dependency.key, one.dependency.requirement, one.requirement);
        }
        parts += m_plan->before ? QStringList() : QStringList(tr("Cargo.lock is made in the project."));
        setStateText(m_note, parts.join(u' '), false);
    }
    showButtons();
}

QCoro::Task<void> UpdatePage::preview()
{
    m_stop.emplace();
    m_plan.reset();
    showPlan();
    setStateText(m_note, tr("Asking cargo and the registry…"), false);
    m_asked = wish();
    const auto plan = co_await whileAlive(this, m_updates->plan(*m_asked, m_stop->get_token()));
    m_stop.reset();
    const bool isOld = !m_asked || *m_asked != wish();
    if (plan || isOld) {
        m_plan = isOld ? std::nullopt : std::optional(*plan);
        showPlan();
    } else {
        const bool isCancelled = plan.error().code == ErrorCode::Cancelled;
        setStateText(m_note, isCancelled ? QString() : plan.error().message, !isCancelled);
    }
    showButtons();
    (m_update->isEnabled() ? m_update : m_preview)->setFocus();
}

QCoro::Task<void> UpdatePage::write(bool isUndo)
{
    m_isWriting = true;
    showButtons();
    const auto written = co_await whileAlive(this, isUndo ? m_updates->undo() : m_updates->apply(*m_plan));
    m_isWriting = false;
    if (written) {
        m_plan.reset();
        m_asked.reset();
        showPlan();
        setStateText(m_note,
                     isUndo ? tr("The versions are those from before the update.") : tr("Cargo.lock is written."),
                     false);
    } else {
        setStateText(m_note, written.error().message, true);
    }
    showButtons();
    (m_undo->isVisible() ? m_undo : m_preview)->setFocus();
}

} // namespace studio
