// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"
#include "core/base/task.h"

#include <QSet>
#include <QStringList>

namespace studio {

/// What git ignores below a folder.
struct GitIgnored
{
    QSet<QString> paths; ///< relative to the folder: files, and folders of which nothing is tracked
    bool known = true;   ///< false where git could not be asked

    bool operator==(const GitIgnored &) const = default;
};

/// Asks git what it ignores in a folder: what is not tracked, and matched by a .gitignore, the repository's or the
/// person's own exclude file. Nothing that the repository's configuration names is run. A folder outside any repository
/// has nothing ignored, unless `needed`: then the .gitignore files in it count.
/// FailedPrecondition, only when `needed`: git is missing or refuses the repository.
Task<GitIgnored> gitIgnored(QString folder, bool needed, QString temporaryFolder, std::stop_token stop);

/// Those of the files that are ignored themselves or lie in a folder that is, sorted.
QStringList ignoredAmong(const QList<SourceFile> &files, const GitIgnored &ignored);

} // namespace studio
