// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>

#include <optional>

// How files are opened and written. Whatever stands at a path, nothing here waits for it: pipes and devices are opened
// without blocking. All block for as long as the disk takes; any thread. Errors: Unavailable with the system's reason,
// ResourceExhausted where the disk is full, InvalidArgument where something else than a file stands there.

namespace studio {

/// The content of a regular file, links followed; nothing where there is none, also behind a link. InvalidArgument:
/// not a regular file, a loop of links, or larger than `maxBytes`.
Result<std::optional<QByteArray>> readRegularFile(const QString &path, qint64 maxBytes);

enum class Durability {
    Synced, ///< on the disk when the call returns
    Cache   ///< may be lost when the machine loses power; never half of it
};

/// Writes a file of the studio's own: beside it, then renamed over it, so that a reader sees all of the old or all of
/// the new. What stands at the path, a link too, is replaced; what a link leads to is never touched. Folders that are
/// missing are made with mode 0700.
Result<void> writePrivateFile(const QString &path, const QByteArray &content,
                              Durability durability = Durability::Synced, unsigned mode = 0600);

/// Makes the folder and those above it that are missing, readable for this user only.
Result<void> makePrivateFolder(const QString &path);

/// Saves a file that belongs to a person (a source, a configuration): as writePrivateFile, but a link stays one, and
/// the file that it leads to is replaced with its mode kept. InvalidArgument where that is no regular file.
/// `mode`: of a new file, less the umask.
Result<void> saveUserFile(const QString &path, const QByteArray &content, unsigned mode = 0666);

/// Writes to the place that a person named for an export. As saveUserFile; a device or a pipe is written to and stays.
/// Unavailable where nothing reads from the pipe.
Result<void> exportFile(const QString &path, const QByteArray &content);
/// The same with the content of the regular file `from`.
Result<void> exportCopy(const QString &path, const QString &from);

} // namespace studio
