// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/trial/trial_folder.h"

#include <QDir>
#include <QDirIterator>

namespace studio::trial {

namespace {

constexpr qint64 maxBytes = 6LL << 30; ///< of what is compiled

qint64 bytesBelow(const QString &folder)
{
    qint64 bytes = 0;
    QDirIterator files(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks, QDirIterator::Subdirectories);
    while (files.hasNext() && bytes <= maxBytes) {
        files.next();
        bytes += files.fileInfo().size();
    }
    return bytes;
}

} // namespace

Paths trialPaths(const Paths &paths)
{
    Paths own = paths;
    own.cache += QStringLiteral("/trials");
    return own;
}

bool tidyTrialFolder(const Paths &trialPaths)
{
    dropArtifacts(trialPaths);
    if (bytesBelow(trialPaths.cache) <= maxBytes) {
        return true;
    }
    const bool hasShared = QDir(trialPaths.cache + QStringLiteral("/shared")).removeRecursively();
    return QDir(trialPaths.cache + QStringLiteral("/projects")).removeRecursively() && hasShared;
}

bool dropArtifacts(const Paths &trialPaths)
{
    return QDir(trialPaths.cache + QStringLiteral("/artifacts")).removeRecursively();
}

QString wantedOf(const Toolchain &toolchain)
{
    return toolchain.origin.isEmpty() || toolchain.origin == QLatin1String("system") ? toolchain.version.toString()
                                                                                     : toolchain.origin;
}

} // namespace studio::trial
