// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/compile_mark.h"

#include "core/base/lock_sweep.h"

#include <QDir>

#include <cerrno>
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

/// The file, locked; not open, with errno set, where that cannot be. One that was taken for abandoned before it was
/// locked has lost its name and is made again.
FileDescriptor lockedFile(const std::string &path)
{
    constexpr int tries = 100;
    for (int i = 0; i < tries; ++i) {
        FileDescriptor fd = openAt(AT_FDCWD, path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0600);
        struct stat status{};
        const bool isLocked = fd.isOpen() && ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0;
        if (isLocked && ::fstat(fd.get(), &status) == 0 && status.st_nlink > 0) {
            return fd;
        }
        if (!isLocked && errno != EWOULDBLOCK) {
            break;
        }
    }
    return {};
}

} // namespace

Result<CompileMark> CompileMark::make(const QString &storeFolder, const QString &deployId)
{
    const std::string folder = folderOf(storeFolder);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
        return std::unexpected(systemError(QStringLiteral("write to the store"), storeFolder, errno));
    }
    const std::string path = folder + '/' + toNative(deployId);
    FileDescriptor fd = lockedFile(path);
    if (!fd.isOpen()) {
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

void CompileMark::removeAbandoned(const QString &storeFolder)
{
    const QDir folder(QString::fromStdString(folderOf(storeFolder)));
    for (const QString &name : folder.entryList(QDir::Files | QDir::Hidden)) {
        removeUnheld(folder.filePath(name));
    }
}

bool CompileMark::isRunning(const QString &storeFolder, const QString &deployId)
{
    return !deployId.isEmpty() && !deployId.contains(u'/') && !isFree(folderOf(storeFolder) + '/' + toNative(deployId));
}

} // namespace studio
