// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QHash>
#include <QStringList>

namespace studio::git {

/// How a file stands to the last commit; the later, the more important for the folder that it lies in.
enum class FileState { Unchanged, Untracked, Added, Modified, Deleted, Conflict };

/// M, A, U, D or ! as VS Code has them; empty for Unchanged.
QString letterOf(FileState state);

/// What differs from the last commit below a folder. A plain value.
struct RepositoryStatus
{
    QHash<QString, FileState> files;   ///< by absolute path; also folders of which nothing is in the repository
    QHash<QString, FileState> folders; ///< that have such files below them: the most important state
    QStringList watched;               ///< see CommittedFile
    bool isComplete = true;            ///< false: there may be more than the limits allow

    static constexpr int maxEntries = 10'000;
    static constexpr qsizetype maxFolderText = 8 << 20; ///< characters of the paths in `folders` together

    /// Of a file or a folder, also within a folder of which nothing is in the repository.
    [[nodiscard]] FileState stateOf(const QString &path) const;
    bool operator==(const RepositoryStatus &) const = default;
};

/// Reads the status below `folder`, which is absolute and canonical. Ignored files have none. What took too long, or
/// is too much, is left out (isComplete). Errors of runReader().
Task<RepositoryStatus> readStatus(QString folder, std::stop_token stop = {});

} // namespace studio::git
