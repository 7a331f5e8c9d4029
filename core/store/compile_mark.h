// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file_lock.h"

#include <QString>

namespace studio {

/// Tells every process that a compile is running, for exactly as long as it does: a file in the store's folder with the
/// compile's id for its name, locked (flock) by the process that compiles. A process that is killed loses the lock with
/// its life, so an interrupted compile is known for one, and the draft is what it was before.
class CompileMark
{
public:
    /// Errors as FileLock::make.
    static Result<CompileMark> make(const QString &storeFolder, const QString &deployId);
    CompileMark(CompileMark &&) = default;
    CompileMark &operator=(CompileMark &&) = delete;
    ~CompileMark();

    /// Removes those of processes that were killed. Any thread.
    static void removeAbandoned(const QString &storeFolder);

    /// Whether the compile of this id runs, in any process.
    static bool isRunning(const QString &storeFolder, const QString &deployId);

private:
    CompileMark(QString path, std::unique_ptr<FileLock> lock) : m_path(std::move(path)), m_lock(std::move(lock)) {}

    QString m_path;
    std::unique_ptr<FileLock> m_lock;
};

} // namespace studio
