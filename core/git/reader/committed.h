// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <git2.h>
#include <optional>
#include <string>
#include <vector>

namespace studio::git::reader {

/// A file as the commit has it that HEAD names.
struct Committed
{
    std::optional<std::string> bytes; ///< as stored; nothing where CommittedFile (core/git) says so
    std::vector<std::string> watched; ///< see CommittedFile
};

/// Of the file `path`, which is absolute. Nothing: there is no repository that can be read.
std::optional<Committed> readCommitted(const std::string &path, size_t maxBytes);

/// Folders where something is created, renamed or removed when another commit becomes the current one: absolute paths.
std::vector<std::string> watchedFolders(git_repository *repository);

} // namespace studio::git::reader
