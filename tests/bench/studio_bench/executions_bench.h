// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// The calls of `org:hello` in a window over the store in `folder`: from the app being set to its list painted, and
/// from each of `searches` being typed to its result painted. {"listMs", "searches": [{"ms", "found"}, …]}.
Json showExecutions(const Json &command);

/// An instance, `program`, that writes to stderr, in the console of a window: how many lines that shows, how many it
/// says were left out, and the longest gap between two turns of the event loop. {"lines", "leftOut", "gapMs", "ms"}.
Json showInstanceLog(const Json &command);

/// The log of an app in a window while another process records 1,000 calls a second with 100 lines each, for 3 s: the
/// longest gap between two turns of the event loop, how many lines can be read afterwards, and whether the last is in
/// sight. {"lines", "isLastShown", "gapMs"}.
Json showAppLog();

} // namespace studio::bench
