// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"

namespace studio {

/// An archive that is ready to become a draft.
struct PreparedArchive
{
    QString path; ///< a temporary file below the given folder, or the person's own archive
    QByteArray codeHash;
    bool temporary = false; ///< to be removed after use

    bool operator==(const PreparedArchive &) const = default;
};

/// Turns what `draft save --code` names (a folder, a .zip, a .tar.gz) into an archive and looks at its Cargo.toml,
/// running none of its code. NotFound: no such path. InvalidArgument: no or a broken Cargo.toml at the root, not an
/// archive, a refused entry. Blocks: call on a worker.
Result<PreparedArchive> prepareArchive(const QString &code, const QString &temporaryFolder, std::stop_token stop);

/// The sources of an archive, unpacked once below `folder`/<codeHash>. Blocks: call on a worker.
Result<QString> unpackedSources(const QString &archive, const QByteArray &codeHash, const QString &folder,
                                std::stop_token stop);

} // namespace studio
