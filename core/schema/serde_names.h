// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

// How serde renames what `rename_all` names: "camelCase", "SCREAMING-KEBAB-CASE" (serde_derive, internals/case.rs). An
// unknown rule changes nothing.

QString renamedField(const QString &name, const QString &rule);   ///< from snake_case
QString renamedVariant(const QString &name, const QString &rule); ///< from PascalCase

} // namespace studio
