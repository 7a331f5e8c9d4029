// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// Types into a file of the project in "folder" ("file", "line") while rust-analyzer runs: {"keyMs": each key pressed →
/// painted, "gapMs": the times between two turns of the event loop while typing}, both sorted.
Json typeKeys(const Json &command);

} // namespace studio::bench
