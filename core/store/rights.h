// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>

#include <sys/stat.h>
#include <unistd.h>

namespace studio {

/// Takes the rights of others from a file or folder of this user's, where it is there. Opens nothing; what a link leads
/// to stays as it is. Any thread.
inline void closeToOthers(const QString &path)
{
    constexpr mode_t ofOthers = 077;
    const QByteArray native = QFile::encodeName(path);
    struct stat info{};
    if (::lstat(native.constData(), &info) == 0 && !S_ISLNK(info.st_mode) && info.st_uid == ::geteuid() &&
        (info.st_mode & ofOthers) != 0) {
        ::chmod(native.constData(), info.st_mode & 07777 & ~ofOthers);
    }
}

} // namespace studio
