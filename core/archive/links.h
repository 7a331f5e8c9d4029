// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <map>
#include <string>
#include <vector>

namespace studio {

/// One file to copy inside the tree.
struct LinkCopy
{
    std::string path;   ///< to be made
    std::string source; ///< exists

    bool operator==(const LinkCopy &) const = default;
};

/// The symbolic links of an archive. They are never made on the disk, so nothing can be written through one: when all
/// else is laid out, those that stay inside become copies. Paths are as entryPath() gives them.
class Links
{
public:
    void add(const std::string &path, const std::string &target) { m_links.insert_or_assign(path, target); }

    /// The copies that stand for the links. `files` are the regular files of the tree, sorted; there may be no more
    /// copies than `most`. InvalidArgument names a link that leaves the tree, leads nowhere or back into itself.
    [[nodiscard]] Result<std::vector<LinkCopy>> copies(const std::vector<std::string> &files, qint64 most) const;

private:
    struct Plan;

    [[nodiscard]] Result<std::string> resolve(const std::string &link) const;
    [[nodiscard]] Result<void> expand(Plan &plan, const std::string &path, const std::string &source,
                                      const std::string &link) const;

    std::map<std::string, std::string> m_links;
};

} // namespace studio
