// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/clippy.h"

#include "core/compiler/build.h"
#include "core/compiler/build_reader.h"
#include "core/compiler/cargo_errors.h"
#include "core/compiler/cargo_settings.h"

#include <QFileInfo>
#include <QObject>

namespace studio::compiler {

namespace {

Error notInstalled(const Toolchain &toolchain)
{
    const bool isSystems = toolchain.origin == QLatin1String("system");
    const QString way = isSystems ? QStringLiteral("apt install rust-clippy")      // untranslated: a command
                                  : QStringLiteral("rustup component add clippy"); // untranslated: a command
    return {ErrorCode::Unavailable,
            QObject::tr("Clippy is not installed for Rust %1. Install it: %2").arg(toolchain.version.toString(), way),
            {}};
}

/// Findings alone make it end badly too, where one of them is an error.
bool hasFailed(const BuildOutcome &outcome, int found)
{
    const CargoEnd &end = outcome.end;
    return end.exit != ProcessExit{} &&
           (found == 0 || end.exit.signal != 0 || wasKilled(end.errors) || machineError(end.errors));
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
    int found = 0;
    CompileObserver counting = observer;
    counting.diagnostic = [&found, observer](const Diagnostic &one) {
        ++found;
        observer.diagnostic ? observer.diagnostic(one) : void();
    };
    counting.step = {}; // nothing is linked
    const BuildJob build{.folder = job.folder,
                         .request = job.request,
                         .cargo = job.toolchain.cargo,
                         .environment = job.environment,
                         .target = {},
                         .manifest = {},
                         .sdk = {}};
    const auto arguments = [request = job.request](bool offline) {
        return compileArguments(QStringLiteral("clippy"), request, offline);
    };
    const auto outcome = co_await runOfflineFirst(build, arguments, counting, stop);
    if (!outcome) {
        co_return std::unexpected(outcome.error());
    }
    if (hasFailed(*outcome, found)) {
        co_return std::unexpected(cargoFailure(outcome->end));
    }
    co_return found;
}

} // namespace studio::compiler
