// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

struct sqlite3;

namespace studio {

// SQLite finds a page that is not a page, but not one bit of it that has changed: a row, or all rows of a page, may
// then be missing or different without an error. So each page of the store's database carries a checksum in its last
// eight bytes. It is written with the page and verified whenever the page is read; a page that does not match is
// SQLite's error SQLITE_IOERR_DATA. The format is that of SQLite's own checksum VFS
// (https://www.sqlite.org/cksumvfs.html): bytes reserved at the end of each page, as byte 20 of the file's header says.
// A database without them is neither verified nor changed. The write-ahead log has checksums of its own.
//
// A program that writes such a database in another way, such as the sqlite3 shell, leaves checksums that do not match.

/// The name by which SQLite opens `path` with checksums, for a connection with the option QSQLITE_OPEN_URI. Any thread.
QString checksummedName(const QString &path);

/// Lets a database that is still empty have checksums; does nothing to one that is not.
void reserveChecksums(sqlite3 *connection);

/// Whether pages that this connection reads from the file are verified, which they are at first. Turned on again, it
/// forgets the pages that it has read meanwhile. Not while a statement runs.
void verifyChecksums(sqlite3 *connection, bool on);

} // namespace studio
