// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/platform/remote_connection.h"

#include "core/workspace/navigation.h"
#include "core/workspace/workspace.h"

namespace studio {

RemoteConnection::RemoteConnection(const Paths &paths, Workspace *workspace, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_remotes(paths)
{
    connect(workspace->navigation(), &Navigation::appChosen, this, [this](const AppId &id) {
        if (m_poller) {
            m_poller->watch(id);
        }
    });
}

RemoteConnection::~RemoteConnection()
{
    m_workspace->setPlatform(nullptr); // a remote's platform goes with the remotes
}

void RemoteConnection::use(const QString &name)
{
    ComputeService *const platform = m_remotes.choose(name);
    const Remote *const remote = m_remotes.list().chosen();
    m_poller.reset();
    if (platform && remote) {
        m_poller = std::make_unique<RemotePoller>(platform, remote->organization);
        connect(m_poller.get(), &RemotePoller::failureChanged, this, &RemoteConnection::failureChanged);
        m_workspace->setPlatform(platform, remote->organization, remote->name);
    } else {
        m_workspace->setPlatform(nullptr);
    }
    Q_EMIT changed();
}

std::optional<Error> RemoteConnection::failure() const
{
    return m_poller ? m_poller->failure() : std::nullopt;
}

void RemoteConnection::check()
{
    if (m_poller) {
        m_poller->look();
    }
}

bool RemoteConnection::takeFailure(const Error &error)
{
    const bool isConnection = error.code == ErrorCode::Unavailable || error.code == ErrorCode::Unauthenticated;
    if (!m_poller || !isConnection) {
        return false;
    }
    m_poller->look();
    return true;
}

} // namespace studio
