// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/git/reader/handle.h"

#include <string>

namespace studio::git::reader {

/// Opens the repository that `folder`, which is absolute, lies in. False: there is none with files, it is damaged, or
/// it is a submodule of another one. One that belongs to another user is none, as for git: the check of owners
/// (GIT_OPT_SET_OWNER_VALIDATION) stays on. Nothing of it is run: libgit2 has neither hooks nor filters that are
/// programs.
bool openRepository(Repository &repository, const std::string &folder);

std::string parentOf(const std::string &path); ///< the folder of a file
std::string resolved(const std::string &path); ///< with links resolved; empty where it does not exist

/// The folder of the files, resolved, without a slash at its end.
std::string filesOf(const Repository &repository);

/// Of a resolved path below filesOf(); empty for any other.
std::string relativeTo(const Repository &repository, const std::string &path);

} // namespace studio::git::reader
