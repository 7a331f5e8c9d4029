// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio::gateway {

/// The description of the API in OpenAPI 3.1, as openapi.json beside this file has it.
Json openApi();

} // namespace studio::gateway
