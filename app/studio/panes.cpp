// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/panes.h"

#include "core/remote/load_transport.h"
#include "ui/collection/requests_tool_pane.h"
#include "ui/console/console_tool_pane.h"
#include "ui/console/problems_tool_pane.h"
#include "ui/dependencies/dependencies_tool_pane.h"
#include "ui/editor/editor_tool_pane.h"
#include "ui/invoke/invoke_tool_pane.h"
#include "ui/platform/apps_tool_pane.h"
#include "ui/platform/executions_tool_pane.h"
#include "ui/platform/remote_connection.h"
#include "ui/platform/versions_tool_pane.h"
#include "ui/project/project_tool_pane.h"
#include "ui/search/search_tool_pane.h"
#include "ui/timing/timing_tool_pane.h"

namespace studio {

namespace {

/// Send can call the app at each remote, too.
std::unique_ptr<ToolPane> makeInvokePane(RemoteConnection *connection)
{
    auto pane = std::make_unique<InvokeToolPane>([connection] {
        QList<CallTargets::RemoteService> remotes;
        for (const Remote &one : connection->remotes()->list().remotes) {
            remotes.append({.name = one.name,
                            .organization = one.organization,
                            .service = connection->remotes()->service(one.name)});
        }
        return remotes;
    });
    QObject::connect(connection, &RemoteConnection::changed, pane.get(), &InvokeToolPane::updateRemotes);
    return pane;
}

} // namespace

std::vector<std::unique_ptr<ToolPane>> makePanes(const PaneServices &services)
{
    const Paths &paths = services.paths;
    RemoteConnection *const connection = services.connection;
    std::vector<std::unique_ptr<ToolPane>> panes;
    panes.push_back(std::make_unique<ProjectToolPane>(services.openFolder));
    panes.push_back(std::make_unique<DependenciesToolPane>());
    panes.push_back(std::make_unique<EditorToolPane>(paths.config + QStringLiteral("/recovery"), services.openFolder));
    panes.push_back(makeInvokePane(connection));
    panes.push_back(std::make_unique<ConsoleToolPane>());
    panes.push_back(std::make_unique<ProblemsToolPane>());
    panes.push_back(std::make_unique<SearchToolPane>());
    panes.push_back(std::make_unique<RequestsToolPane>(collection::senderToAddress(loadTransport)));
    panes.push_back(std::make_unique<ExecutionsToolPane>(connection, paths.cache));
    panes.push_back(
        std::make_unique<VersionsToolPane>(connection, paths.cache + QStringLiteral("/compare"), services.publish));
    panes.push_back(std::make_unique<AppsToolPane>(connection));
    panes.push_back(std::make_unique<TimingToolPane>());
    return panes;
}

} // namespace studio
