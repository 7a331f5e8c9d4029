// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/console/run_comparison.h"

#include "ui/console/problem_text.h"

#include <QHash>

namespace studio {

namespace {

/// Cargo's last line is another one each time.
bool isOnlyTime(const QString &line)
{
    return line.trimmed().isEmpty() || line.startsWith(QLatin1String("    Finished "));
}

/// Those of `all` that are in `others` less often, in their order.
QStringList beyond(const QStringList &all, const QStringList &others)
{
    QHash<QString, int> left;
    for (const QString &line : others) {
        ++left[line];
    }
    QStringList more;
    for (const QString &line : all) {
        if (!isOnlyTime(line) && --left[line] < 0) {
            more << line;
        }
    }
    return more;
}

} // namespace

RunComparison compareRuns(const RunSnapshot &before, const RunSnapshot &after)
{
    return {.newLines = beyond(after.lines, before.lines),
            .goneLines = beyond(before.lines, after.lines),
            .newProblems = beyond(after.problems, before.problems),
            .goneProblems = beyond(before.problems, after.problems)};
}

QString problemLine(const Diagnostic &problem)
{
    const QString level = problem.severity == Severity::Error     ? QStringLiteral("error")   // untranslated: rustc's
                          : problem.severity == Severity::Warning ? QStringLiteral("warning") // untranslated: rustc's
                                                                  : QStringLiteral("note");   // untranslated: rustc's
    const QString message = firstLineOf(problem);
    return problem.file.isEmpty() ? QStringLiteral("%1: %2").arg(level, message)
                                  : QStringLiteral("%1: %2: %3").arg(level, problem.file, message);
}

} // namespace studio
