// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QList>
#include <QSet>
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

/// The regular files below a folder that belong to the project, sorted by the bytes of their path: everything but the
/// folders (or links) `.git`, `node_modules`, `__pycache__`, `target` and `.venv` at any depth (PLATFORM, `draft save`)
/// and a plain file `.git`, which is git's own. Empty folders are not part of it. Symbolic links are followed where
/// they stay inside. Blocks: call on a worker.
/// InvalidArgument names what cannot be packed: a link that leaves the folder, leads nowhere or back into itself; a
/// device, pipe or socket; a name that is not UTF-8, holds control characters or differs from another only in case or
/// Unicode form; more than an archive may hold (UnpackLimits). NotFound: no such folder. Unavailable: not readable.
Result<QList<SourceFile>> listSourceFiles(const QString &folder, std::stop_token stop = {});

/// What a tree looks like from outside, without reading its files.
struct TreeStamp
{
    QByteArray digest;    ///< of names, sizes, times, modes and inodes, lower-case hex
    bool settled = false; ///< nothing was touched so recently that another change could carry the same time

    bool operator==(const TreeStamp &) const = default;
};

/// The stamp of the files that listSourceFiles would list. Equal digests, of which the first was settled, mean that
/// nothing that would be packed has changed: a change sets a file's ctime, which nobody can set back. Blocks: worker.
/// Errors as listSourceFiles, but names are not judged.
Result<TreeStamp> stampTree(const QString &folder, std::stop_token stop = {});

/// What packing made.
struct Packed
{
    QByteArray codeHash; ///< SHA-256 of the archive's bytes, lower-case hex
    qint64 files = 0;
    qint64 bytes = 0; ///< of the archive

    bool operator==(const Packed &) const = default;
};

/// Packs a folder into an archive file, written to a temporary name beside it and renamed. The same tree gives the same
/// bytes: sorted, times and owners fixed, modes kept to executable or not. The archive may lie inside the folder; it is
/// not part of itself. Not synced to the disk. Blocks: call on a worker.
/// `leaveOut`: paths, as listSourceFiles tells them, that do not become part of it.
/// Errors as listSourceFiles; InvalidArgument: unpacking would refuse it as a bomb; ResourceExhausted: disk full.
/// Unavailable: not readable or writable.
Result<Packed> packFolder(const QString &folder, const QString &archive, ArchiveFormat format,
                          std::stop_token stop = {}, const QSet<QString> &leaveOut = {});

/// Bounds on what an archive may hold, against bombs.
struct UnpackLimits
{
    qint64 entries = 100'000;
    qint64 bytes = 1LL << 30;             ///< of all files together, unpacked
    qint64 ratio = 200;                   ///< unpacked bytes for each byte of the archive …
    qint64 ratioMattersFrom = 64LL << 20; ///< … looked at from here on

    bool operator==(const UnpackLimits &) const = default;
};

/// What unpacking laid out.
struct Unpacked
{
    QList<SourceFile> files; ///< sorted by path, without the top folder
    QString topFolder;       ///< the one folder that stood around everything and was taken off, or empty

    bool operator==(const Unpacked &) const = default;
};

/// Unpacks a .zip or .tar.gz (told by content, not by name) into a folder, which must be empty or absent; it is filled
/// beside and renamed, so on failure nothing is left inside, and nothing is written outside. One top folder around
/// everything is taken off when it holds the Cargo.toml (what "download as zip" makes). Files get the present time and
/// mode 644 or 755; letters of names come out composed (Unicode form C). No link is ever made: one that stays inside
/// becomes a copy of what it points to. What macOS adds (`__MACOSX`) is passed over. Blocks: call on a worker.
/// InvalidArgument names the entry that was refused: an absolute path, `..`, a link of any kind that leaves the folder
/// or leads nowhere, a device, a setuid file, a name used twice or differing only in case or Unicode form, a name that
/// is not UTF-8 or holds control characters, encryption, more than the limits; and says of the archive that it is cut
/// short or damaged. NotFound: no such archive. FailedPrecondition: the folder is not empty. ResourceExhausted: disk
/// full. Unavailable: not readable or writable.
Result<Unpacked> unpackArchive(const QString &archive, const QString &folder, const UnpackLimits &limits = {},
                               std::stop_token stop = {});

} // namespace studio
