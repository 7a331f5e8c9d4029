// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/layout.h"

#include "core/manifest/toml_text.h"

#include <algorithm>
#include <utility>

namespace studio::manifest {

namespace {

/// A key as it is written, without its quotes and escapes.
std::string keyName(std::string_view written)
{
    if (written.empty() || (written.front() != '"' && written.front() != '\'')) {
        return std::string(written);
    }
    if (!written.contains('\\') || written.front() == '\'') {
        return std::string(written.substr(1, written.size() - 2));
    }
    const auto table = parseToml("key = " + std::string(written));
    return table ? (*table)["key"].value_or(std::string()) : std::string(written);
}

class LayoutReader
{
public:
    explicit LayoutReader(std::string_view text) : m_text(text) {}

    Layout read()
    {
        skipByteOrderMark();
        for (skipToContent(); !atEnd(); skipToContent()) {
            if (next() == '[') {
                readHeader();
            } else {
                readAssignment(m_section, -1);
            }
        }
        return std::move(m_layout);
    }

    std::vector<Span> readElements()
    {
        std::vector<Span> elements;
        ++m_at;
        for (skipToContent(); !atEnd() && next() != ']'; skipToContent()) {
            if (next() == ',') {
                ++m_at;
                continue;
            }
            const std::size_t from = m_at;
            skipValue();
            elements.push_back({from, m_at});
        }
        return elements;
    }

private:
    /// How one is written.
    struct InlineTable
    {
        bool isOverLines = false;
        bool hasLastComma = false;
    };

    [[nodiscard]] bool atEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] char next() const { return atEnd() ? '\0' : m_text[m_at]; }
    [[nodiscard]] bool follows(std::string_view what) const { return m_text.substr(m_at).starts_with(what); }

    void skipByteOrderMark()
    {
        if (follows("\xEF\xBB\xBF")) {
            m_at = 3;
        }
    }

    void skipBlanks() { m_at = std::min(m_text.find_first_not_of(" \t", m_at), m_text.size()); }

    void note(NewerToml what, Span text)
    {
        if (m_layout.newer.size() < maxNewer) {
            m_layout.newer.push_back({.what = what, .text = text});
        }
    }

    /// Over white space, line breaks and comments.
    void skipToContent()
    {
        for (;;) {
            m_at = std::min(m_text.find_first_not_of(" \t\r\n", m_at), m_text.size());
            if (next() != '#') {
                return;
            }
            m_at = std::min(m_text.find('\n', m_at), m_text.size());
        }
    }

    void skipString()
    {
        const char quote = next();
        const std::string three(3, quote);
        const bool isLong = follows(three);
        m_at += isLong ? 3 : 1;
        while (!atEnd() && !(isLong ? follows(three) : next() == quote)) {
            if (quote == '"' && (follows("\\e") || follows("\\x"))) {
                note(NewerToml::Escape, {m_at, m_at + 2});
            }
            m_at += quote == '"' && next() == '\\' ? 2 : 1;
        }
        m_at += isLong ? 3 : 1;
        for (int i = 0; isLong && i < 2 && next() == quote; ++i) { // up to two quotes may end the text itself
            ++m_at;
        }
        m_at = std::min(m_at, m_text.size());
    }

    void skipArray()
    {
        (void)readElements();
        m_at = std::min(m_at + 1, m_text.size());
    }

    /// Over the white space and the commas between the fields of an inline table, to the next field or behind the
    /// closing bracket.
    bool findField(InlineTable &table)
    {
        std::size_t comma = std::string_view::npos;
        for (;;) {
            skipBlanks();
            const std::size_t from = m_at;
            skipToContent();
            if (m_at != from && !std::exchange(table.isOverLines, true)) {
                note(NewerToml::TableOverLines, {from, from + 1});
            }
            if (next() != ',') {
                break;
            }
            comma = m_at++;
        }
        if (!atEnd() && next() != '}') {
            return true;
        }
        if (comma != std::string_view::npos) {
            table.hasLastComma = true;
            note(NewerToml::TrailingComma, {comma, comma + 1});
        }
        m_at = std::min(m_at + 1, m_text.size());
        return false;
    }

    /// An inline table in an array: its fields have no path of their own.
    void skipInlineTable()
    {
        ++m_at;
        InlineTable table;
        while (findField(table)) {
            const std::size_t from = m_at;
            while (!atEnd() && next() != '=') {
                next() == '"' || next() == '\'' ? skipString() : void(++m_at);
            }
            m_at = std::min(m_at + 1, m_text.size());
            skipBlanks();
            skipValue();
            m_at = std::max(m_at, std::min(from + 1, m_text.size())); // goes on, whatever stands here
        }
    }

    void skipValue()
    {
        switch (next()) {
        case '"':
        case '\'':
            return skipString();
        case '[':
            return skipArray();
        case '{':
            return skipInlineTable();
        default:
            const std::size_t from = m_at;
            m_at = std::min(m_text.find_first_of(",]}#\r\n", m_at), m_text.size());
            while (m_at > from + 1 && (m_text[m_at - 1] == ' ' || m_text[m_at - 1] == '\t')) {
                --m_at;
            }
            m_at = std::max(m_at, std::min(from + 1, m_text.size())); // goes on, whatever stands here
            noteTime(from);
        }
    }

    /// `07:32`, also behind a date or before an offset.
    void noteTime(std::size_t from)
    {
        const std::string_view value = m_text.substr(from, m_at - from);
        const std::size_t minutes = value.find(':') + 1;
        if (minutes > 0 && (value.size() <= minutes + 2 || value[minutes + 2] != ':')) {
            note(NewerToml::NoSeconds, {from, m_at});
        }
    }

    /// `a . "b".c`, added to the statement; the position is then behind the last key.
    void readKeys(Statement &statement)
    {
        for (;;) {
            skipBlanks();
            const std::size_t from = m_at;
            if (next() == '"' || next() == '\'') {
                skipString();
            } else {
                m_at = std::min(m_text.find_first_of(" \t.=]#\r\n", m_at), m_text.size());
            }
            statement.keys.push_back({from, m_at});
            statement.path = m_layout.keys.add(statement.path, keyName(m_text.substr(from, m_at - from)));
            const std::size_t behind = m_at;
            skipBlanks();
            if (next() != '.') {
                m_at = behind;
                return;
            }
            ++m_at;
        }
    }

    void readHeader()
    {
        Statement header;
        header.text.from = m_at;
        header.kind = follows("[[") ? Statement::Kind::ArrayHeader : Statement::Kind::Header;
        const std::size_t brackets = header.kind == Statement::Kind::ArrayHeader ? 2 : 1;
        m_at += brackets;
        readKeys(header);
        skipBlanks();
        m_at = std::min(m_at + brackets, m_text.size());
        header.text.to = m_at;
        if (header.kind == Statement::Kind::ArrayHeader) {
            m_arrays.resize(m_layout.keys.size());
            m_arrays[static_cast<std::size_t>(header.path)] = true;
        }
        header.inArray = isInArray(header.path);
        m_section = header.path;
        m_layout.statements.push_back(std::move(header));
    }

    void readAssignment(int outer, int parent)
    {
        Statement statement;
        statement.path = outer;
        statement.parent = parent;
        statement.text.from = m_at;
        readKeys(statement);
        skipBlanks();
        if (next() == '=') {
            ++m_at;
        }
        skipBlanks();
        statement.value.from = m_at;
        statement.isInlineTable = next() == '{';
        statement.inArray = isInArray(statement.path);
        const std::size_t index = m_layout.statements.size();
        m_layout.statements.push_back(statement);
        if (statement.isInlineTable) {
            const InlineTable table = readInlineTable(statement.path, static_cast<int>(index));
            m_layout.statements[index].isNewerTable = table.isOverLines || table.hasLastComma;
        } else {
            skipValue();
        }
        m_layout.statements[index].value.to = m_layout.statements[index].text.to = m_at;
    }

    InlineTable readInlineTable(int path, int parent)
    {
        ++m_at;
        InlineTable table;
        while (findField(table)) {
            readAssignment(path, parent);
        }
        return table;
    }

    [[nodiscard]] bool isInArray(int path) const
    {
        for (; path != KeyTree::none; path = m_layout.keys.parent(path)) {
            if (static_cast<std::size_t>(path) < m_arrays.size() && m_arrays[static_cast<std::size_t>(path)]) {
                return true;
            }
        }
        return false;
    }

    static constexpr std::size_t maxNewer = 1'000;

    std::string_view m_text;
    std::size_t m_at = 0;
    int m_section = KeyTree::root;
    std::vector<bool> m_arrays; ///< whether a path is that of an [[array of tables]]
    Layout m_layout;
};

} // namespace

Layout readLayout(std::string_view text)
{
    return LayoutReader(text).read();
}

std::vector<Span> readElements(std::string_view array)
{
    return LayoutReader(array).readElements();
}

bool startsWith(const Path &path, const Path &prefix)
{
    return path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

} // namespace studio::manifest
