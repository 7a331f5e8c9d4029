// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace studio {

/// An icon of the Breeze set by its freedesktop name, in the variant of the current theme. Empty, never an error, when
/// there is none.
QIcon icon(const char *name);

} // namespace studio
