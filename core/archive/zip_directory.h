// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

namespace studio {

/// Looks at what libarchive passes over in a zip's directory (APPNOTE 6.3, sections 4.3.7 and 4.3.12 to 4.3.16), before
/// anything is unpacked. InvalidArgument: no directory (the file is cut short), one volume of several, more entries
/// than allowed or not as many as it says, a name that holds a NUL byte (at which libarchive would silently end it), an
/// entry with two names. Tells how many entries there are.
Result<qint64> checkZipDirectory(int fd, qint64 size, qint64 maxEntries);

} // namespace studio
