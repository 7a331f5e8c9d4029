// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QString>

// The one way to write a file that belongs to a person: a source, a configuration, the place that an export goes to.

namespace studio {

/// Whether a person's own file can be saved without changing more than its content. A plain value.
struct SaveAccess
{
    QString obstacle;               ///< why it cannot be saved, a clause such as "it is read-only"; empty when it can
    bool canBeMadeWritable = false; ///< by makeWritable()
    ErrorCode code = ErrorCode::PermissionDenied; ///< of the error that saving would end with

    [[nodiscard]] bool isReadOnly() const { return !obstacle.isEmpty(); }

    bool operator==(const SaveAccess &) const = default;
};

/// What would stop saveUserFile() for this path. A file that is missing can be saved where its folder can. Reads no
/// content. Blocks, for a moment.
SaveAccess saveAccess(const QString &path);

/// Gives the owner of the file the permission to write it, and no other user. PermissionDenied: the file is another
/// user's, or on a disk that cannot be written. Blocks, for a moment.
Result<void> makeWritable(const QString &path);

/// Saves a person's own file. Its mode, owner, group, access list, extended attributes and hard links stay as they are,
/// and a symbolic link stays one: the file that it names is saved. PermissionDenied for a read-only file, also for
/// the superuser; ResourceExhausted for a full disk.
///
/// A kill at any instant leaves the old or the new content: temporary name in the same folder, sync, rename. Where that
/// would change what the file is (hard links, another owner), or the folder cannot be written, the file is overwritten
/// in place instead, after its space was reserved, and what was in it is put back when writing fails (not more than 64
/// MiB, which the error then says). A file that may not be read is not overwritten (PermissionDenied). A device or a
/// pipe that is named itself is written to and not replaced (Unavailable where nothing reads from the pipe); through a
/// link only a regular file is written. `mode`: of a new file, less the umask. Blocks: worker.
Result<void> saveUserFile(const QString &path, const QByteArray &content, unsigned mode = 0666);

/// The same with the content of the regular file `from`.
Result<void> saveUserCopy(const QString &path, const QString &from);

} // namespace studio
