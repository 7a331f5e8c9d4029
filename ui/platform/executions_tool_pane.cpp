// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/executions_tool_pane.h"

#include "core/base/detach.h"
#include "core/base/lifetime.h"
#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"
#include "ui/common/icons.h"
#include "ui/platform/executions_pane.h"
#include "ui/platform/remote_connection.h"

#include <QFileInfo>
#include <QSignalBlocker>

namespace studio {

ExecutionsToolPane::ExecutionsToolPane(RemoteConnection *connection, QString cache, QObject *parent)
    : PlatformToolPane(connection, parent), m_cache(std::move(cache)), m_connection(connection)
{
}

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
    connect(m_pane, &ExecutionsPane::sourceRequested, this,
            [this](const Execution &execution, const QString &file, int line, int column) {
                detach(openSource(execution, {file, line, column}));
            });
    connect(m_pane, &ExecutionsPane::loadFailed, this, &ExecutionsToolPane::takeFailure);
    connect(m_pane, &ExecutionsPane::message, this, &ToolPane::message);
    return m_pane;
}

void ExecutionsToolPane::showApp(ComputeService *platform, const AppId &id)
{
    m_platform = platform;
    m_pane->setApp(platform, id);
    if (!workspace()) {
        m_targets.reset();
        m_pane->setTargets({});
        return;
    }
    if (!m_targets || m_local != workspace()->localPlatform()) {
        m_local = workspace()->localPlatform();
        m_targets = std::make_unique<CallTargets>(workspace()->localPlatform());
        connect(m_targets.get(), &CallTargets::changed, this, &ExecutionsToolPane::showTargets);
        connect(m_connection, &RemoteConnection::changed, m_targets.get(), [this] { showTargets(); });
    }
    m_targets->setApp(workspace()->isPlatformRemote() ? AppId{workspace()->localAppId().organization, id.name} : id);
    showTargets();
}

void ExecutionsToolPane::showTargets()
{
    QList<CallTargets::RemoteService> remotes;
    for (const Remote &one : m_connection->remotes()->list().remotes) {
        remotes.append({.name = one.name,
                        .organization = one.organization,
                        .service = m_connection->remotes()->service(one.name)});
    }
    const QSignalBlocker quiet(m_targets.get());
    m_targets->setRemotes(remotes);
    m_pane->setTargets(m_targets->targets());
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

/// In the source of that version, which stays as it is; of code that nobody keeps, in the project as it stands now.
QCoro::Task<void> ExecutionsToolPane::openSource(Execution execution, SourcePlace place)
{
    if (!workspace() || !m_platform) {
        co_return;
    }
    const auto folder = co_await whileAlive(this, unpackExecutionCode(m_platform, execution, m_cache));
    const auto path = folder.and_then([&](const QString &where) { return sourceFileIn(where, place.file); });
    if (!workspace()) {
        co_return;
    }
    if (path) {
        workspace()->navigation()->openLocation(*path, place.line, place.column);
    } else if (execution.dev && openWorkingCopy(place)) {
        Q_EMIT message(tr("This call ran code that was being written, which is not kept. The file is shown as it is "
                          "now."),
                       false);
    } else {
        Q_EMIT message(path.error().message, true);
    }
}

bool ExecutionsToolPane::openWorkingCopy(const SourcePlace &place)
{
    const QString path = place.file.isEmpty() ? workspace()->handlerFile() : workspace()->absolutePath(place.file);
    if (!QFileInfo(path).isFile()) {
        return false;
    }
    workspace()->navigation()->openLocation(path, place.line, place.column);
    return true;
}

} // namespace studio
