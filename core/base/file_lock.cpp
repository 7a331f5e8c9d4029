// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_lock.h"

#include "core/base/descriptor.h"
#include "core/base/system_error.h"

#include <QFile>
#include <QObject>

#include <sys/file.h>
#include <thread>

namespace studio {

namespace {

constexpr int lockTries = 100;
constexpr std::chrono::milliseconds lockPause{1};

std::unexpected<Error> failedLock(const QString &path, int number)
{
    if (number == EISDIR || number == ELOOP || number == ENXIO) {
        return fail(ErrorCode::Unavailable,
                    QObject::tr("Could not lock %1: it is not a file, but a %2. Move it away and try again.")
                        .arg(path, number == EISDIR  ? QObject::tr("folder")
                                   : number == ELOOP ? QObject::tr("link")
                                                     : QObject::tr("device or socket")));
    }
    Error error = systemError(QObject::tr("Could not lock %1: %2."), path, number);
    if (number == EACCES || number == EPERM || number == EROFS) {
        error.message += QObject::tr(" Make it and its folder writable for you.");
    }
    return std::unexpected(error);
}

/// flock(2) that does not wait, begun again when a signal interrupts it. 0, or the number of the error.
int lockNow(int descriptor, int how)
{
    while (::flock(descriptor, how | LOCK_NB) != 0) {
        if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/// 0, EWOULDBLOCK where it is held, or another number. Those who only ask whether it is held, or remove what
/// is not held, have it shared for an instant: they are waited for and not taken for a holder.
int lockExclusively(int descriptor)
{
    int number = EWOULDBLOCK;
    for (int i = 0; i < lockTries && number == EWOULDBLOCK; ++i) {
        number = lockNow(descriptor, LOCK_EX);
        if (number == EWOULDBLOCK) {
            if (lockNow(descriptor, LOCK_SH) != 0) {
                return number;
            }
            ::flock(descriptor, LOCK_UN);
            std::this_thread::sleep_for(lockPause);
        }
    }
    return number;
}

/// Whether the open file is the one that has the name now.
bool hasName(int descriptor, const QByteArray &name)
{
    struct stat open{};
    struct stat named{};
    return ::fstat(descriptor, &open) == 0 && ::lstat(name.constData(), &named) == 0 && open.st_dev == named.st_dev &&
           open.st_ino == named.st_ino;
}

/// The folder of a lock file, locked so that one process at a time removes names from it. Not open where others are
/// still at it after a while, or where it cannot be locked.
int lockedFolder(const QByteArray &name)
{
    const qsizetype slash = name.lastIndexOf('/');
    const QByteArray path = slash < 0 ? QByteArray(".") : name.first(std::max<qsizetype>(slash, 1));
    Descriptor folder(openFile(path, O_RDONLY | O_DIRECTORY));
    for (int i = 0; folder.isOpen() && i < lockTries; ++i) {
        const int number = lockNow(folder.number(), LOCK_EX);
        if (number == 0) {
            return folder.release();
        }
        if (number != EWOULDBLOCK) {
            break;
        }
        std::this_thread::sleep_for(lockPause);
    }
    return -1;
}

} // namespace

Result<std::unique_ptr<FileLock>> FileLock::tryLock(const QString &path)
{
    Descriptor file(openFile(QFile::encodeName(path), O_RDWR | O_CREAT | O_NONBLOCK | O_NOFOLLOW, 0600));
    if (!file.isOpen()) {
        return failedLock(path, errno);
    }
    const int number = lockExclusively(file.number());
    if (number == EWOULDBLOCK) {
        return std::unique_ptr<FileLock>();
    }
    if (number != 0) {
        return failedLock(path, number);
    }
    return std::unique_ptr<FileLock>(new FileLock(file.release()));
}

/// Until it is locked, a new file looks abandoned and can lose its name; it is then made again. Once it is locked and
/// has its name, no other process removes the name.
Result<std::unique_ptr<FileLock>> FileLock::make(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    for (int i = 0; i < lockTries; ++i) {
        auto lock = tryLock(path);
        if (!lock || !*lock || hasName((*lock)->m_descriptor, name)) {
            return lock;
        }
        std::this_thread::sleep_for(lockPause);
    }
    return failedLock(path, EAGAIN);
}

/// The file is held shared, so that a query for a holder sees none. A shared lock does not exclude a second process
/// that removes: it could remove the name when a new file already has it. So the folder is locked before.
bool FileLock::removeUnheld(const QString &path)
{
    const QByteArray name = QFile::encodeName(path);
    const Descriptor folder(lockedFolder(name));
    if (!folder.isOpen()) {
        return false;
    }
    const Descriptor file(openFile(name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW));
    if (!file.isOpen()) {
        return errno == ENOENT;
    }
    return file.isRegular() && lockNow(file.number(), LOCK_SH) == 0 && hasName(file.number(), name) &&
           ::unlink(name.constData()) == 0;
}

bool FileLock::isHeld(const QString &path)
{
    const Descriptor file(openFile(QFile::encodeName(path), O_RDONLY | O_NONBLOCK | O_NOFOLLOW));
    // Shared, so that two who ask do not take each other for the holder.
    return file.isOpen() && lockNow(file.number(), LOCK_SH) == EWOULDBLOCK;
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
