// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/syntax/syntaxes.h"

namespace studio {

/// No language, and the two themes of our own in the window's colours.
std::shared_ptr<Syntaxes> plainSyntaxes();

} // namespace studio
