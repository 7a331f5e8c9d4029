// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>

namespace studio::compiler {

/// One file of the author as it was when it was last copied.
struct SyncedFile
{
    qint64 size = 0;
    qint64 modified = 0; ///< nanoseconds since 1970, of the author's file
    qint64 verified = 0; ///< when its content was last read: a change within the same tick is not seen by times
    bool executable = false;
    QByteArray sha256; ///< of the author's content

    bool operator==(const SyncedFile &) const = default;
};

/// One target of the package that a handler can stand in.
struct CargoTarget
{
    QString kind; ///< "lib" or "bin"
    QString name;
    QString source; ///< relative to the project
    QStringList requiredFeatures;

    bool operator==(const CargoTarget &) const = default;
};

/// The last build that ended well; see last_build.h. Empty when there is none that counts.
struct LastBuild
{
    QByteArray key;          ///< what it was made of; empty where it must be made again
    QByteArray surroundings; ///< of that, all but the sources; empty where more than one crate may change with them
    QByteArray record;       ///< hash of the record of rustc's command
    QByteArray stamp;        ///< of the program as it was then
    QByteArray libraryStamp; ///< of the libraries as they were then
    QString program;         ///< as in Built
    QStringList libraries;   ///< likewise
    QStringList crates;      ///< likewise
    int units = 0;           ///< likewise

    bool operator==(const LastBuild &) const = default;
};

/// What is known of a build folder between two compiles. A plain value; lost at no cost but time.
struct SyncState
{
    QMap<QString, SyncedFile> files; ///< by path relative to the project
    QByteArray settings;             ///< what the manifests were made with
    QByteArray resolvedFor;          ///< the manifests and files for which the lockfile and the targets hold
    QList<CargoTarget> targets;
    LastBuild lastBuild;
    qint64 clock = 0; ///< nanoseconds: the latest time that a file here got, or that a build ended at

    bool operator==(const SyncState &) const = default;
};

/// Empty when there is none or it is not readable. Blocks.
SyncState readState(const QString &path);
/// Blocks.
Result<void> writeState(const QString &path, const SyncState &state);

} // namespace studio::compiler
