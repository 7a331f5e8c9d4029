// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/artifact.h"

#include "core/base/uuid7.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <filesystem>

namespace studio {

Result<Artifact> keepArtifact(const QString &program, const QString &cache)
{
    QFile file(program);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file)) {
        return fail(ErrorCode::Internal,
                    QStringLiteral("Cargo said that it made %1, but it cannot be read.").arg(program),
                    file.errorString());
    }
    Artifact artifact{.path = {}, .sha256 = hash.result().toHex(), .size = file.size()};
    const QString folder = cache + QStringLiteral("/artifacts");
    artifact.path = folder + QLatin1Char('/') + QString::fromLatin1(artifact.sha256);
    if (QFileInfo(artifact.path).size() == artifact.size) {
        return artifact;
    }
    const QString beside = QStringLiteral("%1/.%2").arg(folder, uuid7());
    std::error_code error;
    QDir().mkpath(folder);
    std::filesystem::copy_file(program.toStdString(), beside.toStdString(), error);
    if (!error) {
        std::filesystem::rename(beside.toStdString(), artifact.path.toStdString(), error);
    }
    if (error) {
        QFile::remove(beside);
        return fail(error == std::errc::no_space_on_device ? ErrorCode::ResourceExhausted : ErrorCode::Unavailable,
                    QStringLiteral("Cannot keep the compiled handler in %1: %2.")
                        .arg(folder, QString::fromStdString(error.message())));
    }
    return artifact;
}

QString standardLibraryFolder(const Toolchain &toolchain)
{
    for (const QString &folder :
         {toolchain.sysroot + QStringLiteral("/lib"),
          QStringLiteral("%1/lib/rustlib/%2/lib").arg(toolchain.sysroot, targetTriple(RustTarget::Native))}) {
        if (!QDir(folder).entryList({QStringLiteral("libstd-*.so")}).isEmpty()) {
            return folder;
        }
    }
    return {};
}

} // namespace studio
