// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace studio {

/// Makes ConsoleView known to screen readers as a terminal whose value is the line of the caret. Once is enough; main
/// thread.
void installConsoleAccessible();

} // namespace studio
