// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/build.h"

#include "core/base/text.h"
#include "core/compiler/build_progress.h"
#include "core/compiler/build_reader.h"
#include "core/compiler/cargo_errors.h"
#include "core/compiler/cargo_settings.h"
#include "core/compiler/cargo_timings.h"
#include "core/compiler/files.h"
#include "core/compiler/handler_mark.h"
#include "core/compiler/rustc_advice.h"
#include "core/compiler/wasm_errors.h"

#include <QElapsedTimer>
#include <QObject>

namespace studio::compiler {

namespace {

/// Cargo says where its page is, which is read and removed.
bool isAboutTimings(const QString &line)
{
    return line.contains(QLatin1String("report saved to")) &&
           withoutAnsi(line).trimmed().startsWith(QLatin1String("Timing report saved to "));
}

Task<BuildOutcome> runOnce(BuildJob job, QStringList arguments, CompileObserver observer, std::stop_token stop)
{
    const bool offline = arguments.contains(QStringLiteral("--offline"));
    BuildOutcome outcome;
    BuildReader reader(job, observer, outcome);
    BuildProgress progress(job, observer, job.knownUnits);
    // Without the network it may fail only for that; its output about that is not shown.
    QStringList heldBack;
    bool holding = offline;
    const auto release = [&] {
        holding = false;
        for (const QString &line : std::as_const(heldBack)) {
            say(observer, line);
        }
        heldBack.clear();
    };
    const CargoListener listener{
        .line =
            [&](const QString &line) {
                if (isAboutTimings(line)) {
                    return;
                }
                if (holding && (!heldBack.isEmpty() || line.contains(QLatin1String("error")))) {
                    heldBack << line;
                } else {
                    say(observer, line);
                }
            },
        .message =
            [&](const CargoMessage &message) {
                release();
                reader.read(message);
                progress.take(message);
            },
        .progress = [&](const CargoProgress &bar) { progress.takeBar(bar); },
        .waiting = observer.waiting,
    };
    (void)co_await onWorker([target = job.folder.target]() -> Result<bool> {
        removeCargoTimings(target);
        return true;
    });
    progress.begin(offline ? CompileStep::Compile : CompileStep::Fetch);
    const CargoRun run = cargoRunIn(job.folder, job.request, job.cargo, job.environment, arguments);
    QElapsedTimer running;
    running.start();
    auto end = co_await runCargo(run, listener, stop);
    if (!end) {
        co_return std::unexpected(end.error());
    }
    outcome.end = *end;
    outcome.built.units = progress.done();
    if (observer.units) {
        const auto units = co_await onWorker(
            [target = job.folder.target]() -> Result<QList<CompiledUnit>> { return takeCargoTimings(target); });
        observer.units(units.value_or(QList<CompiledUnit>()), static_cast<double>(running.nsecsElapsed()) / 1e6);
    }
    if (!offline || outcome.end.exit == ProcessExit{} || !wantedNetwork(outcome.end.errors)) {
        release();
    }
    co_return outcome;
}

QString placeOf(const Diagnostic &diagnostic)
{
    return diagnostic.file.isEmpty() || diagnostic.line == 0
               ? diagnostic.file
               : QStringLiteral("%1:%2:%3").arg(diagnostic.file).arg(diagnostic.line).arg(diagnostic.column);
}

/// What rustc said of the author's code, without colours.
QString authorsErrors(const BuildOutcome &outcome)
{
    QString text;
    for (const CompilerMessage &error : outcome.errors) {
        text += withoutAnsi(error.diagnostic.rendered);
    }
    return text;
}

/// The crate that a build for Wasm failed because of; empty where it is the author's own.
QString culprit(const BuildOutcome &outcome, const QString &errors)
{
    if (!outcome.foreignCrate.isEmpty()) {
        return outcome.foreignCrate;
    }
    if (outcome.errors.isEmpty()) {
        return failedCrate(outcome.end.errors);
    }
    return needsBrowser(errors, outcome.built.crates) ? browserCrate : QString();
}

/// A crate that is not the author's cannot be had on Wasm: what that means is told first, rustc's words below.
std::optional<Error> foreignError(const BuildJob &job, const BuildOutcome &outcome, const CompileObserver &observer)
{
    if (job.request.target != RustTarget::Wasm) {
        return {};
    }
    const QString errors = authorsErrors(outcome);
    const QString crate = culprit(outcome, errors);
    if (crate.isEmpty() || machineError(outcome.end.errors + outcome.foreignLines.join(QLatin1Char('\n')))) {
        return {};
    }
    const QString own =
        outcome.errors.isEmpty() ? QObject::tr("its build script fails") : outcome.errors.front().diagnostic.message;
    const WasmFailure failure{.crate = crate,
                              .words = outcome.foreignWords.isEmpty() ? own : outcome.foreignWords,
                              .errors = errors,
                              .manifest = job.manifest,
                              .lockfile =
                                  readFile(job.folder.source + QStringLiteral("/Cargo.lock")).value_or(QByteArray())};
    const Diagnostic diagnostic = wasmDiagnostic(failure);
    if (observer.diagnostic) {
        observer.diagnostic(diagnostic);
    }
    for (const QString &line : diagnostic.rendered.split(QLatin1Char('\n')) + outcome.foreignLines) {
        say(observer, line);
    }
    return Error{ErrorCode::CompileFailed, diagnostic.message, outcome.end.errors};
}

/// Why a build that ended badly did.
Error buildError(const BuildOutcome &outcome)
{
    if (const auto twice = definedTwice(outcome.errors)) {
        return {ErrorCode::CompileFailed, *twice, outcome.end.errors};
    }
    if (!outcome.errors.isEmpty()) {
        const Diagnostic &first = outcome.errors.front().diagnostic;
        if (auto machine = machineError(first.rendered + outcome.end.errors)) {
            return *machine;
        }
        const QString place = placeOf(first);
        const QString more =
            outcome.errors.size() > 1 ? QStringLiteral(" (and %1 more)").arg(outcome.errors.size() - 1) : QString();
        return {ErrorCode::CompileFailed,
                (place.isEmpty() ? QString() : place + QStringLiteral(": ")) + first.message + more,
                outcome.end.errors};
    }
    return cargoFailure(outcome.end);
}

/// Whether rustc misses a `main` and nothing else. Beside other errors that is only what follows from them: an
/// attribute that fails takes the handler, and its `main`, with it.
bool onlyLacksMain(const BuildOutcome &outcome)
{
    return outcome.end.exit != ProcessExit{} && outcome.noMain && outcome.errors.isEmpty();
}

/// The handlers that rustc saw in modules: it names every function `main` that is not where it looks for one.
QList<SourcePlace> misplacedHandlers(const CompilerMessage &noMain)
{
    QList<SourcePlace> places;
    for (const RustcNote &note : noMain.notes) {
        for (const RustcSpan &span : note.spans) {
            if (isMadeBySdk(span) && !span.file.isEmpty()) {
                places << SourcePlace{span.file, span.line};
            }
        }
    }
    return places;
}

} // namespace

void say(const CompileObserver &observer, const QString &line)
{
    if (observer.line) {
        observer.line(line);
    }
}

Task<BuildOutcome> runOfflineFirst(BuildJob job, OfflineArguments arguments, CompileObserver observer,
                                   std::stop_token stop)
{
    auto outcome = co_await runOnce(job, arguments(true), observer, stop);
    if (outcome && outcome->end.exit != ProcessExit{} && outcome->errors.isEmpty() &&
        wantedNetwork(outcome->end.errors)) {
        outcome = co_await runOnce(job, arguments(false), observer, stop);
    }
    co_return outcome;
}

Task<Built> build(BuildJob job, CompileObserver observer, std::stop_token stop)
{
    const auto arguments = [request = job.request, target = job.target, unoptimised = unoptimisedPackage(job.manifest)](
                               bool offline) { return buildArguments(request, target, unoptimised, offline); };
    auto outcome = co_await runOfflineFirst(job, arguments, observer, stop);
    if (!outcome) {
        co_return std::unexpected(outcome.error());
    }
    co_return co_await builtFrom(job, std::move(*outcome), observer);
}

Task<Built> builtFrom(BuildJob job, BuildOutcome outcome, CompileObserver observer)
{
    if (onlyLacksMain(outcome)) {
        outcome.built.misplaced = misplacedHandlers(*outcome.noMain);
        outcome.built.program.clear();
        co_return outcome.built;
    }
    if (outcome.end.exit != ProcessExit{} || outcome.built.program.isEmpty()) {
        if (const auto foreign = foreignError(job, outcome, observer)) {
            co_return std::unexpected(*foreign);
        }
        co_return std::unexpected(buildError(outcome));
    }
    const auto handler = co_await onWorker([program = outcome.built.program] { return handlerOf(program); });
    if (!handler) {
        co_return std::unexpected(handler.error());
    }
    outcome.built.handler = *handler;
    co_return outcome.built;
}

} // namespace studio::compiler
