// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/database.h"

#include <QSqlRecord>

namespace studio {

/// SQLite finds a page that is no page, but not a byte that became another one. So each row of app, draft and version
/// carries a checksum over its other columns, in its column `seal`. A row that an older program wrote has an
/// empty one, which passes. A migration that adds a column to one of these tables must set `seal` to ''.

/// Whether the row is as it was written. `row` is of a SELECT *.
bool isIntact(const QSqlRecord &row);

/// Gives the one row that `where` (with `values`) picks its checksum; nothing to do where there is none. In the
/// transaction that wrote it.
Result<void> updateRowChecksum(const Database &database, const QString &table, const QString &where,
                               const QVariantList &values);

} // namespace studio
