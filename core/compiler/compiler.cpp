// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/compiler.h"

#include "core/compiler/artifacts.h"
#include "core/compiler/audit.h"
#include "core/compiler/build.h"
#include "core/compiler/build_lock.h"
#include "core/compiler/cargo_errors.h"
#include "core/compiler/cargo_run.h"
#include "core/compiler/clippy.h"
#include "core/compiler/files.h"
#include "core/compiler/last_build.h"
#include "core/compiler/prepare_sources.h"
#include "core/compiler/step_clock.h"
#include "core/model/compile_observer.h"

#include <QDir>

namespace studio {

namespace {

using namespace compiler;

/// A build folder that is locked.
struct OpenFolder
{
    CompileJob job;
    std::shared_ptr<BuildLock> lock;
};

/// The same with the author's files in it.
struct PreparedFolder
{
    OpenFolder opened;
    PreparedSources sources;
};

/// What a run of cargo that was killed leaves in it.
Task<bool> emptyTemporary(BuildFolder folder)
{
    co_return co_await onWorker([path = folder.temporary]() -> Result<bool> { return QDir(path).removeRecursively(); });
}

} // namespace

class Compiler::Private
{
public:
    Paths paths;
    QString wantedToolchain;
    QString saidNote; ///< of the toolchain: told once, and again where it changes

    bool isNewNote(const QString &note) { return std::exchange(saidNote, note) != note && !note.isEmpty(); }

    static Task<ToolchainChoice> choose(Paths paths, RustTarget target, QString wanted, std::stop_token stop);
    static Task<Artifact> compile(std::shared_ptr<Private> self, CompileRequest request, CompileObserver observer,
                                  std::stop_token stop);
    static Task<OpenFolder> open(std::shared_ptr<Private> self, CompileRequest request, CompileObserver observer,
                                 Stopwatch *watch, std::stop_token stop);
    static Task<PreparedFolder> openPrepared(std::shared_ptr<Private> self, CompileRequest request,
                                             CompileObserver observer, Stopwatch *watch, std::stop_token stop);
    static Task<Artifact> buildLocked(CompileJob job, CompileObserver observer, Stopwatch *watch, std::stop_token stop);
    static Task<int> lint(std::shared_ptr<Private> self, CompileRequest request, CompileObserver observer,
                          std::stop_token stop);
    static Task<CargoAnswer> askCargo(std::shared_ptr<Private> self, CompileRequest request, QStringList arguments,
                                      CompileObserver observer, std::stop_token stop);
};

Task<ToolchainChoice> Compiler::Private::choose(Paths paths, RustTarget target, QString wanted, std::stop_token stop)
{
    const auto found = co_await findToolchains(paths.cache + QStringLiteral("/toolchains.json"), stop);
    if (!found) {
        co_return std::unexpected(found.error());
    }
    co_return chooseToolchain(*found, target, wanted);
}

/// The steps that need the build folder to themselves.
Task<Artifact> Compiler::Private::buildLocked(CompileJob job, CompileObserver observer, Stopwatch *watch,
                                              std::stop_token stop)
{
    auto prepared = co_await prepareSources(job, observer, watch, stop);
    if (!prepared) {
        co_return std::unexpected(prepared.error());
    }
    const BuildJob buildJob{.folder = job.folder,
                            .request = job.request,
                            .cargo = job.toolchain.cargo,
                            .environment = environmentOf(job, prepared->manifest),
                            .target = {},
                            .manifest = prepared->manifest,
                            .sdk = QFileInfo(prepared->sdk.crate).path()};
    auto built = co_await buildChanged(buildJob, &prepared->state, prepared->report.sourceHash,
                                       resolvedKey(job, *prepared), observer, stop);
    watch->lap("cargo");
    if (!built) {
        co_return std::unexpected(co_await explainAndReport(job, built.error(), prepared->report, observer));
    }
    observer.step(CompileStep::Keep);
    if (job.request.profile == Profile::Release) {
        const auto program = co_await withCrates(job.folder, job.request.target, *built, observer, stop);
        if (!program) {
            co_return std::unexpected(program.error());
        }
        built->program = *program;
    }
    auto artifact =
        co_await onWorker([job, kept = *built] { return keepArtifact(job.folder, job.toolchain, job.request, kept); });
    if (artifact) {
        artifact->sourceHash = prepared->report.sourceHash;
    }
    watch->lap("keep");
    co_return artifact;
}

Task<OpenFolder> Compiler::Private::open(std::shared_ptr<Private> self, CompileRequest request,
                                         CompileObserver observer, Stopwatch *watch, std::stop_token stop)
{
    Paths paths = self->paths;
    if (auto made = makeFolder(paths.cache); !made) {
        co_return std::unexpected(made.error());
    }
    paths.cache = QDir(paths.cache).canonicalPath(); // cargo resolves links in the folder that it is started in
    const auto choice = co_await choose(paths, request.target,
                                        request.toolchain.isEmpty() ? self->wantedToolchain : request.toolchain, stop);
    if (!choice) {
        co_return std::unexpected(choice.error());
    }
    // A compile of the dev loop is repeated all the time; the log of another one is read by itself.
    if (request.profile == Profile::Dev ? self->isNewNote(choice->note) : !choice->note.isEmpty()) {
        say(observer, QStringLiteral("\x1b[33mnote\x1b[0m: ") + choice->note);
    }
    watch->lap("toolchain");
    OpenFolder opened{.job = {paths, request, choice->toolchain, buildFolderOf(paths, request, choice->toolchain)},
                      .lock = {}};
    if (const auto made = makeBuildFolder(opened.job.folder); !made) {
        co_return std::unexpected(made.error());
    }
    const auto lock = co_await lockBuildFolder(opened.job.folder.lock, observer, stop);
    if (!lock) {
        co_return std::unexpected(lock.error());
    }
    opened.lock = *lock;
    watch->lap("lock");
    co_return opened;
}

Task<PreparedFolder> Compiler::Private::openPrepared(std::shared_ptr<Private> self, CompileRequest request,
                                                     CompileObserver observer, Stopwatch *watch, std::stop_token stop)
{
    const auto opened = co_await open(std::move(self), std::move(request), observer, watch, stop);
    if (!opened) {
        co_return std::unexpected(opened.error());
    }
    co_return (co_await prepareSources(opened->job, observer, watch, stop))
        .transform([&](const PreparedSources &sources) { return PreparedFolder{*opened, sources}; });
}

Task<Artifact> Compiler::Private::compile(std::shared_ptr<Private> self, CompileRequest request,
                                          CompileObserver observer, std::stop_token stop)
{
    Stopwatch watch(observer);
    const auto clock = std::make_shared<StepClock>(observer);
    const auto opened = co_await open(self, request, observer, &watch, stop);
    if (!opened) {
        co_return std::unexpected(opened.error());
    }
    auto artifact = co_await buildLocked(opened->job, StepClock::observe(clock), &watch, stop);
    (void)co_await emptyTemporary(opened->job.folder);
    if (observer.timing && !stop.stop_requested()) {
        CompileTiming timing = clock->timing();
        timing.isGood = artifact.has_value();
        timing.artifactBytes = artifact ? artifact->size : 0;
        timing.target = request.target;
        timing.profile = request.profile;
        observer.timing(timing);
    }
    if (!artifact) {
        co_return std::unexpected(artifact.error());
    }
    artifact->target = request.target;
    artifact->profile = request.profile;
    artifact->rustVersion = opened->job.toolchain.version.toString();
    artifact->compileMs = watch.milliseconds();
    co_return artifact;
}

Task<CargoAnswer> Compiler::Private::askCargo(std::shared_ptr<Private> self, CompileRequest request,
                                              QStringList arguments, CompileObserver observer, std::stop_token stop)
{
    Stopwatch watch(observer);
    const auto prepared = co_await openPrepared(self, request, observer, &watch, stop);
    if (!prepared) {
        co_return std::unexpected(prepared.error());
    }
    const CompileJob &job = prepared->opened.job;
    const CargoRun run{.spec = {.program = job.toolchain.cargo,
                                .arguments = arguments,
                                .workingDirectory = job.folder.source,
                                .environment = environmentOf(job, prepared->sources.manifest),
                                .seesOwners = !arguments.contains(QStringLiteral("--offline"))},
                       .source = job.folder.source,
                       .shownAs = job.request.sourceFolder,
                       .messages = MessageStream::None};
    const CargoListener listener{.line = observer.line,
                                 .message = {},
                                 .progress =
                                     [observer](const CargoProgress &bar) {
                                         observer.progress ? observer.progress(bar.done, bar.total, bar.unit) : void();
                                     },
                                 .waiting = observer.waiting};
    const auto end = co_await runCargo(run, listener, stop);
    (void)co_await emptyTemporary(job.folder);
    if (!end) {
        co_return std::unexpected(end.error());
    }
    if (end->exit != ProcessExit{}) {
        co_return std::unexpected(
            co_await explainAndReport(job, cargoError(end->errors), prepared->sources.report, observer));
    }
    co_return CargoAnswer{.output = end->standardOutput,
                          .lockfile =
                              readFile(job.folder.source + QStringLiteral("/Cargo.lock")).value_or(QByteArray()),
                          .folder = job.folder.source};
}

Task<int> Compiler::Private::lint(std::shared_ptr<Private> self, CompileRequest request, CompileObserver observer,
                                  std::stop_token stop)
{
    Stopwatch watch(observer);
    const auto prepared = co_await openPrepared(self, request, observer, &watch, stop);
    if (!prepared) {
        co_return std::unexpected(prepared.error());
    }
    const CompileJob &job = prepared->opened.job;
    const auto found = co_await runClippy({.folder = job.folder,
                                           .request = request,
                                           .toolchain = job.toolchain,
                                           .environment = environmentOf(job, prepared->sources.manifest)},
                                          observer, stop);
    (void)co_await emptyTemporary(job.folder);
    co_return found;
}

Compiler::Compiler(Paths paths) : d(std::make_shared<Private>())
{
    d->paths = std::move(paths);
}

Compiler::~Compiler() = default;

const Paths &Compiler::paths() const
{
    return d->paths;
}

Task<Artifact> Compiler::compile(CompileRequest request, CompileObserver observer, std::stop_token stop)
{
    return Private::compile(d, std::move(request), std::move(observer), std::move(stop));
}

Task<int> Compiler::lint(CompileRequest request, CompileObserver observer, std::stop_token stop)
{
    return Private::lint(d, std::move(request), std::move(observer), std::move(stop));
}

Task<CargoAnswer> Compiler::askCargo(CompileRequest request, QStringList arguments, CompileObserver observer,
                                     std::stop_token stop)
{
    return Private::askCargo(d, std::move(request), std::move(arguments), std::move(observer), std::move(stop));
}

void Compiler::setWantedToolchain(const QString &wanted)
{
    d->wantedToolchain = wanted;
}

Task<ToolchainChoice> Compiler::toolchain(RustTarget target, QString wanted)
{
    return Private::choose(d->paths, target, wanted.isEmpty() ? d->wantedToolchain : std::move(wanted), {});
}

} // namespace studio
