// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/file_lock.h"

#include <memory>
#include <stop_token>

namespace studio {

/// The sources of an archive, unpacked for one compile and gone with the value: nothing that was changed on the disk
/// since an earlier compile can get into this one. A lock on the folder says that it is in use, until the value goes or
/// its process ends.
///
///     auto sources = UnpackedSources::unpack(archive, codeHash, paths.cache + "/sources", stop);
///     compile((*sources)->folder());
///
/// Made and destroyed on any thread; both block, so on a worker.
class UnpackedSources
{
public:
    /// Below `parent`, where folders that are no longer used are removed. Internal: the archive's SHA-256 is not
    /// `codeHash`. Unavailable: not readable or writable. Else as unpackArchive.
    static Result<std::shared_ptr<UnpackedSources>> unpack(const QString &archive, const QByteArray &codeHash,
                                                           const QString &parent, const std::stop_token &stop);

    /// Removes those below `parent` whose process is gone. Blocks: worker.
    static void removeAbandoned(const QString &parent);

    UnpackedSources(const UnpackedSources &) = delete;
    UnpackedSources &operator=(const UnpackedSources &) = delete;
    ~UnpackedSources();

    [[nodiscard]] QString folder() const; ///< absolute where `parent` is

private:
    UnpackedSources(QString place, std::unique_ptr<FileLock> lock);
    static Result<std::shared_ptr<UnpackedSources>> make(const QString &parent);

    QString m_place; ///< holds the lock and the folder
    std::unique_ptr<FileLock> m_lock;
};

} // namespace studio
