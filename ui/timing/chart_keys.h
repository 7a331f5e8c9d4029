// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

namespace studio {

/// Which of `count` items of a chart a key goes to from the `current` one, -1 for none: arrows to the next and the one
/// before, from none to the first and the last; Home and End. Nothing for another key.
std::optional<int> itemAfterKey(int key, int current, int count);

} // namespace studio
