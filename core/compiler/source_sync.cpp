// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/source_sync.h"

#include "core/archive/archive.h"
#include "core/base/task.h"
#include "core/compiler/files.h"
#include "core/manifest/manifest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QSet>

#include <cerrno>
#include <ctime>
#include <fcntl.h>
#include <sys/stat.h>

namespace studio::compiler {

namespace {

constexpr qint64 second = 1'000'000'000;
constexpr qint64 millisecond = 1'000'000;
/// A file whose time lies so close before our last look may have changed since at the same time: file systems count
/// in ticks, some in two seconds.
constexpr qint64 racy = 2 * second;

qint64 toNanoseconds(const timespec &time)
{
    return time.tv_sec * second + time.tv_nsec;
}

qint64 now()
{
    timespec time{};
    clock_gettime(CLOCK_REALTIME, &time);
    return toNanoseconds(time);
}

QString fileName(const QString &path)
{
    return path.sliced(path.lastIndexOf(QLatin1Char('/')) + 1);
}

bool isManifest(const QString &path)
{
    return fileName(path) == QLatin1String("Cargo.toml");
}

/// What would change the compiler's settings behind the platform's back.
bool isLeftOut(const QString &path)
{
    const QString name = fileName(path);
    return path.startsWith(QLatin1String(".cargo/")) || path.contains(QLatin1String("/.cargo/")) ||
           name == QLatin1String("rust-toolchain") || name == QLatin1String("rust-toolchain.toml");
}

bool isLibraryOnly(const QList<SourceFile> &files)
{
    const auto isProgram = [](const SourceFile &file) {
        return file.path == QLatin1String("src/main.rs") || file.path.startsWith(QLatin1String("src/bin/"));
    };
    return std::ranges::contains(files, QStringLiteral("src/lib.rs"), &SourceFile::path) &&
           std::ranges::none_of(files, isProgram);
}

/// One sync; the state is only changed for what was really done.
class Sync
{
public:
    Sync(const QString &from, const QString &to, const ManifestSettings &settings, const QString &stateFile,
         SyncState &state, const QMap<QString, QByteArray> &unsaved)
        : m_from(from), m_to(to), m_settings(settings), m_stateFile(stateFile), m_state(state), m_unsaved(unsaved)
    {
    }

    Result<SyncReport> run(const std::stop_token &stop);

private:
    Result<void> one(const SourceFile &file);
    Result<void> take(const SourceFile &file, const QByteArray &theirs, const SyncedFile &found);
    Result<QByteArray> contentFor(const QString &path, const QByteArray &theirs) const;
    Result<void> put(const QString &path, const QByteArray &content, bool executable);
    void aboutToChange();
    void removeGone();
    void hashAll();
    [[nodiscard]] QString target(const QString &path) const { return m_to + QLatin1Char('/') + path; }

    const QString &m_from;
    const QString &m_to;
    const ManifestSettings &m_settings;
    const QString &m_stateFile;
    SyncState &m_state;
    const QMap<QString, QByteArray> &m_unsaved;
    SyncReport m_report;
    QSet<QString> m_present;
    bool m_remakeManifests = false;
    bool m_isLibraryOnly = false; ///< no file that cargo takes for a program, which might use the library by its name
};

Result<SyncReport> Sync::run(const std::stop_token &stop)
{
    auto tree = readSourceTree(m_from, {}, stop);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    const QList<SourceFile> files = std::move(tree->files);
    m_report.notPacked = std::move(tree->leftOut);
    m_isLibraryOnly = isLibraryOnly(files);
    const auto isRootManifest = [](const SourceFile &file) { return file.path == QLatin1String("Cargo.toml"); };
    if (std::ranges::none_of(files, isRootManifest)) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("There is no Cargo.toml in %1. A project has one at its root; `cargo init --lib` "
                                "makes one.")
                        .arg(m_from));
    }
    const QByteArray settings = sha256(m_settings.sdkPath.toUtf8() + '\n' + m_settings.platformRust.toUtf8() + '\n' +
                                       (m_isLibraryOnly ? "library" : "programs"));
    m_remakeManifests = m_state.settings != settings;
    for (const SourceFile &file : files) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        if (isLeftOut(file.path)) {
            m_report.leftOut << file.path;
        } else if (auto done = one(file); !done) {
            return std::unexpected(done.error());
        }
    }
    m_state.settings = settings;
    removeGone();
    hashAll();
    return m_report;
}

Result<void> Sync::one(const SourceFile &file)
{
    m_present.insert(file.path);
    if (const auto unsaved = m_unsaved.constFind(file.path); unsaved != m_unsaved.cend()) {
        return take(file, *unsaved, {.executable = file.executable}); // its own content is not known
    }
    struct stat status{};
    const QString path = m_from + QLatin1Char('/') + file.path;
    if (::stat(QFile::encodeName(path).constData(), &status) != 0) {
        return failedFile(QObject::tr("Could not read %1: %2."), path, errno);
    }
    const qint64 modified = toNanoseconds(status.st_mtim);
    auto known = m_state.files.find(file.path);
    const bool isKnown = known != m_state.files.end();
    const bool remake = isManifest(file.path) && m_remakeManifests;
    if (isKnown && !remake && known->size == status.st_size && known->modified == modified &&
        known->executable == file.executable && modified < known->verified - racy) {
        return {};
    }
    const qint64 readAt = now();
    const auto theirs = readFile(path);
    if (!theirs) {
        return std::unexpected(theirs.error());
    }
    return take(file, *theirs,
                {.size = theirs->size(), .modified = modified, .verified = readAt, .executable = file.executable});
}

Result<void> Sync::take(const SourceFile &file, const QByteArray &theirs, const SyncedFile &found)
{
    const auto content = contentFor(file.path, theirs);
    if (!content) {
        return std::unexpected(content.error());
    }
    if (auto written = put(file.path, *content, file.executable); !written) {
        return written;
    }
    SyncedFile &synced = m_state.files[file.path];
    synced = found;
    synced.sha256 = sha256(theirs);
    return {};
}

Result<QByteArray> Sync::contentFor(const QString &path, const QByteArray &theirs) const
{
    if (!isManifest(path)) {
        return theirs;
    }
    const bool isRoot = path == QLatin1String("Cargo.toml");
    const auto manifest = decodeManifest(theirs).and_then([&](const QString &text) {
        return buildManifest(text, {.inject = isRoot,
                                    .sdkPath = m_settings.sdkPath,
                                    .platformRust = m_settings.platformRust,
                                    .handlerBin = {},
                                    .renamesLibrary = m_isLibraryOnly && !hasPrograms(text),
                                    .extra = {}});
    });
    if (manifest) {
        return manifest->toUtf8();
    }
    if (isRoot) {
        return std::unexpected(manifest.error());
    }
    return theirs; // a fixture that is broken on purpose, maybe; cargo says so if it reads it
}

/// The lockfile of the project's root is the resolve step's own.
bool isRootLockfile(const QString &path)
{
    return path == QLatin1String("Cargo.lock");
}

Result<void> Sync::put(const QString &path, const QByteArray &content, bool executable)
{
    if (isRootLockfile(path)) {
        return {};
    }
    const QString to = target(path);
    const QByteArray name = QFile::encodeName(to);
    const bool isThere = QFileInfo::exists(to);
    const auto old = isThere ? readFile(to) : Result<QByteArray>(QByteArray());
    if (!isThere || !old || *old != content) {
        aboutToChange();
        if (auto made = makeFolder(QFileInfo(to).absolutePath()); !made) {
            return made;
        }
        if (auto written = writeFile(to, content); !written) {
            return written;
        }
        const qint64 time = laterThanAll(m_state);
        const timespec stamp{time / second, time % second};
        const timespec times[2]{stamp, stamp};
        ::utimensat(AT_FDCWD, name.constData(), times, 0);
    }
    ::chmod(name.constData(), executable ? 0755 : 0644);
    return {};
}

void Sync::aboutToChange()
{
    if (!m_report.changed) {
        QFile::remove(m_stateFile);
        m_report.changed = true;
    }
}

void Sync::removeGone()
{
    for (auto entry = m_state.files.begin(); entry != m_state.files.end();) {
        if (m_present.contains(entry.key())) {
            ++entry;
            continue;
        }
        if (!isRootLockfile(entry.key())) {
            aboutToChange();
            QFile::remove(target(entry.key()));
            QDir().rmpath(QFileInfo(target(entry.key())).absolutePath()); // only what is empty
        }
        entry = m_state.files.erase(entry);
    }
    QDir().mkpath(m_to); // rmpath takes it too when it was the last file
}

void Sync::hashAll()
{
    QCryptographicHash sources(QCryptographicHash::Sha256);
    QCryptographicHash resolved(QCryptographicHash::Sha256);
    resolved.addData(m_state.settings);
    for (const auto &[path, file] : m_state.files.asKeyValueRange()) {
        const QByteArray line = path.toUtf8() + '\0' + file.sha256 + (file.executable ? " x\n" : "\n");
        sources.addData(line);
        if (isManifest(path) || isRootLockfile(path)) {
            resolved.addData(line);
        } else if (path.endsWith(QLatin1String(".rs"))) {
            resolved.addData(path.toUtf8() + '\n'); // cargo finds targets by the names of files
        }
    }
    m_report.sourceHash = sources.result().toHex();
    m_report.resolvedFor = resolved.result().toHex();
    m_report.hasLockfile = m_present.contains(QStringLiteral("Cargo.lock"));
}

} // namespace

qint64 laterThanAll(SyncState &state)
{
    state.clock = std::max(now(), state.clock + millisecond);
    return state.clock;
}

Result<SyncReport> syncSources(const QString &from, const QString &to, const ManifestSettings &settings,
                               const QString &stateFile, SyncState &state, std::stop_token stop,
                               const QMap<QString, QByteArray> &unsaved)
{
    const SyncState before = state;
    auto report = Sync(from, to, settings, stateFile, state, unsaved).run(stop);
    if (state != before || !QFileInfo::exists(stateFile)) {
        // Also after a failure: what was written was written.
        if (auto written = writeState(stateFile, state); !written) {
            return std::unexpected(written.error());
        }
    }
    return report;
}

} // namespace studio::compiler
