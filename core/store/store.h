// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/app.h"
#include "core/model/draft.h"
#include "core/model/secret_name.h"
#include "core/model/version.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>
#include <optional>

namespace studio {

class Executions;

/// Apps, drafts and versions in SQLite (WAL), archives and artifacts as blobs by SHA-256 beside it. Several processes
/// may use one folder at once. Every write is one transaction; a blob is synced and renamed before anything refers to
/// it. Blocks, and belongs to one thread: open, use and destroy a Store on the same worker (a database connection is
/// bound to the thread that opened it); several threads open one each.
/// Errors of every call, beside its own: ResourceExhausted: disk full. Unavailable: read-only, not accessible, or
/// another program kept it busy for ten seconds. Internal: damaged; names the file.
class Store
{
public:
    /// Opens or makes the store in this folder. FailedPrecondition: made by a newer program.
    static Result<std::unique_ptr<Store>> open(const QString &folder);
    ~Store();

    /// Times and active version are the store's own, whatever `app` says. AlreadyExists. InvalidArgument: a name that
    /// is not 1 to 63 letters, digits, '-' or '_'.
    Result<App> createApp(const App &app);
    /// All settings but id, times and active version; with `known`, what was read before, only those that differ from
    /// it, so that what others changed meanwhile stays. NotFound.
    Result<App> updateApp(const App &app, const std::optional<App> &known = {});
    [[nodiscard]] Result<App> app(const AppId &id) const;                     ///< NotFound names the app
    [[nodiscard]] Result<QList<App>> apps(const QString &organization) const; ///< by name
    /// Those whose direct address begins with this: `<app>-<org>` in lower case. Usually one or none; two where it can
    /// be read in two ways.
    [[nodiscard]] Result<QList<App>> appsOfLabel(const QString &label) const;
    Result<void> deleteApp(const AppId &id);

    /// Takes the archive into the blobs and makes it the draft. An unchanged archive keeps a compile that belongs to
    /// it, and only `updatedAtMs` moves. FailedPrecondition: the file's SHA-256 is not `codeHash`.
    Result<Draft> saveDraft(const AppId &id, const QString &archive, const QByteArray &codeHash,
                            const AppChanges &changes = {});
    /// The same for an archive that may be in the store already, which is then neither read nor written. NotFound: it
    /// is not there, or is damaged; save it with its bytes.
    Result<Draft> saveKnownDraft(const AppId &id, const QByteArray &codeHash, const AppChanges &changes = {});
    [[nodiscard]] Result<Draft> draft(const AppId &id) const; ///< NotFound before the first save
    /// The draft is "compiling" for every process, and not publishable, until one of the next three is called or this
    /// Store ends, in whatever way: then it is what it was before. FailedPrecondition when the draft is of other code.
    Result<Draft> compileStarted(const AppId &id, const QByteArray &codeHash, const QString &deployId);
    /// Takes the artifact into the blobs, a native one ready to be executed. FailedPrecondition when the draft has
    /// changed since the compile began.
    Result<Draft> compileFinished(const AppId &id, const QByteArray &codeHash, const QString &artifact,
                                  RustTarget target, const QString &rustVersion, const ArtifactDetails &details = {});
    Result<Draft> compileFailed(const AppId &id, const QByteArray &codeHash, const QString &error);
    /// It was cancelled: neither of the two.
    Result<Draft> compileStopped(const AppId &id, const QByteArray &codeHash);

    /// Freezes the draft as the next version and makes it active. FailedPrecondition without a draft, without a release
    /// compile of exactly this draft for the app's target, or after a failed one; the sentence names the command that
    /// helps. The draft stays; publishing it again makes another version.
    Result<Version> publish(const AppId &id, const QString &note);
    [[nodiscard]] Result<QList<Version>> versions(const AppId &id, int limit = 50,
                                                  int before = 0) const; ///< newest first
    [[nodiscard]] Result<Version> version(const AppId &id, int number) const;
    /// Repoints the active version and rewrites nothing. NotFound.
    Result<Version> rollback(const AppId &id, int number);

    /// The names of an app's secrets, by name. Adding one again says that its value has changed. Removing: NotFound.
    [[nodiscard]] Result<QList<SecretName>> secrets(const AppId &id) const;
    Result<void> addSecret(const AppId &id, const QString &name);
    Result<void> removeSecret(const AppId &id, const QString &name);

    /// Path of a blob that exists and has its checksum, which is read again only when the file's size or time has
    /// changed. Internal names a corrupted one, NotFound a lost one.
    [[nodiscard]] Result<QString> blob(const QByteArray &sha256) const;

    /// The archive that was saved as this version, byte for byte; version 0 is the draft. As `blob`.
    [[nodiscard]] Result<QString> code(const AppId &id, int version) const;

    /// What the garbage collection removed.
    struct Collected
    {
        qint64 blobs = 0;
        qint64 bytes = 0;

        bool operator==(const Collected &) const = default;
    };
    /// Removes blobs that no version, draft or other row refers to and that were not put in during `youngest`. Safe
    /// beside other processes: what they are about to refer to stays, or they are told to try again.
    /// FailedPrecondition: the database has lost changes, so that it cannot tell what is garbage; nothing is removed.
    Result<Collected> collectGarbage(std::chrono::seconds youngest = std::chrono::hours(1));

    /// The records of calls.
    Executions &executions();
    [[nodiscard]] const Executions &executions() const;

    /// For a connection that only writes records: a commit no longer waits for the disk. A kill loses nothing, a power
    /// cut the last records.
    Result<void> beQuick();
    /// Changes with every commit of another connection, also of another process.
    [[nodiscard]] Result<qint64> dataVersion() const;
    /// For each app, something that differs when it, its draft or its versions have changed.
    [[nodiscard]] Result<QList<std::pair<AppId, QString>>> appMarks() const;

private:
    class Private;
    explicit Store(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace studio
