// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include "core/base/descriptor.h"
#include "core/base/held_file.h"
#include "core/base/system_error.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QObject>

#include <algorithm>
#include <sys/stat.h>

namespace studio {

namespace {

std::unexpected<Error> failedFile(const QString &sentence, const QString &path, int number)
{
    Error error = systemError(sentence, path, number);
    if (number == ELOOP || number == EISDIR) { // something else than a file
        error.code = ErrorCode::InvalidArgument;
    }
    return std::unexpected(error);
}

std::unexpected<Error> notRegular(const QString &path)
{
    return fail(ErrorCode::InvalidArgument, QObject::tr("%1 is not a regular file.").arg(path));
}

/// Errno is that of the attempt to open it.
Result<void> checkRegular(const Descriptor &file, const QString &path)
{
    if (!file.isOpen()) {
        return failedFile(QObject::tr("Could not read %1: %2."), path, errno);
    }
    return file.isRegular() ? Result<void>() : notRegular(path);
}

/// Writes beside `path` and renames over what is there.
Result<void> replacePrivateFile(const QString &path, const QByteArray &content, mode_t mode, Durability durability)
{
    const QFileInfo info(path);
    const QString prefix = temporaryPrefix(info.fileName());
    removeAbandonedFiles(info.path(), prefix);
    HeldFile beside(info.path(), prefix, 0600);
    const bool isWritten = beside.isOpen() && writeAll(beside.descriptor(), content) &&
                           ::fchmod(beside.descriptor(), mode) == 0 &&
                           (durability == Durability::Cache || ::fsync(beside.descriptor()) == 0) &&
                           beside.renameTo(QFile::encodeName(path));
    if (!isWritten) {
        return failedFile(QObject::tr("Could not write %1: %2."), path, errno);
    }
    if (durability == Durability::Synced) {
        syncFolder(QFile::encodeName(info.path())); // the file is whole either way
    }
    return {};
}

} // namespace

Result<std::optional<QByteArray>> readRegularFile(const QString &path, qint64 maxBytes)
{
    const Descriptor file(openFile(QFile::encodeName(path), O_RDONLY | O_NONBLOCK));
    if (!file.isOpen() && errno == ENOENT) {
        return std::nullopt;
    }
    if (const auto checked = checkRegular(file, path); !checked) {
        return std::unexpected(checked.error());
    }
    auto content = readAll(file.number(), maxBytes);
    if (!content) {
        return failedFile(QObject::tr("Could not read %1: %2."), path, errno);
    }
    if (content->size() <= maxBytes) {
        return content;
    }
    return fail(ErrorCode::InvalidArgument, QObject::tr("%1 is larger than %2 bytes.").arg(path).arg(maxBytes));
}

Result<void> openRegularFile(QFile &file, const QString &path)
{
    Descriptor descriptor(openFile(QFile::encodeName(path), O_RDONLY | O_NONBLOCK));
    if (auto checked = checkRegular(descriptor, path); !checked) {
        return checked;
    }
    return file.open(descriptor.release(), QIODevice::ReadOnly, QFile::AutoCloseHandle)
               ? Result<void>()
               : failedFile(QObject::tr("Could not read %1: %2."), path, EIO);
}

void closeToOthers(const QString &path)
{
    constexpr mode_t ofOthers = 077;
    const QByteArray native = QFile::encodeName(path);
    struct stat status{};
    if (::lstat(native.constData(), &status) == 0 && !S_ISLNK(status.st_mode) && status.st_uid == ::geteuid() &&
        (status.st_mode & ofOthers) != 0) {
        ::chmod(native.constData(), status.st_mode & 07777 & ~ofOthers);
    }
}

Result<QByteArray> hashFile(const QString &path)
{
    QFile file;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (const auto opened = openRegularFile(file, path); !opened) {
        return std::unexpected(opened.error());
    }
    if (!hash.addData(&file)) {
        return fail(ErrorCode::Unavailable, QObject::tr("Cannot read %1: %2.").arg(path, file.errorString()));
    }
    return hash.result().toHex();
}

Result<void> makeFolder(const QString &path)
{
    errno = 0;
    return QDir().mkpath(path) ? Result<void>()
                               : failedFile(QObject::tr("Could not make the folder %1: %2."), path, errno);
}

Result<void> makePrivateFolder(const QString &path)
{
    const QString clean = QDir::cleanPath(path);
    for (qsizetype end = clean.indexOf(u'/', 1); !QFileInfo(clean).isDir(); end = clean.indexOf(u'/', end + 1)) {
        const QString part = end < 0 ? clean : clean.first(end);
        if (::mkdir(QFile::encodeName(part).constData(), 0700) != 0 && errno != EEXIST) {
            return failedFile(QObject::tr("Could not make the folder %1: %2."), part, errno);
        }
        if (end < 0) {
            break;
        }
    }
    return QFileInfo(clean).isDir() ? Result<void>()
                                    : failedFile(QObject::tr("Could not make the folder %1: %2."), path, ENOTDIR);
}

Result<void> ensurePrivateFolder(const QString &path)
{
    closeToOthers(path);
    return makePrivateFolder(path);
}

Result<void> writePrivateFile(const QString &path, const QByteArray &content, Durability durability, unsigned mode)
{
    return makePrivateFolder(QFileInfo(path).path()).and_then([&] {
        return replacePrivateFile(path, content, mode, durability);
    });
}

bool isInsideFolder(const QString &path, const QString &folder)
{
    const QString canonical = QFileInfo(folder).canonicalFilePath();
    return !canonical.isEmpty() && QFileInfo(path).canonicalFilePath().startsWith(canonical + u'/');
}

} // namespace studio
