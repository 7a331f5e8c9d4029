// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifest/key_tree.h"

#include <string_view>
#include <vector>

namespace studio::manifest {

/// A range of bytes.
struct Span
{
    std::size_t from = 0;
    std::size_t to = 0;
};

/// A `[header]`, or a `key = value` of a line or of an inline table.
struct Statement
{
    enum class Kind { Header, ArrayHeader, Value };

    Kind kind = Kind::Value;
    int path = KeyTree::root; ///< in Layout::keys: that of the header above or of the outer table, then its own keys
    std::vector<Span> keys;   ///< its own keys, more than one where they are dotted
    Span text;                ///< without the white space and the comment around it
    Span value;               ///< of Kind::Value
    bool isInlineTable = false;
    bool isNewerTable = false; ///< an inline table with lines, comments or a last comma, as TOML has them since 1.1
    int parent = -1;      ///< index of the statement whose inline table holds this one; -1: it has lines of its own
    bool inArray = false; ///< below an [[array of tables]], where a path names more than one value

    [[nodiscard]] bool hasLine() const { return parent < 0; }
    [[nodiscard]] bool isHeader() const { return kind != Kind::Value; }
};

/// What TOML has since 1.1, and Cargo reads since 1.95.
enum class NewerToml {
    TableOverLines, ///< an inline table with a line break or a comment between its fields
    TrailingComma,  ///< behind the last field of an inline table
    Escape,         ///< `\e` and `\xHH` in a string
    NoSeconds,      ///< a time of hours and minutes
};

struct NewerTomlPlace
{
    NewerToml what = NewerToml::TableOverLines;
    Span text; ///< the character, the escape or the time
};

struct Layout
{
    KeyTree keys;
    std::vector<Statement> statements;
    std::vector<NewerTomlPlace> newer; ///< at most one of each kind in an inline table; the first 1,000
};

/// Where the statements of a TOML text stand, in the order of the text; fields of an inline table follow the statement
/// that holds it. toml++ gives no position for a table that dotted keys make, nor for the end of a section.
/// `text` must be valid TOML, as parseToml() reads it: the reader follows its nesting. Linear in its size.
Layout readLayout(std::string_view text);

/// Where the elements of an array stand. `array`: its text, from bracket to bracket.
std::vector<Span> readElements(std::string_view array);

/// Whether `path` begins with all of `prefix`; also where they are equal.
bool startsWith(const Path &path, const Path &prefix);

} // namespace studio::manifest
