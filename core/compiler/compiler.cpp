// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/compiler.h"

#include "core/compiler/artifacts.h"
#include "core/compiler/audit.h"
#include "core/compiler/build.h"
#include "core/compiler/build_lock.h"
#include "core/compiler/cargo_errors.h"
#include "core/compiler/cargo_run.h"
#include "core/compiler/cargo_settings.h"
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

/// With a cache that is there, by its own name: cargo resolves links in the folder that it is started in. Blocks.
Result<Paths> madePaths(Paths paths)
{
    return makeFolder(paths.cache).transform([&] {
        paths.cache = QDir(paths.cache).canonicalPath();
        return paths;
    });
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
    static Task<OpenFolder> open(std::shared_ptr<Private> self, CompileRequest request, CompileObserver observer,
                                 Stopwatch *watch, std::stop_token stop);
    /// What `step` gives of the locked build folder, which it leaves without the temporary files that killed programs
    /// leave there, however it ends. All but `self` and `request` must outlive it.
    template <typename T, typename Step>
    static Task<T> inBuildFolder(std::shared_ptr<Private> self, CompileRequest request, const CompileObserver &observer,
                                 Stopwatch *watch, std::stop_token stop, const Step &step);
    static Task<Artifact> buildLocked(CompileJob job, CompileObserver observer, Stopwatch *watch, std::stop_token stop);
    static Task<Artifact> compileLocked(CompileJob job, CompileObserver observer, std::shared_ptr<StepClock> clock,
                                        Stopwatch *watch, std::stop_token stop);
    static Task<int> lintLocked(CompileJob job, CompileObserver observer, Stopwatch *watch, std::stop_token stop);
    static Task<CargoOutput> runCargoCommandLocked(CompileJob job, QStringList arguments, CompileObserver observer,
                                                   Stopwatch *watch, std::stop_token stop);

    static Task<Artifact> compile(std::shared_ptr<Private> self, CompileRequest request, CompileObserver observer,
                                  std::stop_token stop);
    static Task<int> lint(std::shared_ptr<Private> self, CompileRequest request, CompileObserver observer,
                          std::stop_token stop);
    static Task<CargoOutput> runCargoCommand(std::shared_ptr<Private> self, CompileRequest request,
                                             QStringList arguments, CompileObserver observer, std::stop_token stop);
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
    const auto paths = co_await onWorker([wanted = self->paths] { return madePaths(wanted); });
    if (!paths) {
        co_return std::unexpected(paths.error());
    }
    const auto choice = co_await choose(*paths, request.target,
                                        request.toolchain.isEmpty() ? self->wantedToolchain : request.toolchain, stop);
    if (!choice) {
        co_return std::unexpected(choice.error());
    }
    // A compile of the dev loop is repeated all the time; the log of another one is read by itself.
    if (request.profile == Profile::Dev ? self->isNewNote(choice->note) : !choice->note.isEmpty()) {
        say(observer, QStringLiteral("\x1b[33mnote\x1b[0m: ") + choice->note);
    }
    watch->lap("toolchain");
    OpenFolder opened{.job = {*paths, request, choice->toolchain, buildFolderOf(*paths, request, choice->toolchain)},
                      .lock = {}};
    const auto made = co_await onWorker([folder = opened.job.folder]() -> Result<bool> {
        return makeBuildFolder(folder).transform([] { return true; });
    });
    if (!made) {
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

template <typename T, typename Step>
Task<T> Compiler::Private::inBuildFolder(std::shared_ptr<Private> self, CompileRequest request,
                                         const CompileObserver &observer, Stopwatch *watch, std::stop_token stop,
                                         const Step &step)
{
    const auto opened = co_await open(std::move(self), std::move(request), observer, watch, stop);
    if (!opened) {
        co_return std::unexpected(opened.error());
    }
    auto result = co_await step(opened->job);
    (void)co_await onWorker(
        [path = opened->job.folder.temporary]() -> Result<bool> { return QDir(path).removeRecursively(); });
    co_return result;
}

Task<Artifact> Compiler::Private::compileLocked(CompileJob job, CompileObserver observer,
                                                std::shared_ptr<StepClock> clock, Stopwatch *watch,
                                                std::stop_token stop)
{
    auto artifact = co_await buildLocked(job, StepClock::observe(clock), watch, stop);
    if (artifact) {
        artifact->target = job.request.target;
        artifact->profile = job.request.profile;
        artifact->rustVersion = job.toolchain.version.toString();
    }
    if (observer.timing && !stop.stop_requested()) {
        CompileTiming timing = clock->timing();
        timing.isGood = artifact.has_value();
        timing.artifactBytes = artifact ? artifact->size : 0;
        timing.target = job.request.target;
        timing.profile = job.request.profile;
        observer.timing(timing);
    }
    co_return artifact;
}

Task<Artifact> Compiler::Private::compile(std::shared_ptr<Private> self, CompileRequest request,
                                          CompileObserver observer, std::stop_token stop)
{
    Stopwatch watch(observer);
    const auto clock = std::make_shared<StepClock>(observer);
    const auto step = [&](const CompileJob &job) { return compileLocked(job, observer, clock, &watch, stop); };
    auto artifact = co_await inBuildFolder<Artifact>(std::move(self), std::move(request), observer, &watch, stop, step);
    if (artifact) {
        artifact->compileMs = watch.milliseconds();
    }
    co_return artifact;
}

Task<CargoOutput> Compiler::Private::runCargoCommandLocked(CompileJob job, QStringList arguments,
                                                           CompileObserver observer, Stopwatch *watch,
                                                           std::stop_token stop)
{
    const auto prepared = co_await prepareSources(job, observer, watch, stop);
    if (!prepared) {
        co_return std::unexpected(prepared.error());
    }
    const CargoRun run = cargoRunIn(job.folder, job.request, job.toolchain.cargo,
                                    environmentOf(job, prepared->manifest), arguments, MessageStream::None);
    const CargoListener listener{.line = observer.line,
                                 .message = {},
                                 .progress =
                                     [observer](const CargoProgress &bar) {
                                         observer.progress ? observer.progress(bar.done, bar.total, bar.unit) : void();
                                     },
                                 .waiting = observer.waiting};
    const auto end = co_await runCargo(run, listener, stop);
    if (!end) {
        co_return std::unexpected(end.error());
    }
    if (end->exit != ProcessExit{}) {
        co_return std::unexpected(co_await explainAndReport(job, cargoFailure(*end), prepared->report, observer));
    }
    const auto lockfile =
        co_await onWorker([path = job.folder.source + QStringLiteral("/Cargo.lock")] { return readFile(path); });
    co_return CargoOutput{
        .output = end->standardOutput, .lockfile = lockfile.value_or(QByteArray()), .folder = job.folder.source};
}

Task<CargoOutput> Compiler::Private::runCargoCommand(std::shared_ptr<Private> self, CompileRequest request,
                                                     QStringList arguments, CompileObserver observer,
                                                     std::stop_token stop)
{
    Stopwatch watch(observer);
    const auto step = [&](const CompileJob &job) {
        return runCargoCommandLocked(job, arguments, observer, &watch, stop);
    };
    co_return co_await inBuildFolder<CargoOutput>(std::move(self), std::move(request), observer, &watch, stop, step);
}

Task<int> Compiler::Private::lintLocked(CompileJob job, CompileObserver observer, Stopwatch *watch,
                                        std::stop_token stop)
{
    const auto prepared = co_await prepareSources(job, observer, watch, stop);
    if (!prepared) {
        co_return std::unexpected(prepared.error());
    }
    co_return co_await runClippy({.folder = job.folder,
                                  .request = job.request,
                                  .toolchain = job.toolchain,
                                  .environment = environmentOf(job, prepared->manifest)},
                                 observer, stop);
}

Task<int> Compiler::Private::lint(std::shared_ptr<Private> self, CompileRequest request, CompileObserver observer,
                                  std::stop_token stop)
{
    Stopwatch watch(observer);
    const auto step = [&](const CompileJob &job) { return lintLocked(job, observer, &watch, stop); };
    co_return co_await inBuildFolder<int>(std::move(self), std::move(request), observer, &watch, stop, step);
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

Task<CargoOutput> Compiler::runCargoCommand(CompileRequest request, QStringList arguments, CompileObserver observer,
                                            std::stop_token stop)
{
    return Private::runCargoCommand(d, std::move(request), std::move(arguments), std::move(observer), std::move(stop));
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
