// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/apps_tool_pane.h"

#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/icons.h"
#include "ui/platform/apps_pane.h"

namespace studio {

QIcon AppsToolPane::icon() const
{
    return studio::icon("application-json");
}

QWidget *AppsToolPane::makePane()
{
    m_pane = new AppsPane;
    connect(m_pane, &AppsPane::loadFailed, this, &AppsToolPane::takeFailure);
    connect(m_pane, &AppsPane::message, this, &ToolPane::message);
    connect(m_pane, &AppsPane::appChosen, this, [this](const AppId &id) {
        if (workspace()) {
            workspace()->navigation()->setApp(id);
        }
    });
    return m_pane;
}

void AppsToolPane::showApp(ComputeService *platform, const AppId &id)
{
    Q_UNUSED(platform)
    m_pane->setCurrent(id);
}

void AppsToolPane::showPlatform(ComputeService *platform)
{
    m_pane->setPlatformName(platform ? workspace()->platformName() : QString());
    m_pane->setService(platform, platform ? workspace()->appId().organization : QString());
}

void AppsToolPane::reload()
{
    m_pane->reload();
}

} // namespace studio
