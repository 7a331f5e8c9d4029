// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/invoke/json_text.h"

#include <QColor>

namespace studio {

// The colours of JSON and of what was found in it, in the theme that is shown now. Main thread.

QColor tokenColor(JsonTokenKind kind);
QColor matchColor(); ///< behind what was found

} // namespace studio
