// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/platform_tool_pane.h"

#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/platform/remote_connection.h"

namespace studio {

PlatformToolPane::PlatformToolPane(RemoteConnection *connection, QObject *parent)
    : ToolPane(parent), m_connection(connection)
{
    connect(connection, &RemoteConnection::failureChanged, this, [this] {
        if (hasWidget() && !m_connection->failure()) {
            reload();
        }
    });
}

QWidget *PlatformToolPane::makeWidget()
{
    QWidget *const pane = makePane();
    showAll();
    return pane;
}

void PlatformToolPane::attach(Workspace *workspace)
{
    if (m_workspace == workspace) {
        return; // the app that is looked at is told by itself
    }
    if (m_workspace) {
        m_workspace->disconnect(this);
        m_workspace->navigation()->disconnect(this);
    }
    m_workspace = workspace;
    if (workspace) {
        connect(workspace, &Workspace::platformChanged, this, [this] {
            if (hasWidget()) {
                showPlatform(m_workspace->platform());
            }
        });
        connect(workspace->navigation(), &Navigation::appChosen, this, [this](const AppId &id) {
            if (hasWidget()) {
                showApp(m_workspace->platform(), id);
            }
        });
    }
    if (hasWidget()) {
        showAll();
    }
}

void PlatformToolPane::showAll()
{
    ComputeService *const platform = m_workspace ? m_workspace->platform() : nullptr;
    showPlatform(platform);
    if (!m_workspace || m_workspace->isOpen()) {
        showApp(platform, m_workspace ? m_workspace->navigation()->app() : AppId());
    }
}

void PlatformToolPane::takeFailure(const Error &error)
{
    if (!m_connection->takeFailure(error)) {
        Q_EMIT message(error.message, true);
    }
}

} // namespace studio
