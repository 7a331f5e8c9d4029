// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timing/timing_tool_pane.h"

#include "core/workspace/compile_history.h"
#include "core/workspace/workspace.h"
#include "ui/common/icons.h"
#include "ui/timing/timing_pane.h"

namespace studio {

QIcon TimingToolPane::icon() const
{
    return studio::icon("run-build");
}

QWidget *TimingToolPane::makeWidget()
{
    m_pane = new TimingPane;
    show();
    return m_pane;
}

void TimingToolPane::attach(Workspace *workspace)
{
    if (m_workspace == workspace) {
        return;
    }
    if (m_workspace) {
        m_workspace->history()->disconnect(this);
    }
    m_workspace = workspace;
    if (workspace) {
        connect(workspace->history(), &CompileHistory::changed, this, &TimingToolPane::show);
    }
    show();
}

void TimingToolPane::show()
{
    if (m_pane) {
        const CompileHistory *const history = m_workspace ? m_workspace->history() : nullptr;
        m_pane->show(history ? history->last() : CompileTiming(),
                     history ? history->records() : QList<CompileRecord>());
    }
}

} // namespace studio
