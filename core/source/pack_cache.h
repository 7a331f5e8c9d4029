// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"

#include <QStringList>

#include <optional>

namespace studio {

/// What a folder was packed to before, so that saving an unchanged one need not pack it again. A small file in the
/// cache for each folder; used only where the folder's stamp, and that of what git decides by, are the same. All
/// block.
struct PackCacheEntry
{
    TreeStamp stamp;
    QByteArray codeHash;
    QStringList notes;

    bool operator==(const PackCacheEntry &) const = default;
};

/// The stamp of a folder with everything that decides what is packed of it and said about it. `gitignore` stands for
/// the flag, `ignored` for what it leaves out. Errors as stampTree.
Result<TreeStamp> stampOfSource(const QString &folder, bool gitignore, const QSet<QString> &ignored,
                                std::stop_token stop);

/// Nothing where the folder was not packed before, or looked otherwise.
std::optional<PackCacheEntry> findPacked(const QString &cache, const QString &folder, const TreeStamp &stamp);

/// The hash that the folder had when it was last packed, whatever it looks like now; empty when it never was.
QByteArray lastPackedHash(const QString &cache, const QString &folder);

/// Remembers it, when it is settled. That it cannot be written costs only time.
void storePacked(const QString &cache, const QString &folder, const PackCacheEntry &packed);

} // namespace studio
