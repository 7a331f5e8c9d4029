// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/transport.h"

namespace studio {

/// Loads the plugin at the first call, which takes some 10 ms. Unavailable names what is missing. Main thread.
Result<TransportFactory *> loadTransport();

} // namespace studio
