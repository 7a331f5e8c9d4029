// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

namespace studio {

/// The document as YAML 1.2 block style, UTF-8, for `-o yaml`. A string that a reader of YAML 1.1 or 1.2 could take for
/// something else is quoted.
QByteArray toYaml(const Json &json);

/// A string as one line of YAML, quoted where it must be.
QString yamlScalar(const QString &text);

} // namespace studio
