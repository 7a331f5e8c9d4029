// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/local_platform.h"

#include "core/base/files.h"
#include "core/base/lifetime.h"
#include "core/local/compile_draft.h"
#include "core/local/compile_logs.h"
#include "core/local/local_platform_private.h"
#include "core/source/code_source.h"
#include "core/source/pack_cache.h"

#include <QFile>

namespace studio {

namespace {

/// On a thread with a connection of its own, so that nothing waits for it but the end of the platform. A failure is not
/// reported: the next collection tries again.
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
    auto created = co_await whileAlive(this, d->store.run([app](Store &store) { return store.createApp(app); }));
    if (created) {
        Q_EMIT appChanged(app.id);
    }
    co_return created;
}

Task<App> LocalPlatform::updateApp(App app, std::optional<App> known)
{
    auto updated =
        co_await whileAlive(this, d->store.run([app, known](Store &store) { return store.updateApp(app, known); }));
    if (updated) {
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
    struct Names
    {
        QList<SecretName> secrets;
    };
    const auto names = co_await whileAlive(this, d->store.run([id](Store &store) -> Result<Names> {
        const auto secrets = store.secrets(id);
        if (!secrets) {
            return std::unexpected(secrets.error());
        }
        return store.deleteApp(id).transform([&] { return Names{*secrets}; });
    }));
    if (names) {
        (void)co_await whileAlive(this, d->secrets.removeValues(id, names->secrets));
    }
    const auto deleted = names.transform([](const Names &) { return true; });
    if (deleted) {
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
    // The app first: an unknown one should not cost the packing of a large folder.
    const auto app = co_await whileAlive(this, d->store.run([id](Store &store) { return store.app(id); }));
    if (!app) {
        co_return std::unexpected(app.error());
    }
    // Beside the look at the folder: most often it has not changed, and then its archive must be whole.
    (void)d->store.run([cache = d->paths.cache, folder = source.code](Store &store) {
        return store.blob(lastPackedHash(cache, folder));
    });
    const AppChanges changes{source.target, source.inputSchema, source.outputSchema};
    const QString temporary = d->temporary.path();
    auto prepared = co_await whileAlive(this, prepareArchive(source, id.name, temporary, d->paths.cache, stop));
    if (prepared && prepared->path.isEmpty()) {
        auto known = co_await whileAlive(this, d->store.run([id, hash = prepared->codeHash, changes](Store &store) {
            return store.saveKnownDraft(id, hash, changes);
        }));
        if (known || known.error().code != ErrorCode::NotFound) {
            co_return announced(std::move(known), prepared->notes);
        }
        // The store has lost it.
        prepared = co_await whileAlive(this, prepareArchive(source, id.name, temporary, {}, stop));
    }
    if (!prepared) {
        co_return std::unexpected(prepared.error());
    }
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    const PreparedArchive archive = *prepared;
    auto draft = co_await whileAlive(this, d->store.run([id, archive, changes](Store &store) {
        auto saved = store.saveDraft(id, archive.path, archive.codeHash, changes);
        if (archive.temporary) {
            QFile::remove(archive.path);
        }
        return saved;
    }));
    co_return announced(std::move(draft), archive.notes);
}

Result<Draft> LocalPlatform::announced(Result<Draft> draft, const QStringList &notes)
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
    const auto begun = co_await whileAlive(this, d->store.run([id](Store &store) { return beginCompile(store, id); }));
    if (!begun) {
        co_return std::unexpected(begun.error());
    }
    Q_EMIT appChanged(id);
    if (observer.started) {
        observer.started(begun->draft.deployId);
    }
    // Kept beside what the caller is told, for other processes and for later.
    const auto log = std::make_shared<CompileLogWriter>(d->paths.data, begun->draft.deployId);
    observer.line = [log, line = observer.line](const QString &text) {
        log->add(text);
        if (line) {
            line(text);
        }
    };
    const auto compiled =
        co_await whileAlive(this, compileArchive(this, d->compiler, d->paths.cache, *begun, std::move(observer), stop));
    auto draft = co_await whileAlive(
        this, d->store.run([begun = *begun, compiled](Store &store) { return endCompile(store, begun, compiled); }));
    Q_EMIT appChanged(id);
    co_return compiled ? draft : std::unexpected(compileFailure(compiled.error()));
}

Task<Version> LocalPlatform::publishDraft(AppId id, QString note)
{
    auto version =
        co_await whileAlive(this, d->store.run([id, note](Store &store) { return store.publish(id, note); }));
    if (version) {
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
    auto version = co_await whileAlive(this, d->store.run([=](Store &store) { return store.rollback(id, number); }));
    if (version) {
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
