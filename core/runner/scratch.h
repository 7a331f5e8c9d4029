// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/file_lock.h"

#include <QTemporaryDir>

#include <memory>

namespace studio {

/// A folder of one instance in the system's folder for temporary files, for this user alone, gone with the value. It is
/// locked while it is in use: what a studio that was killed left behind is removed by the next one.
class Scratch
{
public:
    /// ResourceExhausted: disk full. Unavailable. Blocks shortly.
    static Result<std::unique_ptr<Scratch>> make();

    [[nodiscard]] QString work() const { return m_folder.filePath(QStringLiteral("work")); }   ///< working directory
    [[nodiscard]] QString store() const { return m_folder.filePath(QStringLiteral("store")); } ///< IGNITE_SCRATCH

    /// Removes what calls that were cut off left in their temp stores; only while none is under way.
    void clearStore() const;

    /// Removes those whose process is gone. Blocks.
    static void removeAbandoned();

private:
    Scratch();
    Result<bool> lock();

    std::unique_ptr<FileLock> m_lock; ///< outlives the folder, or that would look abandoned while it is removed
    QTemporaryDir m_folder;
};

} // namespace studio
