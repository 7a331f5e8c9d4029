// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/reader/line_diff.h"

#include <git2.h>

namespace studio::git::reader {

namespace {

/// git counts from 1, and where there are no lines it names the one before.
int takeHunk(const git_diff_delta *, const git_diff_hunk *hunk, void *changes)
{
    const auto first = [](int start, int count) { return count > 0 ? start - 1 : start; };
    static_cast<std::vector<ChangedLines> *>(changes)->push_back({.line = first(hunk->new_start, hunk->new_lines),
                                                                  .count = hunk->new_lines,
                                                                  .beforeLine = first(hunk->old_start, hunk->old_lines),
                                                                  .beforeCount = hunk->old_lines});
    return 0;
}

} // namespace

std::optional<std::vector<ChangedLines>> diffLines(std::string_view before, std::string_view text)
{
    std::vector<ChangedLines> changes;
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.context_lines = 0;
    options.interhunk_lines = 0;
    options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
    const int ended = git_diff_buffers(before.data(), before.size(), nullptr, text.data(), text.size(), nullptr,
                                       &options, nullptr, nullptr, takeHunk, nullptr, &changes);
    return ended < 0 ? std::nullopt : std::optional(std::move(changes));
}

} // namespace studio::git::reader
