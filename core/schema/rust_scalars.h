// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"

#include <QString>

namespace studio {

// Types of Rust's standard library and of well-known crates, by their names, as serde reads them from JSON.

Json rustNumberSchema(QString name);         ///< with the bounds of the type; null where it is no number
bool isRustText(const QString &name);        ///< a text in JSON
bool isRustTransparent(const QString &name); ///< read as the one it holds: Box, Rc, Cow
bool isRustList(const QString &name);
bool isRustMap(const QString &name);

} // namespace studio
