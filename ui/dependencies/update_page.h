// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dependency_facts.h"
#include "core/workspace/dependency_updates.h"

#include <QPointer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTreeWidget;

namespace studio {

/// Which crates are updated, and how far; what Cargo.lock becomes by it, before it is written; and the way back. Main
/// thread.
class UpdatePage : public QWidget
{
    Q_OBJECT

public:
    enum Column { Crate, Requirement, Locked, Fitting, Newest };
    enum ChangeColumn { Name, From, To, Link };

    /// `updates` may go before it.
    explicit UpdatePage(DependencyUpdates *updates, QWidget *parent = nullptr);
    ~UpdatePage() override;

    /// Those that the author wrote and that come from a registry; facts by DependencyFacts::keyOf().
    void setDependencies(const QList<Dependency> &dependencies, const QHash<QString, DependencyFact> &facts);

private:
    void connectButtons();
    void showCrates();
    void showPlan();
    void dropOldPlan();
    void showButtons();
    [[nodiscard]] UpdateWish wish() const;
    QCoro::Task<void> preview();
    QCoro::Task<void> write(bool isUndo);

    QPointer<DependencyUpdates> m_updates;
    QList<Dependency> m_dependencies;
    QHash<QString, DependencyFact> m_facts;
    std::optional<UpdatePlan> m_plan;
    std::optional<UpdateWish> m_asked;      ///< the last one; of m_plan, where there is one
    std::optional<std::stop_source> m_stop; ///< while cargo is asked
    bool m_isWriting = false;
    QComboBox *m_reach;
    QTreeWidget *m_crates;
    QCheckBox *m_recursive;
    QPushButton *m_preview;
    QPushButton *m_cancel;
    QTreeWidget *m_changes;
    QLabel *m_note;
    QPushButton *m_update;
    QPushButton *m_undo;
};

} // namespace studio
