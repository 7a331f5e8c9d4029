// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/diagnostic.h"

namespace studio {

constexpr qsizetype maxPrintText = 1 << 20; ///< characters of a file; a larger one is not searched

/// Notes on `print!` and `println!`, whose output the platform does not keep, and on `dbg!`, each with what to write
/// instead where its line is no longer than an edit may be. Code of tests, comments and strings are passed over. `file`
/// as in Diagnostic. At most 100. Any thread.
QList<Diagnostic> printProblems(const QString &file, const QString &text);

} // namespace studio
