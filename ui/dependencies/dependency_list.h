// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dependency_facts.h"

#include <QTreeWidget>

namespace studio {

/// The crates of Cargo.toml, grouped by kind and platform, those that the compiler adds folded below. The requirement
/// is edited in its row: what Cargo would not take is refused there. Dragging a row to another kind asks to move it.
/// Main thread.
class DependencyList : public QTreeWidget
{
    Q_OBJECT

public:
    enum Column { Name, Requirement, Locked };

    explicit DependencyList(QWidget *parent = nullptr);

    void setManifest(const Manifest &manifest);
    void setFacts(const QHash<QString, DependencyFact> &facts); ///< by DependencyFacts::keyOf()
    /// False: Cargo.toml cannot be read as it is now. What is shown is grey, and is not edited.
    void setCurrent(bool isCurrent);
    [[nodiscard]] bool isCurrent() const { return m_isCurrent; }

    /// Null for a group, and for no item. Valid until the next manifest.
    [[nodiscard]] const Dependency *dependencyOf(const QTreeWidgetItem *item) const;
    [[nodiscard]] const Dependency *currentDependency() const { return dependencyOf(currentItem()); }
    [[nodiscard]] bool canEdit(const Dependency *dependency) const; ///< its requirement
    void editRequirement();                                         ///< of the current row
    void refresh();                                                 ///< in other colours

    /// Asks to move the current row to the kind that is shown there, as a drop does; where that is no other one,
    /// nothing.
    void dropCurrentAt(const QPoint &at);

Q_SIGNALS:
    void requirementEdited(const studio::Dependency &dependency, const QString &requirement);
    /// What is typed for a requirement is none; empty: it is one, or is not typed any more.
    void requirementRefused(const QString &sentence);
    void moveRequested(const studio::Dependency &dependency, studio::DependencyTable table);
    void currentDependencyChanged();
    void dragged(bool isDragged); ///< a row is dragged from now on, or is not any more

protected:
    void resizeEvent(QResizeEvent *event) override;
    void startDrag(Qt::DropActions actions) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QTreeWidgetItem *groupFor(const Dependency &dependency);
    void rebuild();
    void showRow(QTreeWidgetItem *item, const Dependency &dependency);
    void showGroups();
    void fitColumns();
    [[nodiscard]] bool hasRowsOf(const Manifest &manifest) const;
    [[nodiscard]] QString notesOf(const Dependency &dependency) const;
    [[nodiscard]] QString tipOf(const Dependency &dependency) const;
    [[nodiscard]] std::optional<DependencyTable> dropTable(const QPoint &at) const;

    Manifest m_manifest;
    QHash<QString, DependencyFact> m_facts;
    QList<QTreeWidgetItem *> m_rows; ///< by the index of the dependency
    bool m_isCurrent = true;
};

/// "Normal", "Dev", "Build"
QString kindText(DependencyTable table);

} // namespace studio
