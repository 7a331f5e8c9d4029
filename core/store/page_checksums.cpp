// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/page_checksums.h"

#include <QUrl>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <sqlite3.h>

namespace studio {

namespace {

constexpr auto vfsName = "ignite-checksums";
constexpr int pageSize = 4096; ///< of every database that the store makes
constexpr int checksumSize = 8;
constexpr int headerSize = 100;
constexpr int verifyOperation = 0x69677374; ///< of this VFS alone; SQLite's own numbers are below 100
constexpr int reservedByte = 20;            ///< in the header: how many bytes at the end of each page are not SQLite's

using Page = std::array<char, pageSize>;
using PageView = std::span<const char, pageSize>;

/// Two running sums over the page's 32-bit words in little-endian order. Any one bit that differs makes them differ.
std::array<char, checksumSize> checksumOf(PageView page)
{
    static_assert(std::endian::native == std::endian::little);
    std::array<std::uint32_t, 2> sums{};
    for (std::size_t at = 0; at < pageSize - checksumSize; at += checksumSize) {
        std::array<std::uint32_t, 2> words{};
        std::memcpy(words.data(), page.data() + at, checksumSize);
        sums[0] += words[0] + sums[1];
        sums[1] += words[1] + sums[0];
    }
    return std::bit_cast<std::array<char, checksumSize>>(sums);
}

bool isIntact(PageView page)
{
    const auto checksum = checksumOf(page);
    return std::ranges::equal(checksum, page.last<checksumSize>());
}

/// Whether the first page is of a database with checksums, also where the byte that says so is the one that changed.
bool announcesChecksums(PageView first)
{
    Page page;
    std::ranges::copy(first, page.begin());
    if (page[reservedByte] == checksumSize) {
        return true;
    }
    page[reservedByte] = checksumSize;
    return isIntact(page);
}

/// What this VFS knows of a file that is open. It stands behind what the VFS below keeps of the file.
struct FileState
{
    const sqlite3_io_methods *below = nullptr;
    sqlite3_io_methods methods{};     ///< those of the VFS below with reading and writing replaced
    std::optional<bool> hasChecksums; ///< unknown until there is a first page
    bool verifies = true;
};

/// The VFS that SQLite uses on its own. Set once, before this one is registered.
sqlite3_vfs *belowVfs = nullptr;

int stateOffset()
{
    constexpr int alignment = alignof(FileState);
    return (belowVfs->szOsFile + alignment - 1) / alignment * alignment;
}

FileState *stateOf(sqlite3_file *file)
{
    return reinterpret_cast<FileState *>(reinterpret_cast<char *>(file) + stateOffset());
}

/// The first page in the file decides, and not only its header as SQLite reads it: one changed bit must not turn the
/// verification off. A file that is still empty gets them.
bool hasChecksums(sqlite3_file *file)
{
    FileState *state = stateOf(file);
    Page page;
    if (!state->hasChecksums && state->below->xRead(file, page.data(), pageSize, 0) == SQLITE_OK) {
        state->hasChecksums = announcesChecksums(page);
    }
    return state->hasChecksums.value_or(true);
}

int readFile(sqlite3_file *file, void *to, int amount, sqlite3_int64 offset)
{
    const int status = stateOf(file)->below->xRead(file, to, amount, offset);
    if (status != SQLITE_OK || amount != pageSize || !stateOf(file)->verifies || !hasChecksums(file)) {
        return status;
    }
    return isIntact(PageView(static_cast<const char *>(to), pageSize)) ? SQLITE_OK : SQLITE_IOERR_DATA;
}

int writeFile(sqlite3_file *file, const void *from, int amount, sqlite3_int64 offset)
{
    FileState *state = stateOf(file);
    const char *bytes = static_cast<const char *>(from);
    if (offset == 0 && amount >= headerSize) {
        state->hasChecksums = bytes[reservedByte] == checksumSize;
    }
    if (amount != pageSize || !hasChecksums(file)) {
        return state->below->xWrite(file, from, amount, offset);
    }
    Page page;
    std::copy_n(bytes, pageSize, page.begin());
    std::ranges::copy(checksumOf(page), page.end() - checksumSize);
    return state->below->xWrite(file, page.data(), pageSize, offset);
}

int controlFile(sqlite3_file *file, int operation, void *argument)
{
    if (operation == verifyOperation) {
        stateOf(file)->verifies = *static_cast<const bool *>(argument);
        return SQLITE_OK;
    }
    return stateOf(file)->below->xFileControl(file, operation, argument);
}

int openFile(sqlite3_vfs *, sqlite3_filename name, sqlite3_file *file, int flags, int *openedFlags)
{
    const int status = belowVfs->xOpen(belowVfs, name, file, flags, openedFlags);
    if (status != SQLITE_OK || (flags & SQLITE_OPEN_MAIN_DB) == 0) {
        return status;
    }
    auto *state = new (stateOf(file)) FileState{.below = file->pMethods, .methods = *file->pMethods};
    state->methods.iVersion = std::min(state->methods.iVersion, 2); // version 3 maps pages and reads none
    state->methods.xRead = &readFile;
    state->methods.xWrite = &writeFile;
    state->methods.xFileControl = &controlFile;
    file->pMethods = &state->methods;
    return SQLITE_OK;
}

bool registerVfs()
{
    static_assert(std::is_trivially_destructible_v<FileState>); // SQLite frees the file's memory and calls nothing
    belowVfs = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs vfs = *belowVfs;
    vfs.pNext = nullptr;
    vfs.zName = vfsName;
    vfs.szOsFile = stateOffset() + static_cast<int>(sizeof(FileState));
    vfs.xOpen = &openFile;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
}

} // namespace

QString checksummedName(const QString &path)
{
    [[maybe_unused]] static const bool isRegistered = registerVfs();
    return QStringLiteral("file:%1?vfs=%2")
        .arg(QString::fromLatin1(QUrl::toPercentEncoding(path, "/")), QLatin1StringView(vfsName));
}

void verifyChecksums(sqlite3 *connection, bool on)
{
    sqlite3_file_control(connection, "main", verifyOperation, &on);
    if (on) {
        sqlite3_db_release_memory(connection);
    }
}

void reserveChecksums(sqlite3 *connection)
{
    int size = checksumSize;
    sqlite3_file_control(connection, "main", SQLITE_FCNTL_RESERVE_BYTES, &size);
}

} // namespace studio
