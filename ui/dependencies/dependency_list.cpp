// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/dependency_list.h"

#include "ui/common/theme.h"
#include "ui/common/tip.h"
#include "ui/dependencies/requirement_delegate.h"

#include <QDropEvent>
#include <QHeaderView>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace studio {

namespace {

constexpr int indexRole = Qt::UserRole;     ///< of the dependency, from 1; 0 for a group
constexpr int groupRole = Qt::UserRole + 2; ///< "0", "1", "2" of the kind, with a space and the platform; "injected"
constexpr char injectedGroup[] = "injected";

QString groupOf(const Dependency &one)
{
    return one.injected ? QString::fromLatin1(injectedGroup)
                        : QStringLiteral("%1 %2").arg(static_cast<int>(one.table)).arg(one.platform).trimmed();
}

bool isFromRegistry(const Dependency &one)
{
    return one.source.isEmpty() || one.source.startsWith(QLatin1String("registry "));
}

bool isSameRow(const Dependency &a, const Dependency &b)
{
    return a.key == b.key && a.table == b.table && a.platform == b.platform && a.injected == b.injected;
}

} // namespace

QString kindText(DependencyTable table)
{
    return table == DependencyTable::Dev     ? DependencyList::tr("Dev")
           : table == DependencyTable::Build ? DependencyList::tr("Build")
                                             : DependencyList::tr("Normal");
}

DependencyList::DependencyList(QWidget *parent) : QTreeWidget(parent)
{
    setColumnCount(3);
    setHeaderLabels({tr("Crate"), tr("Version"), tr("Locked")});
    headerItem()->setToolTip(Requirement, tr("What Cargo.toml requires"));
    headerItem()->setToolTip(Locked, tr("What Cargo.lock has"));
    headerItem()->setTextAlignment(Requirement, Qt::AlignRight | Qt::AlignVCenter);
    headerItem()->setTextAlignment(Locked, Qt::AlignRight | Qt::AlignVCenter);
    setIndentation(14);
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new RequirementDelegate(this));
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setDragDropMode(QAbstractItemView::DragDrop);
    setDefaultDropAction(Qt::MoveAction);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(Name, QHeaderView::Stretch);
    header()->setSectionResizeMode(Requirement, QHeaderView::Fixed);
    header()->setSectionResizeMode(Locked, QHeaderView::Fixed);
    header()->setMinimumSectionSize(0);
    header()->setSectionsMovable(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Dependencies"));
    connect(this, &QTreeWidget::currentItemChanged, this, &DependencyList::currentDependencyChanged);
}

const Dependency *DependencyList::dependencyOf(const QTreeWidgetItem *item) const
{
    const qsizetype index = item ? item->data(Name, indexRole).toLongLong() - 1 : -1;
    return index >= 0 && index < m_manifest.dependencies.size() ? &m_manifest.dependencies[index] : nullptr;
}

bool DependencyList::canEdit(const Dependency *dependency) const
{
    return m_isCurrent && dependency && !dependency->injected && dependency->source != QLatin1String("workspace");
}

void DependencyList::editRequirement()
{
    if (canEdit(currentDependency())) {
        editItem(currentItem(), Requirement);
    }
}

bool DependencyList::hasRowsOf(const Manifest &manifest) const
{
    return topLevelItemCount() > 0 && std::ranges::equal(m_manifest.dependencies, manifest.dependencies, isSameRow);
}

/// Rows that are the same ones are written anew where they stand: a field that is open in one of them stays open.
void DependencyList::setManifest(const Manifest &manifest)
{
    if (manifest == m_manifest && topLevelItemCount() > 0) {
        return;
    }
    const bool isSame = hasRowsOf(manifest);
    const QList<Dependency> before = std::exchange(m_manifest, manifest).dependencies;
    if (!isSame) {
        rebuild();
        return;
    }
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        if (before[i] != m_manifest.dependencies[i]) {
            showRow(m_rows[i], m_manifest.dependencies[i]);
        }
    }
    fitColumns();
    Q_EMIT currentDependencyChanged();
}

void DependencyList::setFacts(const QHash<QString, DependencyFact> &facts)
{
    m_facts = facts;
    refresh();
}

void DependencyList::setCurrent(bool isCurrent)
{
    if (std::exchange(m_isCurrent, isCurrent) != isCurrent) {
        refresh();
        Q_EMIT currentDependencyChanged();
    }
}

/// The view is told once, not of each value of each row.
void DependencyList::refresh()
{
    {
        const QSignalBlocker blocker(model());
        for (qsizetype i = 0; i < m_rows.size(); ++i) {
            showRow(m_rows[i], m_manifest.dependencies[i]);
        }
    }
    scheduleDelayedItemsLayout(); // rows may have another height
    viewport()->update();
    showGroups();
    fitColumns();
}

QTreeWidgetItem *DependencyList::groupFor(const Dependency &dependency)
{
    const QString id = groupOf(dependency);
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (topLevelItem(i)->data(Name, groupRole).toString() == id) {
            return topLevelItem(i);
        }
    }
    auto *const group = new QTreeWidgetItem(this);
    group->setData(Name, groupRole, id);
    group->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDropEnabled);
    const QString kind = kindText(dependency.table);
    group->setText(Name, dependency.injected             ? tr("Injected")
                         : dependency.platform.isEmpty() ? kind
                                                         : tr("%1, only for %2").arg(kind, dependency.platform));
    group->setToolTip(Name, dependency.injected ? tr("What the compiler adds because Cargo.toml does not name it")
                                                : asTip(group->text(Name)));
    return group;
}

void DependencyList::rebuild()
{
    const QSignalBlocker blocker(this);
    const QTreeWidgetItem *const outer = currentItem() ? currentItem()->parent() : nullptr;
    const QString currentKey = outer ? currentItem()->text(Name) : QString();
    const QString currentGroup = outer ? outer->data(Name, groupRole).toString() : QString();
    const int scrolled = verticalScrollBar()->value();
    QHash<QString, bool> isOpen;
    for (int i = 0; i < topLevelItemCount(); ++i) {
        isOpen.insert(topLevelItem(i)->data(Name, groupRole).toString(), topLevelItem(i)->isExpanded());
    }
    clear();
    m_rows.clear();
    if (!m_manifest.dependencies.isEmpty()) {
        for (const auto table : {DependencyTable::Normal, DependencyTable::Dev, DependencyTable::Build}) {
            Dependency kind;
            kind.table = table;
            (void)groupFor(kind);
        }
    }
    QTreeWidgetItem *current = nullptr;
    for (qsizetype i = 0; i < m_manifest.dependencies.size(); ++i) {
        const Dependency &one = m_manifest.dependencies[i];
        auto *const item = new QTreeWidgetItem(groupFor(one));
        item->setData(Name, indexRole, i + 1);
        item->setTextAlignment(Requirement, Qt::AlignRight | Qt::AlignVCenter);
        item->setTextAlignment(Locked, Qt::AlignRight | Qt::AlignVCenter);
        m_rows << item;
        showRow(item, one);
        const bool isCurrent = one.key == currentKey && groupOf(one) == currentGroup;
        const bool isMoved = !current && one.key == currentKey && !one.injected;
        current = isCurrent || isMoved ? item : current;
    }
    showGroups();
    for (int i = 0; i < topLevelItemCount(); ++i) {
        const QString id = topLevelItem(i)->data(Name, groupRole).toString();
        topLevelItem(i)->setExpanded(isOpen.value(id, id != QLatin1String(injectedGroup)));
    }
    setCurrentItem(current);
    fitColumns();
    verticalScrollBar()->setValue(scrolled);
    QMetaObject::invokeMethod(this, &DependencyList::currentDependencyChanged); // behind the blocker
}

/// A kind without crates is shown while one is dragged, to be dropped on.
void DependencyList::showGroups()
{
    for (int i = 0; i < topLevelItemCount(); ++i) {
        QTreeWidgetItem *const group = topLevelItem(i);
        group->setForeground(Name, Theme::current().muted);
        group->setFirstColumnSpanned(true);
        group->setHidden(group->childCount() == 0);
    }
}

void DependencyList::showRow(QTreeWidgetItem *item, const Dependency &one)
{
    const DependencyFact fact = m_facts.value(DependencyFacts::keyOf(one));
    const bool isMuted = one.injected || !m_isCurrent;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    flags |= canEdit(&one) ? Qt::ItemIsEditable : Qt::NoItemFlags;
    flags |= m_isCurrent && !one.injected ? Qt::ItemIsDragEnabled : Qt::NoItemFlags;
    item->setFlags(flags);
    const QString notes = notesOf(one);
    item->setText(Name, one.key);
    item->setText(Requirement, one.requirement);
    item->setText(Locked, fact.locked);
    item->setData(Name, NotedDelegate::notesRole, notes);
    item->setData(Name, Qt::ForegroundRole, isMuted ? QVariant(Theme::current().muted) : QVariant());
    item->setForeground(Requirement, Theme::current().muted);
    item->setForeground(Locked, !fact.advisories.isEmpty() ? Theme::current().danger
                                : fact.isLockedYanked      ? Theme::current().warning
                                                           : Theme::current().muted);
    const QString tip = asTip(tipOf(one));
    for (const int column : {Name, Requirement, Locked}) {
        item->setToolTip(column, tip);
    }
    QStringList spoken{one.key};
    spoken += one.requirement.isEmpty() ? QStringList() : QStringList(tr("requirement %1").arg(one.requirement));
    spoken += fact.locked.isEmpty() ? QStringList() : QStringList(tr("locked %1").arg(fact.locked));
    spoken += notes.isEmpty() ? QStringList() : QStringList(notes);
    item->setData(Name, Qt::AccessibleTextRole, spoken.join(QStringLiteral(", ")));
}

QString DependencyList::notesOf(const Dependency &one) const
{
    const DependencyFact fact = m_facts.value(DependencyFacts::keyOf(one));
    QStringList notes;
    const auto note = [&](bool isSo, const QString &text) {
        if (isSo) {
            notes << text;
        }
    };
    note(one.package != one.key, tr("crate %1").arg(one.package));
    note(one.source == QLatin1String("workspace"), tr("from the workspace"));
    note(one.source != QLatin1String("workspace"), one.source);
    notes.removeAll(QString());
    note(one.optional, tr("optional"));
    note(one.isPatched, tr("patched"));
    note(!one.platform.isEmpty(), tr("only for %1").arg(one.platform));
    note(!fact.advisories.isEmpty(), tr("%n advisories", nullptr, static_cast<int>(fact.advisories.size())));
    note(fact.isLockedYanked, tr("yanked"));
    note(fact.isOutdated, tr("%1 is available").arg(fact.newestCompatible));
    note(!fact.newest.isEmpty() && fact.newest != fact.newestCompatible, tr("%1 needs a newer Rust").arg(fact.newest));
    return notes.join(QStringLiteral(", "));
}

QString DependencyList::tipOf(const Dependency &one) const
{
    QStringList parts{one.package == one.key ? one.key : tr("%1 (crate %2)").arg(one.key, one.package)};
    parts += one.requirement.isEmpty() ? QStringList() : QStringList(tr("requirement: %1").arg(one.requirement));
    const QString notes = notesOf(one);
    parts += notes.isEmpty() ? QStringList() : QStringList(notes);
    if (!one.features.isEmpty()) {
        parts << tr("features: %1").arg(one.features.join(QStringLiteral(", ")));
    }
    if (!one.defaultFeatures) {
        parts << tr("without its default features");
    }
    if (isFromRegistry(one) && !m_facts.value(DependencyFacts::keyOf(one)).isIndexed) {
        parts << tr("Its newest version is not known without the network.");
    }
    if (one.injected) {
        parts << tr("added by the compiler because Cargo.toml does not name it");
    }
    return parts.join(QLatin1Char('\n'));
}

/// Requirement and locked version get what they need, and no more than leaves half of the width to the names.
void DependencyList::fitColumns()
{
    const int half = viewport()->width() / 2;
    resizeColumnToContents(Locked);
    resizeColumnToContents(Requirement);
    const int locked = std::min(header()->sectionSize(Locked), half / 2);
    header()->resizeSection(Locked, locked);
    header()->resizeSection(Requirement, std::min(header()->sectionSize(Requirement), half - locked));
}

void DependencyList::resizeEvent(QResizeEvent *event)
{
    QTreeWidget::resizeEvent(event);
    fitColumns();
}

void DependencyList::startDrag(Qt::DropActions actions)
{
    for (int i = 0; i < topLevelItemCount(); ++i) {
        topLevelItem(i)->setHidden(false);
    }
    Q_EMIT dragged(true);
    QTreeWidget::startDrag(actions);
    Q_EMIT dragged(false);
    showGroups();
}

/// Nothing for the injected ones, and for the kind that the dragged one has. It keeps its platform.
std::optional<DependencyTable> DependencyList::dropTable(const QPoint &at) const
{
    const QTreeWidgetItem *item = itemAt(at);
    item = item && item->parent() ? item->parent() : item;
    const QString id = item ? item->data(Name, groupRole).toString() : QString();
    const Dependency *const one = currentDependency();
    if (id.isEmpty() || id == QLatin1String(injectedGroup) || !one || one->injected || !m_isCurrent) {
        return std::nullopt;
    }
    const auto table = static_cast<DependencyTable>(id.section(u' ', 0, 0).toInt());
    return table == one->table ? std::nullopt : std::optional(table);
}

void DependencyList::dragMoveEvent(QDragMoveEvent *event)
{
    QTreeWidget::dragMoveEvent(event); // scrolls
    event->setAccepted(event->source() == this && dropTable(event->position().toPoint()).has_value());
}

/// The manifest's text changes, and the list with it: no item is moved here.
void DependencyList::dropEvent(QDropEvent *event)
{
    event->setDropAction(Qt::IgnoreAction);
    event->accept();
    setState(NoState);
    if (event->source() == this) {
        dropCurrentAt(event->position().toPoint());
    }
}

void DependencyList::dropCurrentAt(const QPoint &at)
{
    if (const auto table = dropTable(at)) {
        const Dependency dropped = *currentDependency();
        Q_EMIT moveRequested(dropped, *table);
    }
}

} // namespace studio
