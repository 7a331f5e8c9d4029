// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api_json/json_fields.h"
#include "core/base/target.h"

namespace studio::api_json {

/// A 64-bit integer.
inline std::string number(qint64 value)
{
    return std::to_string(value);
}

/// "inputSchema" and "outputSchema" where there is one; null takes away what is there.
void addChanges(Json &json, const std::optional<QString> &input, const std::optional<QString> &output);
/// The same, each an object, or null, where it is given.
void readSchemas(JsonFields &fields, std::optional<QString> &input, std::optional<QString> &output);
/// Of "runtime", which may be rust only.
std::optional<RustTarget> readTarget(JsonFields &fields);

} // namespace studio::api_json
