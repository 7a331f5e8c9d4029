// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// What the window asks a pane to find in itself. A plain value.
struct SearchQuery
{
    enum class Step {
        Open,    ///< Ctrl+F: the pane opens its search
        Replace, ///< Ctrl+H: the same, with replacing
        Next,    ///< F3: to the next match of what is searched
        Previous ///< Shift+F3
    };

    Step step = Step::Open;

    bool operator==(const SearchQuery &) const = default;
};

} // namespace studio
