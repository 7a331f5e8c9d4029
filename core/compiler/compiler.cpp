// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/compiler.h"

#include "core/compiler/artifact.h"
#include "core/compiler/cargo_command.h"
#include "core/compiler/cargo_messages.h"
#include "core/compiler/project_gate.h"
#include "core/manifest/manifest.h"
#include "core/process/line_splitter.h"

#include <QCoroSignal>
#include <QElapsedTimer>
#include <QFile>
#include <QThread>

#include <fcntl.h>
#include <map>
#include <sys/file.h>
#include <unistd.h>

namespace studio {

namespace {

/// What is remembered of a project between its compiles.
struct ProjectMemory
{
    ProjectGate gate;
    SyncMemory sources;
    QString manifest;      ///< the text that `metadata` belongs to
    QStringList rootFiles; ///< and the files that Cargo finds targets by
    Json metadata;
    HandlerLocation written; ///< what the manifests in the tree were made for
    QByteArray writtenSdk;
};

/// A lock on a file, let go with the process or this value.
class FileLock
{
public:
    FileLock() = default;
    explicit FileLock(int descriptor) : m_descriptor(descriptor) {}
    FileLock(FileLock &&other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    FileLock &operator=(FileLock &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }
    ~FileLock()
    {
        if (m_descriptor >= 0) {
            close(m_descriptor);
        }
    }

private:
    int m_descriptor = -1;
};

/// Takes the lock if it is free; otherwise an empty optional.
Result<std::optional<FileLock>> tryLock(const QString &path)
{
    const int descriptor = open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) {
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("Cannot write %1. Is the disk full or read-only?").arg(path));
    }
    FileLock lock(descriptor);
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        return std::optional<FileLock>();
    }
    return std::optional<FileLock>(std::move(lock));
}

/// Another studio may be compiling the same project.
Task<std::shared_ptr<FileLock>> lockFolder(QString path, CompileObserver observer, std::stop_token stop)
{
    bool isSaid = false;
    for (;;) {
        auto lock = tryLock(path);
        if (!lock) {
            co_return std::unexpected(lock.error());
        }
        if (*lock) {
            co_return std::make_shared<FileLock>(std::move(**lock));
        }
        if (!isSaid && observer.line) {
            observer.line(QStringLiteral("Waiting for another build of this project"));
            isSaid = true;
        }
        co_await onWorker([] {
            QThread::msleep(100);
            return Result<bool>(true);
        });
        if (stop.stop_requested()) {
            co_return cancelled();
        }
    }
}

/// One run of cargo build: what it said, and how it ended.
struct BuildResult
{
    CargoReport report;
    ProcessExit exit;
    QString errorText; ///< stderr without progress
};

Task<BuildResult> runBuild(CargoRun run, bool replacesLibrary, CompileObserver observer, std::stop_token stop)
{
    Process process(buildCommand(run));
    BuildResult result;
    Result<ProcessExit> ended = fail(ErrorCode::Internal, {});
    bool done = false;
    LineSplitter messages(64 << 20); // a message is one line, however long
    LineSplitter words;
    const auto say = [&](const QByteArray &line) {
        // Cargo clears its progress bar with ESC [ K before each line.
        const QString text = QString::fromUtf8(line).remove(QStringLiteral("\x1b[K"));
        if (const auto progress = cargoProgress(text)) {
            if (observer.progress) {
                observer.progress(progress->done, progress->total, progress->unit);
            }
            return;
        }
        if (text.trimmed().isEmpty()) {
            return;
        }
        result.errorText += text + QLatin1Char('\n');
        if (observer.line) {
            observer.line(text);
        }
    };
    QObject::connect(&process, &Process::standardOutput, &process, [&](const QByteArray &chunk) {
        for (const QByteArray &line : messages.feed(chunk)) {
            takeCargoMessage(line, run.bin, replacesLibrary, observer, result.report);
        }
    });
    QObject::connect(&process, &Process::standardError, &process, [&](const QByteArray &chunk) {
        for (const QByteArray &line : words.feed(QByteArray(chunk).replace('\r', '\n'))) {
            say(line);
        }
    });
    QObject::connect(&process, &Process::finished, &process, [&](const Result<ProcessExit> &exit) {
        ended = exit;
        done = true;
    });
    const QPointer<Process> alive(&process);
    const std::stop_callback stopper(stop, [alive] {
        if (alive) {
            QMetaObject::invokeMethod(alive.data(), [alive] { alive->kill(); });
        }
    });
    process.start();
    while (!done) {
        co_await qCoro(&process, &Process::finished);
    }
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    if (!ended) {
        co_return std::unexpected(ended.error());
    }
    result.exit = *ended;
    co_return result;
}

/// The files that Cargo finds targets by when the manifest does not name them.
QStringList rootFiles(const SyncMemory &sources)
{
    QStringList files;
    for (auto file = sources.files.keyBegin(); file != sources.files.keyEnd(); ++file) {
        if (*file == QLatin1String("src/lib.rs") || *file == QLatin1String("src/main.rs") ||
            file->startsWith(QLatin1String("src/bin/"))) {
            files << *file;
        }
    }
    files.sort();
    return files;
}

QString summary(const CargoReport &report)
{
    return report.errors == 1 ? QStringLiteral("The handler does not compile: 1 error.")
                              : QStringLiteral("The handler does not compile: %1 errors.").arg(report.errors);
}

} // namespace

class Compiler::Private
{
public:
    Task<HandlerLocation> prepareManifests(CargoRun run, SdkLayout sdk, QString sourceFolder, QString manifest,
                                           std::shared_ptr<ProjectMemory> memory, std::stop_token stop);
    Task<Artifact> compileLocked(CompileRequest request, CompileObserver observer, std::stop_token stop,
                                 std::shared_ptr<ProjectMemory> memory);
    Task<QList<Toolchain>> toolchains(std::stop_token stop);

    Paths paths;
    QList<Toolchain> found;
    std::map<QString, std::shared_ptr<ProjectMemory>> projects;
    std::map<std::pair<RustTarget, Profile>, SdkLayout> sdks;
};

Task<QList<Toolchain>> Compiler::Private::toolchains(std::stop_token stop)
{
    if (found.isEmpty()) {
        const auto answer = co_await findToolchains(paths.cache + QStringLiteral("/toolchains.json"), stop);
        if (!answer) {
            co_return std::unexpected(answer.error());
        }
        found = *answer;
    }
    co_return found;
}

/// Leaves the tree with manifests for this handler. Cargo is asked where targets are only when something that decides
/// it has changed.
Task<HandlerLocation> Compiler::Private::prepareManifests(CargoRun run, SdkLayout sdk, QString sourceFolder,
                                                          QString manifest, std::shared_ptr<ProjectMemory> memory,
                                                          std::stop_token stop)
{
    const QString tree = run.folder.tree();
    const bool isKnown = !memory->metadata.is_null() && memory->manifest == manifest &&
                         memory->rootFiles == rootFiles(memory->sources) && memory->writtenSdk == sdk.hash;
    if (!isKnown) {
        const BuildFolder folder = run.folder;
        const auto plain = co_await onWorker([=] { return writeManifests(folder, sourceFolder, sdk, {}); });
        if (!plain) {
            co_return std::unexpected(plain.error());
        }
        const auto answer = co_await runProcess(metadataCommand(run), stop);
        if (!answer) {
            co_return std::unexpected(answer.error());
        }
        if (answer->exit != ProcessExit{}) {
            co_return std::unexpected(cargoFailure(QString::fromUtf8(answer->standardError), answer->exit));
        }
        const auto metadata = parseJson(answer->standardOutput);
        if (!metadata) {
            co_return std::unexpected(metadata.error());
        }
        memory->metadata = *metadata;
        memory->manifest = manifest;
        memory->rootFiles = rootFiles(memory->sources);
        memory->written = {};
        memory->writtenSdk = sdk.hash;
    }
    const Json metadata = memory->metadata;
    const bool hasLibTable = hasTable(manifest, QStringLiteral("lib"));
    auto location = co_await onWorker([=] { return locateHandler(metadata, tree, hasLibTable); });
    if (location && memory->written != *location) {
        const HandlerLocation wanted = *location;
        const BuildFolder folder = run.folder;
        const auto final = co_await onWorker([=] { return writeManifests(folder, sourceFolder, sdk, wanted); });
        if (!final) {
            co_return std::unexpected(final.error());
        }
        memory->written = *location;
    }
    co_return location;
}

Task<Artifact> Compiler::Private::compileLocked(CompileRequest request, CompileObserver observer, std::stop_token stop,
                                                std::shared_ptr<ProjectMemory> memory)
{
    QElapsedTimer clock;
    clock.start();
    const auto installed = co_await toolchains(stop);
    if (!installed) {
        co_return std::unexpected(installed.error());
    }
    const auto choice = chooseToolchain(*installed, request.target, request.toolchain);
    if (!choice) {
        co_return std::unexpected(choice.error());
    }
    const QString cache = paths.cache;
    const QString resources = paths.resources;
    const QString key = request.projectKey;
    const auto folder = co_await onWorker([=] { return openBuildFolder(cache, key); });
    if (!folder) {
        co_return std::unexpected(folder.error());
    }
    const auto lock = co_await lockFolder(folder->lockFile(), observer, stop);
    if (!lock) {
        co_return std::unexpected(lock.error());
    }
    auto &sdk = sdks[{request.target, request.profile}];
    if (sdk.folder.isEmpty() || !QFile::exists(sdk.folder)) {
        const auto laidOut =
            co_await onWorker([=] { return layOutSdk(resources, cache, request.target, request.profile); });
        if (!laidOut) {
            co_return std::unexpected(laidOut.error());
        }
        sdk = *laidOut;
    }
    const SdkLayout layout = sdk;
    const BuildFolder build = *folder;
    const auto synced =
        co_await onWorker([=] { return syncSources(build, request.sourceFolder, layout, memory->sources, stop); });
    if (!synced) {
        co_return std::unexpected(synced.error());
    }
    if (observer.line) {
        for (const QString &note :
             (choice->note.isEmpty() ? QStringList() : QStringList(QStringLiteral("note: ") + choice->note)) +
                 synced->notes) {
            observer.line(note);
        }
    }
    CargoRun run{.toolchain = choice->toolchain,
                 .folder = build,
                 .sdkHash = layout.hash,
                 .target = request.target,
                 .profile = request.profile,
                 .cache = cache,
                 .bin = {}};
    const auto handler = co_await prepareManifests(run, layout, request.sourceFolder, synced->manifest, memory, stop);
    if (!handler) {
        co_return std::unexpected(handler.error());
    }
    run.bin = handler->bin;
    const bool replacesLibrary = handler->kind == HandlerLocation::Library;
    // Without the network first: then nothing of it can slow down or change a compile whose crates are all here.
    CompileObserver quiet = observer;
    quiet.line = [&observer](const QString &line) {
        if (observer.line && !wantsNetwork(line)) {
            observer.line(line);
        }
    };
    auto built = co_await runBuild(run, replacesLibrary, quiet, stop);
    if (built && built->exit != ProcessExit{} && built->report.errors == 0 && wantsNetwork(built->errorText)) {
        run.offline = false;
        built = co_await runBuild(run, replacesLibrary, observer, stop);
    }
    if (!built) {
        co_return std::unexpected(built.error());
    }
    if (built->report.errors > 0) {
        co_return fail(ErrorCode::CompileFailed, summary(built->report), built->errorText);
    }
    if (built->exit != ProcessExit{}) {
        co_return std::unexpected(cargoFailure(built->errorText, built->exit));
    }
    const QString program = built->report.executable;
    auto artifact = co_await onWorker([=] { return keepArtifact(program, cache); });
    if (artifact) {
        artifact->target = request.target;
        artifact->profile = request.profile;
        artifact->rustVersion = choice->toolchain.version.toString();
        artifact->sourceHash = synced->sourceHash;
        if (!built->report.libraryFolder.isEmpty()) {
            artifact->libraryPaths = {built->report.libraryFolder, standardLibraryFolder(choice->toolchain)};
            artifact->libraryPaths.removeAll(QString());
        }
        artifact->compileMs = clock.elapsed();
    }
    co_return artifact;
}

Compiler::Compiler(Paths paths) : d(std::make_unique<Private>())
{
    d->paths = std::move(paths);
}

Compiler::~Compiler() = default;

Task<Artifact> Compiler::compile(CompileRequest request, CompileObserver observer, std::stop_token stop)
{
    auto &slot = d->projects[request.projectKey];
    if (!slot) {
        slot = std::make_shared<ProjectMemory>();
    }
    const auto memory = slot;
    while (memory->gate.isTaken()) {
        co_await qCoro(&memory->gate, &ProjectGate::released);
    }
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    memory->gate.take();
    auto artifact = co_await d->compileLocked(std::move(request), std::move(observer), stop, memory);
    memory->gate.release();
    co_return artifact;
}

Task<ToolchainChoice> Compiler::toolchain(RustTarget target, QString wanted)
{
    const auto installed = co_await d->toolchains({});
    if (!installed) {
        co_return std::unexpected(installed.error());
    }
    co_return chooseToolchain(*installed, target, wanted);
}

} // namespace studio
