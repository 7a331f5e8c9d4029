// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace studio::supervisor {

/// A file of /proc, at most 4 MiB of it; empty when it cannot be read.
std::string readProcFile(const std::string &path);

/// Writes to a file of /proc or of a cgroup, in one call as these want it.
bool writeProcFile(const std::string &path, std::string_view text);

} // namespace studio::supervisor
