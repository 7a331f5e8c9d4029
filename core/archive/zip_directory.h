// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace studio {

/// Looks at what libarchive passes over in a zip's directory (APPNOTE 6.3, sections 4.3.12 and 4.3.16).
/// InvalidArgument: no directory (the file is cut short), one volume of several, a name that holds a NUL byte, at which
/// libarchive would silently end it.
Result<void> checkZipDirectory(int fd, qint64 size);

} // namespace studio
