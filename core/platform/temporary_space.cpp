// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platform/temporary_space.h"

#include "core/base/files.h"
#include "core/base/uuid7.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QThread>
#include <QUuid>

namespace studio {

namespace {

const QString lockName = QStringLiteral("lock");

/// Held while folders are made and while abandoned ones are looked for, so that none is taken for abandoned between its
/// making and its locking. Null where another process holds it for very long.
std::unique_ptr<FileLock> lockShared(const QString &folder)
{
    constexpr int tries = 200;
    constexpr unsigned long pauseMs = 5;
    for (int i = 0; i < tries; ++i) {
        auto lock = FileLock::tryLock(folder + QStringLiteral("/.lock"));
        if (!lock || *lock) {
            return lock ? std::move(*lock) : nullptr;
        }
        QThread::msleep(pauseMs);
    }
    return nullptr;
}

} // namespace

QString TemporarySpace::path()
{
    if (!m_folder.isEmpty()) {
        return m_folder;
    }
    m_folder = m_shared + QLatin1Char('/') + uuid7();
    if (!makePrivateFolder(m_shared)) {
        return m_folder;
    }
    if (const auto shared = lockShared(m_shared)) {
        removeUnheldIn(m_shared);
        if (makePrivateFolder(m_folder)) {
            auto lock = FileLock::tryLock(m_folder + QLatin1Char('/') + lockName);
            m_lock = lock ? std::move(*lock) : nullptr;
        }
    }
    return m_folder;
}

TemporarySpace::~TemporarySpace()
{
    if (m_lock) {
        QDir(m_folder).removeRecursively();
    }
}

void TemporarySpace::removeAbandoned(const QString &shared)
{
    if (QDir(shared).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot)) {
        return; // beside the lock, which is hidden
    }
    if (const auto lock = lockShared(shared)) {
        removeUnheldIn(shared);
    }
}

/// Every folder is made and locked under the lock that is held now: one that has the name of ours and is not locked
/// belongs to nobody.
void TemporarySpace::removeUnheldIn(const QString &shared)
{
    constexpr qint64 longEnough = 3'600; // seconds, for what has no lock: older programs put their files here
    const QDateTime limit = QDateTime::currentDateTimeUtc().addSecs(-longEnough);
    const QFileInfoList entries = QDir(shared).entryInfoList(QDir::AllEntries | QDir::NoDotAndDotDot);
    for (const QFileInfo &entry : entries) {
        const QString lock = entry.filePath() + QLatin1Char('/') + lockName;
        const bool isOurs = entry.isDir() && !entry.isSymLink() &&
                            (QFileInfo::exists(lock) || !QUuid::fromString(entry.fileName()).isNull());
        if (isOurs ? FileLock::isHeld(lock) : entry.lastModified() > limit) {
            continue;
        }
        if (entry.isDir() && !entry.isSymLink()) {
            QDir(entry.filePath()).removeRecursively();
        } else {
            QFile::remove(entry.filePath());
        }
    }
}

} // namespace studio
