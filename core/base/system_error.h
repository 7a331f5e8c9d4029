// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace studio {

/// Whether a system call failed because something is used up: the disk or a quota (ENOSPC, EDQUOT), the size that files
/// may have (EFBIG), open files (EMFILE, ENFILE), or memory (ENOMEM).
bool isExhausted(int number);

/// The system's words for the number of an error, such as "the disk is read-only".
QString systemReason(int number);

/// The error for a system call that failed: "Could not <doing> <name>: <reason>." A full disk (ENOSPC, EDQUOT) and a
/// file that is too large (EFBIG) are ResourceExhausted and say what helps; everything else is Unavailable. The detail
/// is the system's own text.
///
///     if (::mkdir(path, 0700) != 0) {
///         return std::unexpected(systemError(QStringLiteral("make the folder"), path, errno));
///     }
Error systemError(const QString &doing, const QString &name, int number);

} // namespace studio
