// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file_lock.h"
#include "core/model/compile_log.h"

#include <QFile>

namespace studio {

/// What a compile prints, kept as `compile-logs/DEPLOY_ID.log` in the store's folder: a line a line, written as it
/// comes, so that other processes can follow it; locked while the compile runs, so that they see its end also where its
/// process was killed.
class CompileLogWriter
{
public:
    static constexpr qint64 maxBytes = 4 << 20; ///< of one log; what comes after is left out, and that is said
    static constexpr int keptLogs = 100;        ///< of the store

    /// Makes room first. A log that cannot be written is no reason to fail a compile: then there is none.
    CompileLogWriter(const QString &storeFolder, const QString &deployId);
    void add(const QString &line);

private:
    QFile m_file;
    std::unique_ptr<FileLock> m_lock;
};

/// NotFound names the id. Blocks shortly.
Result<CompileLog> readCompileLog(const QString &storeFolder, const QString &deployId, qint64 from);

} // namespace studio
