// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/local_platform.h"

#include "core/base/uuid7.h"
#include "core/platform/code_source.h"
#include "core/platform/handler_call.h"
#include "core/platform/instance_pool.h"
#include "core/platform/packed_before.h"
#include "core/platform/store_thread.h"
#include "core/runner/precompile.h"

#include <QFile>
#include <QPointer>

namespace studio {

namespace {

/// Everything that a call needs to know, read in one go.
struct InvokePlan
{
    App app;
    QByteArray artifactHash;
    QString program;
    RustTarget target = RustTarget::Native;
};

Result<InvokePlan> planInvoke(Store &store, const AppId &id, const InvokeTarget &target)
{
    const auto app = store.app(id);
    if (!app) {
        return std::unexpected(app.error());
    }
    InvokePlan plan{.app = *app, .artifactHash = {}, .program = {}};
    if (target.kind == InvokeTarget::Draft) {
        const auto draft = store.draft(id);
        if (!draft) {
            return std::unexpected(draft.error());
        }
        if (draft->artifactHash.isEmpty()) {
            return fail(ErrorCode::FailedPrecondition,
                        QStringLiteral("The draft of %1 is not compiled. Compile it with: ignite draft compile %1")
                            .arg(id.toString()));
        }
        plan.artifactHash = draft->artifactHash;
        plan.target = draft->artifactTarget;
    } else {
        if (target.kind == InvokeTarget::Active && app->activeVersion == 0) {
            return fail(ErrorCode::FailedPrecondition,
                        QStringLiteral("%1 has no published version. Publish its draft with: ignite draft publish %1")
                            .arg(id.toString()));
        }
        const auto version =
            store.version(id, target.kind == InvokeTarget::Active ? app->activeVersion : target.version);
        if (!version) {
            return std::unexpected(version.error());
        }
        plan.artifactHash = version->artifactHash;
        plan.target = version->target;
        plan.app.memoryMb = version->memoryMb > 0 ? version->memoryMb : app->memoryMb;
        plan.app.timeoutSecs = version->timeoutSecs > 0 ? version->timeoutSecs : app->timeoutSecs;
    }
    const auto program = store.blob(plan.artifactHash);
    if (!program) {
        return std::unexpected(program.error());
    }
    plan.program = *program;
    return plan;
}

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

/// No instance was to be had: none was free in time, or none can be started.
Result<Invocation> answeredByPlatform(const HandlerCall &call, const Error &error)
{
    if (error.code != ErrorCode::DeadlineExceeded) {
        return std::unexpected(error);
    }
    Invocation invocation;
    invocation.executionId = call.executionId;
    invocation.request = call.request;
    invocation.response = platformError(504, error.message);
    return invocation;
}

/// On a thread of the pool with a connection of its own, so that nobody waits for it but the end of the program. That
/// it fails is no news: the next one tries again.
void collectLater(const QString &folder)
{
    QThreadPool::globalInstance()->start([folder] {
        if (const auto store = Store::open(folder)) {
            (void)(*store)->collectGarbage();
        }
    });
}

InstancePool::Wanted wantedFor(const InvokePlan &plan)
{
    return {.app = plan.app.id.toString(),
            .artifact = plan.artifactHash,
            .spec = {.program = plan.program,
                     .target = plan.target,
                     .profile = Profile::Release,
                     .libraryPaths = {},
                     .functionId = plan.app.id.functionId(),
                     .environment = plan.app.environment,
                     .memoryBytes = qint64(plan.app.memoryMb) << 20},
            .maxReplicas = plan.app.maxReplicas};
}

} // namespace

class LocalPlatform::Private
{
public:
    Private(Paths where, Compiler *theCompiler, HttpClient *theClient)
        : paths(std::move(where))
        , compiler(theCompiler)
        , client(theClient)
        , store(paths.data)
        , pool(handlerRunner(paths.cache))
    {
    }

    [[nodiscard]] QString temporary() const { return paths.data + QStringLiteral("/tmp"); }
    [[nodiscard]] QString sources() const { return paths.cache + QStringLiteral("/sources"); }

    Paths paths;
    Compiler *compiler;
    HttpClient *client;
    StoreThread store;
    InstancePool pool;
};

LocalPlatform::LocalPlatform(Paths paths, Compiler *compiler, HttpClient *client, QObject *parent)
    : ComputeService(parent), d(std::make_unique<Private>(std::move(paths), compiler, client))
{
}

LocalPlatform::~LocalPlatform() = default;

Task<App> LocalPlatform::createApp(App app)
{
    const QPointer<LocalPlatform> self(this);
    auto created = co_await d->store.run([app](Store &store) { return store.createApp(app); });
    if (created && self) {
        Q_EMIT appChanged(app.id);
    }
    co_return created;
}

Task<App> LocalPlatform::updateApp(App app)
{
    const QPointer<LocalPlatform> self(this);
    auto updated = co_await d->store.run([app](Store &store) { return store.updateApp(app); });
    if (updated && self) {
        Q_EMIT appChanged(app.id);
    }
    co_return updated;
}

Task<App> LocalPlatform::getApp(AppId id)
{
    co_return co_await d->store.run([id](Store &store) { return store.app(id); });
}

Task<QList<App>> LocalPlatform::listApps(QString organization)
{
    co_return co_await d->store.run([organization](Store &store) { return store.apps(organization); });
}

Task<bool> LocalPlatform::deleteApp(AppId id)
{
    const QPointer<LocalPlatform> self(this);
    auto deleted = co_await d->store.run(
        [id](Store &store) -> Result<bool> { return store.deleteApp(id).transform([] { return true; }); });
    if (deleted && self) {
        d->pool.drop(id.toString());
        collectLater(d->paths.data);
        Q_EMIT appChanged(id);
    }
    co_return deleted;
}

Task<Draft> LocalPlatform::saveDraft(AppId id, DraftSource source, std::stop_token stop)
{
    const QPointer<LocalPlatform> self(this);
    // The app first: an unknown one should not cost the packing of a large folder.
    if (const auto app = co_await d->store.run([id](Store &store) { return store.app(id); }); !app) {
        co_return std::unexpected(app.error());
    }
    if (!self) {
        co_return cancelled();
    }
    // Beside the look at the folder: most often it has not changed, and then its archive must be whole.
    (void)d->store.run([cache = d->paths.cache, folder = source.code](Store &store) {
        return store.blob(lastPackedHash(cache, folder));
    });
    const AppChanges changes{source.target, source.inputSchema, source.outputSchema};
    auto prepared = co_await prepareArchive(source, id.name, d->temporary(), d->paths.cache, stop);
    if (prepared && self && prepared->path.isEmpty()) {
        auto known = co_await d->store.run(
            [id, hash = prepared->codeHash, changes](Store &store) { return store.saveKnownDraft(id, hash, changes); });
        if (known || known.error().code != ErrorCode::NotFound) {
            co_return self ? told(std::move(known), prepared->notes) : known;
        }
        if (self) { // the store has lost it
            prepared = co_await prepareArchive(source, id.name, d->temporary(), {}, stop);
        }
    }
    if (!prepared) {
        co_return std::unexpected(prepared.error());
    }
    if (!self || stop.stop_requested()) {
        co_return cancelled();
    }
    const PreparedArchive archive = *prepared;
    auto draft = co_await d->store.run([id, archive, changes](Store &store) {
        auto saved = store.saveDraft(id, archive.path, archive.codeHash, changes);
        if (archive.temporary) {
            QFile::remove(archive.path);
        }
        return saved;
    });
    co_return self ? told(std::move(draft), archive.notes) : draft;
}

Result<Draft> LocalPlatform::told(Result<Draft> draft, const QStringList &notes)
{
    if (draft) {
        draft->notes = notes;
        Q_EMIT appChanged(draft->app);
    }
    return draft;
}

Task<Draft> LocalPlatform::draftInfo(AppId id)
{
    co_return co_await d->store.run([id](Store &store) { return store.draft(id); });
}

Task<Draft> LocalPlatform::compileDraft(AppId id, CompileObserver observer, std::stop_token stop)
{
    const QPointer<LocalPlatform> self(this);
    struct Start
    {
        App app;
        Draft draft;
        QString archive;
    };
    const auto start = co_await d->store.run([id](Store &store) -> Result<Start> {
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
            return Start{*app, begun, *archive};
        });
    });
    if (!start) {
        co_return std::unexpected(start.error());
    }
    if (!self) {
        co_return cancelled();
    }
    Q_EMIT appChanged(id);

    const QByteArray hash = start->draft.codeHash;
    const auto compiled = co_await
        [](LocalPlatform *platform, Start begun, CompileObserver told, std::stop_token token) -> Task<Artifact> {
        const QPointer<LocalPlatform> guard(platform);
        const QString archive = begun.archive;
        const QByteArray codeHash = begun.draft.codeHash;
        const QString folder = platform->d->sources();
        const auto sources = co_await onWorker(
            [archive, codeHash, folder, token] { return unpackedSources(archive, codeHash, folder, token); });
        if (!sources) {
            co_return std::unexpected(sources.error());
        }
        if (!guard) {
            co_return cancelled();
        }
        const CompileRequest request{.projectKey = begun.app.id.toString(),
                                     .sourceFolder = *sources,
                                     .target = begun.app.target,
                                     .profile = Profile::Release,
                                     .toolchain = begun.app.toolchain};
        auto artifact = co_await platform->d->compiler->compile(request, std::move(told), token);
        if (artifact && guard && artifact->target == RustTarget::Wasm) {
            // Now, so that the first call does not wait for it.
            const QString cache = platform->d->paths.cache;
            const auto code = co_await precompiled(artifact->path, cache, token);
            if (!code) {
                co_return std::unexpected(code.error());
            }
        }
        co_return artifact;
    }(this, *start, std::move(observer), stop);
    if (!self) {
        co_return cancelled();
    }

    auto draft = co_await d->store.run([id, hash, compiled](Store &store) -> Result<Draft> {
        if (!compiled && compiled.error().code == ErrorCode::Cancelled) {
            return store.compileStopped(id, hash);
        }
        if (!compiled) {
            return store.compileFailed(id, hash, compiled.error().message);
        }
        return store.compileFinished(id, hash, compiled->path, compiled->target, compiled->rustVersion,
                                     detailsOf(*compiled));
    });
    if (self) {
        Q_EMIT appChanged(id);
    }
    if (!compiled) {
        co_return std::unexpected(compiled.error());
    }
    co_return draft;
}

Task<Version> LocalPlatform::publishDraft(AppId id, QString note)
{
    const QPointer<LocalPlatform> self(this);
    auto version = co_await d->store.run([id, note](Store &store) { return store.publish(id, note); });
    if (version && self) {
        collectLater(d->paths.data);
        Q_EMIT appChanged(id);
    }
    co_return version;
}

Task<QList<Version>> LocalPlatform::listVersions(AppId id, int limit, int before)
{
    co_return co_await d->store.run([=](Store &store) { return store.versions(id, limit, before); });
}

Task<Version> LocalPlatform::getVersion(AppId id, int number)
{
    co_return co_await d->store.run([=](Store &store) { return store.version(id, number); });
}

Task<Version> LocalPlatform::rollback(AppId id, int number)
{
    const QPointer<LocalPlatform> self(this);
    auto version = co_await d->store.run([=](Store &store) { return store.rollback(id, number); });
    if (version && self) {
        Q_EMIT appChanged(id);
    }
    co_return version;
}

Task<Invocation> LocalPlatform::invoke(AppId id, InvokeTarget target, HttpRequest request, InvokeObserver observer,
                                       std::stop_token stop)
{
    const QPointer<LocalPlatform> self(this);
    const auto plan = co_await d->store.run([id, target](Store &store) { return planInvoke(store, id, target); });
    if (!plan) {
        co_return std::unexpected(plan.error());
    }
    if (!self || stop.stop_requested()) {
        co_return cancelled();
    }
    HandlerCall call{.executionId = uuid7(),
                     .functionId = id.functionId(),
                     .request = std::move(request),
                     .timeout = std::chrono::seconds(plan->app.timeoutSecs),
                     .coldStart = false};
    const auto lease = co_await d->pool.acquire(wantedFor(*plan), call.timeout, stop);
    if (!lease) {
        co_return answeredByPlatform(call, lease.error());
    }
    if (!self) {
        co_return cancelled();
    }
    call.coldStart = lease->isCold();
    QMetaObject::Connection told;
    if (observer.lines && lease->instance()) {
        told = connect(lease->instance(), &Instance::lines, this,
                       [lines = observer.lines](const QList<LogLine> &written) { lines(written); });
    }
    auto invocation = co_await callHandler(d->client, lease->instance(), std::move(call), stop);
    QObject::disconnect(told);
    co_return invocation;
}

} // namespace studio
