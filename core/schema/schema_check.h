// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/json_schema.h"

namespace studio {

/// Where a value does not fit a schema. At most 100 places; after 100,000 steps the rest counts as fitting. Any thread.
QList<SchemaProblem> checkAgainstSchema(const Json &root, const JsonNode &value);

} // namespace studio
