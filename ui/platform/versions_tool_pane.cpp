// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/versions_tool_pane.h"

#include "core/workspace/workspace.h"
#include "ui/common/icons.h"

namespace studio {

VersionsToolPane::VersionsToolPane(RemoteConnection *connection, QString scratch, QAction *publish, QObject *parent)
    : PlatformToolPane(connection, parent), m_scratch(std::move(scratch)), m_publish(publish), m_actions(this)
{
}

QIcon VersionsToolPane::icon() const
{
    return studio::icon("document-send");
}

QWidget *VersionsToolPane::makePane()
{
    m_pane = new VersionsPane(m_scratch, m_actions);
    connect(m_pane, &VersionsPane::loadFailed, this, &VersionsToolPane::takeFailure);
    connect(m_pane, &VersionsPane::message, this, &ToolPane::message);
    return m_pane;
}

void VersionsToolPane::showApp(ComputeService *platform, const AppId &id)
{
    m_pane->setApp(platform, id);
    m_pane->setPublishAction(workspace() && id == workspace()->appId() ? m_publish : nullptr);
}

void VersionsToolPane::reload()
{
    m_pane->reload();
}

} // namespace studio
