// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifest/dependency_spec.h"

namespace studio {

/// The dependencies of lines as Cargo.toml has them: `serde = "1"`, `serde = { … }`, `serde.workspace = true`, also
/// below the headers of dependency tables. InvalidArgument.
Result<QList<DependencySpec>> parseDependencyToml(const QString &text);

} // namespace studio
