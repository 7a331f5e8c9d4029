// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// Makes a store in `folder` with an app org:hello that has `versions` versions and `executions` records of calls, with
/// words as people write them: few that are in all, many that are in few. Tells how long a record took to write, in µs.
Json fillStore(const Json &command);

/// Runs one search (`text`, `status`) in that store several times; the median in ms and how many it found.
Json searchStore(const Json &command);

/// What a record costs the thread that makes the calls, in µs each, without the look at the instance; its writing goes
/// on beside.
Json recordCalls(const Json &command);

} // namespace studio::bench
