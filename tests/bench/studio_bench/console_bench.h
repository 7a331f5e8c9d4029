// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// Runs `program`, whose stderr goes into a console that is shown. Answers `ms`, from the start until
/// the last line is painted, `lines` that are kept, `moreMib` of memory that is resident, and `gapMs`, the longest turn
/// of the event loop.
Json showLines(const Json &command);

} // namespace studio::bench
