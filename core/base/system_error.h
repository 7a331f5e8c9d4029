// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace studio {

/// Whether a system call failed because something is used up: the disk or a quota (ENOSPC, EDQUOT), the size that files
/// may have (EFBIG), open files (EMFILE, ENFILE), or memory (ENOMEM).
bool isExhausted(int number);

/// The system's words for the number of an error, such as "the disk is read-only".
QString systemReason(int number);

/// The error for a system call that failed. `sentence` is a whole one, as it is translated, with %1 for the name and %2
/// for the reason; ./test finds one that is not handed to tr(). A full disk (ENOSPC, EDQUOT) and a file that is too
/// large (EFBIG) are ResourceExhausted and say what helps; everything else is Unavailable. The detail is the system's
/// own text.
///
///     if (::mkdir(path, 0700) != 0) {
///         return std::unexpected(systemError(QObject::tr("Could not make the folder %1: %2."), path, errno));
///     }
Error systemError(const QString &sentence, const QString &name, int number);
/// With %1 and %2 for two names, such as of what and into what, and %3 for the reason.
Error systemError(const QString &sentence, const QString &name, const QString &other, int number);

} // namespace studio
