// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/build.h"

#include "core/compiler/cargo_errors.h"
#include "core/compiler/cargo_run.h"
#include "core/compiler/cargo_settings.h"
#include "core/compiler/files.h"
#include "core/compiler/handler_target.h"
#include "core/compiler/wasm_errors.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

namespace studio::compiler {

namespace {

/// What one run of `cargo rustc` left behind.
struct Outcome
{
    CargoEnd end;
    Built built;
    int errors = 0;
    std::optional<Diagnostic> firstError;
    std::optional<Diagnostic> twice; ///< "the name `handler` is defined multiple times"
    bool noMain = false;
    QString foreignCrate;     ///< the first of somebody else's that does not compile …
    QString foreignWords;     ///< … and why
    QStringList foreignLines; ///< what rustc drew of it
};

/// ".../registry/src/…/mio-1.0.4/Cargo.toml" → "mio".
QString crateOf(const QString &manifest)
{
    static const QRegularExpression version(QStringLiteral("-\\d+\\.\\d+\\.\\d+.*$"));
    return QFileInfo(manifest).dir().dirName().remove(version);
}

/// Reads the messages of a build as they come.
class BuildReader
{
public:
    BuildReader(const BuildJob &job, const CompileObserver &observer, Outcome &outcome)
        : m_observer(observer)
        , m_outcome(outcome)
        , m_target(job.target)
        , m_isWasm(job.request.target == RustTarget::Wasm)
        , m_manifest(job.folder.source + QStringLiteral("/Cargo.toml"))
        , m_source(job.folder.source + QLatin1Char('/'))
    {
    }

    void read(const CargoMessage &message)
    {
        if (const auto *target = std::get_if<BuiltTarget>(&message)) {
            built(*target);
        } else if (const auto *said = std::get_if<CompilerMessage>(&message)) {
            diagnosed(*said);
        }
    }

private:
    void built(const BuiltTarget &target)
    {
        m_outcome.built.crates << target.package;
        if (target.manifest == m_manifest && target.kinds.contains(QStringLiteral("bin")) && !target.files.isEmpty()) {
            m_outcome.built.program = target.files.front();
        } else if (!target.kinds.contains(QStringLiteral("proc-macro"))) {
            m_outcome.built.libraries << target.files.filter(QStringLiteral(".so"));
        }
    }

    void diagnosed(const CompilerMessage &said)
    {
        Diagnostic diagnostic = said.diagnostic;
        const bool isOurs = said.manifest.startsWith(m_source);
        if (!isOurs && diagnostic.severity != Severity::Error) {
            return; // a warning in somebody else's crate
        }
        if (diagnostic.code == QLatin1String("E0601")) {
            diagnostic = noMain(diagnostic);
        }
        if (diagnostic.severity == Severity::Error && !said.isSummary) {
            count(diagnostic);
        }
        const QStringList lines = diagnostic.rendered.split(QLatin1Char('\n'));
        if (!isOurs && m_isWasm) {
            // Told later, below what it means.
            if (m_outcome.foreignCrate.isEmpty()) {
                m_outcome.foreignCrate = crateOf(said.manifest);
                m_outcome.foreignWords = diagnostic.message;
            }
            m_outcome.foreignLines += lines;
            return;
        }
        for (const QString &line : lines) {
            say(m_observer, line);
        }
        if (m_observer.diagnostic && !said.isSummary) {
            m_observer.diagnostic(diagnostic);
        }
    }

    void count(const Diagnostic &diagnostic)
    {
        ++m_outcome.errors;
        if (!m_outcome.firstError) {
            m_outcome.firstError = diagnostic;
        }
        if (diagnostic.code == QLatin1String("E0428") && diagnostic.message.contains(QLatin1String("`handler`"))) {
            m_outcome.twice = diagnostic;
        }
    }

    /// rustc misses a `main`; what the author left out is the handler.
    Diagnostic noMain(const Diagnostic &rustc)
    {
        m_outcome.noMain = true;
        Diagnostic diagnostic = rustc;
        diagnostic.file = m_target.source;
        diagnostic.message = QStringLiteral("No handler found in %1: write `%2`.").arg(m_target.source, handlerShape());
        diagnostic.rendered =
            QStringLiteral("\x1b[1m\x1b[91merror\x1b[0m\x1b[1m: ") + diagnostic.message + QStringLiteral("\x1b[0m\n");
        return diagnostic;
    }

    const CompileObserver &m_observer;
    Outcome &m_outcome;
    CargoTarget m_target;
    bool m_isWasm;
    QString m_manifest;
    QString m_source;
};

CargoRun buildRun(const BuildJob &job, bool offline)
{
    return {.spec = {.program = job.cargo,
                     .arguments = buildArguments(job.request, job.target, unoptimisedPackage(job.manifest), offline),
                     .workingDirectory = job.folder.source,
                     .environment = job.environment},
            .source = job.folder.source,
            .shownAs = job.request.sourceFolder};
}

Task<Outcome> buildOnce(BuildJob job, bool offline, CompileObserver observer, std::stop_token stop)
{
    Outcome outcome;
    BuildReader reader(job, observer, outcome);
    // Without the network it may fail only for that; its words about it are of no use to anybody.
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
            },
        .progress = observer.progress,
    };
    const CargoRun run = buildRun(job, offline);
    auto end = co_await runCargo(run, listener, stop);
    if (!end) {
        co_return std::unexpected(end.error());
    }
    outcome.end = *end;
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

/// A crate that is not the author's does not compile to Wasm: what that means is told first, rustc's words below.
std::optional<Error> foreignError(const BuildJob &job, const Outcome &outcome, const CompileObserver &observer)
{
    const bool isAuthors = outcome.errors > 0 && outcome.foreignCrate.isEmpty();
    const QString crate = outcome.foreignCrate.isEmpty() ? failedCrate(outcome.end.errors) : outcome.foreignCrate;
    if (job.request.target != RustTarget::Wasm || isAuthors || crate.isEmpty() ||
        machineError(outcome.end.errors + outcome.foreignLines.join(QLatin1Char('\n')))) {
        return {};
    }
    const WasmFailure failure{
        .crate = crate,
        .words = outcome.foreignWords.isEmpty() ? QStringLiteral("its build script fails") : outcome.foreignWords,
        .manifest = job.manifest,
        .lockfile = readFile(job.folder.source + QStringLiteral("/Cargo.lock")).value_or(QByteArray())};
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
Error buildError(const Outcome &outcome)
{
    if (outcome.noMain) {
        return {ErrorCode::InvalidArgument, outcome.firstError->message, outcome.end.errors};
    }
    if (outcome.twice) {
        return {ErrorCode::CompileFailed,
                QStringLiteral("Two handlers in %1: a project has one; remove `#[ignite::main]` and the function at "
                               "line %2, or the other.")
                    .arg(outcome.twice->file)
                    .arg(outcome.twice->line),
                outcome.end.errors};
    }
    if (outcome.firstError) {
        if (auto machine = machineError(outcome.firstError->rendered + outcome.end.errors)) {
            return *machine;
        }
        const QString place = placeOf(*outcome.firstError);
        const QString more = outcome.errors > 1 ? QStringLiteral(" (and %1 more)").arg(outcome.errors - 1) : QString();
        return {ErrorCode::CompileFailed,
                (place.isEmpty() ? QString() : place + QStringLiteral(": ")) + outcome.firstError->message + more,
                outcome.end.errors};
    }
    if (outcome.end.exit.signal != 0) {
        return {ErrorCode::Unavailable, QStringLiteral("cargo %1.").arg(describe(outcome.end.exit)),
                outcome.end.errors};
    }
    return cargoError(outcome.end.errors);
}

} // namespace

void say(const CompileObserver &observer, const QString &line)
{
    if (observer.line) {
        observer.line(line);
    }
}

Task<Built> build(BuildJob job, CompileObserver observer, std::stop_token stop)
{
    auto outcome = co_await buildOnce(job, true, observer, stop);
    if (outcome && outcome->end.exit != ProcessExit{} && outcome->errors == 0 && wantedNetwork(outcome->end.errors)) {
        outcome = co_await buildOnce(job, false, observer, stop);
    }
    if (!outcome) {
        co_return std::unexpected(outcome.error());
    }
    if (outcome->end.exit != ProcessExit{} || outcome->built.program.isEmpty()) {
        if (const auto foreign = foreignError(job, *outcome, observer)) {
            co_return std::unexpected(*foreign);
        }
        co_return std::unexpected(buildError(*outcome));
    }
    co_return outcome->built;
}

} // namespace studio::compiler
