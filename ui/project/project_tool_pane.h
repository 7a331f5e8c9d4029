// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tool_pane.h"

namespace studio {

class EmptyState;
class ProjectTree;

/// The files of the open project. Main thread.
class ProjectToolPane final : public ToolPane
{
    Q_OBJECT

public:
    using ToolPane::ToolPane;

    [[nodiscard]] QString id() const override { return QStringLiteral("project"); }
    [[nodiscard]] QString title() const override { return tr("Project"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Left; }
    QWidget *focusTarget() override;
    void attach(Workspace *workspace) override;

protected:
    QWidget *makeWidget() override;

private:
    void makeTree();

    ProjectTree *m_tree = nullptr;
    EmptyState *m_none = nullptr; ///< shown where no project is open
    Workspace *m_workspace = nullptr;
};

} // namespace studio
