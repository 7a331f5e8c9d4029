// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QByteArray>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <toml++/toml.hpp>

namespace studio {

/// How deep tables, arrays and the parts of dotted keys may be in each other. Cargo's own reader stops at as many.
/// toml++ follows dotted keys and headers without a limit, and both it and what walks its tables recurse.
constexpr std::size_t maxTomlDepth = 80;

/// Why a text cannot be read, and where: line and column from 1, the column in characters.
struct TomlFault
{
    std::string description; ///< of toml++; English
    bool isTooDeep = false;  ///< more than maxTomlDepth
    std::size_t line = 1;
    std::size_t column = 1;

    bool operator==(const TomlFault &) const = default;
};

/// Reads TOML 1.1, as Cargo does since 1.95 (Layout::newer tells what older ones refuse), and floats in hexadecimal and
/// bare keys of any letters, which are not part of it. The only place that gives text to toml++: other code calls this,
/// which refuses nesting that would exhaust the stack. Any thread.
///
///     if (const auto table = parseToml(text)) { … (*table)["package"] … }
std::expected<toml::table, TomlFault> parseToml(std::string_view text);
std::expected<toml::table, TomlFault> parseToml(const QByteArray &text);

/// toml++ gives text as UTF-8.
inline QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A fault at this byte of the text.
TomlFault tomlFaultAt(std::string_view text, std::size_t at, std::string description);

/// InvalidArgument: "Cargo.toml, line L, column C: …". `file`: what the person calls it.
Error tomlError(const TomlFault &fault, const QString &file);

/// What is wrong, and what to do where the nesting is too deep. Without a place and without a full stop.
QString tomlFaultText(const TomlFault &fault);

} // namespace studio
