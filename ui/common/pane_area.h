// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace studio {

/// Where in the window a pane stands: below one another on the left, behind tabs elsewhere.
enum class PaneArea { Left, Right, Bottom, Editor };

} // namespace studio
