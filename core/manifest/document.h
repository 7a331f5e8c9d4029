// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

#include <functional>
#include <string>
#include <toml++/toml.hpp>
#include <vector>

namespace studio::manifest {

/// The text of a TOML file beside its tree, and edits spliced into the text: whatever is not edited keeps its comments,
/// order and line ends. Internal to core/manifest. Offsets are in bytes of UTF-8.
class Document
{
public:
    /// InvalidArgument: "Cargo.toml, line L, column C: …".
    static Result<Document> parse(const QString &text);

    [[nodiscard]] const toml::table &root() const { return m_root; }
    [[nodiscard]] const std::string &text() const { return m_text; }

    [[nodiscard]] std::size_t offset(toml::source_position position) const;
    [[nodiscard]] std::size_t begin(const toml::source_region &region) const { return offset(region.begin); }
    [[nodiscard]] std::size_t end(const toml::source_region &region) const { return offset(region.end); }
    [[nodiscard]] std::size_t lineStart(std::size_t at) const;
    /// Behind the line break of the line that holds `at`; the end of the text in the last one.
    [[nodiscard]] std::size_t nextLine(std::size_t at) const;
    /// "\n" or "\r\n", as the text has it.
    [[nodiscard]] std::string lineBreak() const;
    /// Whether the table was written as `[header]`.
    [[nodiscard]] bool hasHeader(const toml::table &table) const;

    void replace(std::size_t from, std::size_t to, std::string with);
    void insert(std::size_t at, std::string text) { replace(at, at, std::move(text)); }
    /// Adds whole lines at the end, after an empty one.
    void append(const std::string &lines);

    /// The edited text. Internal when it is no longer TOML, which would be a mistake of ours.
    [[nodiscard]] Result<QString> edited() const;

private:
    struct Edit
    {
        std::size_t from;
        std::size_t to;
        std::string with;
    };

    std::string m_text;
    toml::table m_root;
    std::vector<Edit> m_edits;
    std::string m_appended;
};

/// A string as TOML writes it.
std::string quoted(const QString &text);

/// Calls back for each dependency table that Cargo knows: `path` is its dotted name, `platform` that of [target.….],
/// else empty.
void forEachDependencyTable(
    const toml::table &root,
    const std::function<void(const std::string &path, const std::string &platform, const toml::table &)> &visit);

/// Whether this dependency is the SDK: called `ignite` and not renamed from another crate, or renamed from it.
bool isSdk(std::string_view key, const toml::node &value);

} // namespace studio::manifest
