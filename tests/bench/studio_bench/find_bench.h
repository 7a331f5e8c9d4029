// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// Searches `folder` for `words` as the search pane does, with the list of matches shown. Answers `ms` until the end,
/// `firstMs` until a first match is listed, `gapMs`, the longest time between two turns of the event loop, and
/// `matches`.
Json findInProject(const Json &command);

} // namespace studio::bench
