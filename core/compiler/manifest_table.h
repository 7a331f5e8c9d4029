// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifest/toml_text.h"

namespace studio::compiler {

/// A manifest that was parsed before; empty where it cannot be parsed all the same.
inline toml::table manifestTable(const QByteArray &text)
{
    return parseToml(text).value_or(toml::table());
}

} // namespace studio::compiler
