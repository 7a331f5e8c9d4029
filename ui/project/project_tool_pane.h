// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tool_pane.h"

class QAction;
class QStackedWidget;

namespace studio {

class EmptyState;
class ProjectTree;
class ProjectView;

/// The files of the open project. Main thread.
class ProjectToolPane final : public ToolPane
{
    Q_OBJECT

public:
    /// `emptyAction` is offered while no project is open; it must outlive the pane, and may be null.
    explicit ProjectToolPane(QAction *emptyAction = nullptr, QObject *parent = nullptr)
        : ToolPane(parent), m_emptyAction(emptyAction)
    {
    }

    [[nodiscard]] QString id() const override { return QStringLiteral("project"); }
    [[nodiscard]] QString title() const override { return tr("Project"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Left; }
    QWidget *focusTarget() override;
    bool find(const SearchQuery &query) override; ///< Ctrl+F filters the tree
    void attach(Workspace *workspace) override;

protected:
    QWidget *makeWidget() override;

private:
    void makeTree();

    QAction *m_emptyAction;
    ProjectView *m_view = nullptr;
    ProjectTree *m_tree = nullptr;
    EmptyState *m_empty = nullptr;
    QStackedWidget *m_pages = nullptr; ///< the tree, or that there is none
    Workspace *m_workspace = nullptr;
};

} // namespace studio
