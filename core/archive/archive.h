// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <stop_token>

namespace studio {

enum class ArchiveFormat { TarGz, Zip };

/// One regular file of a source tree.
struct SourceFile
{
    QString path;    ///< relative to the root, '/' between parts
    qint64 size = 0; ///< bytes
    bool executable = false;

    bool operator==(const SourceFile &) const = default;
};

/// The regular files below a folder that belong to the project, sorted by path: everything but `.git`, `node_modules`,
/// `__pycache__`, `target` and `.venv` at any depth (PLATFORM, `draft save`). Symbolic links inside the folder are
/// followed when they stay inside, refused otherwise. Blocks: call on a worker.
Result<QList<SourceFile>> listSourceFiles(const QString &folder, std::stop_token stop = {});

/// What packing made.
struct Packed
{
    QByteArray codeHash; ///< SHA-256 of the archive's bytes, lower-case hex
    qint64 files = 0;
    qint64 bytes = 0; ///< of the archive

    bool operator==(const Packed &) const = default;
};

/// Packs a folder into an archive file, written to a temporary name beside it and renamed. The same tree gives the same
/// bytes: sorted, times and owners fixed, modes kept to executable or not. Blocks: call on a worker.
/// NotFound: no such folder. ResourceExhausted: disk full. Unavailable: not readable or writable.
Result<Packed> packFolder(const QString &folder, const QString &archive, ArchiveFormat format,
                          std::stop_token stop = {});

/// Bounds on what an archive may hold, against bombs.
struct UnpackLimits
{
    qint64 entries = 100'000;
    qint64 bytes = 1LL << 30; ///< of all files together, unpacked

    bool operator==(const UnpackLimits &) const = default;
};

/// Unpacks a .zip or .tar.gz (told by content, not by name) into a folder, which must be empty or absent. On failure
/// nothing is left inside and nothing was written outside. InvalidArgument names the entry that was refused: an
/// absolute path, `..`, a link of any kind that leaves the folder, a device, a name used twice. Blocks: call on a
/// worker.
Result<QList<SourceFile>> unpackArchive(const QString &archive, const QString &folder, const UnpackLimits &limits = {},
                                        std::stop_token stop = {});

} // namespace studio
