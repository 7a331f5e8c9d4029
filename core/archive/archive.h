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

/// Something in a folder that does not become part of the project's archive.
struct LeftOut
{
    enum class Reason {
        Name,    ///< a folder that is made by tools
        Ignored, ///< git ignores it, and that is respected
        Link,    ///< a symbolic link that leads nowhere, out of the folder or back into itself
        Special, ///< a socket, a pipe or a device
    };

    QString path; ///< as of SourceFile
    Reason reason = Reason::Name;
    QString why; ///< "it is a link that leads out of the project, to ../common"

    bool operator==(const LeftOut &) const = default;
};

/// Whether nearly every project has it and no compile needs it: `.git` and `target`.
bool isOrdinary(const LeftOut &leftOut);

/// What is below a folder.
struct SourceTree
{
    QList<SourceFile> files; ///< sorted by the bytes of their path
    QList<LeftOut> leftOut;  ///< likewise

    bool operator==(const SourceTree &) const = default;
};

/// The regular files below a folder that belong to the project, and what does not:
///  · `target` beside a Cargo.toml; `.git`, `node_modules`, `__pycache__` and `.venv` at any depth but below the `src`
///    of a package, where a module may have such a name (PLATFORM, `draft save`). Only folders and links; of plain
///    files
///    `.git`, which is git's own, at any depth;
///  · what `ignored` names: files and folders by their path, which are then never opened;
///  · sockets, pipes, devices, and links that lead nowhere, out of the folder or back into themselves. Other links are
///    followed.
/// Empty folders are not part of it. Blocks: call on a worker.
/// InvalidArgument names what cannot be packed: a name that is not UTF-8, holds control characters or differs from
/// another only in case or Unicode form; more than an archive may hold (UnpackLimits). NotFound: no such folder.
/// Unavailable: not readable.
Result<SourceTree> readSourceTree(const QString &folder, const QSet<QString> &ignored = {}, std::stop_token stop = {});

/// Only the files of it.
Result<QList<SourceFile>> listSourceFiles(const QString &folder, std::stop_token stop = {});

/// What a tree looks like from outside, without reading its files.
struct TreeStamp
{
    QByteArray digest;    ///< of names, sizes, times, modes and inodes, lower-case hex
    bool settled = false; ///< nothing was touched so recently that another change could carry the same time

    bool operator==(const TreeStamp &) const = default;
};

/// The stamp of what readSourceTree would tell. Equal digests, of which the first was settled, mean that nothing that
/// would be packed has changed: a change sets a file's ctime, which no program can set back. Blocks: worker. Errors as
/// readSourceTree, but names are not judged.
Result<TreeStamp> stampTree(const QString &folder, std::stop_token stop = {}, const QSet<QString> &ignored = {});

/// What packing made.
struct Packed
{
    QByteArray codeHash; ///< SHA-256 of the archive's bytes, lower-case hex
    qint64 files = 0;
    qint64 bytes = 0; ///< of the archive
    QList<LeftOut> leftOut;

    bool operator==(const Packed &) const = default;
};

/// Packs a folder into an archive file, written to a temporary name beside it and renamed. The same tree gives the same
/// bytes: sorted, times and owners fixed, modes kept to executable or not. The archive may lie inside the folder; it is
/// not part of itself. Not synced to the disk. Blocks: call on a worker.
/// `ignored`: as for readSourceTree. Errors as readSourceTree; InvalidArgument: unpacking would refuse it as a bomb;
/// ResourceExhausted: disk full. Unavailable: not readable or writable.
Result<Packed> packFolder(const QString &folder, const QString &archive, ArchiveFormat format,
                          std::stop_token stop = {}, const QSet<QString> &ignored = {});

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
