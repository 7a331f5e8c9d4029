// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/build_folder.h"

#include "core/base/files.h"
#include "core/base/helper_program.h"
#include "core/base/system_error.h"
#include "core/compiler/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QObject>
#include <QStandardPaths>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace studio::compiler {

namespace {

constexpr qint64 maxFileBytes = 256LL << 20;

} // namespace

std::unexpected<Error> failedFile(const QString &sentence, const QString &path, int number)
{
    return std::unexpected(systemError(sentence, path, number));
}

Result<QByteArray> readFile(const QString &path)
{
    const auto content = readRegularFile(path, maxFileBytes);
    if (content && !*content) {
        return failedFile(QObject::tr("Could not read %1: %2."), path, ENOENT);
    }
    return content.transform([](const std::optional<QByteArray> &bytes) { return *bytes; });
}

Result<void> writeFile(const QString &path, const QByteArray &content)
{
    return writePrivateFile(path, content, Durability::Cache, 0644);
}

Result<bool> writeIfChanged(const QString &path, const QByteArray &content)
{
    if (QFileInfo::exists(path)) {
        const auto old = readFile(path);
        if (old && *old == content) {
            return false;
        }
    }
    if (const auto written = writeFile(path, content); !written) {
        return std::unexpected(written.error());
    }
    return true;
}

QString projectFolderOf(const Paths &paths, const QString &projectKey)
{
    return paths.cache + QStringLiteral("/projects/") + QString::fromLatin1(sha256(projectKey.toUtf8()).first(16));
}

BuildFolder buildFolderOf(const Paths &paths, const CompileRequest &request, const Toolchain &toolchain)
{
    const QString rust = toolchain.version.toString() + QLatin1Char('-') +
                         (toolchain.commit.isEmpty() ? QStringLiteral("unknown") : toolchain.commit.first(9));
    BuildFolder folder;
    folder.project = projectFolderOf(paths, request.projectKey);
    folder.root = folder.project + QLatin1Char('/') + targetName(request.target) + QLatin1Char('-') +
                  profileName(request.profile);
    folder.source = folder.root + QStringLiteral("/src");
    folder.target = folder.root + QStringLiteral("/target");
    folder.build = paths.cache + QStringLiteral("/shared/rust-") + rust;
    folder.wrapper = folder.project + QStringLiteral("/wrapper/rustc");
    folder.record = folder.root + QStringLiteral("/rustc-command");
    folder.direct = folder.root + QStringLiteral("/direct");
    folder.state = folder.root + QStringLiteral("/state.json");
    folder.lock = folder.root + QStringLiteral("/lock");
    folder.temporary = folder.root + QStringLiteral("/tmp");
    folder.artifacts = paths.cache + QStringLiteral("/artifacts");
    return folder;
}

namespace {

/// Runs rustc and leaves its command in the record (core/compiler/rustc_recorder). Without it `env`, which runs a
/// program too: each compile then takes cargo.
QString wrapperProgram()
{
    const QString recorder = helperProgram(QStringLiteral("ignite-rustc"));
    return QFileInfo::exists(recorder) ? recorder : QStandardPaths::findExecutable(QStringLiteral("env"));
}

/// The wrapper's path, not what it does, is what cargo hashes into the crates of this project.
Result<void> makeWrapper(const QString &path)
{
    const QString program = wrapperProgram();
    if (program.isEmpty()) {
        return fail(ErrorCode::Unavailable, QObject::tr("The program `env` is missing: install coreutils."));
    }
    if (QFileInfo(path).symLinkTarget() == program) {
        return {};
    }
    QFile::remove(path);
    if (!QFile::link(program, path) && QFileInfo(path).symLinkTarget() != program) {
        return failedFile(QObject::tr("Could not make the link %1: %2."), path, errno);
    }
    return {};
}

} // namespace

Result<void> makeBuildFolder(const BuildFolder &folder)
{
    const QStringList folders{folder.source, folder.target, folder.build, folder.artifacts,
                              QFileInfo(folder.wrapper).absolutePath()};
    for (const QString &path : folders) {
        if (auto made = makeFolder(path); !made) {
            return made;
        }
    }
    return makeWrapper(folder.wrapper);
}

} // namespace studio::compiler
