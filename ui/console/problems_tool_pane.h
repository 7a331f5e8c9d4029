// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tool_pane.h"

namespace studio {

class ProblemsPane;

/// The diagnostics of the open project. Main thread.
class ProblemsToolPane final : public ToolPane
{
    Q_OBJECT

public:
    explicit ProblemsToolPane(QObject *parent = nullptr);

    [[nodiscard]] QString id() const override { return QStringLiteral("problems"); }
    [[nodiscard]] QString title() const override; ///< with their number
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Bottom; }
    [[nodiscard]] QKeySequence shortcut() const override { return QKeySequence(QStringLiteral("Alt+2")); }
    [[nodiscard]] QList<QAction *> actions() override { return m_actions; }
    void attach(Workspace *workspace) override;

    ProblemsPane *pane(); ///< makes the widget

protected:
    QWidget *makeWidget() override;

private:
    void showAgain();

    ProblemsPane *m_pane = nullptr;
    Workspace *m_workspace = nullptr;
    QList<QAction *> m_actions;
};

} // namespace studio
