// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dependency_tidy.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace studio {

/// All packages that the project is compiled of: what uses what, either way, and those that are there in several
/// versions. Rows are made when they are unfolded. Main thread.
class PackagesPage : public QWidget
{
    Q_OBJECT

public:
    enum Column { Name, Version, Kind, Licence, Runs, Advisories };
    enum class View { Uses, UsedBy, SeveralVersions, WithAdvisories };

    explicit PackagesPage(QWidget *parent = nullptr);

    void setGraph(const PackageGraph &graph);
    void setAdvisories(const PackageAdvisories &advisories); ///< of the same graph
    void setState(const QString &sentence, bool isError);    ///< instead of packages; empty: they are shown
    void setView(View view);

Q_SIGNALS:
    void wanted(); ///< it is shown, and has no packages

protected:
    void showEvent(QShowEvent *event) override;

private:
    void showRows();
    void fill(QTreeWidgetItem *item);
    QTreeWidgetItem *rowOf(qsizetype package, const QString &kind) const;
    [[nodiscard]] View view() const;
    [[nodiscard]] QList<std::pair<qsizetype, QString>> below(qsizetype package) const;
    [[nodiscard]] static bool isAmongParents(const QTreeWidgetItem *item, qsizetype package);

    [[nodiscard]] QString emptyText(bool isFiltered) const;
    [[nodiscard]] bool isOfView(qsizetype package, const QString &wanted, const QHash<QString, int> &versions) const;

    PackageGraph m_graph;
    std::optional<PackageAdvisories> m_advisories;        ///< nothing while they are read
    QList<QList<std::pair<qsizetype, QString>>> m_usedBy; ///< packages with their kind, by package
    QComboBox *m_view;
    QLineEdit *m_filter;
    QTreeWidget *m_tree;
    QLabel *m_note;
};

} // namespace studio
