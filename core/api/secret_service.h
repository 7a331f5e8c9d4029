// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/model/app.h"

#include <QStringList>

namespace studio {

/// The secrets of apps. Their values are write-only: a handler reads them with ctx.env(), from the next start of an
/// instance on. The documented HTTP API has no routes for them, so a remote has no such service. Main thread.
class SecretService
{
public:
    virtual ~SecretService() = default;

    /// InvalidArgument: the name, or a value that an environment cannot hold. NotFound: no such app. Unavailable: no
    /// keychain service runs that could keep the value; nothing is set.
    virtual Task<bool> setSecret(AppId id, QString name, QByteArray value) = 0;
    virtual Task<bool> deleteSecret(AppId id, QString name) = 0; ///< NotFound
    virtual Task<QStringList> listSecrets(AppId id) = 0;         ///< their names, sorted

    /// The app with the values of its secrets in its environment, as an instance gets it. FailedPrecondition: the
    /// keychain has lost one.
    virtual Task<App> withSecrets(App app) = 0;
};

} // namespace studio
