// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// Sends from an invoke pane that is shown, and is answered with JSON of about `bytes` bytes in chunks of 64 KiB.
/// Answers `bytes` as they came, `ms`, from the last chunk until the JSON is painted, and `gapMs`, the longest turn of
/// the event loop from the send on.
Json showLargeAnswer(const Json &command);

/// Types `keys` characters into the middle of a payload that is one line of `bytes` bytes, in an invoke pane that is
/// shown. Answers `keyMs`, of each key until the end of the turn in which it was painted, and `gapMs`, the longest turn
/// of the event loop while and after typing: what is checked meanwhile is in it.
Json typeLongPayload(const Json &command);

} // namespace studio::bench
