// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/archive/archive.h"
#include "core/archive/sha256.h"
#include "core/archive/tree.h"

#include <QObject>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <span>
#include <sys/stat.h>

namespace studio {

namespace {

/// The coarsest clock that a file system keeps times with: FAT's two seconds.
constexpr qint64 coarsestNs = 2'000'000'000;

qint64 nanoseconds(const timespec &time)
{
    return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

} // namespace

Result<TreeStamp> stampTree(const QString &folder, std::stop_token stop, const QSet<QString> &ignored)
{
    timespec now{};
    ::clock_gettime(CLOCK_REALTIME_COARSE, &now); // before anything is looked at
    const auto root = openTree(folder);
    if (!root) {
        return std::unexpected(root.error());
    }
    const auto tree = walkTree(*root, ignored, stop, Names::Unchecked);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    Sha256 hash;
    qint64 newest = 0;
    for (const TreeFile &file : tree->files) {
        struct stat info{};
        if (::fstatat(root->fd.get(), file.source.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
            return std::unexpected(systemError(QObject::tr("Could not read %1: %2."), shownName(file.path), errno));
        }
        const qint64 changed = nanoseconds(info.st_ctim);
        const std::array<qint64, 6> seen{info.st_size,
                                         nanoseconds(info.st_mtim),
                                         changed,
                                         static_cast<qint64>(info.st_ino),
                                         static_cast<qint64>(info.st_dev),
                                         static_cast<qint64>(info.st_mode)};
        hash.add(std::span(file.path.c_str(), file.path.size() + 1)); // with its end, so that names cannot run together
        hash.add(std::span(reinterpret_cast<const char *>(seen.data()), sizeof seen));
        newest = std::max({newest, changed, seen[1]});
    }
    for (const LeftOut &one : tree->leftOut) { // it is told to the person
        const QByteArray line = one.path.toUtf8() + '\0' + one.why.toUtf8() + '\0';
        hash.add(std::span(line.constData(), static_cast<std::size_t>(line.size())));
    }
    return TreeStamp{hash.result(), newest < nanoseconds(now) - coarsestNs};
}

} // namespace studio
