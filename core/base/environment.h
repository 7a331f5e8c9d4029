// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace studio {

/// What a program finds around it where the one that started it gave little: HOME from the password file where it is
/// not set, and a locale with UTF-8, without which Qt complains on stderr. A write beyond the limit on
/// the size of files fails (EFBIG) from then on, and does not end the program. First in main, before any thread.
void prepareEnvironment();

} // namespace studio
