// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/posix.h"

#include <stop_token>
#include <string>
#include <vector>

namespace studio {

/// One file to pack.
struct TreeFile
{
    std::string path;   ///< its name in the archive, relative, '/' between parts
    std::string source; ///< where its bytes are, relative to the root; differs from `path` behind a symbolic link

    bool operator==(const TreeFile &) const = default;
};

/// A folder that is open for walking.
struct TreeRoot
{
    QString shown; ///< as the person named it
    std::string canonical;
    FileDescriptor fd;
};

/// NotFound: no such folder. Unavailable: not readable.
Result<TreeRoot> openTree(const QString &folder);

enum class Names { Checked, Unchecked };

/// The files below the root that belong to the project, sorted by the bytes of `path`. InvalidArgument names what
/// cannot be packed: a link that leaves the folder, leads nowhere or back into itself; a device, pipe or socket; a name
/// that is not UTF-8 or that collides with another; more files than an archive may hold.
Result<std::vector<TreeFile>> walkTree(const TreeRoot &root, const std::stop_token &stop, Names names = Names::Checked);

} // namespace studio
