// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/posix.h"

namespace studio {

/// Tells every process that a compile is running, for exactly as long as it does: a file in the store's folder with the
/// compile's id for its name, locked (flock) by whoever compiles. A process that is killed loses the lock with its
/// life, so an interrupted compile is known for one, and the draft is what it was before.
class CompileMark
{
public:
    /// Errors as systemError.
    static Result<CompileMark> make(const QString &storeFolder, const QString &deployId);
    CompileMark(CompileMark &&other) noexcept : m_path(std::exchange(other.m_path, {})), m_fd(std::move(other.m_fd)) {}
    CompileMark &operator=(CompileMark &&) = delete;
    ~CompileMark();

    /// Removes those of processes that were killed. Any thread.
    static void removeAbandoned(const QString &storeFolder);

    /// Whether the compile of this id runs, in any process.
    static bool isRunning(const QString &storeFolder, const QString &deployId);

private:
    CompileMark(std::string path, FileDescriptor fd) : m_path(std::move(path)), m_fd(std::move(fd)) {}

    std::string m_path;
    FileDescriptor m_fd;
};

} // namespace studio
