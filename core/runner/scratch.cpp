// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/scratch.h"

#include <QDateTime>
#include <QDir>

#include <mutex>
#include <unistd.h>

namespace studio {

namespace {

const QString prefix = QStringLiteral("ignite-instance-");

QString lockIn(const QString &folder)
{
    return folder + QStringLiteral("/lock");
}

} // namespace

Scratch::Scratch() : m_folder(QDir::tempPath() + QLatin1Char('/') + prefix + QStringLiteral("XXXXXX")) {}

Result<std::unique_ptr<Scratch>> Scratch::make()
{
    static std::once_flag swept;
    std::call_once(swept, [] { removeAbandoned(); });
    std::unique_ptr<Scratch> scratch(new Scratch);
    if (!scratch->m_folder.isValid() || !QDir().mkdir(scratch->work()) || !QDir().mkdir(scratch->store())) {
        return fail(ErrorCode::Unavailable, QStringLiteral("Cannot make a folder for the handler in %1: %2.")
                                                .arg(QDir::tempPath(), scratch->m_folder.errorString()));
    }
    auto lock = FileLock::tryLock(lockIn(scratch->m_folder.path()));
    if (!lock) {
        return std::unexpected(lock.error());
    }
    scratch->m_lock = std::move(*lock);
    return scratch;
}

void Scratch::clearStore() const
{
    const QDir folder(store());
    for (const QString &name : folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        QDir(folder.filePath(name)).removeRecursively();
    }
}

void Scratch::removeAbandoned(qint64 olderThanSeconds)
{
    const QDateTime limit = QDateTime::currentDateTimeUtc().addSecs(-olderThanSeconds);
    const QFileInfoList all = QDir(QDir::tempPath()).entryInfoList({prefix + QLatin1Char('*')}, QDir::Dirs);
    for (const QFileInfo &folder : all) {
        if (folder.isSymLink() || folder.ownerId() != ::geteuid() || folder.lastModified() > limit) {
            continue;
        }
        const auto lock = FileLock::tryLock(lockIn(folder.absoluteFilePath()));
        if (lock && *lock) {
            QDir(folder.absoluteFilePath()).removeRecursively();
        }
    }
}

} // namespace studio
