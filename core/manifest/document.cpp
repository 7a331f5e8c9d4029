// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/document.h"

#include <algorithm>
#include <array>

namespace studio::manifest {

Result<Document> Document::parse(const QString &text)
{
    Document document;
    document.m_text = text.toStdString();
    try {
        document.m_root = toml::parse(document.m_text);
    } catch (const toml::parse_error &error) {
        const auto at = error.source().begin;
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Cargo.toml, line %1, column %2: %3.")
                        .arg(at.line)
                        .arg(at.column)
                        .arg(QString::fromUtf8(error.description().data(),
                                               static_cast<qsizetype>(error.description().size()))));
    }
    return document;
}

std::size_t Document::offset(toml::source_position position) const
{
    std::size_t at = 0;
    for (toml::source_index line = 1; line < position.line; ++line) {
        at = nextLine(at);
    }
    // Columns count code points.
    for (toml::source_index column = 1; column < position.column && at < m_text.size(); ++column) {
        ++at;
        while (at < m_text.size() && (static_cast<unsigned char>(m_text[at]) & 0xc0) == 0x80) {
            ++at;
        }
    }
    return at;
}

std::size_t Document::lineStart(std::size_t at) const
{
    const auto found = at == 0 ? std::string::npos : m_text.rfind('\n', at - 1);
    return found == std::string::npos ? 0 : found + 1;
}

std::size_t Document::nextLine(std::size_t at) const
{
    const auto found = m_text.find('\n', at);
    return found == std::string::npos ? m_text.size() : found + 1;
}

std::string Document::lineBreak() const
{
    return m_text.contains("\r\n") ? "\r\n" : "\n";
}

bool Document::hasHeader(const toml::table &table) const
{
    const std::size_t at = begin(table.source());
    return !table.is_inline() && at < m_text.size() && m_text[at] == '[';
}

void Document::replace(std::size_t from, std::size_t to, std::string with)
{
    m_edits.push_back({from, to, std::move(with)});
}

void Document::append(const std::string &lines)
{
    m_appended += lineBreak() + lines;
}

Result<QString> Document::edited() const
{
    std::vector<Edit> edits = m_edits;
    std::ranges::stable_sort(edits, {}, &Edit::from);
    std::string result = m_text;
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
        result.replace(edit->from, edit->to - edit->from, edit->with);
    }
    if (!m_appended.empty()) {
        if (!result.empty() && result.back() != '\n') {
            result += lineBreak();
        }
        result += m_appended;
    }
    try {
        (void)toml::parse(result);
    } catch (const toml::parse_error &error) {
        return fail(ErrorCode::Internal,
                    QStringLiteral("Cargo.toml could not be edited; it is written in a way that is not understood."),
                    QString::fromStdString(std::string(error.description()) + "\n" + result));
    }
    return QString::fromStdString(result);
}

std::string quoted(const QString &text)
{
    std::string result = "\"";
    for (const char c : text.toStdString()) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        if (static_cast<unsigned char>(c) < 0x20) {
            constexpr std::string_view digits = "0123456789abcdef";
            result += "\\u00";
            result += digits[static_cast<unsigned char>(c) >> 4];
            result += digits[static_cast<unsigned char>(c) & 15];
        } else {
            result += c;
        }
    }
    return result + '"';
}

void forEachDependencyTable(
    const toml::table &root,
    const std::function<void(const std::string &, const std::string &, const toml::table &)> &visit)
{
    static constexpr std::array names{"dependencies", "dev-dependencies", "build-dependencies", "dev_dependencies",
                                      "build_dependencies"};
    const auto visitIn = [&](const toml::table &parent, const std::string &prefix, const std::string &platform) {
        for (const char *name : names) {
            if (const auto *table = parent[name].as_table()) {
                visit(prefix + name, platform, *table);
            }
        }
    };
    visitIn(root, {}, {});
    if (const auto *targets = root["target"].as_table()) {
        for (const auto &[platform, table] : *targets) {
            if (const auto *parent = table.as_table()) {
                visitIn(*parent, "target.'" + std::string(platform.str()) + "'.", std::string(platform.str()));
            }
        }
    }
    if (const auto *table = root["workspace"]["dependencies"].as_table()) {
        visit("workspace.dependencies", {}, *table);
    }
}

bool isSdk(std::string_view key, const toml::node &value)
{
    if (const auto *table = value.as_table()) {
        if (const auto package = (*table)["package"].value<std::string_view>()) {
            return *package == "ignite";
        }
    }
    return key == "ignite";
}

} // namespace studio::manifest
