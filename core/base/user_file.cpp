// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_file.h"

#include "core/base/descriptor.h"
#include "core/base/held_file.h"
#include "core/base/system_error.h"
#include "core/base/user_file_access.h"

#include <QDir>
#include <QFile>
#include <QObject>
#include <QRegularExpression>

#include <algorithm>
#include <expected>
#include <functional>
#include <optional>
#include <sys/xattr.h>

namespace studio {

namespace {

constexpr qsizetype copyChunkBytes = 1 << 20;
constexpr qint64 maxBackupBytes = 64LL << 20;

QByteArray nameOf(const QByteArray &path)
{
    return path.sliced(path.lastIndexOf('/') + 1);
}

bool isForbidden(int number)
{
    return number == EACCES || number == EPERM || number == EROFS;
}

/// As systemError. A person's own file that may not be written is PermissionDenied.
Error userError(const QString &sentence, const QString &path, int number)
{
    Error error = systemError(sentence, path, number);
    if (isForbidden(number)) {
        error.code = ErrorCode::PermissionDenied;
    }
    return error;
}

/// Why writing ended early.
struct Failure
{
    int number = 0;      ///< of the system's error
    QString source = {}; ///< what could not be read; empty where writing failed
};
using Written = std::expected<void, Failure>;

/// What the file holds when saving has failed.
enum class Kept {
    Nothing, ///< there was none
    AsItWas,
    Part ///< of the new content
};

std::unexpected<Error> failure(const QString &path, const Failure &failed, Kept kept)
{
    Error error = failed.source.isEmpty()
                      ? userError(QObject::tr("Could not save %1: %2."), path, failed.number)
                      : userError(QObject::tr("Could not read %1: %2."), failed.source, failed.number);
    const QString file = failed.source.isEmpty() ? QObject::tr("The file on disk") : path;
    if (kept == Kept::Part) {
        error.message += QObject::tr(" %1 may be incomplete; save it again.").arg(file);
    } else if (kept == Kept::AsItWas) {
        error.message += QObject::tr(" %1 is as it was.").arg(file);
    }
    return std::unexpected(error);
}

/// What is written, also a second time.
struct Content
{
    qint64 bytes = 0;
    std::function<Written(int descriptor)> write;
};

Written lastFailure(bool isDone)
{
    return isDone ? Written() : std::unexpected(Failure{errno});
}

Content contentOf(const QByteArray &bytes)
{
    return {bytes.size(), [bytes](int descriptor) { return lastFailure(writeAll(descriptor, bytes)); }};
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
/// `old` is the open file, or none for a file that is made, whose mode is what the user's mask leaves of `mode`.
Result<bool> replaceUserFile(const QByteArray &target, const QString &shown, const Content &content, int old,
                             mode_t mode)
{
    struct stat status = {};
    const bool isNew = old < 0;
    if (!isNew && (fstat(old, &status) != 0 || status.st_nlink != 1)) {
        return false;
    }
    const QString folder = QFile::decodeName(folderOf(target));
    const QString prefix = temporaryPrefix(QFile::decodeName(nameOf(target)));
    removeAbandonedFiles(folder, prefix);
    HeldFile beside(folder, prefix, isNew ? mode : 0600);
    if (!beside.isOpen()) {
        return isNew ? Result<bool>(failure(shown, {errno}, Kept::Nothing)) : Result<bool>(false);
    }
    if (!isNew && !copyAttributes(old, beside.descriptor(), status)) {
        return false;
    }
    const Written written =
        content.write(beside.descriptor()).and_then([&] { return lastFailure(fsync(beside.descriptor()) == 0); });
    if (!written) {
        return failure(shown, written.error(), isNew ? Kept::Nothing : Kept::AsItWas);
    }
    if (!beside.renameTo(target)) {
        return isNew ? Result<bool>(failure(shown, {errno}, Kept::Nothing)) : Result<bool>(false);
    }
    syncFolder(folderOf(target));
    return true;
}

/// Writes from the begin of the open file.
Written put(int descriptor, const Content &content)
{
    return lastFailure(lseek(descriptor, 0, SEEK_SET) == 0)
        .and_then([&] { return content.write(descriptor); })
        .and_then([&] { return lastFailure(ftruncate(descriptor, content.bytes) == 0 && fsync(descriptor) == 0); });
}

/// The bytes of the open file, to put back. Nothing where there are more than may be held in memory.
std::expected<std::optional<QByteArray>, Failure> backup(int descriptor, qint64 bytes)
{
    if (bytes > maxBackupBytes) {
        return std::nullopt;
    }
    QByteArray all(bytes, Qt::Uninitialized);
    for (qint64 at = 0; at < bytes;) {
        const auto read = pread(descriptor, all.data() + at, static_cast<std::size_t>(bytes - at), at);
        if (read == 0) { // it became shorter
            all.truncate(at);
            break;
        }
        if (read < 0 && errno != EINTR) {
            return std::unexpected(Failure{errno});
        }
        at += std::max<qint64>(read, 0);
    }
    return all;
}

/// Overwrites a regular file where it stands.
Result<void> overwriteFile(const QByteArray &target, const QString &shown, const Content &content)
{
    const Descriptor file(openFile(target, O_RDWR | O_NONBLOCK));
    struct stat status = {};
    if (!file.isOpen() || fstat(file.number(), &status) != 0) {
        return failure(shown, {errno}, Kept::AsItWas);
    }
    const auto before = backup(file.number(), status.st_size);
    if (!before) {
        return failure(shown, before.error(), Kept::AsItWas);
    }
    // The space is had before the first byte is lost.
    if (content.bytes > status.st_size && fallocate(file.number(), FALLOC_FL_KEEP_SIZE, 0, content.bytes) != 0 &&
        errno != EOPNOTSUPP) {
        return failure(shown, {errno}, Kept::AsItWas);
    }
    const Written written = put(file.number(), content);
    if (written) {
        return {};
    }
    const bool isPutBack = *before && put(file.number(), contentOf(**before));
    return failure(shown, written.error(), isPutBack ? Kept::AsItWas : Kept::Part);
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
    const Written written =
        lastFailure(device.isOpen()).and_then([&] { return content.write(device.number()); }).and_then([&] {
            return lastFailure(device.close());
        });
    if (written) {
        return {};
    }
    const auto &[number, source] = written.error();
    if (!source.isEmpty()) {
        return std::unexpected(userError(QObject::tr("Could not read %1: %2."), source, number));
    }
    return number == ENXIO
               ? fail(ErrorCode::Unavailable, QObject::tr("Could not write to %1: nothing reads it.").arg(path))
               : std::unexpected(userError(QObject::tr("Could not write to %1: %2."), path, number));
}

Result<void> save(const QString &path, const Content &content, unsigned mode)
{
    if (inheritedDescriptor(path) >= 0) {
        return writeToDevice(path, content);
    }
    const QByteArray target = withoutLinks(QFile::encodeName(path));
    const auto status = statusOf(target);
    if (const SaveAccess now = saveAccess(path); now.isReadOnly()) {
        return fail(now.code, QObject::tr("Could not save %1: %2.").arg(path, now.obstacle) +
                                  (status ? QObject::tr(" The file on disk is as it was.") : QString()));
    }
    if (status && !S_ISREG(status->st_mode)) {
        return writeToDevice(path, content);
    }
    const Descriptor old(status ? openFile(target, O_RDONLY | O_NONBLOCK) : -1);
    if (status && !old.isOpen()) {
        return failure(path, {errno}, Kept::AsItWas);
    }
    const auto replaced = replaceUserFile(target, path, content, old.number(), mode);
    if (!replaced) {
        return std::unexpected(replaced.error());
    }
    return *replaced ? Result<void>() : overwriteFile(target, path, content);
}

/// The content of the open file `name`, read anew for each time it is written.
Content contentOf(const Descriptor &source, const QString &name, qint64 bytes)
{
    return {bytes, [&source, name, bytes](int descriptor) -> Written {
                QByteArray chunk(copyChunkBytes, Qt::Uninitialized);
                for (qint64 at = 0; at < bytes;) {
                    const auto wanted = static_cast<std::size_t>(std::min<qint64>(chunk.size(), bytes - at));
                    const auto read = pread(source.number(), chunk.data(), wanted, at);
                    if (read <= 0) { // 0: it became shorter meanwhile
                        return std::unexpected(Failure{read < 0 ? errno : EIO, name});
                    }
                    if (!writeAll(descriptor, QByteArrayView(chunk).first(read))) {
                        return std::unexpected(Failure{errno});
                    }
                    at += read;
                }
                return {};
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
        return std::unexpected(userError(QObject::tr("Could not read %1: %2."), from, errno));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("%1 is not a regular file.").arg(from));
    }
    return save(path, contentOf(source, from, status.st_size), 0666);
}

} // namespace studio
