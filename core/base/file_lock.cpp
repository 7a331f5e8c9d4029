// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_lock.h"

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace studio {

namespace {

std::unexpected<Error> failedLock(const QString &path, int number)
{
    const QString reason = QString::fromLocal8Bit(std::strerror(number));
    if (number == ENOSPC || number == EDQUOT) {
        return fail(ErrorCode::ResourceExhausted,
                    QStringLiteral("The disk is full: cannot make %1. Free some space and try again.").arg(path),
                    reason);
    }
    if (number == EISDIR || number == ELOOP || number == ENXIO) {
        return fail(
            ErrorCode::Unavailable,
            QStringLiteral("Cannot lock %1: what stands there is no file, but a %2. Move it away and try again.")
                .arg(path, number == EISDIR  ? QStringLiteral("folder")
                           : number == ELOOP ? QStringLiteral("link")
                                             : QStringLiteral("device or socket")),
            reason);
    }
    const QString help = number == EACCES || number == EPERM || number == EROFS
                             ? QStringLiteral(" Make it and its folder writable for you.")
                         : number == EMFILE || number == ENFILE ? QStringLiteral(" Allow more open files (ulimit -n).")
                                                                : QString();
    return fail(ErrorCode::Unavailable, QStringLiteral("Cannot lock %1: %2.").arg(path, reason) + help, reason);
}

} // namespace

Result<std::unique_ptr<FileLock>> FileLock::tryLock(const QString &path)
{
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        return failedLock(path, errno);
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const int number = errno;
        ::close(descriptor);
        if (number == EWOULDBLOCK || number == EINTR) {
            return std::unique_ptr<FileLock>();
        }
        return failedLock(path, number);
    }
    return std::unique_ptr<FileLock>(new FileLock(descriptor));
}

bool FileLock::isHeld(const QString &path)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    if (descriptor < 0) {
        return false;
    }
    // Shared, so that two who ask do not take each other for the holder.
    const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    ::close(descriptor);
    return held;
}

void FileLock::touch() const
{
    ::futimens(m_descriptor, nullptr);
}

FileLock::~FileLock()
{
    ::close(m_descriptor); // the lock goes with the descriptor
}

} // namespace studio
