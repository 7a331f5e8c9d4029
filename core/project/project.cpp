// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace studio {

namespace {

constexpr qint64 largestManifest = 4 << 20;

Result<QString> readText(const QString &path, qint64 largest)
{
    QFile file(path);
    if (QFileInfo::exists(path) && !QFileInfo(path).isFile()) { // a pipe would wait for ever
        return fail(ErrorCode::InvalidArgument, QStringLiteral("%1 is not a file.").arg(path));
    }
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot read %1: %2.").arg(path, file.errorString()));
    }
    const QByteArray bytes = file.read(largest + 1);
    if (bytes.size() > largest) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("%1 is larger than %2 MiB.").arg(path).arg(largest >> 20));
    }
    return QString::fromUtf8(bytes);
}

} // namespace

Result<Project> readProject(const QString &folder)
{
    const QFileInfo info(folder);
    if (!info.isDir()) {
        return fail(ErrorCode::NotFound, QStringLiteral("There is no folder %1.").arg(folder));
    }
    const QString manifestPath = folder + QStringLiteral("/Cargo.toml");
    if (!QFileInfo::exists(manifestPath)) {
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("%1 has no Cargo.toml. A handler's project has one at its root; cargo init --lib makes it.")
                .arg(folder));
    }
    const auto text = readText(manifestPath, largestManifest);
    if (!text) {
        return std::unexpected(text.error());
    }
    const auto manifest = parseManifest(*text);
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    Project project{.folder = info.canonicalFilePath(), .name = manifest->packageName, .handlerFile = {}};
    for (const QString &file : {QStringLiteral("src/lib.rs"), QStringLiteral("src/main.rs")}) {
        const auto source = readText(folder + QLatin1Char('/') + file, largestManifest);
        const QList<int> lines = source ? findHandlers(*source) : QList<int>();
        if (!lines.isEmpty()) {
            project.handlerFile = file;
            project.handlerLine = lines.first();
            break;
        }
    }
    return project;
}

Result<void> copySample(const QString &sample, const QString &folder)
{
    if (QFileInfo::exists(folder) && !QDir(folder).isEmpty()) {
        return fail(ErrorCode::AlreadyExists, QStringLiteral("%1 is not empty.").arg(folder));
    }
    const QString beside = folder + QStringLiteral(".new");
    QDir(beside).removeRecursively();
    QDirIterator files(sample, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString from = files.next();
        const QString to = beside + from.sliced(sample.size());
        if (!QDir().mkpath(QFileInfo(to).path()) || !QFile::copy(from, to) ||
            !QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther)) {
            QDir(beside).removeRecursively();
            return fail(ErrorCode::Unavailable, QStringLiteral("Cannot copy the sample to %1.").arg(folder));
        }
    }
    QDir().rmdir(folder);
    if (!QDir().rename(beside, folder)) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot make the folder %1.").arg(folder));
    }
    return {};
}

Result<void> saveTextFile(const QString &path, const QByteArray &content)
{
    const QFileInfo info(path);
    const QString target = info.isSymLink() ? info.canonicalFilePath() : path;
    QSaveFile file(target.isEmpty() ? path : target); // synced before it is renamed; keeps the mode
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.commit()) {
        return fail(ErrorCode::Unavailable,
                    QStringLiteral("Cannot save %1: %2. The file on disk is as it was.").arg(path, file.errorString()));
    }
    return {};
}

} // namespace studio
