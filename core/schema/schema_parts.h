// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/json_nodes.h"
#include "core/schema/schema_walk.h"

#include <string_view>
#include <vector>

namespace studio {

/// What holds of one value: a schema with what it refers to and is put together from. Of alternatives the one that the
/// value is of; the first one where there is no value yet.
struct SchemaParts
{
    std::vector<const Json *> all;
    bool isNullable = false;
    bool isAmbiguous = false; ///< the value is of none of the alternatives

    [[nodiscard]] const Json *find(SchemaWalk &walk, std::string_view keyword) const; ///< of the first that has it
    /// "string", "integer", …; empty where any.
    [[nodiscard]] QString type(SchemaWalk &walk) const;
    [[nodiscard]] std::vector<std::pair<QString, const Json *>> properties(SchemaWalk &walk) const;
    [[nodiscard]] QStringList required(SchemaWalk &walk) const;
};

/// `value` may be null.
SchemaParts partsOf(SchemaWalk &walk, const Json &schema, const JsonNode *value);

} // namespace studio
