// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/local/token_filter.h"

#include <QByteArray>

#include <memory>
#include <optional>

namespace studio {

class FileLock;

/// The token of this user's gateway, made at the first call: 64 hexadecimal digits in a file that only the user may
/// read. Unavailable: cannot be read or written. PermissionDenied: the file belongs to another user.
Result<QByteArray> gatewayToken(const QString &configFolder);

/// That a gateway runs on a store, for other processes to find, as long as this lives and however it ends: a locked
/// file `gateway.lock` in the store's folder, and its port in `gateway.json` beside. Where two run, the first is the
/// one that is found.
class GatewayLockfile
{
public:
    /// Blocks shortly.
    GatewayLockfile(const QString &dataFolder, quint16 port);
    ~GatewayLockfile();
    GatewayLockfile(const GatewayLockfile &) = delete;
    GatewayLockfile &operator=(const GatewayLockfile &) = delete;

    [[nodiscard]] bool isShown() const { return m_lock != nullptr; }
    /// Why it cannot be shown, where that is not because another one is: the files cannot be made. ResourceExhausted:
    /// disk full. Unavailable, InvalidArgument as FileLock and writePrivateFile.
    [[nodiscard]] const Result<void> &made() const { return m_made; }

private:
    Result<void> show(const QString &dataFolder, quint16 port);

    QString m_file;
    std::unique_ptr<FileLock> m_lock;
    Result<void> m_made;
};

/// The port of the gateway that runs on this store; nothing where none does.
std::optional<quint16> runningGateway(const QString &dataFolder);

} // namespace studio
