// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace studio {

/// An icon of the Breeze set by its freedesktop name, one of resources/icons.txt; it follows the theme by itself.
/// Empty, never an error, when there is none.
QIcon icon(const QString &name);
QIcon icon(const char *name);

} // namespace studio
