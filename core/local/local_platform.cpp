// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/local_platform.h"

#include "core/base/files.h"
#include "core/base/uuid7.h"
#include "core/compiler/missing_files.h"
#include "core/local/compile_logs.h"
#include "core/local/local_platform_private.h"
#include "core/local/unpacked_sources.h"
#include "core/runner/precompile.h"
#include "core/source/code_source.h"
#include "core/source/left_out_notes.h"
#include "core/source/pack_cache.h"

#include <QFile>
#include <QPointer>

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

/// Lets go of the sources where that holds nobody up.
Task<bool> removed(std::shared_ptr<UnpackedSources> sources)
{
    co_return co_await onWorker([kept = std::move(sources)]() mutable -> Result<bool> {
        kept.reset();
        return true;
    });
}

/// On a thread with a connection of its own, so that nobody waits for it but the end of the platform. That it fails is
/// no news: the next one tries again.
void collectLater(QThreadPool &pool, const QString &folder)
{
    pool.start([folder] {
        if (const auto store = Store::open(folder)) {
            (void)(*store)->collectGarbage();
        }
    });
}

} // namespace

LocalPlatform::LocalPlatform(Paths paths, Compiler *compiler, HttpClient *client, QObject *parent)
    : ComputeService(parent), d(std::make_unique<Private>(this, std::move(paths), compiler, client))
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

Task<App> LocalPlatform::updateApp(App app, std::optional<App> known)
{
    const QPointer<LocalPlatform> self(this);
    auto updated = co_await d->store.run([app, known](Store &store) { return store.updateApp(app, known); });
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
    struct Names
    {
        QList<SecretName> secrets;
    };
    const auto names = co_await d->store.run([id](Store &store) -> Result<Names> {
        const auto secrets = store.secrets(id);
        if (!secrets) {
            return std::unexpected(secrets.error());
        }
        return store.deleteApp(id).transform([&] { return Names{*secrets}; });
    });
    if (names && self) {
        (void)co_await d->secrets.removeValues(id, names->secrets);
    }
    const auto deleted = names.transform([](const Names &) { return true; });
    if (deleted && self) {
        d->pool.drop(id.toString());
        collectLater(d->collector, d->paths.data);
        Q_EMIT appChanged(id);
    }
    co_return deleted;
}

Task<AppState> LocalPlatform::getAppState(AppId id)
{
    const QString folder = d->paths.data;
    co_return co_await d->store.run([id, folder](Store &store) -> Result<AppState> {
        const auto app = store.app(id);
        if (!app) {
            return std::unexpected(app.error());
        }
        AppState state{.app = *app, .active = {}, .draft = {}};
        if (app->activeVersion > 0) {
            const auto active = store.version(id, app->activeVersion);
            if (!active) {
                return std::unexpected(active.error());
            }
            state.active = *active;
        }
        const auto draft = store.draft(id);
        if (!draft && draft.error().code != ErrorCode::NotFound) {
            return std::unexpected(draft.error());
        }
        state.draft = draft ? std::optional(*draft) : std::nullopt;
        state.instances = ProcessLease::instances(folder).value(id.toString());
        return state;
    });
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
    auto prepared = co_await prepareArchive(source, id.name, d->temporary.path(), d->paths.cache, stop);
    if (prepared && self && prepared->path.isEmpty()) {
        auto known = co_await d->store.run(
            [id, hash = prepared->codeHash, changes](Store &store) { return store.saveKnownDraft(id, hash, changes); });
        if (known || known.error().code != ErrorCode::NotFound) {
            co_return self ? told(std::move(known), prepared->notes) : known;
        }
        if (self) { // the store has lost it
            prepared = co_await prepareArchive(source, id.name, d->temporary.path(), {}, stop);
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
    if (observer.started) {
        observer.started(start->draft.deployId);
    }

    // Kept beside what the caller is told, for others to read and for later.
    const auto log = std::make_shared<CompileLogWriter>(d->paths.data, start->draft.deployId);
    observer.line = [log, tell = observer.line](const QString &line) {
        log->add(line);
        if (tell) {
            tell(line);
        }
    };
    const QByteArray hash = start->draft.codeHash;
    const auto compiled = co_await
        [](LocalPlatform *platform, Start begun, CompileObserver told, std::stop_token token) -> Task<Artifact> {
        const QPointer<LocalPlatform> guard(platform);
        const QString archive = begun.archive;
        const QByteArray codeHash = begun.draft.codeHash;
        const QString folder = platform->d->sources();
        auto sources = co_await onWorker(
            [archive, codeHash, folder, token] { return UnpackedSources::unpack(archive, codeHash, folder, token); });
        if (!sources) {
            co_return std::unexpected(sources.error());
        }
        if (!guard) {
            co_return cancelled();
        }
        const CompileRequest request{.projectKey = begun.app.id.toString(),
                                     .sourceFolder = (*sources)->folder(),
                                     .target = begun.app.target,
                                     .profile = Profile::Release,
                                     .toolchain = begun.app.toolchain};
        auto artifact = co_await platform->d->compiler->compile(request, std::move(told), token);
        if (!artifact && guard) {
            // An archive does not tell what packing left out of it.
            const auto leftOut = co_await onWorker([cache = platform->d->paths.cache, codeHash] {
                return Result<QList<LeftOut>>(leftOutOf(cache, codeHash));
            });
            artifact = std::unexpected(withLeftOutFiles(artifact.error(), *leftOut, (*sources)->folder()));
        }
        co_await removed(std::move(*sources));
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
        Error error = compiled.error();
        if (error.code == ErrorCode::InvalidArgument) {
            error.code = ErrorCode::CompileFailed; // what is wrong are the sources, not what was asked for
        }
        co_return std::unexpected(error);
    }
    co_return draft;
}

Task<Version> LocalPlatform::publishDraft(AppId id, QString note)
{
    const QPointer<LocalPlatform> self(this);
    auto version = co_await d->store.run([id, note](Store &store) { return store.publish(id, note); });
    if (version && self) {
        collectLater(d->collector, d->paths.data);
        Q_EMIT appChanged(id);
    }
    co_return version;
}

Task<CompileLog> LocalPlatform::compileLog(QString deployId, qint64 from)
{
    const QString folder = d->paths.data;
    co_return co_await onWorker([=] { return readCompileLog(folder, deployId, from); });
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

Task<CodeArchive> LocalPlatform::versionCode(AppId id, int number)
{
    co_return co_await d->store.run([=](Store &store) -> Result<CodeArchive> {
        CodeArchive archive;
        if (number == 0) {
            const auto draft = store.draft(id);
            if (!draft) {
                return std::unexpected(draft.error());
            }
            archive.sha256 = draft->codeHash;
        } else {
            const auto version = store.version(id, number);
            if (!version) {
                return std::unexpected(version.error());
            }
            archive.sha256 = version->codeHash;
        }
        const auto path = store.blob(archive.sha256);
        if (!path) {
            return std::unexpected(path.error());
        }
        archive.path = *path;
        QFile file;
        if (const auto opened = openRegularFile(file, *path); !opened) {
            return std::unexpected(opened.error());
        }
        const bool isZip = file.peek(2) == "PK"; // else tar.gz: no other is saved
        archive.bytes = file.size();
        archive.fileName = QStringLiteral("%1-%2.%3")
                               .arg(id.name, number == 0 ? QStringLiteral("draft") : QString::number(number),
                                    isZip ? QStringLiteral("zip") : QStringLiteral("tar.gz"));
        return archive;
    });
}

SecretService *LocalPlatform::secretService()
{
    return &d->secrets;
}

LocalSecrets *LocalPlatform::secrets()
{
    return &d->secrets;
}

} // namespace studio
