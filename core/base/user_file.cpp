// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_file.h"

#include "core/base/descriptor.h"
#include "core/base/user_file_access.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QScopeGuard>

#include <cstring>
#include <functional>
#include <sys/xattr.h>

namespace studio {

namespace {

constexpr qsizetype chunkBytes = 1 << 20;
constexpr mode_t permissionBits = 07777;

QByteArray nameOf(const QByteArray &path)
{
    return path.sliced(path.lastIndexOf('/') + 1);
}

QString systemReason(int number)
{
    return QString::fromLocal8Bit(strerror(number));
}

ErrorCode codeOf(int number)
{
    return number == ENOSPC || number == EDQUOT || number == EFBIG  ? ErrorCode::ResourceExhausted
           : number == EACCES || number == EPERM || number == EROFS ? ErrorCode::PermissionDenied
                                                                    : ErrorCode::Unavailable;
}

std::unexpected<Error> failure(const QString &path, int number, bool isChanged = false)
{
    const QString state = isChanged
                              ? QStringLiteral("The file on disk may hold a part of the new text only; save it again.")
                              : QStringLiteral("The file on disk is as it was.");
    return fail(codeOf(number), QStringLiteral("Could not save %1: %2. %3").arg(path, systemReason(number), state));
}

/// What is written, also a second time.
struct Content
{
    qint64 bytes = 0;
    std::function<bool(int descriptor)> write; ///< false leaves errno
};

Content contentOf(const QByteArray &bytes)
{
    return {bytes.size(), [bytes](int descriptor) { return writeAll(descriptor, bytes); }};
}

/// Owner, mode, access list and the other extended attributes. False where one of them cannot be had.
bool copyAttributes(int from, int to, const struct stat &status)
{
    struct stat fresh = {};
    if (fstat(to, &fresh) != 0) {
        return false;
    }
    const bool isOtherOwner = fresh.st_uid != status.st_uid || fresh.st_gid != status.st_gid;
    if (isOtherOwner && fchown(to, status.st_uid, status.st_gid) != 0) {
        return false;
    }
    const auto size = flistxattr(from, nullptr, 0);
    QByteArray names(std::max<ssize_t>(size, 0), '\0');
    names.truncate(std::max<ssize_t>(flistxattr(from, names.data(), static_cast<size_t>(names.size())), 0));
    for (const QByteArray &name : names.split('\0')) {
        if (name.isEmpty() || name.startsWith("security.") || name.startsWith("trusted.")) {
            continue; // which the kernel sets
        }
        QByteArray value(std::max<ssize_t>(fgetxattr(from, name.constData(), nullptr, 0), 0), '\0');
        if (fgetxattr(from, name.constData(), value.data(), static_cast<size_t>(value.size())) != value.size() ||
            fsetxattr(to, name.constData(), value.constData(), static_cast<size_t>(value.size()), 0) != 0) {
            return false;
        }
    }
    return fchmod(to, status.st_mode & permissionBits) == 0;
}

/// Writes beside the file and renames. False: it cannot be replaced without changing what it is, and nothing was done.
/// `old` is the open file, or none for a file that is made.
Result<bool> replaceFile(const QByteArray &target, const QString &shown, const Content &content, int old, mode_t mode)
{
    struct stat status = {};
    const bool isNew = old < 0;
    if (!isNew && (fstat(old, &status) != 0 || status.st_nlink != 1)) {
        return false;
    }
    // The mode of a new file is what the user's mask leaves of what was asked for.
    const QByteArray beside = folderOf(target) + "/." + nameOf(target).left(200) + '.' +
                              QByteArray::number(QRandomGenerator::global()->generate64(), 36);
    const Descriptor file(openFile(beside, O_WRONLY | O_CREAT | O_EXCL, isNew ? mode : 0600));
    if (!file.isOpen()) {
        return isNew ? Result<bool>(failure(shown, errno)) : Result<bool>(false);
    }
    auto removed = qScopeGuard([&beside] { unlink(beside.constData()); });
    if (!isNew && !copyAttributes(old, file.number(), status)) {
        return false;
    }
    if (!content.write(file.number()) || fsync(file.number()) != 0) {
        return failure(shown, errno);
    }
    if (rename(beside.constData(), target.constData()) != 0) {
        return isNew ? Result<bool>(failure(shown, errno)) : Result<bool>(false);
    }
    removed.dismiss();
    syncFolder(folderOf(target));
    return true;
}

/// Writes from the begin of the open file. 0, or the number of the error.
int put(int descriptor, const Content &content)
{
    const bool isWritten = lseek(descriptor, 0, SEEK_SET) == 0 && content.write(descriptor) &&
                           ftruncate(descriptor, content.bytes) == 0 && fsync(descriptor) == 0;
    return isWritten ? 0 : errno;
}

/// Overwrites a regular file where it stands.
Result<void> overwriteFile(const QByteArray &target, const QString &shown, const Content &content)
{
    const Descriptor file(openFile(target, O_RDWR | O_NONBLOCK));
    struct stat status = {};
    if (!file.isOpen() || fstat(file.number(), &status) != 0) {
        return failure(shown, errno);
    }
    QFile reader;
    if (!reader.open(file.number(), QIODevice::ReadOnly)) {
        return failure(shown, EIO);
    }
    const QByteArray before = reader.readAll();
    // The space is had before the first byte is lost.
    if (content.bytes > status.st_size && fallocate(file.number(), FALLOC_FL_KEEP_SIZE, 0, content.bytes) != 0 &&
        errno != EOPNOTSUPP) {
        return failure(shown, errno);
    }
    if (const int number = put(file.number(), content); number != 0) {
        const bool isLost = put(file.number(), contentOf(before)) != 0;
        return failure(shown, number, isLost);
    }
    return {};
}

/// The descriptor that a path such as /dev/stdout names, else -1.
int inheritedDescriptor(const QString &path)
{
    static const QRegularExpression shape(QStringLiteral("^(?:/dev|/proc/self)/fd/(\\d{1,6})$"));
    const QString clean = QDir::cleanPath(path);
    const auto match = shape.match(clean);
    return clean == QLatin1String("/dev/stdout")   ? STDOUT_FILENO
           : clean == QLatin1String("/dev/stderr") ? STDERR_FILENO
           : match.hasMatch()                      ? match.capturedView(1).toInt()
                                                   : -1;
}

/// Opens without waiting, to be written as fast as it is read. An inherited descriptor is duplicated: opened anew, a
/// file behind it would be written from its begin.
int openDevice(const QString &path)
{
    const int inherited = inheritedDescriptor(path);
    if (inherited >= 0) {
        return fcntl(inherited, F_DUPFD_CLOEXEC, 3);
    }
    const int descriptor = openFile(QFile::encodeName(path), O_WRONLY | O_NONBLOCK);
    if (descriptor >= 0) {
        fcntl(descriptor, F_SETFL, O_WRONLY);
    }
    return descriptor;
}

/// A device or a pipe takes the content and keeps nothing of it.
Result<void> writeToDevice(const QString &path, const Content &content)
{
    Descriptor device(openDevice(path));
    if (device.isOpen() && content.write(device.number()) && device.close()) {
        return {};
    }
    const QString reason = errno == ENXIO ? QStringLiteral("nothing reads it") : systemReason(errno);
    return fail(codeOf(errno), QStringLiteral("Could not write to %1: %2.").arg(path, reason));
}

Result<void> save(const QString &path, const Content &content, unsigned mode)
{
    if (inheritedDescriptor(path) >= 0) {
        return writeToDevice(path, content);
    }
    if (const SaveAccess now = saveAccess(path); now.isReadOnly()) {
        return fail(now.code,
                    QStringLiteral("Could not save %1: %2. The file on disk is as it was.").arg(path, now.obstacle));
    }
    const QByteArray target = withoutLinks(QFile::encodeName(path));
    const auto status = statusOf(target);
    if (status && !S_ISREG(status->st_mode)) {
        return writeToDevice(path, content);
    }
    const Descriptor old(status ? openFile(target, O_RDONLY | O_NONBLOCK) : -1);
    if (status && !old.isOpen()) {
        return overwriteFile(target, path, content); // may be written, not read
    }
    const auto replaced = replaceFile(target, path, content, old.number(), mode);
    if (!replaced) {
        return std::unexpected(replaced.error());
    }
    return *replaced ? Result<void>() : overwriteFile(target, path, content);
}

/// The open file's content, read anew for each time it is written.
Content contentOf(const Descriptor &source, qint64 bytes)
{
    return {bytes, [&source, bytes](int descriptor) {
                QByteArray chunk(chunkBytes, Qt::Uninitialized);
                for (qint64 at = 0; at < bytes;) {
                    const auto wanted = static_cast<std::size_t>(std::min<qint64>(chunk.size(), bytes - at));
                    const auto read = pread(source.number(), chunk.data(), wanted, at);
                    if (read == 0) {
                        errno = EIO; // it was cut meanwhile
                    }
                    if (read <= 0 || !writeAll(descriptor, QByteArrayView(chunk).first(read))) {
                        return false;
                    }
                    at += read;
                }
                return true;
            }};
}

} // namespace

Result<void> saveUserFile(const QString &path, const QByteArray &content, unsigned mode)
{
    return save(path, contentOf(content), mode);
}

Result<void> saveUserCopy(const QString &path, const QString &from)
{
    const Descriptor source(openFile(QFile::encodeName(from), O_RDONLY | O_NONBLOCK));
    struct stat status = {};
    if (!source.isOpen() || fstat(source.number(), &status) != 0) {
        return fail(codeOf(errno), QStringLiteral("Could not read %1: %2.").arg(from, systemReason(errno)));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("%1 is not a regular file.").arg(from));
    }
    return save(path, contentOf(source, status.st_size), 0666);
}

} // namespace studio
