// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file_lock.h"

#include <QMap>
#include <QString>

namespace studio {

/// That this process uses the store, for others to see, as long as it lives and however it ends: a locked file
/// `running/ID` in the store's folder, with the instances that it runs in `running/ID.json` beside.
class ProcessLease
{
public:
    explicit ProcessLease(QString storeFolder);
    ~ProcessLease();
    ProcessLease(const ProcessLease &) = delete;
    ProcessLease &operator=(const ProcessLease &) = delete;

    [[nodiscard]] QString id() const { return m_id; }
    /// Shows it; before that nothing is written. Blocks shortly.
    Result<void> appear();
    /// What runs here, by "org:app".
    void show(const QMap<QString, int> &instances) const;

    /// Any thread.
    static bool isThere(const QString &storeFolder, const QString &id);
    /// What runs in all processes.
    static QMap<QString, int> instances(const QString &storeFolder);
    /// Removes what those left that are gone. Any thread.
    static void removeAbandoned(const QString &storeFolder);

private:
    QString m_folder;
    QString m_id;
    std::unique_ptr<FileLock> m_lock;
};

} // namespace studio
