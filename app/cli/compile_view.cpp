// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compile_view.h"

#include "app/cli/text.h"

#include <unistd.h>

namespace studio::cli {

CompileObserver compileObserver(Session &session, const std::shared_ptr<ProgressLine> &progress, bool follow)
{
    const bool colours = showsColours(STDERR_FILENO);
    const auto say = [&session, progress, colours](const QString &line) {
        session.recordPrintedError(withoutColours(line));
        progress->say(terminalText(colours ? line : withoutColours(line), true, colours));
    };
    CompileObserver observer;
    if (follow) {
        observer.line = say;
    } else {
        observer.diagnostic = [say](const Diagnostic &found) {
            // What is wrong with Cargo.toml is also how the command ends. A warning about no line is about the project.
            const bool isSaidAtTheEnd = found.file.endsWith(QLatin1String("Cargo.toml"));
            const bool isAboutTheProject = found.severity == Severity::Warning && found.line == 0;
            if ((found.severity == Severity::Error && !isSaidAtTheEnd) || isAboutTheProject) {
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
