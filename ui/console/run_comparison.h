// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/compile_timing.h"
#include "core/model/diagnostic.h"

#include <QStringList>

namespace studio {

/// What one run came to, as it is kept to be compared. A plain value of a limited size.
struct RunSnapshot
{
    static constexpr qsizetype maxLines = 20'000; ///< the last ones are kept

    QString title;
    qint64 timeMs = 0;    ///< when it began, since the epoch
    QStringList lines;    ///< of the compile, without colours
    QStringList problems; ///< problemLine() of each
    CompileTiming timing;

    bool operator==(const RunSnapshot &) const = default;
};

/// How a later run differs. Lines are compared whatever their order, as crates are compiled in any; what only says how
/// long something took is no line.
struct RunComparison
{
    QStringList newLines;
    QStringList goneLines;
    QStringList newProblems;
    QStringList goneProblems;

    bool operator==(const RunComparison &) const = default;
};

RunComparison compareRuns(const RunSnapshot &before, const RunSnapshot &after);

/// "error: src/lib.rs: mismatched types": without the line, which an edit above it moves.
QString problemLine(const Diagnostic &problem);

} // namespace studio
