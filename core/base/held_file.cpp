// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/held_file.h"

#include "core/base/descriptor.h"
#include "core/base/uuid7.h"

#include <QUuid>

#include <filesystem>
#include <sys/file.h>

namespace studio {

HeldFile::HeldFile(const QString &folder, const QString &prefix, mode_t mode)
{
    constexpr int tries = 100;
    for (int i = 0; i < tries && m_lock < 0; ++i) {
        m_path = QFile::encodeName(folder + u'/' + prefix + uuid7());
        Descriptor file(openFile(m_path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode));
        if (!file.isOpen()) {
            return;
        }
        // One that was taken for abandoned before it was locked is not used. Where the file system has no locks, none
        // is taken for abandoned.
        Descriptor lock(openFile(m_path, O_RDONLY | O_NOFOLLOW));
        if (!lock.isOpen() && errno != ENOENT) {
            const int number = errno;
            ::unlink(m_path.constData());
            errno = number;
            return;
        }
        const bool isLocked = lock.isOpen() && (::flock(lock.number(), LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK);
        struct stat status{};
        if (isLocked && ::fstat(lock.number(), &status) == 0 && status.st_nlink > 0) {
            m_file = file.release();
            m_lock = lock.release();
        }
    }
}

HeldFile::~HeldFile()
{
    if (m_lock >= 0) {
        ::unlink(m_path.constData()); // nothing, where it has another name by now
        closeWriter();
        ::close(m_lock);
    }
}

bool HeldFile::renameTo(const QByteArray &target)
{
    return closeWriter() && ::rename(m_path.constData(), target.constData()) == 0;
}

bool HeldFile::linkTo(const QByteArray &target)
{
    return closeWriter() && ::link(m_path.constData(), target.constData()) == 0;
}

/// Some file systems report a full disk only here.
bool HeldFile::closeWriter()
{
    const int file = std::exchange(m_file, -1);
    return file < 0 || ::close(file) == 0;
}

void removeAbandonedFiles(const QString &folder, const QString &prefix)
{
    const QByteArray begin = QFile::encodeName(prefix);
    std::error_code ignored;
    std::filesystem::directory_iterator entry(QFile::encodeName(folder).toStdString(), ignored);
    for (; entry != std::filesystem::directory_iterator(); entry.increment(ignored)) {
        const QByteArray name = QByteArray::fromStdString(entry->path().filename().string());
        if (!name.startsWith(begin) || QUuid::fromString(QAnyStringView(name.sliced(begin.size()))).isNull()) {
            continue;
        }
        const QByteArray path = QByteArray::fromStdString(entry->path().string());
        const Descriptor file(openFile(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW));
        if (file.isRegular() && ::flock(file.number(), LOCK_EX | LOCK_NB) == 0) {
            ::unlink(path.constData());
        }
    }
}

} // namespace studio
