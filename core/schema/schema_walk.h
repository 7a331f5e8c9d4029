// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QStringList>

#include <vector>

// Ways through a JSON Schema. At most 200 schemas are visited for one question. Any thread.

namespace studio {

/// The schema that a `$ref` such as "#/$defs/user" leads to; null where it leads out of this one or nowhere.
const Json *schemaReference(const Json &root, const QString &reference);

/// The schema and all that it is put together from: by $ref, allOf, anyOf and oneOf.
std::vector<const Json *> expandSchema(const Json &root, const Json &schema);

/// The expanded schemas of the value at a path; elements of arrays are "*".
std::vector<const Json *> schemasAt(const Json &root, const QStringList &path);

} // namespace studio
