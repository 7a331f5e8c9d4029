// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/direct_build.h"

#include "core/compiler/build_reader.h"
#include "core/compiler/files.h"
#include "core/compiler/link_watch.h"
#include "core/compiler/rustc_command.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QObject>

#include <algorithm>
#include <utility>

namespace studio::compiler {

namespace {

/// Nothing where the record is not the one of that build, or is about another rustc. Blocks.
std::optional<RustcCommand> commandOf(const BuildJob &job, const LastBuild &last)
{
    const QByteArray record = readRecord(job.folder.record);
    if (record.isEmpty() || sha256(record) != last.record) {
        return {};
    }
    auto command = readRustcCommand(record);
    const bool isOurs =
        command && command->arguments.front() == job.environment.value(QStringLiteral("RUSTC")) &&
        !programOf(*command).isEmpty() && !argumentsFor(*command, job.folder.direct).isEmpty() &&
        std::ranges::all_of(cratesOf(*command), [](const QString &path) { return QFile::exists(path); });
    return isOurs ? command : std::nullopt;
}

/// Empty, so that what is in it afterwards was made by this run. Blocks.
Result<void> makeEmptyFolder(const QString &path)
{
    QDir(path).removeRecursively();
    return makeFolder(path);
}

CargoRun rustcRun(const BuildJob &job, const RustcCommand &command)
{
    QProcessEnvironment environment = job.environment;
    environment.insert(command.variables);
    return {.spec = {.program = command.arguments.front(),
                     .arguments = argumentsFor(command, job.folder.direct),
                     .workingDirectory = job.folder.source,
                     .environment = environment},
            .source = job.folder.source,
            .shownAs = job.request.sourceFolder,
            .messages = MessageStream::StandardError};
}

/// Gives what rustc made the names that cargo would. Empty where it is not there. Blocks.
QString takenProgram(const BuildJob &job, const RustcCommand &command, const LastBuild &last)
{
    const QFileInfo asCargo(last.program);
    const QString ending = asCargo.suffix().isEmpty() ? QString() : u'.' + asCargo.suffix();
    const QString made = job.folder.direct + u'/' + programOf(command);
    const QString program = job.folder.direct + u'/' + asCargo.fileName();
    const QString sources = job.folder.direct + u'/' + asCargo.completeBaseName() + QStringLiteral(".d");
    const bool isTaken = QFile::rename(made + ending, program) && QFile::rename(made + QStringLiteral(".d"), sources);
    return isTaken ? program : QString();
}

/// As cargo says it.
void sayStep(const CompileObserver &observer, const QString &verb, const QString &what)
{
    say(observer, QStringLiteral("\x1b[1m\x1b[92m%1\x1b[0m %2").arg(verb, 12).arg(what));
}

QString crateText(const RustcCommand &command, const BuildJob &job)
{
    return QStringLiteral("%1 v%2 (%3)")
        .arg(command.variables.value(QStringLiteral("CARGO_PKG_NAME")),
             command.variables.value(QStringLiteral("CARGO_PKG_VERSION")), job.request.sourceFolder);
}

/// rustc alone has one unit.
void tellUnit(const CompileObserver &observer, const RustcCommand &command, int done)
{
    if (observer.progress) {
        observer.progress(done, 1, command.variables.value(QStringLiteral("CARGO_PKG_NAME")));
    }
}

double millisecondsOf(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

CompiledUnit unitOf(const RustcCommand &command, double milliseconds)
{
    return {.crate = command.variables.value(QStringLiteral("CARGO_PKG_NAME")),
            .version = command.variables.value(QStringLiteral("CARGO_PKG_VERSION")),
            .target = {},
            .durationMs = milliseconds};
}

/// rustc's error about a crate that is not as it was: too new, of another target or kind, missing, of another compiler,
/// damaged (The rustc error index).
constexpr const char *crateErrors[] = {"E0460", "E0461", "E0462", "E0463", "E0514", "E0786"};

/// An error that may not be the author's: it points nowhere in the author's files, as that of a linker, or is about a
/// crate.
bool isForeign(const CargoMessage &message)
{
    const auto *said = std::get_if<CompilerMessage>(&message);
    if (!said || said->diagnostic.severity != Severity::Error || said->isSummary) {
        return false;
    }
    return said->diagnostic.file.isEmpty() || std::ranges::any_of(crateErrors, [&](const char *code) {
               return said->diagnostic.code == QLatin1StringView(code);
           });
}

} // namespace

Task<std::optional<Built>> buildDirectly(BuildJob job, LastBuild last, CompileObserver observer, std::stop_token stop)
{
    QElapsedTimer timer;
    timer.start();
    const auto prepared = co_await onWorker([job, last]() -> Result<std::optional<RustcCommand>> {
        auto command = commandOf(job, last);
        return command && makeEmptyFolder(job.folder.direct) ? command : std::nullopt;
    });
    if (!prepared || !*prepared) {
        co_return std::optional<Built>();
    }
    const RustcCommand command = **prepared;
    BuildOutcome outcome;
    outcome.built.libraries = last.libraries;
    outcome.built.crates = last.crates;
    outcome.built.units = last.units;
    BuildReader reader(job, observer, outcome);
    bool hasForeign = false;
    sayStep(observer, QStringLiteral("Compiling"), crateText(command, job)); // untranslated: as cargo
    const CargoListener listener{.line = [&](const QString &line) { say(observer, line); },
                                 .message =
                                     [&](const CargoMessage &message) {
                                         hasForeign = hasForeign || isForeign(message);
                                         if (!hasForeign) {
                                             reader.read(message);
                                         }
                                     },
                                 .progress = {}};
    const LinkWatch link(job, [&] { observer.step ? observer.step(CompileStep::Link) : void(); });
    tellUnit(observer, command, 0);
    QElapsedTimer running;
    running.start();
    const auto end = co_await runCargo(rustcRun(job, command), listener, stop);
    if (!end) {
        co_return std::unexpected(end.error());
    }
    tellUnit(observer, command, 1);
    const CompiledUnit unit = unitOf(command, millisecondsOf(running));
    const auto tellTime = [&] { observer.units ? observer.units({unit}, millisecondsOf(running)) : void(); };
    outcome.end = *end;
    const bool hasEndedWell = end->exit == ProcessExit{};
    if (hasForeign || (!hasEndedWell && outcome.errors.isEmpty())) {
        co_return std::optional<Built>();
    }
    if (hasEndedWell) {
        const auto program =
            co_await onWorker([job, command, last]() -> Result<QString> { return takenProgram(job, command, last); });
        outcome.built.program = program.value_or(QString());
        if (outcome.built.program.isEmpty()) {
            co_return std::optional<Built>();
        }
    }
    const auto built = co_await builtFrom(job, std::move(outcome), observer);
    if (!built) {
        tellTime();
        co_return std::unexpected(built.error());
    }
    if (!built->handler) {
        co_return std::optional<Built>(); // another target may have one now
    }
    tellTime();
    // untranslated: as cargo
    sayStep(observer, QStringLiteral("Finished"),
            QStringLiteral("in %1s").arg(static_cast<double>(timer.elapsed()) / 1000, 0, 'f', 2));
    co_return *built;
}

} // namespace studio::compiler
