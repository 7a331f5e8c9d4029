// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QByteArray>

#include <memory>

namespace studio {

/// Where a value went.
struct SecretPlace
{
    bool inKeychain = false; ///< else in this object's memory, and gone with it
    QString reason;          ///< why not in the keychain: its own words

    bool operator==(const SecretPlace &) const = default;
};

/// Values that are in no file of ours: the system's keychain (the Secret Service, such as GNOME Keyring, KeePassXC or
/// KWallet) holds them. Where no such service runs they are in memory only, which set() tells. Main thread, with its
/// event loop; the service may ask the person to unlock it, which takes as long as it takes.
class Secrets
{
public:
    /// `service` is what the keychain shows as the owner.
    explicit Secrets(QString service = QStringLiteral("ignite-studio"));

    /// PermissionDenied: the person or the service refused.
    Task<SecretPlace> set(QString key, QByteArray value);
    /// NotFound, PermissionDenied.
    Task<QByteArray> get(QString key);
    /// Tells whether there was one. PermissionDenied.
    Task<bool> remove(QString key);

private:
    struct Memory;
    QString m_service;
    std::shared_ptr<Memory> m_memory;
};

/// The key of an app's secret, and of the token of a gateway.
QString appSecretKey(const QString &appId, const QString &name);
QString gatewayTokenKey(const QString &endpoint);
/// Of a variable of an environment of the saved requests in a folder: another project that says to be the same app does
/// not get it.
QString requestSecretKey(const QString &folder, const QString &environment, const QString &name);

/// Whether a secret can have this name: that of an environment variable, none that the platform or Wasmtime uses.
Result<void> checkSecretName(const QString &name);

} // namespace studio
