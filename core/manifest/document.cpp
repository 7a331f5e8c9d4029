// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/document.h"

#include "core/manifest/array_text.h"

#include <QObject>

#include <algorithm>
#include <array>

namespace studio::manifest {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

bool isBareKeyCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::string maxUsedLineBreak(const std::string &text)
{
    qsizetype windows = 0;
    for (std::size_t at = text.find("\r\n"); at != std::string::npos; at = text.find("\r\n", at + 2)) {
        ++windows;
    }
    return windows > std::ranges::count(text, '\n') / 2 ? "\r\n" : "\n";
}

/// Keeps a byte order mark, which QString drops.
QString toQString(const std::string &text)
{
    const bool hasMark = text.starts_with(byteOrderMark);
    return (hasMark ? QString(QChar::ByteOrderMark) : QString()) +
           QString::fromStdString(hasMark ? text.substr(byteOrderMark.size()) : text);
}

} // namespace

std::expected<Document, TomlFault> Document::read(const QString &text)
{
    Document document;
    document.m_text = text.toStdString();
    auto root = parseToml(document.m_text);
    if (!root) {
        return std::unexpected(std::move(root.error()));
    }
    document.m_root = std::move(*root);
    document.m_layout = readLayout(document.m_text);
    if (const auto key = document.keyInNeedOfQuotes()) {
        const QString written = toQString(document.m_text.substr(key->from, key->to - key->from));
        return std::unexpected(
            tomlFaultAt(document.m_text, key->from, QObject::tr("the key %1 needs quotes").arg(written).toStdString()));
    }
    document.indexMentions();
    document.m_lineBreak = maxUsedLineBreak(document.m_text);
    return document;
}

Result<Document> Document::parse(const QString &text)
{
    return read(text).transform_error(
        [](const TomlFault &fault) { return tomlError(fault, QStringLiteral("Cargo.toml")); });
}

/// toml++ reads bare keys of any letters, as TOML 1.1 once was to have them.
std::optional<Span> Document::keyInNeedOfQuotes() const
{
    for (const Statement &statement : statements()) {
        for (const Span &key : statement.keys) {
            const std::string_view written = std::string_view(m_text).substr(key.from, key.to - key.from);
            if (!written.starts_with('"') && !written.starts_with('\'') &&
                !std::ranges::all_of(written, isBareKeyCharacter)) {
                return key;
            }
        }
    }
    return std::nullopt;
}

void Document::indexMentions()
{
    m_mentions.resize(keys().size());
    const auto note = [](int &first, int index) { first = first < 0 ? index : first; };
    for (int index = 0; index < static_cast<int>(statements().size()); ++index) {
        const Statement &statement = statements()[static_cast<std::size_t>(index)];
        int path = statement.path;
        for (std::size_t own = 0; own < statement.keys.size(); ++own, path = keys().parent(path)) {
            Mentions &mentions = m_mentions[static_cast<std::size_t>(path)];
            note(mentions.any, index);
            if (statement.inArray) {
                continue;
            }
            if (path != statement.path) {
                if (!statement.isHeader()) {
                    note(mentions.dottedBelow, index);
                }
            } else if (statement.kind == Statement::Kind::Header) {
                note(mentions.header, index);
            } else if (!statement.isHeader()) {
                note(mentions.assignment, index);
            }
        }
    }
}

/// The key of the statement that names a field of the table at this depth.
const Span &Document::keyOfField(const Statement &statement, std::size_t tableDepth) const
{
    return statement.keys[tableDepth - (keys().depth(statement.path) - statement.keys.size())];
}

bool Document::isWithinAny(int path, const std::vector<int> &outer) const
{
    return std::ranges::any_of(outer, [&](int one) { return one != KeyTree::none && keys().isWithin(path, one); });
}

std::size_t Document::lineStart(std::size_t at) const
{
    const auto found = at == 0 ? std::string::npos : m_text.rfind('\n', at - 1);
    if (found != std::string::npos) {
        return found + 1;
    }
    return m_text.starts_with(byteOrderMark) ? std::min(at, byteOrderMark.size()) : 0;
}

std::size_t Document::nextLine(std::size_t at) const
{
    const auto found = m_text.find('\n', at);
    return found == std::string::npos ? m_text.size() : found + 1;
}

std::string Document::valueText(const Statement &statement) const
{
    return m_text.substr(statement.value.from, statement.value.to - statement.value.from);
}

std::string Document::commentBehind(const Statement &statement) const
{
    const std::size_t end = statement.text.to;
    std::size_t hash = m_text.find_first_not_of(" \t", end);
    if (!statement.hasLine() && hash != std::string::npos && m_text[hash] == ',') {
        hash = m_text.find_first_not_of(" \t", hash + 1);
    }
    if (hash == std::string::npos || m_text[hash] != '#') {
        return {};
    }
    const std::size_t from = m_text.find_last_not_of(" \t", hash - 1) + 1;
    return m_text.substr(from, std::min(m_text.find_first_of("\r\n", hash), m_text.size()) - from);
}

void Document::replaceValue(const Statement &statement, const std::string &value)
{
    m_edits.replace(statement.value, changedArray(valueText(statement), value, m_lineBreak));
    m_edited.push_back(keys().path(statement.path));
}

void Document::replaceField(const Statement &statement, const Path &table, const std::string &field,
                            const std::string &value)
{
    m_edits.replace({.from = keyOfField(statement, table.size()).from, .to = statement.value.to},
                    keyText(field) + " = " + value);
    m_edited.push_back(table);
}

void Document::set(const Path &table, const std::string &field, const std::string &value, Place place)
{
    Path path = table;
    path.push_back(field);
    const std::string text = keyText(field) + " = " + value;
    if (const Statement *written = assignment(path)) {
        replaceValue(*written, value);
    } else if (nodeAt(path)) {
        m_notAValue = displayPath(path);
    } else if (const Statement *inlineTable = assignment(table); inlineTable && inlineTable->isInlineTable) {
        insertField(*inlineTable, text, place);
    } else if (const Statement *section = header(table)) {
        insertLine(*section, text, place);
    } else if (const Statement *dotted = dottedBelow(table)) {
        // The keys before that of the field are written once more, with the white space of the line.
        const std::size_t from = dotted->hasLine() ? lineStart(dotted->text.from) : dotted->text.from;
        m_edits.insert(from, m_text.substr(from, keyOfField(*dotted, table.size()).from - from) + text +
                                 (dotted->hasLine() ? m_lineBreak : ", "));
    } else {
        append(path, "[" + displayPath(table) + "]" + m_lineBreak + text + m_lineBreak);
    }
    m_edited.push_back(path);
}

void Document::insertLine(const Statement &header, const std::string &line, Place place)
{
    auto last = static_cast<std::size_t>(&header - statements().data());
    for (std::size_t next = last + 1; place == Place::Last && next < statements().size(); ++next) {
        if (statements()[next].isHeader()) {
            break;
        }
        last = statements()[next].hasLine() ? next : last;
    }
    const std::size_t at = nextLine(statements()[last].text.to);
    const bool isUnfinished = at == m_text.size() && !m_text.ends_with('\n');
    m_edits.insert(at, (isUnfinished ? m_lineBreak : "") + line + m_lineBreak);
}

void Document::remove(const std::vector<Path> &paths)
{
    std::vector<int> removed;
    for (const Path &path : paths) {
        removed.push_back(keys().find(path));
    }
    for (std::size_t i = 0; i < statements().size(); ++i) {
        const Statement &one = statements()[i];
        if (!isWithinAny(one.path, removed)) {
            continue;
        }
        if (one.isHeader()) {
            removeSection(i);
        } else if (one.hasLine()) {
            m_edits.remove({.from = lineStart(one.text.from), .to = nextLine(one.text.to)});
        } else if (!isWithinAny(statements()[static_cast<std::size_t>(one.parent)].path, removed)) {
            removeFields(one.parent, removed);
        }
    }
    m_edited.insert(m_edited.end(), paths.begin(), paths.end());
}

/// From the header to the last line of its section, and the empty lines behind it; at the end of the text the one
/// before it, which an append has made.
void Document::removeSection(std::size_t header)
{
    std::size_t last = header;
    for (std::size_t i = header + 1; i < statements().size() && !statements()[i].isHeader(); ++i) {
        last = statements()[i].hasLine() ? i : last;
    }
    std::size_t end = nextLine(statements()[last].text.to);
    while (end < m_text.size() && (m_text[end] == '\n' || m_text.compare(end, 2, "\r\n") == 0)) {
        end = nextLine(end);
    }
    std::size_t from = lineStart(statements()[header].text.from);
    if (const std::size_t before = from == 0 ? 0 : lineStart(from - 1);
        end == m_text.size() && from > 0 && (m_text[before] == '\n' || m_text.compare(before, 2, "\r\n") == 0)) {
        from = before;
    }
    m_edits.remove({.from = from, .to = end});
}

void Document::renameTable(const Path &entry, const std::string &name)
{
    const int path = keys().find(entry);
    for (const Statement &one : statements()) {
        if (one.isHeader() && path != KeyTree::none && keys().isWithin(one.path, path)) {
            m_edits.replace(one.keys[entry.size() - 2], keyText(name));
        }
    }
    m_edited.push_back(entry);
    m_edited.push_back(entry);
    m_edited.back()[entry.size() - 2] = name;
}

void Document::append(const Path &path, const std::string &lines)
{
    m_appended += m_lineBreak + lines;
    m_edited.push_back(path);
}

void Document::insertIntoArray(const Statement &array, const std::string &element)
{
    const Path path = keys().path(array.path);
    const auto *elements = nodeAt(path)->as_array();
    m_edits.insert(array.value.from + 1, element + (elements->empty() ? "" : ", "));
    m_edited.push_back(path);
}

Result<QString> Document::edited(const std::function<bool(const toml::table &)> &isAsMeant) const
{
    if (!m_notAValue.empty()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("Cargo.toml: %1 must be a single value, and is a table. Please edit the file by hand.")
                        .arg(QString::fromStdString(m_notAValue)));
    }
    std::string result = m_edits.applied(m_text);
    if (!m_appended.empty()) {
        result += result.empty() || result.ends_with('\n') ? m_appended : m_lineBreak + m_appended;
    }
    const auto refuse = [&](const std::string &reason) {
        return fail(ErrorCode::Internal,
                    QObject::tr("Cargo.toml was not changed: the edit would have damaged what else is written there. "
                                "Please edit the file by hand."),
                    QString::fromStdString(reason + "\n" + result));
    };
    const auto after = parseToml(result);
    if (!after) {
        return refuse(after.error().description);
    }
    if (!isEqualOutside(m_root, *after, m_edited)) {
        return refuse("Other values differ:"); // untranslated: a detail
    }
    if (isAsMeant && !isAsMeant(*after)) {
        return refuse("The value is not the one that was to be set:"); // untranslated: a detail
    }
    return toQString(result);
}

std::string quoted(const QString &text)
{
    std::string result = "\"";
    for (const char c : text.toStdString()) {
        if (c == '"' || c == '\\') {
            result += '\\';
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
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

std::string keyText(const std::string &key)
{
    const bool isBare = !key.empty() && std::ranges::all_of(key, isBareKeyCharacter);
    return isBare ? key : quoted(QString::fromStdString(key));
}

std::string displayPath(const Path &path)
{
    std::string result;
    for (const std::string &name : path) {
        const std::string key = keyText(name);
        const bool isLiteral = key.front() == '"' && !key.contains('\\') && !key.contains('\'');
        result += (result.empty() ? "" : ".") + (isLiteral ? "'" + name + "'" : key);
    }
    return result;
}

void forEachDependencyTable(const toml::table &root,
                            const std::function<void(const Path &path, const toml::table &)> &visit)
{
    static constexpr std::array names{"dependencies", "dev-dependencies", "build-dependencies", "dev_dependencies",
                                      "build_dependencies"};
    const auto visitIn = [&](Path prefix) {
        for (const char *name : names) {
            prefix.emplace_back(name);
            if (const auto *node = nodeAt(root, prefix); node && node->is_table()) {
                visit(prefix, *node->as_table());
            }
            prefix.pop_back();
        }
    };
    visitIn({});
    if (const auto *targets = root["target"].as_table()) {
        for (const auto &[platform, table] : *targets) {
            visitIn({"target", std::string(platform.str())});
        }
    }
    if (const auto *table = root["workspace"]["dependencies"].as_table()) {
        visit({"workspace", "dependencies"}, *table);
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
