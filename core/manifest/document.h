// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/manifest/compare.h"
#include "core/manifest/layout.h"
#include "core/manifest/text_edits.h"
#include "core/manifest/toml_text.h"

#include <QString>

#include <functional>
#include <set>

namespace studio::manifest {

enum class Place { First, Last };

/// The text of a TOML file beside its values, and edits of it: whatever is not edited keeps its bytes. Internal to
/// core/manifest.
///
///     auto document = Document::parse(text);
///     document->set({"package"}, "autolib", "false", Place::First);
///     const Result<QString> edited = document->edited();
class Document
{
public:
    /// InvalidArgument: "Cargo.toml, line L, column C: …".
    static Result<Document> parse(const QString &text);
    static std::expected<Document, TomlFault> read(const QString &text);

    [[nodiscard]] const toml::table &root() const { return m_root; }
    [[nodiscard]] const toml::node *nodeAt(const Path &path) const { return manifest::nodeAt(m_root, path); }
    [[nodiscard]] const std::vector<Statement> &statements() const { return m_layout.statements; }
    [[nodiscard]] const std::vector<NewerTomlPlace> &newerToml() const { return m_layout.newer; }
    /// The paths of the statements; other members take one by its number, or KeyTree::none.
    [[nodiscard]] const KeyTree &keys() const { return m_layout.keys; }
    /// The `[header]` of this table; null where it has none.
    [[nodiscard]] const Statement *header(int table) const { return statementAt(table, &Mentions::header); }
    [[nodiscard]] const Statement *header(const Path &table) const { return header(keys().find(table)); }
    /// The `key = value` of exactly this path, on a line or in an inline table; null where there is none.
    [[nodiscard]] const Statement *assignment(int path) const { return statementAt(path, &Mentions::assignment); }
    [[nodiscard]] const Statement *assignment(const Path &path) const { return assignment(keys().find(path)); }
    /// The first statement that writes a field of this table behind a key for the table: `table.field = …`.
    [[nodiscard]] const Statement *dottedBelow(const Path &table) const
    {
        return statementAt(keys().find(table), &Mentions::dottedBelow);
    }
    /// The first statement with a key for this path, also below an [[array of tables]].
    [[nodiscard]] const Statement *firstMention(int path) const { return statementAt(path, &Mentions::any); }
    /// The value of a `key = value` as it is written.
    [[nodiscard]] std::string valueText(const Statement &statement) const;
    /// The comment behind a `key = value` on its line, with the white space before it, or behind a field of an inline
    /// table and its comma; empty for none.
    [[nodiscard]] std::string commentBehind(const Statement &statement) const;
    /// The line break that most lines have.
    [[nodiscard]] const std::string &lineBreak() const { return m_lineBreak; }

    /// Gives the field of a table this value, TOML as it is written, and makes the table where it is missing.
    void set(const Path &table, const std::string &field, const std::string &value, Place place);
    /// Removes the tables or values at these paths, however they are written.
    void remove(const std::vector<Path> &paths);
    /// An array of strings keeps its comments and the lines of what stays (array_text.h).
    void replaceValue(const Statement &statement, const std::string &value);
    /// Writes another field of `table` where this one stands, which may be dotted.
    void replaceField(const Statement &statement, const Path &table, const std::string &field,
                      const std::string &value);
    /// Gives a table another name in each header that is at or below the entry in it, where all of the entry has
    /// headers: [dependencies.serde] becomes [dev-dependencies.serde].
    void renameTable(const Path &entry, const std::string &name);
    /// Adds whole lines at the end, after an empty one. They are what `set` at this path would be.
    void append(const Path &path, const std::string &lines);
    /// Inserts into an array that is written in brackets.
    void insertIntoArray(const Statement &array, const std::string &element);

    /// The edited text, read again: Internal when it is not TOML any more, when anything differs that was not edited,
    /// or when the result is not as meant. InvalidArgument when what was to be set is no single value but a table.
    [[nodiscard]] Result<QString> edited(const std::function<bool(const toml::table &after)> &isAsMeant = {}) const;

private:
    /// Statements of one path, the first of each kind, by index; -1 for none.
    struct Mentions
    {
        int header = -1;
        int assignment = -1;
        int dottedBelow = -1;
        int any = -1;
    };
    void indexMentions();
    [[nodiscard]] std::optional<Span> keyInNeedOfQuotes() const;
    [[nodiscard]] const Statement *statementAt(int path, int Mentions::*kind) const
    {
        const int found = path == KeyTree::none ? -1 : m_mentions[static_cast<std::size_t>(path)].*kind;
        return found < 0 ? nullptr : &m_layout.statements[static_cast<std::size_t>(found)];
    }
    [[nodiscard]] bool isWithinAny(int path, const std::vector<int> &outer) const;
    [[nodiscard]] const Span &keyOfField(const Statement &statement, std::size_t tableDepth) const;
    void insertField(const Statement &table, const std::string &field, Place place);
    void appendField(const Statement &last, const std::string &field, bool isFirst);
    void insertLine(const Statement &header, const std::string &line, Place place);
    void removeSection(std::size_t header);
    void removeFields(int parent, const std::vector<int> &paths);
    void removeFieldOverLines(const Statement &field);
    [[nodiscard]] std::size_t contentFrom(std::size_t at) const;
    [[nodiscard]] bool beginsLine(std::size_t at) const;
    [[nodiscard]] std::size_t lineStart(std::size_t at) const;
    [[nodiscard]] std::size_t nextLine(std::size_t at) const;

    std::string m_text;
    std::string m_lineBreak;
    toml::table m_root;
    Layout m_layout;
    std::vector<Mentions> m_mentions; ///< by path
    TextEdits m_edits;
    std::vector<Path> m_edited;
    std::set<int> m_extended; ///< inline tables that were given a field behind those they have, by statement
    std::string m_appended;
    std::string m_notAValue; ///< what could not be set
};

/// A string as TOML writes it.
std::string quoted(const QString &text);

/// A key as TOML writes it: bare where it can be.
std::string keyText(const std::string &key);

/// "dependencies", "target.'cfg(unix)'.dependencies"
std::string displayPath(const Path &path);

/// Calls back for each dependency table that Cargo knows, also under the older names with an underscore.
void forEachDependencyTable(const toml::table &root,
                            const std::function<void(const Path &path, const toml::table &)> &visit);

/// Whether this dependency is the SDK: called `ignite` and not renamed from another crate, or renamed from it.
bool isSdk(std::string_view key, const toml::node &value);

} // namespace studio::manifest
