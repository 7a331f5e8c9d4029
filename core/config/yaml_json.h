// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio {

/// A YAML document as JSON: mappings, sequences and scalars of the core schema (1.2, 10.3). Of a key that stands twice
/// the last is kept. InvalidArgument with line and column: no YAML, a second document, an alias, a key that is no
/// scalar, more than 64 levels or `maxValues` values. `values` is set to how many were read, also where that failed.
/// Any thread.
Result<Json> yamlAsJson(const QByteArray &utf8, int *values = nullptr, int maxValues = 50'000);

} // namespace studio
