// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// A file or folder of the source tree: sourcePath("/resources"). A function, so that no test but one small file is
/// compiled with a path of this machine in it, and a second checkout finds all others in the compiler's cache.
QString sourcePath(const char *below);

/// The folder in which compiles of the tests stay warm from run to run: $STUDIO_TEST_CACHE, or one in the build folder.
QString testCache();

} // namespace studio
