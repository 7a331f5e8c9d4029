// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/blobs.h"

#include "core/archive/posix.h"
#include "core/archive/sha256.h"
#include "core/base/display.h"
#include "core/base/held_file.h"

#include <QObject>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <functional>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>
#include <vector>

namespace studio {

namespace {

constexpr std::size_t chunk = 256 * 1024;
constexpr qint64 maxBytes = 512LL << 20; ///< of one blob: an archive or an artifact; hashing it takes seconds
constexpr qsizetype hexLength = 64;
constexpr qsizetype folderLength = 2;
constexpr auto wholeNote = "user.ignite.whole"; ///< "inode size mtime-ns checked-at-s" of a file that was whole then
constexpr qint64 noteLasts = 24 * 3'600;        ///< seconds, after which a disk may have forgotten something

bool isHash(const QByteArray &text)
{
    return text.size() == hexLength &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// Reads a file to its end and tells its hash; `each` gets the bytes as they pass and returns an error number or 0.
struct Read
{
    int readError = 0;
    int eachError = 0;
    qint64 bytes = 0;
    QByteArray sha256 = {};
};

Read readAndHash(int fd, const std::function<int(std::string_view)> &each)
{
    Sha256 hash;
    std::vector<char> buffer(chunk);
    for (qint64 total = 0;;) {
        const ssize_t got = readFully(fd, buffer);
        if (got < 0) {
            return {.readError = errno};
        }
        if (got == 0) {
            return {.bytes = total, .sha256 = hash.result()};
        }
        const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
        hash.add(bytes);
        total += got;
        if (const int number = each(bytes); number != 0) {
            return {.eachError = number};
        }
    }
}

int syncFolder(const std::string &folder)
{
    const FileDescriptor fd = openAt(AT_FDCWD, folder.c_str(), O_RDONLY | O_DIRECTORY);
    return fd.isOpen() && ::fsync(fd.get()) == 0 ? 0 : errno;
}

/// Makes one folder that must survive: its entry in the folder above is synced too.
int makeSyncedFolder(const std::string &folder)
{
    if (::mkdir(folder.c_str(), 0700) != 0) {
        return errno == EEXIST ? 0 : errno;
    }
    return syncFolder(std::filesystem::path(folder).parent_path());
}

} // namespace

QString Blobs::fileOf(const QByteArray &sha256) const
{
    return QStringLiteral("%1/%2/%3")
        .arg(m_folder, QString::fromLatin1(sha256.first(folderLength)),
             QString::fromLatin1(sha256.sliced(folderLength)));
}

Blobs::Seen Blobs::look(const struct stat &info)
{
    return {info.st_ino, info.st_size, info.st_mtim.tv_sec * 1'000'000'000LL + info.st_mtim.tv_nsec};
}

std::unexpected<Error> Blobs::writeFailed(int number) const
{
    return std::unexpected(systemError(QObject::tr("Could not write to the store %1: %2."), m_folder, number));
}

/// For new files, on the same file system as their places will be.
Result<QString> Blobs::makeNewFolder()
{
    for (const QString &each : {m_folder, newFolder()}) {
        if (const int number = makeSyncedFolder(toNative(each)); number != 0) {
            return writeFailed(number);
        }
    }
    return newFolder();
}

void Blobs::removeAbandoned() const
{
    removeAbandonedFiles(newFolder(), {});
}

bool Blobs::hasGood(const QByteArray &sha256, qint64 bytes, bool executable)
{
    struct stat info{};
    if (::stat(toNative(fileOf(sha256)).c_str(), &info) != 0 || info.st_size != bytes) {
        return false;
    }
    const auto present = path(sha256);
    return present && (!executable || ::access(toNative(*present).c_str(), X_OK) == 0);
}

Result<QByteArray> Blobs::put(const QString &file, bool executable)
{
    const FileDescriptor in = openAt(AT_FDCWD, toNative(file).c_str(), O_RDONLY | O_NONBLOCK);
    struct stat info{};
    if (!in.isOpen() || ::fstat(in.get(), &info) != 0) {
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), file, errno));
    }
    if (!S_ISREG(info.st_mode)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("%1 is not a regular file.").arg(file));
    }
    if (info.st_size > maxBytes) {
        return fail(ErrorCode::ResourceExhausted,
                    QObject::tr("%1 is %2, more than the %3 that the store keeps of one file.")
                        .arg(file, sizeText(info.st_size), sizeText(maxBytes)));
    }
    const auto folder = makeNewFolder();
    if (!folder) {
        return std::unexpected(folder.error());
    }
    HeldFile out(*folder, {}, executable ? 0700 : 0600);
    if (!out.isOpen()) {
        return writeFailed(errno);
    }
    const Read read =
        readAndHash(in.get(), [&](std::string_view bytes) { return writeFully(out.descriptor(), bytes); });
    if (read.readError != 0) {
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), file, read.readError));
    }
    if (read.eachError != 0) {
        return writeFailed(read.eachError);
    }
    const bool isNew = !hasGood(read.sha256, read.bytes, executable);
    if (isNew && ::fsync(out.descriptor()) != 0) {
        return writeFailed(errno);
    }
    return moveIn(isNew ? &out : nullptr, read.sha256).transform([&] { return read.sha256; });
}

Result<QByteArray> Blobs::put(QByteArrayView bytes)
{
    const std::string_view all(bytes.data(), static_cast<std::size_t>(bytes.size()));
    Sha256 hash;
    hash.add(all);
    const QByteArray sha256 = hash.result();
    const auto folder = makeNewFolder();
    if (!folder) {
        return std::unexpected(folder.error());
    }
    if (hasGood(sha256, bytes.size(), false)) {
        return moveIn(nullptr, sha256).transform([&] { return sha256; });
    }
    HeldFile out(*folder, {}, 0600);
    if (!out.isOpen()) {
        return writeFailed(errno);
    }
    const int number = writeFully(out.descriptor(), all);
    if (number != 0 || ::fsync(out.descriptor()) != 0) {
        return writeFailed(number != 0 ? number : errno);
    }
    return moveIn(&out, sha256).transform([&] { return sha256; });
}

/// Gives the file its name, unless it has one, and makes sure that the name survives: also one that another process
/// has just given, because a row may refer to it next.
Result<void> Blobs::moveIn(HeldFile *temporary, const QByteArray &sha256)
{
    const std::string final = toNative(fileOf(sha256));
    const std::string folder = std::filesystem::path(final).parent_path();
    int number = makeSyncedFolder(folder);
    if (number == 0 && temporary && !temporary->renameTo(QByteArray::fromStdString(final))) {
        number = errno;
    }
    if (number == 0 && !temporary) {
        ::utimensat(AT_FDCWD, final.c_str(), nullptr, 0); // young again for the garbage collection
    }
    for (const std::string &each : {folder, toNative(m_folder)}) {
        number = number == 0 ? syncFolder(each) : number;
    }
    return number == 0 ? Result<void>() : writeFailed(number);
}

bool Blobs::isThere(const QByteArray &sha256) const
{
    return isHash(sha256) && ::access(toNative(fileOf(sha256)).c_str(), F_OK) == 0;
}

QList<QByteArray> Blobs::olderThan(std::chrono::seconds age, qint64 sinceMs) const
{
    const auto since = std::chrono::file_clock::from_sys(std::chrono::sys_time(std::chrono::milliseconds(sinceMs)));
    QList<QByteArray> found;
    std::error_code ignored;
    const auto now = std::filesystem::file_time_type::clock::now();
    for (const auto &folder : std::filesystem::directory_iterator(toNative(m_folder), ignored)) {
        for (const auto &file : std::filesystem::directory_iterator(folder.path(), ignored)) {
            const QByteArray hash = QByteArray::fromStdString(folder.path().filename().string()) +
                                    QByteArray::fromStdString(file.path().filename().string());
            std::error_code unreadable;
            const auto changed = file.last_write_time(unreadable);
            if (!unreadable && isHash(hash) && now - changed >= age && changed >= since) {
                found << hash;
            }
        }
    }
    return found;
}

qint64 Blobs::remove(const QByteArray &sha256)
{
    const std::string file = toNative(fileOf(sha256));
    struct stat info{};
    if (::lstat(file.c_str(), &info) != 0 || ::unlink(file.c_str()) != 0) {
        return -1;
    }
    m_seen.remove(sha256);
    return info.st_size;
}

Result<QString> Blobs::path(const QByteArray &sha256)
{
    if (!isHash(sha256)) {
        return fail(ErrorCode::NotFound, QObject::tr("“%1” is not a SHA-256, so no blob has that name.")
                                             .arg(shownName(std::string_view(sha256.data(), sha256.size()))));
    }
    const QString file = fileOf(sha256);
    const FileDescriptor fd = openAt(AT_FDCWD, toNative(file).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (!fd.isOpen() && errno == ENOENT) {
        return fail(ErrorCode::NotFound, QObject::tr("The store has lost the file %1.").arg(file));
    }
    struct stat info{};
    if (!fd.isOpen() || ::fstat(fd.get(), &info) != 0) {
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), file, errno));
    }
    if (!S_ISREG(info.st_mode)) {
        return fail(ErrorCode::Internal,
                    QObject::tr("The file %1 is damaged: it is not a regular file any more.").arg(file));
    }
    if (info.st_size > maxBytes) {
        return fail(ErrorCode::Internal,
                    QObject::tr("The file %1 is damaged: it is larger than any that the store keeps.").arg(file));
    }
    const Seen now = look(info);
    if (const auto seen = m_seen.constFind(sha256); seen != m_seen.cend() && *seen == now) {
        return file;
    }
    if (wasIntact(fd.get(), now)) {
        m_seen.insert(sha256, now);
        return file;
    }
    const Read read = readAndHash(fd.get(), [](std::string_view) { return 0; });
    if (read.readError != 0) {
        return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), file, read.readError));
    }
    if (read.sha256 != sha256) {
        return fail(ErrorCode::Internal,
                    QObject::tr("The file %1 is damaged: its content does not match its checksum.").arg(file),
                    QStringLiteral("SHA-256 is %1").arg(QString::fromLatin1(read.sha256)));
    }
    m_seen.insert(sha256, now);
    noteIntact(fd.get(), now);
    return file;
}

bool Blobs::wasIntact(int file, const Seen &now)
{
    std::array<char, 128> note{};
    const ssize_t length = ::fgetxattr(file, wholeNote, note.data(), note.size());
    const QList<QByteArray> words = QByteArray(note.data(), std::max<ssize_t>(0, length)).split(' ');
    if (words.size() != 4) {
        return false;
    }
    const qint64 age = std::time(nullptr) - words[3].toLongLong();
    return Seen{words[0].toULong(), words[1].toLongLong(), words[2].toLongLong()} == now && age >= 0 && age < noteLasts;
}

void Blobs::noteIntact(int file, const Seen &now)
{
    QByteArray note;
    for (const qint64 number : {qint64(now.inode), now.size, now.mtimeNs, qint64(std::time(nullptr))}) {
        note += QByteArray::number(number) + ' ';
    }
    note.chop(1);
    (void)::fsetxattr(file, wholeNote, note.constData(), static_cast<std::size_t>(note.size()), 0);
}

} // namespace studio
