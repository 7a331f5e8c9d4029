// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/executions_tool_pane.h"

#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/icons.h"
#include "ui/platform/executions_pane.h"

#include <QFileInfo>

namespace studio {

QIcon ExecutionsToolPane::icon() const
{
    return studio::icon("mail-send");
}

QWidget *ExecutionsToolPane::makePane()
{
    m_pane = new ExecutionsPane;
    connect(m_pane, &ExecutionsPane::requestChosen, this, [this](const HttpRequest &request) {
        if (workspace()) {
            workspace()->navigation()->offerRequest(request);
        }
    });
    connect(m_pane, &ExecutionsPane::panicActivated, this, &ExecutionsToolPane::openPanic);
    connect(m_pane, &ExecutionsPane::loadFailed, this, &ExecutionsToolPane::takeFailure);
    connect(m_pane, &ExecutionsPane::message, this, &ToolPane::message);
    return m_pane;
}

void ExecutionsToolPane::showApp(ComputeService *platform, const AppId &id)
{
    m_pane->setApp(platform, id);
}

void ExecutionsToolPane::reload()
{
    m_pane->reload();
}

bool ExecutionsToolPane::find(const SearchQuery &query)
{
    if (query.step != SearchQuery::Step::Open || !m_pane) {
        return false;
    }
    m_pane->focusSearch();
    return true;
}

/// Where a handler panicked, in the project as it stands now.
void ExecutionsToolPane::openPanic(const QString &file, int line, int column)
{
    if (!workspace()) {
        return;
    }
    const QString path = workspace()->absolutePath(file);
    if (QFileInfo(path).isFile()) {
        workspace()->navigation()->openLocation(path, line, column);
    } else {
        Q_EMIT message(tr("%1 is not in this project any more.").arg(file), true);
    }
}

} // namespace studio
