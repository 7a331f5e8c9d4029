// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"

namespace studio {

/// Removes what programs that were killed have left: temporary folders, the signs that they were there and that they
/// compiled, unpacked sources, folders of instances. Whatever its owner still holds a lock on stays. Called once when a
/// store is opened. Blocks: worker.
void removeLeftovers(const Paths &paths);

} // namespace studio
