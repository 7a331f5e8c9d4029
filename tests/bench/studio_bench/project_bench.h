// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// What a person does in the project in "folder", with "file" open: dots are completed at "line" and "column", the word
/// "word" is explained and renamed, and symbols of the project and "words" in its files are looked for. {"listMs",
/// "serverMs": as complete() says, "gapMs": of each of these by its name the times between two turns of the event loop,
/// "readyMs": from opening the project}, sorted.
Json useProject(const Json &command);

/// "word", of which "file" has the first, is renamed everywhere, over the preview: {"renameMs", "serverMs": the
/// server's answer alone}, sorted.
Json renameUses(const Json &command);

} // namespace studio::bench
