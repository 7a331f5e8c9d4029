// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace studio::git::reader {

struct Status
{
    struct Entry
    {
        char state = 'M';
        std::string path; ///< relative to `files`; ends with a slash where all of a folder is not in the repository
    };

    std::string files;                ///< the folder of the repository's files
    std::vector<std::string> watched; ///< see CommittedFile (core/git)
    std::vector<Entry> entries;
    bool isComplete = true; ///< false: there are more
};

/// What differs from the last commit below `folder`, which is absolute; at most `maxEntries`. Nothing: there is no
/// repository that can be read. Writes nothing.
std::optional<Status> readStatus(const std::string &folder, size_t maxEntries);

} // namespace studio::git::reader
