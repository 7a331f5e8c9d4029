// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"
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

/// What is below a root.
struct Tree
{
    std::vector<TreeFile> files; ///< sorted by the bytes of `path`
    QList<LeftOut> leftOut;      ///< likewise
};

/// As readSourceTree, which see for what belongs to it and for errors.
Result<Tree> walkTree(const TreeRoot &root, const QSet<QString> &ignored, const std::stop_token &stop,
                      Names names = Names::Checked);

} // namespace studio
