// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/common/theme.h"

#include <QIcon>

namespace studio {

/// An icon of the Breeze set by its freedesktop name, one of resources/icons.txt; it follows the theme by itself.
/// Empty, never an error, when there is none. `color` stands in for the text colour that the set is drawn in.
QIcon icon(const QString &name, QColor Theme::*color = &Theme::text);
QIcon icon(const char *name, QColor Theme::*color = &Theme::text);

} // namespace studio
