// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/build_folder.h"

#include "core/manifest/manifest.h"
#include "core/project/project.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include <sys/stat.h>

namespace studio {

namespace {

/// Where the generated entry point stands when the handler is in a library of the author's own making.
const QString entryFile = QStringLiteral(".ignite/main.rs");

const QString profiles = QStringLiteral("[profile.dev]\n"
                                        "debug = 0\n"
                                        "[profile.release]\n"
                                        "codegen-units = 1\n"
                                        "lto = \"fat\"\n"
                                        "strip = true\n");

Result<QByteArray> readAll(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot read %1: %2.").arg(path, file.errorString()));
    }
    return file.readAll();
}

Result<void> writeIfOther(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly) && file.readAll() == content) {
        return {};
    }
    file.close();
    if (!QDir().mkpath(QFileInfo(path).path()) || !file.open(QIODevice::WriteOnly | QIODevice::Truncate) ||
        file.write(content) != content.size() || !file.flush()) {
        return fail(ErrorCode::ResourceExhausted, QStringLiteral("Cannot write %1: %2.").arg(path, file.errorString()));
    }
    return {};
}

bool isLeftOut(const QString &path)
{
    return path.startsWith(QLatin1String(".cargo/")) || path == QLatin1String("rust-toolchain") ||
           path == QLatin1String("rust-toolchain.toml");
}

bool isManifest(const QString &path)
{
    return path == QLatin1String("Cargo.toml") || path.endsWith(QLatin1String("/Cargo.toml"));
}

SyncMemory::Stamp stampOf(const QString &path)
{
    struct stat info{};
    if (stat(QFile::encodeName(path).constData(), &info) != 0) {
        return {};
    }
    return {.size = info.st_size,
            .modifiedNs = info.st_mtim.tv_sec * 1'000'000'000LL + info.st_mtim.tv_nsec,
            .inode = info.st_ino,
            .hash = {}};
}

/// Copies one file where it is new or changed. Its stamp is remembered with the content's hash.
Result<void> syncFile(const QString &from, const QString &to, const QString &path, SyncMemory &memory)
{
    SyncMemory::Stamp now = stampOf(from);
    const SyncMemory::Stamp known = memory.files.value(path);
    now.hash = known.hash;
    if (now == known && QFileInfo::exists(to)) {
        return {};
    }
    const auto content = readAll(from);
    if (!content) {
        return std::unexpected(content.error());
    }
    now.hash = QCryptographicHash::hash(*content, QCryptographicHash::Sha256);
    // Manifests are rewritten for the build; Cargo keeps its own lockfile once it has one that differs.
    const bool isCopied = !isManifest(path) && !(path == QLatin1String("Cargo.lock") && now.hash == known.hash);
    if (isCopied) {
        if (const auto written = writeIfOther(to, *content); !written) {
            return written;
        }
    }
    memory.files[path] = now;
    return {};
}

void removeGone(const BuildFolder &folder, const QSet<QString> &present)
{
    QDirIterator files(folder.tree(), QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString full = files.next();
        const QString path = full.sliced(folder.tree().size() + 1);
        if (!present.contains(path) && path != QLatin1String("Cargo.lock") && path != entryFile &&
            path != QLatin1String("Cargo.toml")) {
            QFile::remove(full);
        }
    }
}

} // namespace

Result<BuildFolder> openBuildFolder(const QString &cache, const QString &projectKey)
{
    const QByteArray name = QCryptographicHash::hash(projectKey.toUtf8(), QCryptographicHash::Sha256).toHex().first(16);
    BuildFolder folder{QStringLiteral("%1/build/%2").arg(cache, QString::fromLatin1(name))};
    if (!QDir().mkpath(folder.tree())) {
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("Cannot make the build folder %1. Is the disk full or read-only?").arg(folder.root));
    }
    if (!QFileInfo(folder.wrapper()).isSymLink()) {
        QFile::link(QStringLiteral("/usr/bin/env"), folder.wrapper());
    }
    return folder;
}

Result<Synced> syncSources(const BuildFolder &folder, const QString &sourceFolder, const SdkLayout &sdk,
                           SyncMemory &memory, std::stop_token stop)
{
    const auto files = listSourceFiles(sourceFolder, stop);
    if (!files) {
        return std::unexpected(files.error());
    }
    Synced synced;
    QSet<QString> present;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const SourceFile &file : *files) {
        if (stop.stop_requested()) {
            return cancelled();
        }
        if (isLeftOut(file.path)) {
            synced.notes
                << QStringLiteral("note: %1 is not used: the platform compiles with its own settings").arg(file.path);
            continue;
        }
        const auto copied = syncFile(sourceFolder + QLatin1Char('/') + file.path,
                                     folder.tree() + QLatin1Char('/') + file.path, file.path, memory);
        if (!copied) {
            return std::unexpected(copied.error());
        }
        present << file.path;
        hash.addData(file.path.toUtf8() + '\0' + memory.files.value(file.path).hash);
    }
    removeGone(folder, present);
    synced.sourceHash = hash.result().toHex();
    const auto manifest = readAll(sourceFolder + QStringLiteral("/Cargo.toml"));
    if (!manifest) {
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("%1 has no Cargo.toml. A handler's project has one at its root; cargo init --lib makes it.")
                .arg(sourceFolder));
    }
    synced.manifest = QString::fromUtf8(*manifest);
    // A project without a lockfile begins with the versions that the SDK was tested with, so that projects share their
    // crates.
    const QString lockfile = folder.tree() + QStringLiteral("/Cargo.lock");
    if (!QFileInfo::exists(lockfile)) {
        if (const auto seed = readAll(sdk.folder + QStringLiteral("/Cargo.lock"))) {
            if (const auto written = writeIfOther(lockfile, *seed); !written) {
                return std::unexpected(written.error());
            }
        }
    }
    return synced;
}

Result<void> writeManifests(const BuildFolder &folder, const QString &sourceFolder, const SdkLayout &sdk,
                            const HandlerLocation &handler)
{
    const auto files = listSourceFiles(sourceFolder);
    if (!files) {
        return std::unexpected(files.error());
    }
    for (const SourceFile &file : *files) {
        if (!isManifest(file.path) || isLeftOut(file.path)) {
            continue;
        }
        const auto text = readAll(sourceFolder + QLatin1Char('/') + file.path);
        if (!text) {
            return std::unexpected(text.error());
        }
        BuildManifestOptions options{
            .inject = file.path == QLatin1String("Cargo.toml"), .sdkPath = sdk.crate(), .extra = profiles};
        if (options.inject && handler.kind == HandlerLocation::Library) {
            options.handlerBin = handler.file;
            options.replacesLibrary = true;
        } else if (options.inject && handler.kind == HandlerLocation::NamedLibrary) {
            options.handlerBin = entryFile;
        }
        const auto built = buildManifest(QString::fromUtf8(*text), options);
        if (!built) {
            return std::unexpected(built.error());
        }
        if (const auto written = writeIfOther(folder.tree() + QLatin1Char('/') + file.path, built->toUtf8());
            !written) {
            return written;
        }
    }
    if (handler.kind == HandlerLocation::NamedLibrary) {
        const QByteArray entry = "// Made by Ignite Studio: starts the handler of the library.\nfn main() {\n    " +
                                 handler.crate.toUtf8() + "::main()\n}\n";
        return writeIfOther(folder.tree() + QLatin1Char('/') + entryFile, entry);
    }
    return {};
}

} // namespace studio
