// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dependencies/packages_page.h"

#include "ui/common/state_text.h"
#include "ui/common/theme.h"
#include "ui/common/tip.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace studio {

namespace {

constexpr int packageRole = Qt::UserRole; ///< index in the graph

QString kindOf(const PackageEdge &edge)
{
    QStringList kinds;
    kinds += edge.isNormal ? QStringList(PackagesPage::tr("normal")) : QStringList();
    kinds += edge.isBuild ? QStringList(PackagesPage::tr("build")) : QStringList();
    kinds += edge.isDev ? QStringList(PackagesPage::tr("dev")) : QStringList();
    return kinds.join(QStringLiteral(", "));
}

} // namespace

PackagesPage::PackagesPage(QWidget *parent)
    : QWidget(parent), m_view(new QComboBox), m_filter(new QLineEdit), m_tree(new QTreeWidget), m_note(new QLabel)
{
    m_view->addItems({tr("What each package uses"), tr("What uses each package"), tr("Packages in several versions"),
                      tr("Packages with advisories")});
    m_view->setAccessibleName(tr("What is shown"));
    m_filter->setPlaceholderText(tr("Filter packages"));
    m_filter->setAccessibleName(tr("Filter packages"));
    m_filter->setClearButtonEnabled(true);
    m_tree->setHeaderLabels(
        {tr("Package"), tr("Version"), tr("Used as"), tr("Licence"), tr("Runs when compiled"), tr("Advisories")});
    m_tree->setAccessibleName(tr("Packages"));
    m_tree->setUniformRowHeights(true);
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setAccessibleName(tr("State"));
    m_note->hide();
    auto *const head = new QHBoxLayout;
    head->addWidget(m_view);
    head->addWidget(m_filter, 1);
    auto *const column = new QVBoxLayout(this);
    column->addLayout(head);
    column->addWidget(m_note);
    column->addWidget(m_tree, 1);
    connect(m_view, &QComboBox::currentIndexChanged, this, &PackagesPage::showRows);
    connect(m_filter, &QLineEdit::textChanged, this, &PackagesPage::showRows);
    connect(m_tree, &QTreeWidget::itemExpanded, this, &PackagesPage::fill);
}

PackagesPage::View PackagesPage::view() const
{
    return static_cast<View>(m_view->currentIndex());
}

void PackagesPage::setView(View view)
{
    m_view->setCurrentIndex(static_cast<int>(view));
}

void PackagesPage::setState(const QString &sentence, bool isError)
{
    setStateText(m_note, sentence, isError);
    m_note->setVisible(!sentence.isEmpty());
}

void PackagesPage::setGraph(const PackageGraph &graph)
{
    m_graph = graph;
    m_advisories.reset();
    m_usedBy.assign(graph.packages.size(), {});
    for (qsizetype at = 0; at < graph.packages.size(); ++at) {
        for (const PackageEdge &edge : graph.packages[at].uses) {
            m_usedBy[edge.package].append({at, kindOf(edge)});
        }
    }
    setState({}, false);
    showRows();
}

void PackagesPage::setAdvisories(const PackageAdvisories &advisories)
{
    m_advisories = advisories;
    showRows();
}

void PackagesPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_graph.packages.isEmpty()) {
        Q_EMIT wanted();
    }
}

QList<std::pair<qsizetype, QString>> PackagesPage::below(qsizetype package) const
{
    if (view() != View::Uses) {
        return m_usedBy[package];
    }
    QList<std::pair<qsizetype, QString>> uses;
    for (const PackageEdge &edge : m_graph.packages[package].uses) {
        uses.append({edge.package, kindOf(edge)});
    }
    return uses;
}

QTreeWidgetItem *PackagesPage::rowOf(qsizetype package, const QString &kind) const
{
    const GraphPackage &one = m_graph.packages[package];
    QStringList runs;
    runs += one.hasBuildScript ? QStringList(tr("build script")) : QStringList();
    runs += one.isProcMacro ? QStringList(tr("macros")) : QStringList();
    auto *const item = new QTreeWidgetItem({one.name, one.version, kind, one.license, runs.join(QStringLiteral(", "))});
    item->setData(Name, packageRole, package);
    QStringList ids;
    QStringList titles;
    for (const Advisory &advisory : m_advisories ? m_advisories->advisories.value(package) : QList<Advisory>()) {
        ids << advisory.id;
        titles << advisory.id + QStringLiteral(": ") + advisory.title;
    }
    item->setText(Advisories, ids.join(QStringLiteral(", ")));
    item->setToolTip(Advisories, asTip(titles.join(u'\n')));
    item->setForeground(Advisories, Theme::current().danger);
    return item;
}

/// Of a cycle, which dev-dependencies can make, the second turn is not shown.
bool PackagesPage::isAmongParents(const QTreeWidgetItem *item, qsizetype package)
{
    for (; item; item = item->parent()) {
        if (item->data(Name, packageRole).toLongLong() == package) {
            return true;
        }
    }
    return false;
}

void PackagesPage::fill(QTreeWidgetItem *item)
{
    const bool isAgain = isAmongParents(item->parent(), item->data(Name, packageRole).toLongLong());
    if (item->childCount() > 0 || isAgain) {
        return;
    }
    QList<QTreeWidgetItem *> rows;
    for (const auto &[package, kind] : below(item->data(Name, packageRole).toLongLong())) {
        QTreeWidgetItem *const row = rowOf(package, kind);
        if (isAmongParents(item, package)) {
            row->setText(Kind, tr("%1, shown above").arg(kind));
        } else if (!below(package).isEmpty()) {
            row->setChildIndicatorPolicy(QTreeWidgetItem::ShowIndicator);
        }
        rows << row;
    }
    std::ranges::sort(rows,
                      [](const QTreeWidgetItem *a, const QTreeWidgetItem *b) { return a->text(Name) < b->text(Name); });
    item->addChildren(rows);
    item->setChildIndicatorPolicy(rows.isEmpty() ? QTreeWidgetItem::DontShowIndicator
                                                 : QTreeWidgetItem::DontShowIndicatorWhenChildless);
}

bool PackagesPage::isOfView(qsizetype package, const QString &wanted, const QHash<QString, int> &versions) const
{
    const QString &name = m_graph.packages[package].name;
    if (!name.contains(wanted, Qt::CaseInsensitive)) {
        return false;
    }
    switch (view()) {
    case View::Uses:
        return package == m_graph.root || !wanted.isEmpty();
    case View::UsedBy:
        return true;
    case View::SeveralVersions:
        return versions.value(name) > 1;
    case View::WithAdvisories:
        return m_advisories && m_advisories->advisories.contains(package);
    }
    return false;
}

QString PackagesPage::emptyText(bool isFiltered) const
{
    if (view() == View::WithAdvisories && !m_advisories) {
        return tr("Reading the RustSec database…");
    }
    if (view() == View::WithAdvisories && !m_advisories->date) {
        return tr("There is no copy of the RustSec database in CARGO_HOME. cargo audit or cargo deny fetch one.");
    }
    if (isFiltered) {
        return tr("No package has this in its name.");
    }
    return view() == View::WithAdvisories
               ? tr("No package has an advisory in the RustSec database of %1.")
                     .arg(QLocale().toString(m_advisories->date->date(), QLocale::ShortFormat))
               : tr("Each package is there in one version.");
}

void PackagesPage::showRows()
{
    m_tree->clear();
    const QString wanted = m_filter->text().trimmed();
    const QList<qsizetype> all = m_graph.root < 0 ? QList<qsizetype>() : m_graph.neededBy(m_graph.root);
    QHash<QString, int> versions;
    for (const qsizetype package : all) {
        ++versions[m_graph.packages[package].name];
    }
    QList<QTreeWidgetItem *> rows;
    for (const qsizetype package : all) {
        if (!isOfView(package, wanted, versions)) {
            continue;
        }
        rows << rowOf(package, {});
        if (!below(package).isEmpty()) {
            rows.last()->setChildIndicatorPolicy(QTreeWidgetItem::ShowIndicator);
        }
    }
    std::ranges::stable_sort(
        rows, [](const QTreeWidgetItem *a, const QTreeWidgetItem *b) { return a->text(Name) < b->text(Name); });
    m_tree->addTopLevelItems(rows);
    if (rows.size() == 1) {
        rows.front()->setExpanded(true);
    }
    for (int column = Name; column < Advisories; ++column) {
        m_tree->resizeColumnToContents(column);
    }
    if (!all.isEmpty()) {
        setState(rows.isEmpty() ? emptyText(!wanted.isEmpty()) : QString(), false);
    }
}

} // namespace studio
