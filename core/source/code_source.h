// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"
#include "core/base/task.h"
#include "core/model/draft_source.h"

namespace studio {

/// An archive that is ready to become a draft.
struct PreparedArchive
{
    QString path; ///< a temporary file below the given folder, or the person's own archive; empty when not packed again
    QByteArray codeHash;
    bool temporary = false; ///< to be removed after use
    QStringList notes;      ///< what the person should know of it, a sentence each

    bool operator==(const PreparedArchive &) const = default;
};

/// What can be said of a source before anything is made of it. NotFound: no such path. InvalidArgument: things that
/// make no sense together.
Result<void> checkSource(const DraftSource &source);

/// Turns what `draft save --code` names into an archive and looks at its Cargo.toml, running none of its code. Around
/// one .rs file a project of the app's name is made, with the file as src/lib.rs. NotFound: no such path.
/// InvalidArgument: no or a broken Cargo.toml at the root, not an archive, a refused entry, a dependency that cannot be
/// read or has no place to go. FailedPrecondition: git cannot tell what it ignores and was to be respected.
/// With a `cache`, a folder that has not changed since it was last packed is not packed again: only its hash is told.
Task<PreparedArchive> prepareArchive(DraftSource source, QString appName, QString temporaryFolder, QString cache,
                                     std::stop_token stop);

} // namespace studio
