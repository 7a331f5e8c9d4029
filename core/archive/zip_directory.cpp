// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/zip_directory.h"

#include "core/archive/posix.h"

#include <QtEndian>

#include <algorithm>
#include <cerrno>
#include <string>
#include <unistd.h>

namespace studio {

namespace {

// Offsets and sizes from APPNOTE.
constexpr qint64 endSize = 22;
constexpr qint64 longestComment = 65'535;
constexpr std::size_t recordSize = 46;

std::unexpected<Error> cutShort()
{
    return fail(ErrorCode::InvalidArgument,
                QStringLiteral("The archive is cut short or damaged: its directory, which stands at the end of a .zip, "
                               "is missing. Fetch or make it again."));
}

template <typename T> qint64 numberAt(std::string_view bytes, std::size_t offset)
{
    return qFromLittleEndian<T>(bytes.data() + offset);
}

Result<std::string> readAt(int fd, qint64 offset, qint64 size)
{
    std::string bytes(static_cast<std::size_t>(size), '\0');
    if (::lseek(fd, offset, SEEK_SET) < 0 || readFully(fd, bytes) < 0) {
        return std::unexpected(systemError(QStringLiteral("read"), QStringLiteral("the archive"), errno));
    }
    return bytes;
}

struct Directory
{
    qint64 offset = 0;
    qint64 size = 0;
};

/// The end record stands at the end, before a comment whose length it tells.
Result<Directory> findDirectory(int fd, qint64 fileSize)
{
    const qint64 tailSize = std::min(fileSize, endSize + longestComment);
    const auto tail = readAt(fd, fileSize - tailSize, tailSize);
    if (!tail) {
        return std::unexpected(tail.error());
    }
    const std::size_t at = tail->rfind("PK\5\6");
    if (at == std::string::npos || tail->size() - at < endSize) {
        return cutShort();
    }
    const std::string_view end = std::string_view(*tail).substr(at);
    if (numberAt<quint16>(end, 4) != 0 || numberAt<quint16>(end, 6) != 0) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The archive is one volume of several. Make a single .zip of it."));
    }
    const Directory found{numberAt<quint32>(end, 16), numberAt<quint32>(end, 12)};
    const qint64 endOffset = fileSize - tailSize + static_cast<qint64>(at);
    if (static_cast<qint64>(end.size()) < endSize + numberAt<quint16>(end, 20) ||
        found.offset + found.size > endOffset) {
        return cutShort();
    }
    return found;
}

} // namespace

Result<void> checkZipDirectory(int fd, qint64 size)
{
    const auto directory = findDirectory(fd, size);
    if (!directory) {
        return std::unexpected(directory.error());
    }
    constexpr qint64 chunk = 256 * 1024; // more than one record can be long
    std::string bytes;
    qint64 next = directory->offset;
    const qint64 end = directory->offset + directory->size;
    for (std::size_t at = 0;;) {
        if (bytes.size() - at < recordSize + 3 * 65'536 && next < end) {
            const auto more = readAt(fd, next, std::min(chunk, end - next));
            if (!more) {
                return std::unexpected(more.error());
            }
            bytes = bytes.substr(at) + *more;
            next += static_cast<qint64>(more->size());
            at = 0;
        }
        const std::string_view record = std::string_view(bytes).substr(at);
        if (record.empty()) {
            return {};
        }
        if (record.size() < recordSize || !record.starts_with("PK\1\2")) {
            return cutShort();
        }
        const auto nameSize = static_cast<std::size_t>(numberAt<quint16>(record, 28));
        const std::string_view name = record.substr(recordSize, nameSize);
        if (name.contains('\0')) {
            return fail(ErrorCode::InvalidArgument,
                        QStringLiteral("The entry “%1” is refused: its name holds a NUL byte.").arg(shownName(name)));
        }
        const qint64 length =
            static_cast<qint64>(recordSize + nameSize) + numberAt<quint16>(record, 30) + numberAt<quint16>(record, 32);
        at = std::min(bytes.size(), at + static_cast<std::size_t>(length));
    }
}

} // namespace studio
