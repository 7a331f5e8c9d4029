// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file_lock.h"
#include "core/base/task.h"
#include "core/model/compile_observer.h"

#include <memory>

namespace studio::compiler {

/// Held while a build folder is in use. Its end leaves the time of the last build: see SyncState::clock.
struct BuildLock
{
    explicit BuildLock(std::unique_ptr<FileLock> lock) : file(std::move(lock)) {}
    ~BuildLock() { file->touch(); }
    BuildLock(const BuildLock &) = delete;
    BuildLock &operator=(const BuildLock &) = delete;

    std::unique_ptr<FileLock> file;
};

/// Waits until no other compile builds in this folder, and says so where there is one. Cancelled.
Task<std::shared_ptr<BuildLock>> lockBuildFolder(QString path, CompileObserver observer, std::stop_token stop);

} // namespace studio::compiler
