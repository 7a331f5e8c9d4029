// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace studio::supervisor {

/// A file of /proc, at most 4 MiB of it; empty when it cannot be read.
std::string readProcFile(const std::string &path);

} // namespace studio::supervisor
