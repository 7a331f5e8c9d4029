// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/json_schema.h"
#include "core/schema/schema_walk.h"

namespace studio {

/// Where a value does not fit the schema that is the root of `walk`. At most 100 places; when its steps are used up, or
/// a stop was requested, the rest counts as fitting.
QList<SchemaProblem> checkAgainstSchema(SchemaWalk &walk, const JsonNode &value);

} // namespace studio
