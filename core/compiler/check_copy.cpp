// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compiler/check_copy.h"

#include "core/compiler/files.h"
#include "core/compiler/source_sync.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>

namespace studio {

using namespace compiler;

namespace {

constexpr qsizetype maxPaths = 1'000;
constexpr int maxCopies = 16;

/// The language server's lockfile replaces the copy's where it is newer; else what cargo has chosen for the copy stays.
Result<void> updateLockfile(const CheckCopy &copy)
{
    const QString ours = copy.folder + QStringLiteral("/Cargo.lock");
    if (QFileInfo(copy.lockfile).lastModified() <= QFileInfo(ours).lastModified() ||
        !QFileInfo::exists(copy.lockfile)) {
        return {};
    }
    return readFile(copy.lockfile)
        .and_then([&](const QByteArray &content) { return writeIfChanged(ours, content); })
        .transform([](bool) {});
}

} // namespace

Result<void> lockCheckFolder(CheckCopy &copy, const QString &analyzerFolder)
{
    for (int number = 1; number <= maxCopies; ++number) {
        const QString folder =
            analyzerFolder + (number == 1 ? QStringLiteral("/check") : QStringLiteral("/check-%1").arg(number));
        auto lock = FileLock::tryLock(folder + QStringLiteral(".lock"));
        if (!lock) {
            return std::unexpected(lock.error());
        }
        if (*lock) {
            copy.folder = folder;
            copy.lock = std::move(*lock);
            return {};
        }
    }
    return fail(ErrorCode::ResourceExhausted,
                QObject::tr("Too many windows have this project open. Close one, and start rust-analyzer again."));
}

QMap<QString, QString> checkedPaths(const QString &sourceFolder)
{
    QMap<QString, QString> paths;
    const QFileInfoList entries = QDir(sourceFolder).entryInfoList(QDir::Dirs | QDir::Files | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        const QString end = entry.isDir() ? QStringLiteral("/") : QString();
        if (paths.size() < maxPaths && (entry.isDir() || entry.suffix() == QLatin1String("rs"))) {
            paths.insert(entry.fileName() + end, entry.filePath() + end);
        }
    }
    return paths;
}

Result<bool> updateCheckCopy(const CheckCopy &copy, const QString &sourceFolder,
                             const QMap<QString, QByteArray> &unsaved, std::stop_token stop)
{
    if (const auto made = makeFolder(copy.folder); !made) {
        return std::unexpected(made.error());
    }
    if (const auto taken = updateLockfile(copy); !taken) {
        return std::unexpected(taken.error());
    }
    const QString stateFile = copy.folder + QStringLiteral(".json");
    SyncState state = readState(stateFile);
    const ManifestSettings settings{.sdkPath = copy.sdkPath, .platformRust = copy.platformRust};
    return syncSources(sourceFolder, copy.folder, settings, stateFile, state, std::move(stop), unsaved)
        .transform([](const SyncReport &report) { return report.changed; });
}

} // namespace studio
