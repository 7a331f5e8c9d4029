// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace studio::git::reader {

/// Lines that differ, as LineChange (core/git) has them.
struct ChangedLines
{
    int line = 0;
    int count = 0;
    int beforeLine = 0;
    int beforeCount = 0;
};

/// As `git diff` finds them, in their order. Nothing where the texts could not be compared.
std::optional<std::vector<ChangedLines>> diffLines(std::string_view before, std::string_view text);

} // namespace studio::git::reader
