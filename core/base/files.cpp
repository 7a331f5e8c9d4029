// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

namespace studio {

namespace {

constexpr qsizetype chunkBytes = 1 << 20;

std::unexpected<Error> failedFile(const QString &what, const QString &path, int number)
{
    const QString reason = QString::fromLocal8Bit(std::strerror(number));
    if (number == ENOSPC || number == EDQUOT) {
        return fail(ErrorCode::ResourceExhausted,
                    QStringLiteral("Could not %1 %2: the disk is full. Free some space and try again.").arg(what, path),
                    reason);
    }
    const bool isOther = number == ELOOP || number == EISDIR;
    return fail(isOther ? ErrorCode::InvalidArgument : ErrorCode::Unavailable,
                QStringLiteral("Could not %1 %2: %3.").arg(what, path, reason));
}

std::unexpected<Error> notRegular(const QString &path)
{
    return fail(ErrorCode::InvalidArgument, QStringLiteral("%1 is not a regular file.").arg(path));
}

/// Owns a descriptor.
class Descriptor
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor() { close(); }
    Q_DISABLE_COPY_MOVE(Descriptor)

    [[nodiscard]] bool isOpen() const { return m_number >= 0; }
    [[nodiscard]] int number() const { return m_number; }
    [[nodiscard]] bool isRegular() const
    {
        struct stat status{};
        return ::fstat(m_number, &status) == 0 && S_ISREG(status.st_mode);
    }
    bool close()
    {
        const int number = std::exchange(m_number, -1);
        return number < 0 || ::close(number) == 0;
    }

private:
    int m_number;
};

int openFile(const QString &path, int flags, mode_t mode = 0)
{
    return ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC | O_NOCTTY, mode);
}

/// Writes the content of a file to a descriptor. False leaves errno.
using Content = std::function<bool(int descriptor)>;

bool writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const auto written = ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (written < 0 && errno != EINTR) {
            return false;
        }
        bytes = bytes.sliced(std::max<qsizetype>(written, 0));
    }
    return true;
}

Content contentOf(const QByteArray &bytes)
{
    return [bytes](int descriptor) { return writeAll(descriptor, bytes); };
}

bool syncFolder(const QString &path)
{
    const Descriptor folder(openFile(path, O_RDONLY | O_DIRECTORY));
    return folder.isOpen() && ::fsync(folder.number()) == 0;
}

/// Writes beside `path` and renames over what is there.
Result<void> replaceFile(const QString &path, const Content &content, mode_t mode, Durability durability)
{
    const QFileInfo info(path);
    QByteArray beside = QFile::encodeName(
        info.path() +
        QStringLiteral("/.%1.XXXXXX").arg(info.fileName().first(std::min<qsizetype>(info.fileName().size(), 100))));
    Descriptor file(::mkostemp(beside.data(), O_CLOEXEC));
    if (!file.isOpen()) {
        return failedFile(QStringLiteral("write"), path, errno);
    }
    const bool isWritten = content(file.number()) && ::fchmod(file.number(), mode) == 0 &&
                           (durability == Durability::Cache || ::fsync(file.number()) == 0) && file.close() &&
                           ::rename(beside.constData(), QFile::encodeName(path).constData()) == 0;
    if (!isWritten) {
        const int number = errno;
        ::unlink(beside.constData());
        return failedFile(QStringLiteral("write"), path, number);
    }
    if (durability == Durability::Synced) {
        syncFolder(info.path()); // the file is whole either way
    }
    return {};
}

mode_t withoutUmask(unsigned mode)
{
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return mode & ~mask;
}

/// Where a link leads, also to what is not there yet.
QString targetOf(const QString &path)
{
    const QFileInfo info(path);
    if (!info.isSymLink()) {
        return path;
    }
    const QString canonical = info.canonicalFilePath();
    return canonical.isEmpty() ? info.symLinkTarget() : canonical;
}

/// Replaces the file behind `path` and keeps its mode, or what was asked for where it is new.
Result<void> saveBehind(const QString &path, const Content &content, unsigned mode)
{
    const QString target = targetOf(path);
    struct stat status{};
    if (::stat(QFile::encodeName(target).constData(), &status) == 0) {
        return S_ISREG(status.st_mode) ? replaceFile(target, content, status.st_mode & 07777U, Durability::Synced)
                                       : notRegular(path);
    }
    if (errno != ENOENT) {
        return failedFile(QStringLiteral("write"), path, errno);
    }
    return replaceFile(target, content, withoutUmask(mode), Durability::Synced);
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
        return ::fcntl(inherited, F_DUPFD_CLOEXEC, 3);
    }
    const int descriptor = openFile(path, O_WRONLY | O_NONBLOCK);
    if (descriptor >= 0) {
        ::fcntl(descriptor, F_SETFL, O_WRONLY);
    }
    return descriptor;
}

Result<void> writeToDevice(const QString &path, const Content &content)
{
    Descriptor device(openDevice(path));
    if (device.isOpen() && content(device.number()) && device.close()) {
        return {};
    }
    return errno == ENXIO
               ? fail(ErrorCode::Unavailable, QStringLiteral("Could not write to %1: nothing reads it.").arg(path))
               : failedFile(QStringLiteral("write to"), path, errno);
}

Result<void> exportContent(const QString &path, const Content &content)
{
    struct stat status{};
    const bool isThere = ::stat(QFile::encodeName(path).constData(), &status) == 0;
    const bool isDevice = isThere && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
    return isDevice || inheritedDescriptor(path) >= 0 ? writeToDevice(path, content) : saveBehind(path, content, 0666);
}

} // namespace

Result<std::optional<QByteArray>> readRegularFile(const QString &path, qint64 maxBytes)
{
    const Descriptor file(openFile(path, O_RDONLY | O_NONBLOCK));
    if (!file.isOpen()) {
        return errno == ENOENT  ? Result<std::optional<QByteArray>>(std::nullopt)
               : errno == ENXIO ? notRegular(path) // a socket
                                : failedFile(QStringLiteral("read"), path, errno);
    }
    if (!file.isRegular()) {
        return notRegular(path);
    }
    QByteArray content;
    while (content.size() <= maxBytes) {
        const qsizetype before = content.size();
        const qsizetype wanted = std::min<qsizetype>(chunkBytes, maxBytes + 1 - before);
        content.resize(before + wanted);
        const auto read = ::read(file.number(), content.data() + before, static_cast<std::size_t>(wanted));
        content.resize(before + std::max<qsizetype>(read, 0));
        if (read < 0 && errno != EINTR) {
            return failedFile(QStringLiteral("read"), path, errno);
        }
        if (read == 0) {
            return content;
        }
    }
    return fail(ErrorCode::InvalidArgument, QStringLiteral("%1 is larger than %2 bytes.").arg(path).arg(maxBytes));
}

Result<void> makePrivateFolder(const QString &path)
{
    const QString clean = QDir::cleanPath(path);
    for (qsizetype end = clean.indexOf(u'/', 1); !QFileInfo(clean).isDir(); end = clean.indexOf(u'/', end + 1)) {
        const QString part = end < 0 ? clean : clean.first(end);
        if (::mkdir(QFile::encodeName(part).constData(), 0700) != 0 && errno != EEXIST) {
            return failedFile(QStringLiteral("make the folder"), part, errno);
        }
        if (end < 0) {
            break;
        }
    }
    return QFileInfo(clean).isDir() ? Result<void>() : failedFile(QStringLiteral("make the folder"), path, ENOTDIR);
}

Result<void> writePrivateFile(const QString &path, const QByteArray &content, Durability durability, unsigned mode)
{
    return makePrivateFolder(QFileInfo(path).path()).and_then([&] {
        return replaceFile(path, contentOf(content), mode, durability);
    });
}

Result<void> saveUserFile(const QString &path, const QByteArray &content, unsigned mode)
{
    return saveBehind(path, contentOf(content), mode);
}

Result<void> exportFile(const QString &path, const QByteArray &content)
{
    return exportContent(path, contentOf(content));
}

Result<void> exportCopy(const QString &path, const QString &from)
{
    const Descriptor source(openFile(from, O_RDONLY | O_NONBLOCK));
    if (!source.isOpen()) {
        return failedFile(QStringLiteral("read"), from, errno);
    }
    if (!source.isRegular()) {
        return notRegular(from);
    }
    return exportContent(path, [&source](int descriptor) {
        QByteArray chunk(chunkBytes, Qt::Uninitialized);
        for (;;) {
            const auto read = ::read(source.number(), chunk.data(), static_cast<std::size_t>(chunk.size()));
            if (read <= 0) {
                return read == 0;
            }
            if (!writeAll(descriptor, QByteArrayView(chunk).first(read))) {
                return false;
            }
        }
    });
}

} // namespace studio
