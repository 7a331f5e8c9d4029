// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>
#include <sys/stat.h>

// What user_file.cpp and user_file_access.cpp share. For core/base alone.

namespace studio {

inline constexpr mode_t permissionBits = 07777;

QByteArray folderOf(const QByteArray &path);
std::optional<struct stat> statusOf(const QByteArray &path);

/// The file that a path names once its last part is no symbolic link any more; it may be missing. Empty: a loop.
QByteArray withoutLinks(QByteArray path);

} // namespace studio
