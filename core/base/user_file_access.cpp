// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/user_file_access.h"

#include "core/base/system_error.h"
#include "core/base/user_file.h"

#include <QFile>
#include <QObject>

#include <array>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr int maxLinks = 40; ///< that one path goes through, as the kernel has it
constexpr mode_t anyWrite = S_IWUSR | S_IWGRP | S_IWOTH;

bool mayAccess(const QByteArray &path, int how)
{
    return faccessat(AT_FDCWD, path.constData(), how, AT_EACCESS) == 0;
}

SaveAccess accessToMissing(const QByteArray &target)
{
    const QByteArray folder = folderOf(target);
    if (!statusOf(folder)) {
        return {.obstacle = QObject::tr("its folder is missing"), .code = ErrorCode::Unavailable};
    }
    return mayAccess(folder, W_OK | X_OK) ? SaveAccess{}
                                          : SaveAccess{.obstacle = QObject::tr("its folder is read-only")};
}

SaveAccess accessToExisting(const struct stat &status, const QByteArray &target)
{
    const bool isOurs = status.st_uid == geteuid() || geteuid() == 0;
    if (S_ISDIR(status.st_mode)) {
        return {.obstacle = QObject::tr("it is a folder"), .code = ErrorCode::InvalidArgument};
    }
    if (!mayAccess(target, W_OK)) {
        if (errno == EROFS) {
            return {.obstacle = QObject::tr("its disk is mounted read-only")};
        }
        if (errno == EPERM) {
            return {.obstacle = QObject::tr("it is marked as immutable")};
        }
        return isOurs ? SaveAccess{.obstacle = QObject::tr("it is read-only"), .canBeMadeWritable = true}
                      : SaveAccess{.obstacle = QObject::tr("it belongs to another user, and you may only read it")};
    }
    if (S_ISREG(status.st_mode) && !mayAccess(target, R_OK)) {
        return {.obstacle = QObject::tr("you may not read it, so what is in it could be lost")};
    }
    // The superuser may write to anything, and did not mean to overwrite what is protected.
    const bool isProtected = S_ISREG(status.st_mode) && (status.st_mode & anyWrite) == 0;
    return isProtected ? SaveAccess{.obstacle = QObject::tr("it is read-only"), .canBeMadeWritable = true}
                       : SaveAccess{};
}

} // namespace

QByteArray folderOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? QByteArray(".") : slash == 0 ? QByteArray("/") : path.first(slash);
}

std::optional<struct stat> statusOf(const QByteArray &path)
{
    struct stat status = {};
    return stat(path.constData(), &status) == 0 ? std::optional(status) : std::nullopt;
}

QByteArray withoutLinks(QByteArray path)
{
    for (int i = 0; i < maxLinks; ++i) {
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

SaveAccess saveAccess(const QString &path)
{
    const QByteArray named = QFile::encodeName(path);
    const QByteArray target = withoutLinks(named);
    if (target.isEmpty()) {
        return {.obstacle = QObject::tr("its links lead in a circle"), .code = ErrorCode::InvalidArgument};
    }
    const auto status = statusOf(target);
    if (!status) {
        return accessToMissing(target);
    }
    if (!S_ISREG(status->st_mode) && target != named) {
        return {.obstacle = QObject::tr("it is a link to something that is not a file"),
                .code = ErrorCode::InvalidArgument};
    }
    return accessToExisting(*status, target);
}

Result<void> makeWritable(const QString &path)
{
    const QByteArray target = withoutLinks(QFile::encodeName(path));
    const auto status = statusOf(target);
    if (!status || chmod(target.constData(), (status->st_mode & permissionBits) | S_IWUSR) != 0) {
        return fail(ErrorCode::PermissionDenied,
                    QObject::tr("Could not make %1 writable: %2.").arg(path, systemReason(errno)));
    }
    if (const SaveAccess now = saveAccess(path); now.isReadOnly()) {
        return fail(ErrorCode::PermissionDenied,
                    QObject::tr("Could not make %1 writable: %2.").arg(path, now.obstacle));
    }
    return {};
}

} // namespace studio
