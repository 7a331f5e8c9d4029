// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/target.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>
#include <optional>

namespace studio {

/// "org" and "app" of "org:app".
struct AppId
{
    QString organization;
    QString name;

    bool operator==(const AppId &) const = default;
    [[nodiscard]] QString toString() const
    {
        return organization + QLatin1Char(':') + name;
    } ///< as the command line writes it
    [[nodiscard]] QString functionId() const { return organization + QLatin1Char('/') + name; }
};

struct App
{
    AppId id;
    RustTarget target = RustTarget::Native;
    QString toolchain;                       ///< wanted version, empty for the platform's
    QString tier = QStringLiteral("medium"); ///< small, medium, large, xlarge
    int memoryMb = 512;
    int cpuMillicores = 500;
    int timeoutSecs = 30;
    int maxReplicas = 10; ///< instances at once
    QString description;
    QString inputSchema; ///< JSON Schema of what the handler takes, as text; empty when none is given
    QString outputSchema;
    QList<std::pair<QString, QString>> environment;
    int activeVersion = 0; ///< 0: nothing is published
    qint64 createdAtMs = 0;
    qint64 updatedAtMs = 0;
    bool damaged = false; ///< its row is not as it was written; only a list has such an app

    bool operator==(const App &) const = default;
};

/// What a release artifact is made of.
struct ArtifactDetails
{
    qint64 size = 0;                           ///< bytes
    QList<std::pair<QString, QString>> crates; ///< name and version, as locked
    QStringList imports;                       ///< of a component: what it asks of its host
    QStringList exports;

    bool operator==(const ArtifactDetails &) const = default;
};

/// The one mutable slot of an app.
struct Draft
{
    AppId app;
    QByteArray codeHash; ///< SHA-256 of the archive, which is a blob of that name
    qint64 createdAtMs = 0;
    qint64 updatedAtMs = 0;
    QString deployId;        ///< of the last compile, empty before one
    QString status;          ///< "saved", "compiling", "compiled", "failed"
    QString error;           ///< of a failed compile
    QByteArray artifactHash; ///< blob of the release artifact made from exactly codeHash; empty when there is none
    RustTarget artifactTarget = RustTarget::Native;
    QString artifactRust;
    ArtifactDetails artifact;
    QString inputSchema; ///< the app's
    QString outputSchema;
    QStringList notes; ///< what saving it had to say, a sentence each; in the answer of a save only, kept nowhere

    bool operator==(const Draft &) const = default;
};

/// What a save changes in its app; what is not given stays as it is.
struct AppChanges
{
    std::optional<RustTarget> target;
    std::optional<QString> inputSchema;
    std::optional<QString> outputSchema;

    bool operator==(const AppChanges &) const = default;
};

constexpr int mostVersion = 1'000'000'000; ///< that is asked for; far beyond what anybody publishes

/// An immutable version.
struct Version
{
    AppId app;
    int number = 0; ///< 1, 2, 3 …
    QByteArray codeHash;
    QByteArray artifactHash;
    RustTarget target = RustTarget::Native;
    QString rustVersion;
    ArtifactDetails artifact;
    QString tier;
    int memoryMb = 0;
    int timeoutSecs = 0;
    QString note;
    qint64 createdAtMs = 0;
    bool active = false;
    bool damaged = false; ///< its row is not as it was written; only a list has such a version

    bool operator==(const Version &) const = default;
};

/// That an app has a secret; its value is in the keychain.
struct SecretName
{
    QString name;
    qint64 changedAtMs = 0; ///< when its value was set

    bool operator==(const SecretName &) const = default;
};

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
    /// Removes blobs that no version, draft or other row refers to and that nobody has put in for `youngest`. Safe
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
