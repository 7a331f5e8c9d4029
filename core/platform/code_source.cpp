// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/code_source.h"

#include "core/base/uuid7.h"
#include "core/project/project.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

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

Result<PreparedArchive> fromFolder(const QString &folder, const QString &temporaryFolder, const std::stop_token &stop)
{
    if (const auto project = readProject(folder); !project) {
        return std::unexpected(project.error());
    }
    if (!QDir().mkpath(temporaryFolder)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot make the folder %1.").arg(temporaryFolder));
    }
    const QString archive = QStringLiteral("%1/%2.tar.gz").arg(temporaryFolder, uuid7());
    const auto packed = packFolder(folder, archive, ArchiveFormat::TarGz, stop);
    if (!packed) {
        return std::unexpected(packed.error());
    }
    return PreparedArchive{archive, packed->codeHash, true};
}

Result<PreparedArchive> fromArchive(const QString &archive, const QString &temporaryFolder, const std::stop_token &stop)
{
    if (!QDir().mkpath(temporaryFolder)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot make the folder %1.").arg(temporaryFolder));
    }
    const QTemporaryDir scratch(temporaryFolder + QStringLiteral("/look-XXXXXX"));
    const QString sources = scratch.filePath(QStringLiteral("sources"));
    if (const auto unpacked = unpackArchive(archive, sources, {}, stop); !unpacked) {
        return std::unexpected(unpacked.error());
    }
    if (const auto project = readProject(sources); !project) {
        return fail(project.error().code, QStringLiteral("%1: %2").arg(archive, project.error().message),
                    project.error().detail);
    }
    const auto hash = hashOf(archive);
    if (!hash) {
        return std::unexpected(hash.error());
    }
    return PreparedArchive{archive, *hash, false};
}

} // namespace

Result<PreparedArchive> prepareArchive(const QString &code, const QString &temporaryFolder, std::stop_token stop)
{
    const QFileInfo info(code);
    if (!info.exists()) {
        return fail(
            ErrorCode::NotFound,
            QStringLiteral("There is nothing at %1. Give --code a project folder, a .zip or a .tar.gz.").arg(code));
    }
    return info.isDir() ? fromFolder(info.absoluteFilePath(), temporaryFolder, stop)
                        : fromArchive(info.absoluteFilePath(), temporaryFolder, stop);
}

Result<QString> unpackedSources(const QString &archive, const QByteArray &codeHash, const QString &folder,
                                std::stop_token stop)
{
    const QString sources = QStringLiteral("%1/%2").arg(folder, QString::fromLatin1(codeHash));
    if (QFileInfo::exists(sources)) {
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
    if (!QDir().rename(beside, sources)) {
        QDir(beside).removeRecursively();
        if (!QFileInfo::exists(sources)) { // else another process was first, with the same bytes
            return fail(ErrorCode::Unavailable, QStringLiteral("Cannot make the folder %1.").arg(sources));
        }
    }
    return sources;
}

} // namespace studio
