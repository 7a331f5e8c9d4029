// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/compile_mark.h"

#include <cerrno>
#include <chrono>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace studio {

namespace {

std::string folderOf(const QString &storeFolder)
{
    return toNative(storeFolder) + "/compiling";
}

bool isFree(const std::string &path)
{
    const FileDescriptor fd = openAt(AT_FDCWD, path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    return !fd.isOpen() || ::flock(fd.get(), LOCK_SH | LOCK_NB) == 0;
}

/// What killed processes have left; a young one may be about to be locked.
void sweep(const std::string &folder)
{
    constexpr std::chrono::hours longEnough(1);
    std::error_code ignored;
    for (const auto &file : std::filesystem::directory_iterator(folder, ignored)) {
        const auto made = file.last_write_time(ignored);
        if (!ignored && std::filesystem::file_time_type::clock::now() - made > longEnough && isFree(file.path())) {
            std::filesystem::remove(file.path(), ignored);
        }
    }
}

} // namespace

Result<CompileMark> CompileMark::make(const QString &storeFolder, const QString &deployId)
{
    const std::string folder = folderOf(storeFolder);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        return std::unexpected(systemError(QStringLiteral("write to the store"), storeFolder, errno));
    }
    sweep(folder);
    const std::string path = folder + '/' + toNative(deployId);
    FileDescriptor fd = openAt(AT_FDCWD, path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (!fd.isOpen() || ::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        return std::unexpected(systemError(QStringLiteral("write to the store"), storeFolder, errno));
    }
    return CompileMark(path, std::move(fd));
}

CompileMark::~CompileMark()
{
    if (m_fd.isOpen()) {
        ::unlink(m_path.c_str());
    }
}

bool CompileMark::isRunning(const QString &storeFolder, const QString &deployId)
{
    return !deployId.isEmpty() && !deployId.contains(u'/') && !isFree(folderOf(storeFolder) + '/' + toNative(deployId));
}

} // namespace studio
