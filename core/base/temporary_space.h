// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file_lock.h"

#include <QString>

#include <memory>

namespace studio {

/// A folder for the temporary files of this process, below one that several processes share. It is locked while it is
/// in use and removed with this object; what a process that was killed has left is removed by removeAbandoned(). Not
/// copied. One thread.
class TemporarySpace
{
public:
    /// Nothing is made before path() is asked for.
    explicit TemporarySpace(QString shared) : m_shared(std::move(shared)) {}
    ~TemporarySpace();
    TemporarySpace(const TemporarySpace &) = delete;
    TemporarySpace &operator=(const TemporarySpace &) = delete;

    /// The folder, made by the first call, for this user alone. Where it cannot be made, what is written there fails
    /// and names it. Blocks shortly.
    [[nodiscard]] QString path();

    /// Removes what processes that were killed left below `shared`. Blocks: worker.
    static void removeAbandoned(const QString &shared);

private:
    static QStringList takeUnheld(const QString &shared);

    QString m_shared;
    QString m_folder;
    std::unique_ptr<FileLock> m_lock;
};

} // namespace studio
