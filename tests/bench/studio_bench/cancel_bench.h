// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio {
class Compiler;
}

namespace studio::bench {

/// Compiles the project in `folder`, whose build script makes the file `begun` and then hangs, and cancels that,
/// `rounds` times: how long it took each time until the compile had ended and none of its processes was left, in `ms`;
/// `left`: in how many rounds one was left after ten seconds.
Json cancelCompiles(Compiler &compiler, const Json &command);

} // namespace studio::bench
