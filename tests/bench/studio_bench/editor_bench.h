// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::bench {

/// Types into a file of the project in "folder" ("file", "line") while rust-analyzer runs: {"keyMs": each key pressed →
/// painted, "gapMs": the times between two turns of the event loop while typing}, both sorted.
Json typeKeys(const Json &command);

/// Completes in "file" of the project in "folder", at "line" and "column": {"firstMs": from opening the project to the
/// first answer with something in it, "listMs": each dot typed → list painted, "serverMs": the server's answers to the
/// same question}, sorted. With "onlyFirst" only the first.
Json complete(const Json &command);

/// What rust-analyzer is started with for the project in "folder": {"settings", "environment"}.
Json analyzerSetup(const Json &command);

} // namespace studio::bench
