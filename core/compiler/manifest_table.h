// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <toml++/toml.hpp>

namespace studio::compiler {

/// A manifest that was parsed before; empty where it cannot be parsed all the same.
inline toml::table manifestTable(const QByteArray &text)
{
    try {
        return toml::parse(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    } catch (const toml::parse_error &) {
        return {};
    }
}

} // namespace studio::compiler
