// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/compile_timing.h"

namespace studio {

/// "resolve", "link": in the user's language. Any thread.
QString stepName(CompileStep step);
QString stepTimeText(const StepTime &step); ///< "link 1.4 ms"

} // namespace studio
