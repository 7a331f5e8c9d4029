// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/session.h"

namespace studio::cli {

/// Prints a version that was published, and says on stderr where it is the same as one before, and how to go back.
/// Gives the exit code 0.
Task<int> printPublished(Session &session, Version version);

} // namespace studio::cli
