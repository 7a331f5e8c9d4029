// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/left_out.h"

#include "core/compiler/build.h"
#include "core/compiler/files.h"

#include <QObject>
#include <QRegularExpression>

namespace studio::compiler {

namespace {

/// What an error says is missing, and what to do where a file of settings has it.
struct LeftOutKind
{
    const char *pattern; ///< captures the name
    const char *what;    ///< to do
};

constexpr LeftOutKind kinds[] = {
    {"environment variable `([^`]+)` not defined at compile time",
     QT_TRANSLATE_NOOP(
         "QObject",
         "Let a build.rs print `cargo::rustc-env=%1=VALUE`, or read it when the handler runs, with `ctx.env()`.")},
    {"registry index was not found in any configuration: `([^`]+)`",
     QT_TRANSLATE_NOOP(
         "QObject",
         "Take the crate from crates.io or from git, or put it into the project's folder and give its `path`.")},
};

} // namespace

void warnOfLeftOut(const CompileObserver &observer, const QStringList &leftOut)
{
    for (const QString &path : leftOut) {
        Diagnostic warning{.severity = Severity::Warning,
                           .code = diagnosticCode::unusedSettings,
                           .message =
                               QObject::tr("%1 is not used: the platform compiles with settings of its own.").arg(path),
                           .file = path};
        // As rustc draws one: a command line that compiles at a remote reads the file and the code from the lines.
        warning.rendered = QStringLiteral("\x1b[1m\x1b[33mwarning\x1b[0m\x1b[1m: ") + warning.message +
                           QStringLiteral("\x1b[0m\n --> ") + path + QStringLiteral("\n  = note: `") + warning.code +
                           QStringLiteral("`");
        for (const QString &line : warning.rendered.split(u'\n')) {
            say(observer, line);
        }
        say(observer, {});
        if (observer.diagnostic) {
            observer.diagnostic(warning);
        }
    }
}

Error explainedByLeftOut(Error error, const QString &folder, const QStringList &leftOut)
{
    for (const LeftOutKind &kind : kinds) {
        const auto match = QRegularExpression(QLatin1StringView(kind.pattern)).match(error.message + error.detail);
        if (!match.hasMatch()) {
            continue;
        }
        const QString name = match.captured(1);
        for (const QString &path : leftOut) {
            const auto text = readFile(folder + QLatin1Char('/') + path);
            if (text && text->contains(name.toUtf8())) {
                error.message += QObject::tr(". It stands in %1, which is not used. %2")
                                     .arg(path, QObject::tr(kind.what).replace(QLatin1String("%1"), name));
                return error;
            }
        }
    }
    return error;
}

} // namespace studio::compiler
