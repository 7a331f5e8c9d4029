// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// Sends from an invoke pane that is shown, and is answered with JSON of about `bytes` bytes in chunks of 64 KiB.
/// Answers `bytes` as they came, `ms`, from the last chunk until the JSON is painted, and `gapMs`, the longest turn of
/// the event loop from the send on.
Json showLargeAnswer(const Json &command);

} // namespace studio::bench
