// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/tool_pane.h"

namespace studio {

class TimingPane;

/// What took the time in the last compile of the open project, and how long the ones before took. Main thread.
class TimingToolPane final : public ToolPane
{
    Q_OBJECT

public:
    using ToolPane::ToolPane;

    [[nodiscard]] QString id() const override { return QStringLiteral("timing"); }
    [[nodiscard]] QString title() const override { return tr("Timing"); }
    [[nodiscard]] QIcon icon() const override;
    [[nodiscard]] PaneArea preferredArea() const override { return PaneArea::Bottom; }
    [[nodiscard]] QKeySequence shortcut() const override { return QKeySequence(QStringLiteral("Alt+6")); }
    void attach(Workspace *workspace) override;

protected:
    QWidget *makeWidget() override;

private:
    void show();

    TimingPane *m_pane = nullptr;
    Workspace *m_workspace = nullptr;
};

} // namespace studio
