// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"

#include <QStringList>

namespace studio {

/// What git ignores below a folder.
struct GitIgnored
{
    QStringList files; ///< of those that are packed, paths relative to the folder, sorted
    bool known = true; ///< false where git could not be asked

    bool operator==(const GitIgnored &) const = default;
};

/// Asks git which of the files that would be packed (listSourceFiles) it ignores: not tracked, and matched by a
/// .gitignore, the repository's or the person's own exclude file. Nothing that the repository's configuration names is
/// run. A folder outside any repository has nothing ignored, unless `needed`: then the .gitignore files in it count.
/// FailedPrecondition, only when `needed`: git is missing or refuses the repository.
Task<GitIgnored> gitIgnored(QString folder, bool needed, QString temporaryFolder, std::stop_token stop);

} // namespace studio
