// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/secret_service.h"
#include "core/model/secret_name.h"
#include "core/secrets/secrets.h"

#include <QHash>
#include <QObject>

namespace studio {

class ExecutionRecorder;
class StoreThread;

/// The secrets of the embedded platform: their names in the store, their values in the keychain. Main thread.
class LocalSecrets : public QObject, public SecretService
{
    Q_OBJECT

public:
    /// Both must outlive it. The recorder is told each value, which it keeps out of the records.
    LocalSecrets(StoreThread *store, ExecutionRecorder *recorder) : m_store(store), m_recorder(recorder) {}

    Task<bool> setSecret(AppId id, QString name, QByteArray value) override;
    Task<bool> deleteSecret(AppId id, QString name) override;
    Task<QStringList> listSecrets(AppId id) override;

    /// The app with the values of its secrets in its environment, as an instance gets it. FailedPrecondition: the
    /// keychain has lost one.
    Task<App> withSecrets(App app) override;
    Task<App> withSecrets(App app, QList<SecretName> names);
    /// Removes the values of an app that is gone. A value that the keychain does not let go of stays there.
    Task<bool> removeValues(AppId id, QList<SecretName> names);

Q_SIGNALS:
    void changed(const studio::AppId &id);

private:
    struct CachedValue
    {
        qint64 changedAtMs = 0; ///< of the name that the value was read for
        QByteArray value;
    };

    StoreThread *m_store;
    ExecutionRecorder *m_recorder;
    Secrets m_keychain;
    QHash<QString, CachedValue> m_values; ///< by the keychain's key
};

} // namespace studio
