// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/artifacts.h"

#include "core/compiler/files.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace studio::compiler {

namespace {

constexpr qsizetype keptArtifacts = 24; ///< of one variant of one project

/// Copies to a temporary name first, so that what stands at `to` is always whole, except after a power failure: the
/// copy is not synced. Such a file has another size and is replaced.
Result<void> copyIfMissing(const QString &from, const QString &to)
{
    if (const QFileInfo copy(to); copy.isFile() && copy.size() == QFileInfo(from).size()) {
        return {};
    }
    const QString beside = to + QStringLiteral(".part-%1").arg(::getpid());
    QFile::remove(beside);
    errno = 0;
    if (!QFile::copy(from, beside) ||
        ::rename(QFile::encodeName(beside).constData(), QFile::encodeName(to).constData()) != 0) {
        const int number = errno;
        QFile::remove(beside);
        return failedFile(QObject::tr("Could not write %1: %2."), to, number);
    }
    return {};
}

bool isSameFile(const QString &a, const QString &b)
{
    struct stat one{};
    struct stat other{};
    return ::stat(QFile::encodeName(a).constData(), &one) == 0 &&
           ::stat(QFile::encodeName(b).constData(), &other) == 0 && one.st_dev == other.st_dev &&
           one.st_ino == other.st_ino;
}

/// cargo links `deps/libignite-0123.so`, which programs ask for, to `libignite.so`, which it tells of.
QString nameInDeps(const QString &library, const QString &deps)
{
    const QFileInfo info(library);
    const QDir folder(deps);
    const QStringList names = folder.entryList({info.baseName() + QStringLiteral("-*.so")}, QDir::Files, QDir::Time);
    for (const QString &name : names) {
        if (isSameFile(library, folder.filePath(name))) {
            return name;
        }
    }
    return names.isEmpty() ? info.fileName() : names.front(); // copied, not linked: the latest
}

Result<QString> keepLibrary(const BuildFolder &folder, const CompileRequest &request, const QString &library)
{
    const QString deps =
        folder.build + QLatin1Char('/') + targetTriple(request.target) +
        (request.profile == Profile::Dev ? QStringLiteral("/debug/deps") : QStringLiteral("/release/deps"));
    const QString name = nameInDeps(library, deps);
    struct stat status{};
    ::stat(QFile::encodeName(library).constData(), &status);
    // The name holds a hash over everything that went into it; size and time tell a rebuilt one from the first.
    const QString place = QStringLiteral("%1/libraries/%2-%3-%4")
                              .arg(folder.artifacts, QFileInfo(name).completeBaseName())
                              .arg(status.st_size)
                              .arg(status.st_mtim.tv_sec);
    if (auto made = makeFolder(place); !made) {
        return std::unexpected(made.error());
    }
    if (auto kept = copyIfMissing(library, place + QLatin1Char('/') + name); !kept) {
        return std::unexpected(kept.error());
    }
    return place;
}

/// What is in it: crates, and of a component what it asks of its host.
Result<void> describe(Artifact &artifact, const QByteArray &content, const BuildFolder &folder,
                      const CompileRequest &request, const QStringList &crates)
{
    if (const auto lockfile = readFile(folder.source + QStringLiteral("/Cargo.lock"))) {
        artifact.crates = compiledOf(readLockfile(*lockfile).value_or(QList<LockedCrate>()), crates);
    }
    if (request.target == RustTarget::Wasm) {
        auto interface = readComponent(content);
        if (!interface) {
            return std::unexpected(interface.error());
        }
        artifact.interface = *interface;
    }
    return {};
}

/// Old artifacts of this variant go; the latest ones stay, so that one that is still in use can be started again.
void prune(const QString &folder)
{
    const QDir variant(folder);
    const QFileInfoList all = variant.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Time);
    for (qsizetype at = keptArtifacts; at < all.size(); ++at) {
        QDir(all[at].absoluteFilePath()).removeRecursively();
    }
}

} // namespace

Result<Artifact> keepArtifact(const BuildFolder &folder, const Toolchain &toolchain, const CompileRequest &request,
                              const Built &built)
{
    const QString &program = built.program;
    const auto content = readFile(program);
    if (!content) {
        return std::unexpected(content.error());
    }
    Artifact artifact;
    artifact.sha256 = sha256(*content);
    artifact.size = content->size();
    const QString variant = folder.artifacts + QLatin1Char('/') + QFileInfo(folder.project).fileName() +
                            QLatin1Char('-') + QFileInfo(folder.root).fileName();
    const QString place = variant + QLatin1Char('/') + QString::fromLatin1(artifact.sha256.first(32));
    const bool isNew = !QFileInfo::exists(place);
    if (auto made = makeFolder(place); !made) {
        return std::unexpected(made.error());
    }
    artifact.path = place + QLatin1Char('/') + QFileInfo(program).fileName();
    if (auto kept = copyIfMissing(program, artifact.path); !kept) {
        return std::unexpected(kept.error());
    }
    if (auto described = describe(artifact, *content, folder, request, built.crates); !described) {
        return std::unexpected(described.error());
    }
    for (const QString &library : built.libraries) {
        auto kept = keepLibrary(folder, request, library);
        if (!kept) {
            return std::unexpected(kept.error());
        }
        artifact.libraryPaths << *kept;
    }
    if (request.profile == Profile::Dev && request.target == RustTarget::Native) {
        artifact.libraryPaths << toolchain.sysroot + QStringLiteral("/lib/rustlib/") + targetTriple(request.target) +
                                     QStringLiteral("/lib"); // libstd, where the toolchain has it as a dylib
    }
    if (isNew) {
        prune(variant);
    }
    return artifact;
}

} // namespace studio::compiler
