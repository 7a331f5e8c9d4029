// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/source/code_source.h"

#include "core/base/files.h"
#include "core/base/temporary_folder.h"
#include "core/base/uuid7.h"
#include "core/project/project.h"
#include "core/source/git_ignored.h"
#include "core/source/left_out_notes.h"
#include "core/source/pack_cache.h"
#include "core/source/source_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>

namespace studio {

namespace {

QString archiveIn(const QString &temporaryFolder)
{
    return QStringLiteral("%1/%2.tar.gz").arg(temporaryFolder, uuid7());
}

/// A folder that is to be packed.
struct FolderJob
{
    QString folder;
    bool respectGitignore = false;
    QString temporaryFolder;
    QString cache; ///< empty: nothing is remembered
};

/// What is said about the files that git ignores and that are packed all the same.
QStringList notesOnIgnored(const FolderJob &job, const GitIgnored &ignored, const std::stop_token &stop)
{
    if (job.respectGitignore || ignored.paths.isEmpty()) {
        return {};
    }
    const auto files = listSourceFiles(job.folder, stop);
    const QStringList held = files ? ignoredAmong(*files, ignored) : QStringList();
    if (held.isEmpty()) {
        return {};
    }
    const QString what = held.size() == 1 ? QObject::tr("1 file that git ignores (%1)").arg(held.first())
                                          : QObject::tr("%n files that git ignores (%1 and others)", nullptr,
                                                        static_cast<int>(held.size()))
                                                .arg(held.first());
    return {QObject::tr("The draft holds %1. Leave such files out with --respect-gitignore.").arg(what)};
}

/// What a look at the folder tells.
struct Looked
{
    TreeStamp stamp;
    std::optional<PackCacheEntry> before;
};

Result<Looked> look(const FolderJob &job, const QSet<QString> &leaveOut, const std::stop_token &stop)
{
    if (const auto project = readProject(job.folder); !project) {
        return std::unexpected(project.error());
    }
    if (job.cache.isEmpty()) {
        return Looked{};
    }
    return stampOfSource(job.folder, job.respectGitignore, leaveOut, stop).transform([&](const TreeStamp &stamp) {
        return Looked{stamp, findPacked(job.cache, job.folder, stamp)};
    });
}

/// Packs, and remembers what it came to where nothing has changed meanwhile.
Result<PreparedArchive> pack(const FolderJob &job, const GitIgnored &ignored, const TreeStamp &stamp,
                             const std::stop_token &stop)
{
    if (auto made = makeFolder(job.temporaryFolder); !made) {
        return std::unexpected(made.error());
    }
    const QSet<QString> leaveOut = job.respectGitignore ? ignored.paths : QSet<QString>();
    const QString archive = archiveIn(job.temporaryFolder);
    const auto packed = packFolder(job.folder, archive, ArchiveFormat::TarGz, stop, leaveOut);
    if (!packed) {
        return std::unexpected(packed.error());
    }
    PreparedArchive prepared{archive, packed->codeHash, true, notesOnLeftOut(packed->leftOut)};
    prepared.notes += notesOnIgnored(job, ignored, stop);
    if (!job.cache.isEmpty()) {
        rememberLeftOut(job.cache, packed->codeHash, packed->leftOut);
    }
    if (!job.cache.isEmpty() && stamp.settled) {
        const auto after = stampOfSource(job.folder, job.respectGitignore, leaveOut, stop);
        if (after && *after == stamp) {
            storePacked(job.cache, job.folder, {stamp, prepared.codeHash, prepared.notes});
        }
    }
    return prepared;
}

/// With --respect-gitignore git is asked first, so that nothing that it ignores is opened.
Task<PreparedArchive> fromFolder(FolderJob job, std::stop_token stop)
{
    GitIgnored ignored;
    const auto ask = [&]() -> Task<GitIgnored> {
        return gitIgnored(job.folder, job.respectGitignore, job.temporaryFolder, stop);
    };
    if (job.respectGitignore) {
        const auto told = co_await ask();
        if (!told) {
            co_return std::unexpected(told.error());
        }
        ignored = *told;
        if (ignored.paths.contains(QStringLiteral("Cargo.toml"))) {
            co_return fail(ErrorCode::InvalidArgument,
                           QObject::tr("Git ignores the Cargo.toml of %1, and a draft needs it.").arg(job.folder));
        }
    }
    const auto looked = co_await onWorker([job, paths = ignored.paths, stop] { return look(job, paths, stop); });
    if (!looked) {
        co_return std::unexpected(looked.error());
    }
    if (looked->before) {
        co_return PreparedArchive{{}, looked->before->codeHash, false, looked->before->notes};
    }
    if (!job.respectGitignore) {
        const auto told = co_await ask();
        if (!told) {
            co_return std::unexpected(told.error());
        }
        ignored = *told;
    }
    co_return co_await onWorker(
        [job, ignored, stamp = looked->stamp, stop] { return pack(job, ignored, stamp, stop); });
}

Result<PreparedArchive> fromSourceFile(const QString &file, const QString &manifest, const QString &temporaryFolder,
                                       const std::stop_token &stop)
{
    if (auto made = makeFolder(temporaryFolder); !made) {
        return std::unexpected(made.error());
    }
    const auto scratch = makeTemporaryFolder(temporaryFolder + QStringLiteral("/one-XXXXXX"));
    if (!scratch) {
        return std::unexpected(scratch.error());
    }
    if (auto made = makeProjectAround(file, manifest, (*scratch)->path()); !made) {
        return std::unexpected(made.error());
    }
    const QString archive = archiveIn(temporaryFolder);
    return packFolder((*scratch)->path(), archive, ArchiveFormat::TarGz, stop).transform([&](const Packed &made) {
        return PreparedArchive{
            archive,
            made.codeHash,
            true,
            {QObject::tr("Made a Cargo.toml around %1, which is src/lib.rs there.").arg(QFileInfo(file).fileName())}};
    });
}

Result<PreparedArchive> fromArchive(const QString &archive, const QString &temporaryFolder, const std::stop_token &stop)
{
    if (auto made = makeFolder(temporaryFolder); !made) {
        return std::unexpected(made.error());
    }
    const auto scratch = makeTemporaryFolder(temporaryFolder + QStringLiteral("/look-XXXXXX"));
    if (!scratch) {
        return std::unexpected(scratch.error());
    }
    const QString sources = (*scratch)->filePath(QStringLiteral("sources"));
    const auto unpacked = unpackArchive(archive, sources, {}, stop);
    if (!unpacked) {
        return std::unexpected(unpacked.error());
    }
    if (const auto project = readProject(sources); !project) {
        // What is said of the folder that it was unpacked to is said of the archive.
        QString said = project.error().message;
        return fail(project.error().code, said.replace(sources, QFileInfo(archive).fileName()), project.error().detail);
    }
    const auto hash = hashFile(archive);
    if (!hash) {
        return std::unexpected(hash.error());
    }
    PreparedArchive prepared{archive, *hash, false, {}};
    if (!unpacked->topFolder.isEmpty()) {
        prepared.notes = {QObject::tr("The folder “%1” around everything in %2 is taken off.")
                              .arg(unpacked->topFolder, QFileInfo(archive).fileName())};
    }
    if (const auto tree = readSourceTree(sources, {}, stop)) {
        prepared.notes += notesOnLeftOut(tree->leftOut);
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
                    QObject::tr("--code is empty. Give it a project folder, such as ./, a .zip, a .tar.gz or a .rs "
                                "file."));
    }
    if (!info.exists()) {
        return fail(ErrorCode::NotFound,
                    QObject::tr("There is nothing at %1. Give --code a project folder, a .zip, a .tar.gz or a .rs "
                                "file.")
                        .arg(source.code));
    }
    if (!source.dependencies.isEmpty() && !single) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("--dependency is for a single .rs file. %1 has a Cargo.toml of its own: write %2 "
                                "under [dependencies] there.")
                        .arg(source.code, source.dependencies.join(QStringLiteral(", "))));
    }
    if (source.respectGitignore && !info.isDir()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("--respect-gitignore is for a folder; %1 is a file.").arg(source.code));
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
        co_return co_await fromFolder({path, source.respectGitignore, temporaryFolder, cache}, stop);
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

} // namespace studio
