// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/scratch.h"

#include <QDir>
#include <QFileInfo>
#include <QObject>

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
    std::call_once(swept, removeAbandoned);
    constexpr int tries = 100;
    for (int i = 0; i < tries; ++i) {
        std::unique_ptr<Scratch> scratch(new Scratch);
        if (!scratch->m_folder.isValid()) {
            return fail(ErrorCode::Unavailable, QObject::tr("Cannot make a folder for the handler in %1: %2.")
                                                    .arg(QDir::tempPath(), scratch->m_folder.errorString()));
        }
        const auto isLocked = scratch->lock();
        if (!isLocked) {
            return std::unexpected(isLocked.error());
        }
        if (!*isLocked) {
            // Until it was locked, another process could take it for an abandoned one, and removes it.
            scratch->m_folder.setAutoRemove(false);
            continue;
        }
        if (QDir().mkdir(scratch->work()) && QDir().mkdir(scratch->store())) {
            return scratch;
        }
        break;
    }
    return fail(ErrorCode::Unavailable,
                QObject::tr("Cannot make a folder for the handler in %1.").arg(QDir::tempPath()));
}

/// Whether the folder is this process's. Not where it is gone, or about to be.
Result<bool> Scratch::lock()
{
    auto lock = FileLock::tryLock(lockIn(m_folder.path()));
    if (!lock && QFileInfo::exists(m_folder.path())) {
        return std::unexpected(lock.error());
    }
    if (!lock || !*lock) {
        return false;
    }
    m_lock = std::move(*lock);
    return FileLock::isHeld(lockIn(m_folder.path())); // else the name is gone, or another file's
}

void Scratch::clearStore() const
{
    const QDir folder(store());
    for (const QString &name : folder.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        QDir(folder.filePath(name)).removeRecursively();
    }
}

void Scratch::removeAbandoned()
{
    const QFileInfoList all = QDir(QDir::tempPath()).entryInfoList({prefix + QLatin1Char('*')}, QDir::Dirs);
    for (const QFileInfo &folder : all) {
        if (folder.isSymLink() || folder.ownerId() != ::geteuid()) {
            continue;
        }
        const auto lock = FileLock::tryLock(lockIn(folder.absoluteFilePath()));
        // Under another name, so that the one who made it and comes to lock it only now does not find it any more.
        const QString removed = folder.absoluteFilePath() + QStringLiteral(".removed");
        if (lock && *lock && QDir().rename(folder.absoluteFilePath(), removed)) {
            QDir(removed).removeRecursively();
        }
    }
}

} // namespace studio
