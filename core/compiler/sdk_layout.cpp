// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/sdk_layout.h"

#include "core/base/temporary_folder.h"
#include "core/compiler/files.h"

#include <QDir>
#include <QDirIterator>
#include <QObject>

#include <cerrno>

namespace studio::compiler {

namespace {

constexpr auto rlibLine = "crate-type = [\"rlib\"]";
constexpr auto dylibLine = "crate-type = [\"dylib\"]";

struct SdkFile
{
    QString path; ///< relative
    QByteArray content;
};

/// What a build of the SDK reads; its own tests and what they left behind are not part of it.
bool isPart(const QString &path)
{
    const QStringList parts = path.split(QLatin1Char('/'));
    for (const QString &outside : {QStringLiteral("target"), QStringLiteral("tests"), QStringLiteral("examples")}) {
        if (parts.contains(outside)) {
            return false;
        }
    }
    return true;
}

Result<QList<SdkFile>> readSdk(const QString &folder)
{
    QStringList names;
    const QDir root(folder);
    QDirIterator walk(folder, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString path = root.relativeFilePath(walk.next());
        if (isPart(path)) {
            names << path;
        }
    }
    names.sort();
    QList<SdkFile> files;
    for (const QString &name : std::as_const(names)) {
        auto content = readFile(root.filePath(name));
        if (!content) {
            return std::unexpected(content.error());
        }
        files << SdkFile{name, *content};
    }
    if (!names.contains(QStringLiteral("ignite/Cargo.toml"))) {
        return fail(ErrorCode::Internal,
                    QObject::tr("The SDK is missing from %1: install Ignite Studio again.").arg(folder));
    }
    return files;
}

QString hashSdkFiles(const QList<SdkFile> &files)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const SdkFile &file : files) {
        hash.addData(file.path.toUtf8() + '\0' + QByteArray::number(file.content.size()) + '\0');
        hash.addData(file.content);
    }
    return QString::fromLatin1(hash.result().toHex().first(16));
}

Result<void> writeAll(const QList<SdkFile> &files, const QString &folder, SdkVariant variant)
{
    for (const SdkFile &file : files) {
        QByteArray content = file.content;
        if (variant == SdkVariant::Shared && file.path == QLatin1String("ignite/Cargo.toml")) {
            content.replace(rlibLine, dylibLine);
        }
        const QString path = folder + QLatin1Char('/') + file.path;
        if (auto made = makeFolder(QFileInfo(path).absolutePath()); !made) {
            return made;
        }
        if (auto written = writeFile(path, content); !written) {
            return written;
        }
    }
    return {};
}

} // namespace

Result<SdkLayout> layOutSdk(const Paths &paths, SdkVariant variant)
{
    const auto files = readSdk(paths.resources + QStringLiteral("/sdk"));
    if (!files) {
        return std::unexpected(files.error());
    }
    const QString name =
        hashSdkFiles(*files) + (variant == SdkVariant::Shared ? QStringLiteral("-shared") : QStringLiteral("-linked"));
    const QString parent = paths.cache + QStringLiteral("/sdk");
    const QString folder = parent + QLatin1Char('/') + name;
    const SdkLayout layout{folder + QStringLiteral("/ignite"), folder + QStringLiteral("/Cargo.lock")};
    if (QFileInfo::exists(layout.crate)) {
        return layout;
    }
    if (auto made = makeFolder(parent); !made) {
        return std::unexpected(made.error());
    }
    const auto beside = makeTemporaryFolder(parent + QStringLiteral("/.part-XXXXXX"));
    if (!beside) {
        return std::unexpected(beside.error());
    }
    if (auto written = writeAll(*files, (*beside)->path(), variant); !written) {
        return std::unexpected(written.error());
    }
    // Another process may have been faster; its copy is the same.
    if (!QDir().rename((*beside)->path(), folder) && !QFileInfo::exists(layout.crate)) {
        return failedFile(QObject::tr("Could not make the folder %1: %2."), folder, errno);
    }
    return layout;
}

} // namespace studio::compiler
