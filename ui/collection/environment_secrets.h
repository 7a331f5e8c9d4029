// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/collection/collection.h"
#include "core/collection/variables.h"
#include "core/secrets/secrets.h"

#include <QObject>

namespace studio {

/// The values of the secrets of environments, in the keychain. Main thread.
class EnvironmentSecrets : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Those that it has, of the collection in `folder`. PermissionDenied: the person or the service refused.
    Task<collection::Values> read(QString folder, collection::Environment environment);
    /// An empty value removes what was kept. Why they are not in the keychain but in memory only; empty where they are
    /// in it. PermissionDenied.
    Task<QString> write(QString folder, QString environment, collection::Values values);

private:
    Secrets m_secrets;
};

} // namespace studio
