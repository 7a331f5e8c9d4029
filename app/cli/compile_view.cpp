// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compile_view.h"

#include "app/cli/text.h"

#include <unistd.h>

namespace studio::cli {

CompileObserver compileObserver(const std::shared_ptr<ProgressLine> &progress, bool follow)
{
    const bool colours = showsColours(STDERR_FILENO);
    const auto say = [progress, colours](const QString &line) { progress->say(colours ? line : withoutColours(line)); };
    CompileObserver observer;
    if (follow) {
        observer.line = say;
    } else {
        observer.diagnostic = [say](const Diagnostic &found) {
            if (found.severity == Severity::Error) {
                say(found.rendered.trimmed());
            }
        };
    }
    observer.progress = [progress](int done, int total, const QString &unit) {
        progress->show(unit.isEmpty() ? QStringLiteral("Compiling") : QStringLiteral("Compiling %1").arg(unit), done,
                       total);
    };
    return observer;
}

} // namespace studio::cli
