// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/project.h"

#include "core/base/files.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QObject>

namespace studio {

namespace {

constexpr qint64 largestManifest = 4 << 20;

Result<QByteArray> readBytes(const QString &path, qint64 largest)
{
    const auto content = readRegularFile(path, largest);
    if (!content) {
        return std::unexpected(content.error());
    }
    if (!*content) {
        return fail(ErrorCode::Unavailable, QObject::tr("Could not read %1: there is no such file.").arg(path));
    }
    return **content;
}

/// Where a Cargo.toml stands instead of the root: under a name in other letters, or in a folder below.
QString manifestElsewhere(const QString &folder)
{
    constexpr int deepest = 3;
    constexpr int most = 10'000; // entries: it is only advice
    int seen = 0;
    QList<std::pair<QString, int>> folders{{folder, 0}};
    while (!folders.isEmpty()) {
        const auto [at, depth] = folders.takeFirst();
        const QDir dir(at);
        for (const QString &name : dir.entryList(QDir::Files | QDir::Hidden)) {
            const QString path = QDir(folder).relativeFilePath(dir.filePath(name));
            if (depth == 0 && name.compare(QLatin1String("Cargo.toml"), Qt::CaseInsensitive) == 0) {
                return QObject::tr("its manifest is called %1: rename it to Cargo.toml, with a capital C").arg(name);
            }
            if (depth > 0 && name == QLatin1String("Cargo.toml")) {
                return QObject::tr("there is one deeper, %1: take the folder that it stands in").arg(path);
            }
            if (++seen > most) {
                return {};
            }
        }
        const QStringList below =
            depth < deepest ? dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks) : QStringList();
        for (const QString &name : below) {
            folders.append({dir.filePath(name), depth + 1});
        }
    }
    return {};
}

std::unexpected<Error> noManifest(const QString &folder)
{
    const QString elsewhere = manifestElsewhere(folder);
    return fail(ErrorCode::InvalidArgument,
                elsewhere.isEmpty()
                    ? QObject::tr("%1 has no Cargo.toml. A handler's project has one at its root; cargo init --lib "
                                  "makes it.")
                          .arg(folder)
                    : QObject::tr("%1 has no Cargo.toml at its root; %2.").arg(folder, elsewhere));
}

} // namespace

Result<Project> readProject(const QString &folder)
{
    const QFileInfo info(folder);
    if (!info.isDir()) {
        return fail(ErrorCode::NotFound, QObject::tr("There is no folder %1.").arg(folder));
    }
    const QString manifestPath = folder + QStringLiteral("/Cargo.toml");
    if (!QFileInfo::exists(manifestPath)) {
        return noManifest(folder);
    }
    const auto manifest = readBytes(manifestPath, largestManifest).and_then(decodeManifest).and_then(parseManifest);
    if (!manifest) {
        return std::unexpected(manifest.error());
    }
    Project project{.folder = info.canonicalFilePath(), .name = manifest->packageName, .handlerFile = {}};
    for (const QString &file : {QStringLiteral("src/lib.rs"), QStringLiteral("src/main.rs")}) {
        const auto source = readBytes(folder + QLatin1Char('/') + file, largestManifest);
        const QList<int> lines = source ? findHandlers(QString::fromUtf8(*source)) : QList<int>();
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
        return fail(ErrorCode::AlreadyExists, QObject::tr("%1 is not empty.").arg(folder));
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
            return fail(ErrorCode::Unavailable, QObject::tr("Cannot copy the sample to %1.").arg(folder));
        }
    }
    QDir().rmdir(folder);
    if (!QDir().rename(beside, folder)) {
        return fail(ErrorCode::Unavailable, QObject::tr("Cannot make the folder %1.").arg(folder));
    }
    return {};
}

} // namespace studio
