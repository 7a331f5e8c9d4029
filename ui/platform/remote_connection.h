// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/remote/remote_poller.h"
#include "core/remote/remotes.h"

#include <QObject>

#include <memory>

namespace studio {

class Workspace;

/// Which platform the workspace publishes to, the embedded one or a remote, and whether the remote answers. Main
/// thread.
class RemoteConnection : public QObject
{
    Q_OBJECT

public:
    /// `workspace` must outlive it. Begins with the embedded platform.
    RemoteConnection(const Paths &paths, Workspace *workspace, QObject *parent = nullptr);
    ~RemoteConnection() override;

    [[nodiscard]] Remotes *remotes() { return &m_remotes; }
    void use(const QString &name); ///< of a remote; empty for the embedded platform
    /// Why the remote does not answer, or does not let us in; nothing while it does, and for the embedded platform.
    [[nodiscard]] std::optional<Error> failure() const;
    void check(); ///< asks the remote at once
    /// A failure to read something from the platform. One that is about the connection is told by failureChanged(),
    /// once for all who noticed it; gives whether it is.
    bool takeFailure(const Error &error);

Q_SIGNALS:
    void changed();        ///< another platform is used, or the remotes are others
    void failureChanged(); ///< without one, all that was read before may be old

private:
    Workspace *m_workspace;
    Remotes m_remotes;
    std::unique_ptr<RemotePoller> m_poller; ///< null for the embedded platform
};

} // namespace studio
