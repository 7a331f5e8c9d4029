// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"

namespace studio {

/// The error of a compile, which goes on with why a file that it misses was left out of the project, and with what to
/// do. `sources` is the folder that was compiled.
Error withLeftOutFiles(Error error, const QList<LeftOut> &leftOut, const QString &sources);

/// The same, and for a missing file also the plain file that stands in its way and holds the path of a link: so git
/// writes links on systems without them. Reads such files.
Error withMissingFiles(Error error, const QList<LeftOut> &leftOut, const QString &sources);

} // namespace studio
