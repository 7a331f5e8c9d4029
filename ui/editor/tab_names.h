// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QStringList>

namespace studio {

/// What tells files of one name apart: for each path that shares its file's name with others, the shortest end of its
/// folder that none of them has. `/p/a/mod.rs` and `/p/b/mod.rs` have “a” and “b”; a path whose name is alone has no
/// entry.
QHash<QString, QString> distinguishingFolders(const QStringList &paths);

/// For a tab or a sentence, which a name of 255 bytes would fill.
QString shortened(const QString &name);

} // namespace studio
