// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/compile_draft.h"

#include "core/base/lifetime.h"
#include "core/base/uuid7.h"
#include "core/compiler/missing_files.h"
#include "core/local/unpacked_sources.h"
#include "core/runner/precompile.h"
#include "core/source/left_out_notes.h"

namespace studio {

namespace {

ArtifactDetails detailsOf(const Artifact &artifact)
{
    ArtifactDetails details{.size = artifact.size,
                            .crates = {},
                            .imports = artifact.interface.imports,
                            .exports = artifact.interface.exports};
    for (const LockedCrate &crate : artifact.crates) {
        details.crates.append({crate.name, crate.version});
    }
    return details;
}

/// Removes the sources on a worker: a large tree takes a while.
Task<bool> removeSources(std::shared_ptr<UnpackedSources> sources)
{
    co_return co_await onWorker([kept = std::move(sources)]() mutable -> Result<bool> {
        kept.reset();
        return true;
    });
}

/// An archive does not tell what packing left out of it; that is kept in the cache.
Task<Error> explained(Error error, QString cache, QByteArray codeHash, QString folder)
{
    co_return co_await onWorker(
        [=]() -> Result<Error> { return withLeftOutFiles(error, leftOutOf(cache, codeHash), folder); });
}

} // namespace

Result<DraftCompile> beginCompile(Store &store, const AppId &id)
{
    const auto app = store.app(id);
    if (!app) {
        return std::unexpected(app.error());
    }
    const auto draft = store.draft(id);
    if (!draft) {
        return std::unexpected(draft.error());
    }
    const auto archive = store.blob(draft->codeHash);
    if (!archive) {
        return std::unexpected(archive.error());
    }
    return store.compileStarted(id, draft->codeHash, uuid7()).transform([&](const Draft &begun) {
        return DraftCompile{.app = *app, .draft = begun, .archive = *archive};
    });
}

Task<Artifact> compileArchive(const QObject *owner, Compiler *compiler, QString cache, DraftCompile begun,
                              CompileObserver observer, std::stop_token stop)
{
    const QByteArray codeHash = begun.draft.codeHash;
    auto sources = co_await whileAlive(owner, onWorker([archive = begun.archive, codeHash, cache, stop] {
                                           return UnpackedSources::unpack(archive, codeHash,
                                                                          cache + QStringLiteral("/sources"), stop);
                                       }));
    if (!sources) {
        co_return std::unexpected(sources.error());
    }
    const CompileRequest request{.projectKey = begun.app.id.toString(),
                                 .sourceFolder = (*sources)->folder(),
                                 .target = begun.app.target,
                                 .profile = Profile::Release,
                                 .toolchain = begun.app.toolchain};
    CompileTiming timing;
    const auto tell = std::exchange(observer.timing, [&timing](const CompileTiming &compiled) { timing = compiled; });
    auto artifact = co_await compiler->compile(request, observer, stop);
    if (!artifact) {
        artifact = std::unexpected(
            (co_await explained(artifact.error(), cache, codeHash, (*sources)->folder())).value_or(artifact.error()));
    }
    (void)co_await removeSources(std::move(*sources));
    if (artifact && artifact->target == RustTarget::Wasm) {
        observer.step ? observer.step(CompileStep::Precompile) : void();
        QElapsedTimer timer;
        timer.start();
        const auto code = co_await precompiled(artifact->path, cache, stop);
        const double milliseconds = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        timing.steps.append({CompileStep::Precompile, milliseconds});
        timing.milliseconds += milliseconds;
        if (!code) {
            artifact = std::unexpected(code.error());
            timing.isGood = false;
            timing.artifactBytes = 0;
        }
    }
    if (tell && !timing.steps.isEmpty() && !stop.stop_requested()) {
        tell(timing);
    }
    co_return artifact;
}

Result<Draft> endCompile(Store &store, const DraftCompile &begun, const Result<Artifact> &compiled)
{
    const AppId &id = begun.app.id;
    const QByteArray &hash = begun.draft.codeHash;
    if (!compiled && compiled.error().code == ErrorCode::Cancelled) {
        return store.compileStopped(id, hash);
    }
    if (!compiled) {
        return store.compileFailed(id, hash, compiled.error().message);
    }
    return store.compileFinished(id, hash, compiled->path, compiled->target, compiled->rustVersion,
                                 detailsOf(*compiled));
}

Error compileFailure(Error error)
{
    if (error.code == ErrorCode::InvalidArgument) {
        error.code = ErrorCode::CompileFailed;
    }
    return error;
}

} // namespace studio
