// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file_lock.h"

#include <QString>

#include <memory>

namespace studio {

/// Tells whether a project is open in another window of the studio. Nothing is lost then: each keeps its unsaved text
/// apart, one compile waits for the other, and what one saves the other takes over. But the person should know.
class ProjectLock
{
public:
    explicit ProjectLock(QString folder) : m_folder(std::move(folder)) {} ///< where the lock files are

    /// Gives up the project that was held before. False when another window holds this one.
    bool hold(const QString &project);

private:
    QString m_folder;
    std::unique_ptr<FileLock> m_lock;
};

} // namespace studio
