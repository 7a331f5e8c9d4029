// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/temporary_space.h"

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
    // Where it cannot be locked it is not known to be in use: such a name is kept for an hour.
    m_folder = m_shared + QStringLiteral("/unlocked-") + uuid7();
    if (!makePrivateFolder(m_shared)) {
        return m_folder;
    }
    const QString locked = m_shared + QLatin1Char('/') + uuid7();
    if (const auto shared = lockShared(m_shared); shared && makePrivateFolder(locked)) {
        auto lock = FileLock::tryLock(locked + QLatin1Char('/') + lockName);
        m_lock = lock ? std::move(*lock) : nullptr;
        m_folder = m_lock ? locked : m_folder;
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
    QStringList unheld;
    if (const auto lock = lockShared(shared)) {
        unheld = takeUnheld(shared);
    }
    for (const QString &path : std::as_const(unheld)) { // which may take long, so not under the lock
        if (const QFileInfo entry(path); entry.isDir() && !entry.isSymLink()) {
            QDir(path).removeRecursively();
        } else {
            QFile::remove(path);
        }
    }
}

/// Every folder with a name of ours is made and locked under the lock that is held now: one that is not locked has
/// no owner. Renames those, so that nothing is put there any more, and gives their paths.
QStringList TemporarySpace::takeUnheld(const QString &shared)
{
    const QString taken = QStringLiteral(".removed");
    QStringList unheld;
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
        if (entry.fileName().endsWith(taken)) { // by one that was killed, or is at it
            unheld << entry.filePath();
        } else if (QFile::rename(entry.filePath(), entry.filePath() + taken)) {
            unheld << entry.filePath() + taken;
        }
    }
    return unheld;
}

} // namespace studio
