// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/clippy.h"

#include "core/compiler/build.h"
#include "core/compiler/build_reader.h"
#include "core/compiler/cargo_errors.h"

#include <QFileInfo>
#include <QObject>

namespace studio::compiler {

namespace {

struct ClippyRun
{
    CargoEnd end;
    int found = 0;
};

Error notInstalled(const Toolchain &toolchain)
{
    const bool isSystems = toolchain.origin == QLatin1String("system");
    const QString way = isSystems ? QStringLiteral("apt install rust-clippy")      // untranslated: a command
                                  : QStringLiteral("rustup component add clippy"); // untranslated: a command
    return {ErrorCode::Unavailable,
            QObject::tr("Clippy is not installed for Rust %1. Install it: %2").arg(toolchain.version.toString(), way),
            {}};
}

QStringList clippyArguments(const CompileRequest &request, bool offline)
{
    QStringList arguments{QStringLiteral("clippy"),
                          QStringLiteral("--manifest-path"),
                          QStringLiteral("Cargo.toml"),
                          QStringLiteral("--target"),
                          targetTriple(request.target),
                          QStringLiteral("--message-format"),
                          QStringLiteral("json-diagnostic-rendered-ansi"),
                          QStringLiteral("--locked")};
    if (offline) {
        arguments << QStringLiteral("--offline");
    }
    return arguments;
}

/// As BuildReader, which keeps what is bounded: findings of other crates are not the author's.
Task<ClippyRun> runOnce(ClippyJob job, bool offline, CompileObserver observer, std::stop_token stop)
{
    ClippyRun run;
    CompileObserver counting = observer;
    counting.diagnostic = [&run, observer](const Diagnostic &found) {
        ++run.found;
        observer.diagnostic ? observer.diagnostic(found) : void();
    };
    BuildOutcome outcome;
    const BuildJob build{.folder = job.folder,
                         .request = job.request,
                         .cargo = job.toolchain.cargo,
                         .environment = job.environment,
                         .target = {},
                         .manifest = {},
                         .sdk = {}};
    BuildReader reader(build, counting, outcome);
    const CargoListener listener{.line = [&](const QString &line) { offline ? void() : say(observer, line); },
                                 .message = [&](const CargoMessage &message) { reader.read(message); },
                                 .progress =
                                     [&](const CargoProgress &bar) {
                                         observer.progress ? observer.progress(bar.done, bar.total, bar.unit) : void();
                                     }};
    const CargoRun cargo{.spec = {.program = job.toolchain.cargo,
                                  .arguments = clippyArguments(job.request, offline),
                                  .workingDirectory = job.folder.source,
                                  .environment = job.environment,
                                  .seesOwners = !offline},
                         .source = job.folder.source,
                         .shownAs = job.request.sourceFolder};
    auto end = co_await runCargo(cargo, listener, stop);
    if (!end) {
        co_return std::unexpected(end.error());
    }
    run.end = *end;
    co_return run;
}

} // namespace

Task<int> runClippy(ClippyJob job, CompileObserver observer, std::stop_token stop)
{
    // Cargo looks for it there first, and says only that there is no such command.
    const QFileInfo program(QFileInfo(job.toolchain.cargo).path() + QStringLiteral("/cargo-clippy"));
    if (!program.isExecutable()) {
        co_return std::unexpected(notInstalled(job.toolchain));
    }
    job.environment.insert(QStringLiteral("PATH"),
                           program.path() + u':' + job.environment.value(QStringLiteral("PATH")));
    auto run = co_await runOnce(job, true, observer, stop);
    if (run && run->end.exit != ProcessExit{} && run->found == 0 && wantedNetwork(run->end.errors)) {
        run = co_await runOnce(job, false, observer, stop);
    }
    if (!run) {
        co_return std::unexpected(run.error());
    }
    if (run->end.exit != ProcessExit{} && run->found == 0) {
        co_return std::unexpected(cargoError(run->end.errors));
    }
    co_return run->found;
}

} // namespace studio::compiler
