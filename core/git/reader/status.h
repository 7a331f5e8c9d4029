// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
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
    std::vector<Entry> entries;       ///< sorted by path
    bool isComplete = true;           ///< false: there may be more
};

/// How much of a repository is looked at. What was found until then is told.
struct StatusLimits
{
    size_t maxEntries = 0;
    size_t maxBytes = 8U << 20; ///< of all paths together
    std::chrono::milliseconds timeLimit = std::chrono::seconds(6);
};

/// What differs from the last commit below `folder`, which is absolute. Nothing: there is no repository that can be
/// read. Writes nothing.
std::optional<Status> readStatus(const std::string &folder, const StatusLimits &limits);

} // namespace studio::git::reader
