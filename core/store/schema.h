// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <span>

namespace studio {

/// A column that names a blob ends in `_hash` or `_blob`, whichever table it stands in: whatever such a column holds is
/// kept by the garbage collection.

/// One step of the schema: the statements that lead from version N to N + 1. Steps are only ever added at the end.
using Migration = QStringList;

/// All steps. The schema's version, kept in `PRAGMA user_version`, is how many of them a database has seen.
const QList<Migration> &migrations();

} // namespace studio
