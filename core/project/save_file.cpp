// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/save_file.h"

#include <QFile>
#include <QRandomGenerator>
#include <QScopeGuard>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr int mostLinks = 40; ///< that one path goes through, as the kernel has it
constexpr mode_t anyWrite = S_IWUSR | S_IWGRP | S_IWOTH;
constexpr mode_t permissionBits = 07777;

/// A file descriptor that is closed with its scope.
class Descriptor
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    ~Descriptor()
    {
        if (m_number >= 0) {
            close(m_number);
        }
    }
    [[nodiscard]] int get() const { return m_number; }
    [[nodiscard]] bool isOpen() const { return m_number >= 0; }

private:
    int m_number;
};

QByteArray folderOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? QByteArray(".") : slash == 0 ? QByteArray("/") : path.first(slash);
}

QByteArray nameOf(const QByteArray &path)
{
    return path.sliced(path.lastIndexOf('/') + 1);
}

std::optional<struct stat> statusOf(const QByteArray &path)
{
    struct stat status = {};
    return stat(path.constData(), &status) == 0 ? std::optional(status) : std::nullopt;
}

/// The file that a path names once its last part is no symbolic link any more; it may be missing. Empty: a loop.
QByteArray withoutLinks(QByteArray path)
{
    for (int i = 0; i < mostLinks; ++i) {
        std::array<char, PATH_MAX> target{};
        const auto length = readlink(path.constData(), target.data(), target.size());
        if (length < 0) {
            return path;
        }
        const QByteArray next(target.data(), length);
        path = next.startsWith('/') ? next : folderOf(path) + '/' + next;
    }
    return {};
}

std::unexpected<Error> failure(const QString &path, int number, bool isChanged = false)
{
    const ErrorCode code = number == ENOSPC || number == EDQUOT || number == EFBIG  ? ErrorCode::ResourceExhausted
                           : number == EACCES || number == EPERM || number == EROFS ? ErrorCode::PermissionDenied
                                                                                    : ErrorCode::Unavailable;
    const QString state = isChanged
                              ? QStringLiteral("The file on disk may hold a part of the new text only; save it again.")
                              : QStringLiteral("The file on disk is as it was.");
    return fail(code,
                QStringLiteral("Could not save %1: %2. %3").arg(path, QString::fromLocal8Bit(strerror(number)), state));
}

/// 0, or the number of the error.
int writeAll(int descriptor, QByteArrayView content)
{
    while (!content.isEmpty()) {
        const auto written = write(descriptor, content.data(), static_cast<size_t>(content.size()));
        if (written < 0 && errno != EINTR) {
            return errno;
        }
        content = content.sliced(std::max<qsizetype>(written, 0));
    }
    return 0;
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

void syncFolder(const QByteArray &path)
{
    const Descriptor folder(open(folderOf(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.isOpen()) {
        fsync(folder.get());
    }
}

/// Writes beside the file and renames. False: it cannot be replaced without changing what it is, and nothing was done.
/// `old` is the open file, or none for a file that is made.
Result<bool> replaceFile(const QByteArray &target, const QString &shown, const QByteArray &content, int old)
{
    struct stat status = {};
    const bool isNew = old < 0;
    if (!isNew && (fstat(old, &status) != 0 || status.st_nlink != 1)) {
        return false;
    }
    // The mode of a new file is what the user's mask leaves of 0666.
    const QByteArray beside = folderOf(target) + "/." + nameOf(target).left(200) + '.' +
                              QByteArray::number(QRandomGenerator::global()->generate64(), 36);
    const Descriptor file(open(beside.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isNew ? 0666 : 0600));
    if (!file.isOpen()) {
        return isNew ? Result<bool>(failure(shown, errno)) : Result<bool>(false);
    }
    auto removed = qScopeGuard([&beside] { unlink(beside.constData()); });
    if (!isNew && !copyAttributes(old, file.get(), status)) {
        return false;
    }
    int number = writeAll(file.get(), content);
    if (number == 0 && fsync(file.get()) != 0) {
        number = errno;
    }
    if (number != 0) {
        return failure(shown, number);
    }
    if (rename(beside.constData(), target.constData()) != 0) {
        return isNew ? Result<bool>(failure(shown, errno)) : Result<bool>(false);
    }
    removed.dismiss();
    syncFolder(target);
    return true;
}

/// Overwrites a regular file where it stands.
Result<void> overwriteFile(const QByteArray &target, const QString &shown, const QByteArray &content)
{
    const Descriptor file(open(target.constData(), O_RDWR | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    struct stat status = {};
    if (!file.isOpen() || fstat(file.get(), &status) != 0) {
        return failure(shown, errno);
    }
    QFile reader;
    if (!reader.open(file.get(), QIODevice::ReadOnly)) {
        return failure(shown, EIO);
    }
    const QByteArray before = reader.readAll();
    // The space is had before the first byte is lost.
    if (content.size() > status.st_size && fallocate(file.get(), FALLOC_FL_KEEP_SIZE, 0, content.size()) != 0 &&
        errno != EOPNOTSUPP) {
        return failure(shown, errno);
    }
    const auto put = [&file](const QByteArray &text) {
        if (lseek(file.get(), 0, SEEK_SET) != 0) {
            return errno;
        }
        const int number = writeAll(file.get(), text);
        return number == 0 && (ftruncate(file.get(), text.size()) != 0 || fsync(file.get()) != 0) ? errno : number;
    };
    if (const int number = put(content); number != 0) {
        const bool isLost = put(before) != 0;
        return failure(shown, number, isLost);
    }
    return {};
}

/// A device or a pipe takes the text and keeps nothing of it.
Result<void> writeToDevice(const QByteArray &target, const QString &shown, const QByteArray &content)
{
    const Descriptor file(open(target.constData(), O_WRONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    const int number = file.isOpen() ? writeAll(file.get(), content) : errno;
    return number == 0 ? Result<void>() : failure(shown, number);
}

bool mayWrite(const QByteArray &path, int how)
{
    return faccessat(AT_FDCWD, path.constData(), how, AT_EACCESS) == 0;
}

SaveAccess accessToMissing(const QByteArray &target)
{
    const QByteArray folder = folderOf(target);
    if (!statusOf(folder)) {
        return {.obstacle = QStringLiteral("its folder is missing"), .code = ErrorCode::Unavailable};
    }
    return mayWrite(folder, W_OK | X_OK) ? SaveAccess{}
                                         : SaveAccess{.obstacle = QStringLiteral("its folder is read-only")};
}

SaveAccess accessToExisting(const struct stat &status, const QByteArray &target)
{
    const bool isOurs = status.st_uid == geteuid() || geteuid() == 0;
    if (S_ISDIR(status.st_mode)) {
        return {.obstacle = QStringLiteral("it is a folder"), .code = ErrorCode::InvalidArgument};
    }
    if (!mayWrite(target, W_OK)) {
        if (errno == EROFS) {
            return {.obstacle = QStringLiteral("its disk is mounted read-only")};
        }
        if (errno == EPERM) {
            return {.obstacle = QStringLiteral("it is marked as immutable")};
        }
        return isOurs ? SaveAccess{.obstacle = QStringLiteral("it is read-only"), .canBeMadeWritable = true}
                      : SaveAccess{.obstacle = QStringLiteral("it belongs to another user, and you may only read it")};
    }
    // The superuser may write to anything, and did not mean to overwrite what is protected.
    const bool isProtected = S_ISREG(status.st_mode) && (status.st_mode & anyWrite) == 0;
    return isProtected ? SaveAccess{.obstacle = QStringLiteral("it is read-only"), .canBeMadeWritable = true}
                       : SaveAccess{};
}

} // namespace

SaveAccess saveAccess(const QString &path)
{
    const QByteArray named = QFile::encodeName(path);
    const QByteArray target = withoutLinks(named);
    if (target.isEmpty()) {
        return {.obstacle = QStringLiteral("its links lead in a circle"), .code = ErrorCode::InvalidArgument};
    }
    const auto status = statusOf(target);
    if (!status) {
        return accessToMissing(target);
    }
    if (!S_ISREG(status->st_mode) && target != named) {
        return {.obstacle = QStringLiteral("it is a link to something that is not a file"),
                .code = ErrorCode::InvalidArgument};
    }
    return accessToExisting(*status, target);
}

Result<void> makeWritable(const QString &path)
{
    const QByteArray target = withoutLinks(QFile::encodeName(path));
    const auto status = statusOf(target);
    if (!status || chmod(target.constData(), (status->st_mode & permissionBits) | S_IWUSR) != 0) {
        return fail(
            ErrorCode::PermissionDenied,
            QStringLiteral("Could not make %1 writable: %2.").arg(path, QString::fromLocal8Bit(strerror(errno))));
    }
    if (const SaveAccess now = saveAccess(path); now.isReadOnly()) {
        return fail(ErrorCode::PermissionDenied,
                    QStringLiteral("Could not make %1 writable: %2.").arg(path, now.obstacle));
    }
    return {};
}

Result<void> saveTextFile(const QString &path, const QByteArray &content)
{
    if (const SaveAccess now = saveAccess(path); now.isReadOnly()) {
        return fail(now.code,
                    QStringLiteral("Could not save %1: %2. The file on disk is as it was.").arg(path, now.obstacle));
    }
    const QByteArray target = withoutLinks(QFile::encodeName(path));
    const auto status = statusOf(target);
    if (status && !S_ISREG(status->st_mode)) {
        return writeToDevice(target, path, content);
    }
    const Descriptor old(status ? open(target.constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK) : -1);
    if (status && !old.isOpen()) {
        return overwriteFile(target, path, content); // may be written, not read
    }
    const auto replaced = replaceFile(target, path, content, old.get());
    if (!replaced) {
        return std::unexpected(replaced.error());
    }
    return *replaced ? Result<void>() : overwriteFile(target, path, content);
}

} // namespace studio
