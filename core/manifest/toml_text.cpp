// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/toml_text.h"

#include <QObject>

#include <algorithm>
#include <optional>
#include <vector>

namespace studio {

namespace {

/// Goes through the text once and counts how deep each key and value is: the parts of the header above it, the parts of
/// the keys before it, and the brackets around it. It reads strings and comments as TOML does. Where the text is no
/// TOML it may count wrongly, but only behind the place at which toml++ stops.
class TomlDepth
{
public:
    explicit TomlDepth(std::string_view text) : m_text(text) {}

    /// Where the nesting is too deep for the first time.
    std::optional<std::size_t> find()
    {
        while (m_at < m_text.size()) {
            take();
            if (m_depth > maxTomlDepth) {
                return std::min(m_at, m_text.size()) - 1;
            }
        }
        return std::nullopt;
    }

private:
    void take()
    {
        switch (const char c = m_text[m_at]; c) {
        case '#':
            m_at = std::min(m_text.find('\n', m_at), m_text.size());
            return;
        case '"':
        case '\'':
            skipString(c);
            m_isAtBegin = false;
            return;
        case '\n':
            endLine();
            break;
        case '.': // of a key; a value has one or two
            ++m_depth;
            break;
        case '[':
        case '{':
            open();
            break;
        case ']':
        case '}':
            close();
            break;
        case ',':
            m_depth = m_outer.empty() ? m_depth : m_outer.back() + 1;
            break;
        case ' ':
        case '\t':
        case '\r':
            break;
        default:
            m_isAtBegin = false;
        }
        ++m_at;
    }

    void open()
    {
        if (m_isAtBegin && m_outer.empty()) { // a header, which counts from the root
            m_isHeader = true;
            m_depth = 1;
            return;
        }
        m_outer.push_back(m_depth);
        ++m_depth;
    }

    void close()
    {
        if (!m_outer.empty()) {
            m_depth = m_outer.back();
            m_outer.pop_back();
        }
    }

    void endLine()
    {
        if (!m_outer.empty()) {
            return; // within an array
        }
        m_section = m_isHeader ? m_depth : m_section;
        m_isHeader = false;
        m_isAtBegin = true;
        m_depth = m_section + 1;
    }

    void skipString(char quote)
    {
        const std::string three(3, quote);
        const bool isLong = m_text.substr(m_at).starts_with(three);
        m_at += isLong ? 3 : 1;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (isLong ? m_text.substr(m_at).starts_with(three) : c == quote) {
                m_at += isLong ? 3 : 1;
                break;
            }
            if (!isLong && c == '\n') {
                return; // it has no end, which toml++ says
            }
            m_at += quote == '"' && c == '\\' ? 2 : 1;
        }
        for (int i = 0; isLong && i < 2 && m_at < m_text.size() && m_text[m_at] == quote; ++i) {
            ++m_at; // up to two quotes may end the text itself
        }
        m_at = std::min(m_at, m_text.size());
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_depth = 1;          ///< of the key or value that is read
    std::size_t m_section = 0;        ///< parts of the header above
    std::vector<std::size_t> m_outer; ///< depths at which the open brackets stand
    bool m_isAtBegin = true;          ///< of a line, where a bracket begins a header
    bool m_isHeader = false;
};

} // namespace

TomlFault tomlFaultAt(std::string_view text, std::size_t at, std::string description)
{
    const std::string_view before = text.substr(0, at);
    const std::size_t lineBreak = before.rfind('\n');
    const std::string_view line = before.substr(lineBreak == std::string_view::npos ? 0 : lineBreak + 1);
    const auto characters =
        std::ranges::count_if(line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return {.description = std::move(description),
            .line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1,
            .column = static_cast<std::size_t>(characters) + 1};
}

std::expected<toml::table, TomlFault> parseToml(std::string_view text)
{
    if (const auto at = TomlDepth(text).find()) {
        TomlFault fault = tomlFaultAt(text, *at, "nested too deeply"); // untranslated: tomlFaultText() has a sentence
        fault.isTooDeep = true;
        return std::unexpected(std::move(fault));
    }
    try {
        return toml::parse(text);
    } catch (const toml::parse_error &error) {
        const auto at = error.source().begin;
        return std::unexpected(TomlFault{.description = std::string(error.description()),
                                         .line = static_cast<std::size_t>(at.line),
                                         .column = static_cast<std::size_t>(at.column)});
    }
}

std::expected<toml::table, TomlFault> parseToml(const QByteArray &text)
{
    return parseToml(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
}

QString tomlFaultText(const TomlFault &fault)
{
    return fault.isTooDeep ? QObject::tr("Tables, arrays and dotted keys are in each other more than %n levels deep. "
                                         "Cargo reads no more. Please write this with fewer levels",
                                         nullptr, static_cast<int>(maxTomlDepth))
                           : QString::fromStdString(fault.description);
}

Error tomlError(const TomlFault &fault, const QString &file)
{
    return {.code = ErrorCode::InvalidArgument,
            .message = QObject::tr("%1, line %2, column %3: %4.")
                           .arg(file)
                           .arg(fault.line)
                           .arg(fault.column)
                           .arg(tomlFaultText(fault)),
            .detail = {}};
}

} // namespace studio
