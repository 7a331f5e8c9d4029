// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "core/archive/sha256.h"
#include "core/archive/tree.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <span>
#include <sys/stat.h>
#include <thread>

namespace studio {

namespace {

/// The coarsest clock that a file system keeps times with: FAT's two seconds.
constexpr qint64 coarsestNs = 2'000'000'000;

qint64 nanoseconds(const timespec &time)
{
    return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

/// What is hashed of a file, or the number of an error.
struct Seen
{
    std::array<qint64, 6> values{}; // size, mtime, ctime, inode, device, mode
    int error = 0;
};

void lookAt(const TreeRoot &root, std::span<const TreeFile> files, std::span<Seen> seen)
{
    for (std::size_t i = 0; i < files.size(); ++i) {
        struct stat info{};
        if (::fstatat(root.fd.get(), files[i].source.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
            seen[i].error = errno;
            continue;
        }
        seen[i].values = {info.st_size,
                          nanoseconds(info.st_mtim),
                          nanoseconds(info.st_ctim),
                          static_cast<qint64>(info.st_ino),
                          static_cast<qint64>(info.st_dev),
                          static_cast<qint64>(info.st_mode)};
    }
}

/// Half of a large tree on a second thread: asking for thousands of files is most of the work.
std::vector<Seen> lookAtAll(const TreeRoot &root, const std::vector<TreeFile> &files)
{
    constexpr std::size_t large = 1000;
    std::vector<Seen> seen(files.size());
    const std::span all(files);
    const std::span values(seen);
    const std::size_t half = files.size() < large ? 0 : files.size() / 2;
    std::jthread other;
    if (half > 0) {
        other = std::jthread([&] { lookAt(root, all.first(half), values.first(half)); });
    }
    lookAt(root, all.subspan(half), values.subspan(half));
    if (other.joinable()) {
        other.join();
    }
    return seen;
}

} // namespace

Result<TreeStamp> stampTree(const QString &folder, std::stop_token stop)
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now); // before anything is looked at
    const auto root = openTree(folder);
    if (!root) {
        return std::unexpected(root.error());
    }
    const auto files = walkTree(*root, stop, Names::Unchecked);
    if (!files) {
        return std::unexpected(files.error());
    }
    const std::vector<Seen> all = lookAtAll(*root, *files);
    Sha256 hash;
    qint64 newest = 0;
    for (std::size_t i = 0; i < files->size(); ++i) {
        const TreeFile &file = files->at(i);
        const Seen &seen = all[i];
        if (seen.error != 0) {
            return std::unexpected(systemError(QStringLiteral("read"), shownName(file.path), seen.error));
        }
        hash.add(std::span(file.path.c_str(), file.path.size() + 1)); // with its end, so that names cannot run together
        hash.add(std::span(reinterpret_cast<const char *>(seen.values.data()), sizeof seen.values));
        newest = std::max({newest, seen.values[1], seen.values[2]});
    }
    return TreeStamp{hash.result(), newest < nanoseconds(now) - coarsestNs};
}

} // namespace studio
