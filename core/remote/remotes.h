// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/base/paths.h"
#include "core/remote/remote_list.h"
#include "core/secrets/secrets.h"

#include <map>
#include <memory>
#include <vector>

namespace studio {

class RemotePlatform;

/// The gateways that a window can work with: which there are, and a platform for each. Main thread.
class Remotes
{
public:
    /// Reads the file of remotes; one that cannot be read has none, see damage(). A window begins with the
    /// embedded platform, where nothing can be published elsewhere by mistake.
    explicit Remotes(Paths paths);
    ~Remotes();

    [[nodiscard]] const RemoteList &list() const { return m_list; }
    /// Why the file could not be read. Nothing is written over it.
    [[nodiscard]] const std::optional<Error> &damage() const { return m_damage; }
    /// Chooses the remote of this name, and gives its platform; null for none of that name: the embedded one. A
    /// platform is made once and kept, so that what is on its way goes on.
    ComputeService *choose(const QString &name);
    /// The same without choosing it.
    ComputeService *service(const QString &name);

    /// Takes the place of what there was; `tokens` by the row of their remote, an empty one stays as it is. Tells
    /// whether the keychain has all of them; without its service they are in memory. InvalidArgument, PermissionDenied,
    /// Unavailable; what the file says is as before then. What is on its way to an address that none has any more ends
    /// as Cancelled.
    Task<bool> save(RemoteList list, QStringList tokens);
    /// Empty where none is known.
    Task<QByteArray> token(QString endpoint);

private:
    Paths m_paths;
    Secrets m_secrets;
    RemoteList m_list;
    std::optional<Error> m_damage;
    std::map<QString, std::unique_ptr<RemotePlatform>> m_platforms; ///< by endpoint
    std::vector<std::unique_ptr<RemotePlatform>> m_retired;         ///< on which something may still be on its way
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace studio
