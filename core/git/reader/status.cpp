// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/reader/status.h"

#include "core/git/reader/committed.h"
#include "core/git/reader/repository.h"

#include <algorithm>

namespace studio::git::reader {

namespace {

/// The letter that VS Code shows.
char stateOf(unsigned int flags)
{
    const auto has = [flags](unsigned int some) { return (flags & some) != 0; };
    return has(GIT_STATUS_CONFLICTED)                               ? '!'
           : has(GIT_STATUS_WT_NEW)                                 ? 'U'
           : has(GIT_STATUS_WT_DELETED)                             ? 'D'
           : has(GIT_STATUS_INDEX_NEW)                              ? 'A'
           : has(GIT_STATUS_INDEX_DELETED)                          ? 'D'
           : has(GIT_STATUS_IGNORED) || flags == GIT_STATUS_CURRENT ? '\0'
                                                                    : 'M';
}

const char *pathOf(const git_status_entry &entry)
{
    return entry.index_to_workdir ? entry.index_to_workdir->new_file.path : entry.head_to_index->new_file.path;
}

} // namespace

std::optional<Status> readStatus(const std::string &folder, size_t maxEntries)
{
    Repository repository;
    const std::string place = resolved(folder);
    if (place.empty() || !openRepository(repository, place)) {
        return std::nullopt;
    }
    Status status{.files = filesOf(repository), .watched = watchedFolders(repository.get()), .entries = {}};
    std::string below = relativeTo(repository, place); // empty for all of it
    char *only = below.data();
    git_status_options options = GIT_STATUS_OPTIONS_INIT;
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
    options.flags =
        GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_EXCLUDE_SUBMODULES | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH;
    options.pathspec = {.strings = &only, .count = below.empty() ? 0U : 1U};
    StatusList list;
    if (git_status_list_new(list.out(), repository.get(), &options) < 0) {
        return std::nullopt;
    }
    const size_t count = git_status_list_entrycount(list.get());
    for (size_t at = 0; at < std::min(count, maxEntries); ++at) {
        const git_status_entry *const entry = git_status_byindex(list.get(), at);
        if (const char state = stateOf(entry->status); state != '\0') {
            status.entries.push_back({state, pathOf(*entry)});
        }
    }
    status.isComplete = count <= maxEntries;
    return status;
}

} // namespace studio::git::reader
