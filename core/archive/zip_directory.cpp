// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/zip_directory.h"

#include "core/archive/posix.h"

#include <QObject>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace studio {

namespace {

// Offsets and sizes from APPNOTE.
constexpr qint64 endSize = 22;
constexpr qint64 longestComment = 65'535;
constexpr std::size_t recordSize = 46;
constexpr std::size_t headerSize = 30;
constexpr qint64 locatorSize = 20;
constexpr qint64 largeEndSize = 56;

std::unexpected<Error> missingDirectory()
{
    return fail(ErrorCode::InvalidArgument,
                QObject::tr("The archive is cut short or damaged: its directory, which stands at the end of a .zip, "
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
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), QObject::tr("the archive"), errno));
    }
    return bytes;
}

struct Directory
{
    qint64 offset = 0;
    qint64 size = 0;
    qint64 entries = 0;
    bool exactCount = true; ///< the end record of old keeps only 16 bits of it
};

std::unexpected<Error> severalVolumes()
{
    return fail(ErrorCode::InvalidArgument,
                QObject::tr("The archive is one volume of several. Make a single .zip of it."));
}

/// The end record of a large archive, which a locator in front of the one of old points to.
Result<Directory> findLargeDirectory(int fd, qint64 locatorAt)
{
    const auto locator = readAt(fd, locatorAt, locatorSize);
    if (!locator) {
        return std::unexpected(locator.error());
    }
    const qint64 at = numberAt<quint64>(*locator, 8);
    if (numberAt<quint32>(*locator, 4) != 0 || numberAt<quint32>(*locator, 16) > 1) {
        return severalVolumes();
    }
    if (at < 0 || at > locatorAt - largeEndSize) {
        return missingDirectory();
    }
    const auto end = readAt(fd, at, largeEndSize);
    if (!end) {
        return std::unexpected(end.error());
    }
    const Directory found{numberAt<quint64>(*end, 48), numberAt<quint64>(*end, 40), numberAt<quint64>(*end, 32)};
    if (!end->starts_with("PK\6\6") || found.offset < 0 || found.size < 0 || found.size > at ||
        found.offset > at - found.size) {
        return missingDirectory();
    }
    return found;
}

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
        return missingDirectory();
    }
    const std::string_view end = std::string_view(*tail).substr(at);
    const bool large = at >= locatorSize && tail->compare(at - locatorSize, 4, "PK\6\7") == 0;
    const qint64 endOffset = fileSize - tailSize + static_cast<qint64>(at);
    if (static_cast<qint64>(end.size()) < endSize + numberAt<quint16>(end, 20)) {
        return missingDirectory();
    }
    if (large) {
        return findLargeDirectory(fd, endOffset - locatorSize);
    }
    if (numberAt<quint16>(end, 4) != 0 || numberAt<quint16>(end, 6) != 0) {
        return severalVolumes();
    }
    const Directory found{numberAt<quint32>(end, 16), numberAt<quint32>(end, 12), numberAt<quint16>(end, 10), false};
    if (found.offset + found.size > endOffset) {
        return missingDirectory();
    }
    return found;
}

std::unexpected<Error> refusedRecord(std::string_view name, const QString &why)
{
    return fail(ErrorCode::InvalidArgument, QObject::tr("The entry “%1” is refused: %2.").arg(shownName(name), why));
}

/// Info-ZIP's Unicode path (field 0x7075), which libarchive takes instead of the name.
std::string_view unicodePath(std::string_view extra)
{
    constexpr std::size_t head = 4;
    constexpr std::size_t beforeName = 5; // a version and the checksum of the plain name
    while (extra.size() >= head) {
        const auto size = static_cast<std::size_t>(numberAt<quint16>(extra, 2));
        if (numberAt<quint16>(extra, 0) == 0x7075 && size >= beforeName) {
            return extra.substr(head, size).substr(std::min(beforeName, extra.size() - head));
        }
        extra.remove_prefix(std::min(extra.size(), head + size));
    }
    return {};
}

/// Why the content of an entry cannot be read; empty where it can. Numbers as in PKWARE's APPNOTE, 4.4.5.
QString faultOfMethod(qint64 method)
{
    struct Method
    {
        qint64 number;
        const char *name; ///< null: libarchive reads it
    };
    static constexpr std::array methods{
        Method{0, nullptr},   Method{8, nullptr},     Method{12, nullptr}, Method{14, nullptr},
        Method{93, nullptr},  Method{95, nullptr},    Method{98, nullptr}, Method{1, "Shrink"},
        Method{6, "Implode"}, Method{9, "Deflate64"}, Method{96, "JPEG"},  Method{97, "WavPack"},
    };
    const auto *known = std::ranges::find(methods, method, &Method::number);
    if (known != methods.end() && known->name == nullptr) {
        return {};
    }
    const QString name = known == methods.end() ? QString() : QStringLiteral(" (%1)").arg(QLatin1String(known->name));
    return QObject::tr("it is compressed with method %1%2, which is not supported. Make the .zip again with the "
                       "method Deflate, or make a .tar.gz")
        .arg(method)
        .arg(name);
}

/// One record of the directory, and the header that stands before the file's own bytes: programs differ in which of the
/// two names they believe.
Result<void> checkRecord(int fd, std::string_view record, std::size_t nameSize, std::size_t extraSize)
{
    const std::string_view name = record.substr(recordSize, nameSize);
    if (name.contains('\0') || unicodePath(record.substr(recordSize + nameSize, extraSize)).contains('\0')) {
        return refusedRecord(name, QObject::tr("its name holds a NUL byte"));
    }
    constexpr qint64 encrypted = 1; // told apart later, with the entry
    if (const QString fault = faultOfMethod(numberAt<quint16>(record, 10));
        !fault.isEmpty() && (numberAt<quint16>(record, 8) & encrypted) == 0) {
        return refusedRecord(name, fault);
    }
    constexpr char unixMade = 3;
    const auto mode = static_cast<mode_t>(numberAt<quint16>(record, 40));
    if (record[5] == unixMade && (S_ISFIFO(mode) || S_ISSOCK(mode) || S_ISCHR(mode) || S_ISBLK(mode))) {
        return refusedRecord(name, QObject::tr("it is a device, a pipe or a socket"));
    }
    const qint64 at = numberAt<quint32>(record, 42);
    if (at == 0xFFFFFFFF) { // the offset of a file beyond 4 GiB stands elsewhere, and no such archive is allowed
        return refusedRecord(name, QObject::tr("it lies beyond 4 GiB"));
    }
    const auto header = readAt(fd, at, static_cast<qint64>(headerSize + nameSize));
    if (!header) {
        return std::unexpected(header.error());
    }
    if (!header->starts_with("PK\3\4")) {
        return refusedRecord(name, QObject::tr("it is damaged or cut short"));
    }
    if (numberAt<quint16>(*header, 26) != static_cast<qint64>(nameSize) || header->substr(headerSize) != name) {
        return refusedRecord(name, QObject::tr("it has two names, and is “%1” elsewhere in the archive")
                                       .arg(shownName(std::string_view(*header).substr(
                                           headerSize, static_cast<std::size_t>(numberAt<quint16>(*header, 26))))));
    }
    return {};
}

} // namespace

Result<qint64> checkZipDirectory(int fd, qint64 size, qint64 maxEntries)
{
    const auto directory = findDirectory(fd, size);
    if (!directory) {
        return std::unexpected(directory.error());
    }
    constexpr qint64 chunk = 256 * 1024; // more than one record can be long
    std::string bytes;
    qint64 next = directory->offset;
    const qint64 end = directory->offset + directory->size;
    qint64 entries = 0;
    for (std::size_t at = 0;; ++entries) {
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
            break;
        }
        if (record.size() < recordSize || !record.starts_with("PK\1\2")) {
            return missingDirectory();
        }
        const auto nameSize = static_cast<std::size_t>(numberAt<quint16>(record, 28));
        const auto extraSize = static_cast<std::size_t>(numberAt<quint16>(record, 30));
        const std::size_t length =
            recordSize + nameSize + extraSize + static_cast<std::size_t>(numberAt<quint16>(record, 32));
        if (length > record.size()) {
            return missingDirectory();
        }
        if (entries >= maxEntries) {
            return refusedRecord(record.substr(recordSize, nameSize),
                                 QObject::tr("the archive holds more than %1 entries").arg(maxEntries));
        }
        if (auto checked = checkRecord(fd, record, nameSize, extraSize); !checked) {
            return std::unexpected(checked.error());
        }
        at += length;
    }
    if (directory->entries != (directory->exactCount ? entries : entries & 0xFFFF)) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("The archive is damaged: it holds %1 entries and says that they are %2.")
                        .arg(entries)
                        .arg(directory->entries));
    }
    return entries;
}

} // namespace studio
