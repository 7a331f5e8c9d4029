// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json_reader.h"

namespace studio {

class EditorTabs;

/// The open files with their carets (`files`, `current`: those of the first group) and, where there are two groups,
/// what the second one has (`split`: `side`, `sizes`, `files`, `current`, `active`). Main thread.
[[nodiscard]] Json saveTabs(const EditorTabs &tabs);
/// Opens them again, each at its caret. One that is gone is not opened; a group that would have none is not made.
void restoreTabs(EditorTabs &tabs, const JsonReader &state);

} // namespace studio
