// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace studio::manifest {

/// The text of an array of strings, changed so that it has the elements of another one. What stays keeps its bytes:
/// comments, line breaks, quotation marks. An element that comes goes behind the one before it, on a line of its own
/// where that one has one. A comment beside an element that goes stays.
///
///     changedArray("[\"a\", # why\n]", R"(["a", "b"])", "\n");   // [↵ "a", # why↵ "b",↵]
///
/// Both are valid TOML. Gives `wanted` itself where one of them is not an array of strings, or where elements come and
/// go at once.
std::string changedArray(const std::string &written, const std::string &wanted, const std::string &lineBreak);

} // namespace studio::manifest
