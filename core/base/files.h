// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QFile>

#include <optional>

// How the studio's own files are opened and written (user_file.h: those that belong to a person). Whatever stands at a
// path, nothing here waits for it: pipes and devices are opened without blocking. All block for as long as the disk
// takes; any thread. Errors: Unavailable with the system's reason, ResourceExhausted where the disk is full,
// InvalidArgument where something else than a file stands there.

namespace studio {

/// The content of a regular file, links followed; nothing where there is none, also behind a link. InvalidArgument:
/// not a regular file, a loop of links, or larger than `maxBytes`.
Result<std::optional<QByteArray>> readRegularFile(const QString &path, qint64 maxBytes);

/// Opens such a file for reading from its begin. Unavailable where it is missing too.
Result<void> openRegularFile(QFile &file, const QString &path);

enum class Durability {
    Synced, ///< on the disk when the call returns
    Cache   ///< may be lost when the machine loses power; never half of it
};

/// Writes a file of the studio's own: beside it, then renamed over it, so that a reader sees all of the old or all of
/// the new. What stands at the path, a link too, is replaced; what a link leads to is never touched. Folders that are
/// missing are made with mode 0700. What a process that was killed left beside it is removed when the file is next
/// written.
Result<void> writePrivateFile(const QString &path, const QByteArray &content,
                              Durability durability = Durability::Synced, unsigned mode = 0600);

/// Takes the rights of others from a file or folder of this user's, where it is there. Opens nothing; what a link leads
/// to stays as it is.
void closeToOthers(const QString &path);

/// The SHA-256 of a regular file's content, in hexadecimal.
Result<QByteArray> hashFile(const QString &path);

/// Makes the folder and those above it that are missing, with the rights that the umask leaves.
Result<void> makeFolder(const QString &path);

/// Makes the folder and those above it that are missing, readable for this user only. One that is there stays as it is.
Result<void> makePrivateFolder(const QString &path);

/// The same for a folder of the studio's own, which is closed to others (closeToOthers) also where it is there: an
/// older program, or the person, may have left it open.
Result<void> ensurePrivateFolder(const QString &path);

/// Whether a file or folder that is there lies below the folder, links followed on both sides.
bool isInsideFolder(const QString &path, const QString &folder);

} // namespace studio
