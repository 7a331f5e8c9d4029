// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/code_source.h"

#include "core/base/uuid7.h"
#include "core/platform/git_ignored.h"
#include "core/platform/packed_before.h"
#include "core/platform/source_file.h"
#include "core/project/project.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <fcntl.h>
#include <sys/stat.h>

namespace studio {

namespace {

Result<QByteArray> hashOf(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot read %1: %2.").arg(path, file.errorString()));
    }
    return hash.result().toHex();
}

Result<void> makeFolder(const QString &folder)
{
    if (!QDir().mkpath(folder)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot make the folder %1.").arg(folder));
    }
    return {};
}

Result<PreparedArchive> packed(const QString &folder, const QString &temporaryFolder, const QSet<QString> &leaveOut,
                               const std::stop_token &stop)
{
    if (auto made = makeFolder(temporaryFolder); !made) {
        return std::unexpected(made.error());
    }
    const QString archive = QStringLiteral("%1/%2.tar.gz").arg(temporaryFolder, uuid7());
    return packFolder(folder, archive, ArchiveFormat::TarGz, stop, leaveOut).transform([&](const Packed &made) {
        return PreparedArchive{archive, made.codeHash, true, {}};
    });
}

/// What is said about the files that git ignores.
QStringList notesOn(const GitIgnored &ignored, bool leftOut)
{
    const qsizetype count = ignored.files.size();
    if (count == 0) {
        return {};
    }
    const QString files =
        count == 1 ? QStringLiteral("1 file that git ignores (%1)").arg(ignored.files.first())
                   : QStringLiteral("%1 files that git ignores (%2 and others)").arg(count).arg(ignored.files.first());
    return {leftOut ? QStringLiteral("Left out %1.").arg(files)
                    : QStringLiteral("The draft holds %1. Leave such files out with --respect-gitignore.").arg(files)};
}

/// What a look at the folder tells.
struct Looked
{
    TreeStamp stamp;
    std::optional<PackedBefore> before;
};

Result<Looked> look(const QString &folder, bool respectGitignore, const QString &cache, const std::stop_token &stop)
{
    if (const auto project = readProject(folder); !project) {
        return std::unexpected(project.error());
    }
    if (cache.isEmpty()) {
        return Looked{};
    }
    return stampOfSource(folder, respectGitignore, stop).transform([&](const TreeStamp &stamp) {
        return Looked{stamp, packedBefore(cache, folder, stamp)};
    });
}

/// Packs, and remembers what it came to where nothing has changed meanwhile.
Result<PreparedArchive> packAgain(const QString &folder, const QString &temporaryFolder, const GitIgnored &ignored,
                                  bool respectGitignore, const QString &cache, const TreeStamp &stamp,
                                  const std::stop_token &stop)
{
    const QSet<QString> leaveOut =
        respectGitignore ? QSet<QString>(ignored.files.begin(), ignored.files.end()) : QSet<QString>();
    auto archive = packed(folder, temporaryFolder, leaveOut, stop);
    if (!archive) {
        return archive;
    }
    archive->notes = notesOn(ignored, respectGitignore);
    if (!cache.isEmpty() && stamp.settled) {
        const auto after = stampOfSource(folder, respectGitignore, stop);
        if (after && *after == stamp) {
            rememberPacked(cache, folder, {stamp, archive->codeHash, archive->notes});
        }
    }
    return archive;
}

Task<PreparedArchive> fromFolder(QString folder, bool respectGitignore, QString temporaryFolder, QString cache,
                                 std::stop_token stop)
{
    const auto looked = co_await onWorker(
        [folder, respectGitignore, cache, stop] { return look(folder, respectGitignore, cache, stop); });
    if (!looked) {
        co_return std::unexpected(looked.error());
    }
    if (looked->before) {
        co_return PreparedArchive{{}, looked->before->codeHash, false, looked->before->notes};
    }
    const auto ignored = co_await gitIgnored(folder, respectGitignore, temporaryFolder, stop);
    if (!ignored) {
        co_return std::unexpected(ignored.error());
    }
    if (respectGitignore && ignored->files.contains(QLatin1StringView("Cargo.toml"))) {
        co_return fail(ErrorCode::InvalidArgument,
                       QStringLiteral("Git ignores the Cargo.toml of %1, and a draft needs it.").arg(folder));
    }
    co_return co_await onWorker(
        [folder, temporaryFolder, told = *ignored, respectGitignore, cache, stamp = looked->stamp, stop] {
            return packAgain(folder, temporaryFolder, told, respectGitignore, cache, stamp, stop);
        });
}

Result<PreparedArchive> fromSourceFile(const QString &file, const QString &manifest, const QString &temporaryFolder,
                                       const std::stop_token &stop)
{
    if (auto made = makeFolder(temporaryFolder); !made) {
        return std::unexpected(made.error());
    }
    const QTemporaryDir scratch(temporaryFolder + QStringLiteral("/one-XXXXXX"));
    if (auto made = makeProjectAround(file, manifest, scratch.path()); !made) {
        return std::unexpected(made.error());
    }
    auto archive = packed(scratch.path(), temporaryFolder, {}, stop);
    if (archive) {
        archive->notes = {
            QStringLiteral("Made a Cargo.toml around %1, which is src/lib.rs there.").arg(QFileInfo(file).fileName())};
    }
    return archive;
}

Result<PreparedArchive> fromArchive(const QString &archive, const QString &temporaryFolder, const std::stop_token &stop)
{
    if (auto made = makeFolder(temporaryFolder); !made) {
        return std::unexpected(made.error());
    }
    const QTemporaryDir scratch(temporaryFolder + QStringLiteral("/look-XXXXXX"));
    const QString sources = scratch.filePath(QStringLiteral("sources"));
    const auto unpacked = unpackArchive(archive, sources, {}, stop);
    if (!unpacked) {
        return std::unexpected(unpacked.error());
    }
    if (const auto project = readProject(sources); !project) {
        // What is said of the folder that it was unpacked to is said of the archive.
        QString said = project.error().message;
        return fail(project.error().code, said.replace(sources, QFileInfo(archive).fileName()), project.error().detail);
    }
    const auto hash = hashOf(archive);
    if (!hash) {
        return std::unexpected(hash.error());
    }
    PreparedArchive prepared{archive, *hash, false, {}};
    if (!unpacked->topFolder.isEmpty()) {
        prepared.notes = {QStringLiteral("The folder “%1” around everything in %2 is taken off.")
                              .arg(unpacked->topFolder, QFileInfo(archive).fileName())};
    }
    return prepared;
}

} // namespace

Result<void> checkSource(const DraftSource &source)
{
    const QFileInfo info(source.code);
    const bool single = info.isFile() && info.suffix() == QLatin1StringView("rs");
    if (source.code.isEmpty()) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("--code is empty. Give it a project folder, such as ./, a .zip, a .tar.gz or a .rs "
                                   "file."));
    }
    if (!info.exists()) {
        return fail(ErrorCode::NotFound,
                    QStringLiteral("There is nothing at %1. Give --code a project folder, a .zip, a .tar.gz or a .rs "
                                   "file.")
                        .arg(source.code));
    }
    if (!source.dependencies.isEmpty() && !single) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("--dependency is for a single .rs file. %1 has a Cargo.toml of its own: write %2 "
                                   "under [dependencies] there.")
                        .arg(source.code, source.dependencies.join(QStringLiteral(", "))));
    }
    if (source.respectGitignore && !info.isDir()) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("--respect-gitignore is for a folder; %1 is a file.").arg(source.code));
    }
    return {};
}

Task<PreparedArchive> prepareArchive(DraftSource source, QString appName, QString temporaryFolder, QString cache,
                                     std::stop_token stop)
{
    if (auto checked = checkSource(source); !checked) {
        co_return std::unexpected(checked.error());
    }
    const QFileInfo info(source.code);
    const QString path = info.absoluteFilePath();
    if (info.isDir()) {
        co_return co_await fromFolder(path, source.respectGitignore, temporaryFolder, cache, stop);
    }
    if (info.suffix() != QLatin1StringView("rs")) {
        co_return co_await onWorker([path, temporaryFolder, stop] { return fromArchive(path, temporaryFolder, stop); });
    }
    const auto manifest = manifestForSourceFile(appName, source.dependencies);
    if (!manifest) {
        co_return std::unexpected(manifest.error());
    }
    co_return co_await onWorker(
        [path, made = *manifest, temporaryFolder, stop] { return fromSourceFile(path, made, temporaryFolder, stop); });
}

namespace {

/// The sources that were wanted last stay, with what was left of an unpacking that was killed: a compile that runs
/// elsewhere has its own among them.
void forgetOldSources(const QString &folder)
{
    constexpr qsizetype kept = 16;
    const QFileInfoList all = QDir(folder).entryInfoList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Time);
    for (qsizetype at = kept; at < all.size(); ++at) {
        QDir(all[at].absoluteFilePath()).removeRecursively();
    }
}

/// False when it is not there.
bool markWanted(const QString &sources)
{
    return ::utimensat(AT_FDCWD, QFile::encodeName(sources).constData(), nullptr, 0) == 0;
}

} // namespace

Result<QString> unpackedSources(const QString &archive, const QByteArray &codeHash, const QString &folder,
                                std::stop_token stop)
{
    const QString sources = QStringLiteral("%1/%2").arg(folder, QString::fromLatin1(codeHash));
    if (markWanted(sources)) {
        return sources;
    }
    if (!QDir().mkpath(folder)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot make the folder %1.").arg(folder));
    }
    // Unpacked beside and renamed, so that a kill leaves no half of it under the final name.
    const QString beside = QStringLiteral("%1/.%2").arg(folder, uuid7());
    if (const auto unpacked = unpackArchive(archive, beside, {}, stop); !unpacked) {
        return std::unexpected(unpacked.error());
    }
    markWanted(beside); // unpacked, it is as old as its archive says
    if (!QDir().rename(beside, sources)) {
        QDir(beside).removeRecursively();
        if (!markWanted(sources)) { // else another process was first, with the same bytes
            return fail(ErrorCode::Unavailable, QStringLiteral("Cannot make the folder %1.").arg(sources));
        }
    }
    forgetOldSources(folder);
    return sources;
}

} // namespace studio
