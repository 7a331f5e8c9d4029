// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/document.h"
#include "core/manifest/manifest.h"

namespace studio {

namespace {

using manifest::Document;
using manifest::quoted;

const char *tableName(DependencyTable table)
{
    switch (table) {
    case DependencyTable::Dev:
        return "dev-dependencies";
    case DependencyTable::Build:
        return "build-dependencies";
    case DependencyTable::Normal:
        break;
    }
    return "dependencies";
}

std::string valueOf(const Dependency &dependency)
{
    const QString requirement = dependency.requirement.isEmpty() ? QStringLiteral("*") : dependency.requirement;
    std::string fields = "version = " + quoted(requirement);
    const bool plain = dependency.features.isEmpty() && dependency.defaultFeatures && !dependency.optional &&
                       (dependency.package.isEmpty() || dependency.package == dependency.key);
    if (plain) {
        return quoted(requirement);
    }
    if (!dependency.package.isEmpty() && dependency.package != dependency.key) {
        fields += ", package = " + quoted(dependency.package);
    }
    if (!dependency.defaultFeatures) {
        fields += ", default-features = false";
    }
    if (!dependency.features.isEmpty()) {
        std::string features;
        for (const QString &feature : dependency.features) {
            features += (features.empty() ? "" : ", ") + quoted(feature);
        }
        fields += ", features = [" + features + "]";
    }
    return "{ " + fields + (dependency.optional ? ", optional = true }" : " }");
}

/// Whether `[name]` itself is written, and not only `[name.other]`, which makes the table too.
bool isWritten(const Document &document, const toml::table &table, std::string_view name)
{
    if (!document.hasHeader(table)) {
        return false;
    }
    const std::size_t from = document.begin(table.source()) + 1;
    std::string header = document.text().substr(from, document.text().find(']', from) - from);
    std::erase(header, ' ');
    return header == name;
}

/// Behind the last line that a `[header]` table itself has.
std::size_t endOfTable(const Document &document, const toml::table &table)
{
    std::size_t last = document.begin(table.source());
    for (const auto &[key, value] : table) {
        const auto *sub = value.as_table();
        if (!sub || sub->is_inline()) {
            last = std::max(last, document.end(value.source()));
        }
    }
    return document.nextLine(last);
}

/// From the header's line to the next header, comments above that one left alone.
std::size_t endOfSection(const Document &document, const toml::table &table)
{
    std::size_t last = document.begin(table.source());
    for (const auto &[key, value] : table) {
        last = std::max(last, document.end(value.source()));
    }
    std::size_t end = document.nextLine(last);
    while (end < document.text().size() &&
           (document.text()[end] == '\n' || document.text().compare(end, 2, "\r\n") == 0)) {
        end = document.nextLine(end);
    }
    return end;
}

void removeEntry(Document &document, const toml::key &key, const toml::node &value)
{
    const auto *table = value.as_table();
    if (table && document.hasHeader(*table)) {
        document.replace(document.lineStart(document.begin(table->source())), endOfSection(document, *table), "");
        return;
    }
    if (table && !table->is_inline()) { // dotted keys, each on a line of its own
        for (const auto &[field, inner] : *table) {
            document.replace(document.lineStart(document.begin(field.source())),
                             document.nextLine(document.end(inner.source())), "");
        }
        return;
    }
    document.replace(document.lineStart(document.begin(key.source())), document.nextLine(document.end(value.source())),
                     "");
}

} // namespace

Result<QString> withPackageName(const QString &text, const QString &name)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    const auto *package = document->root()["package"].as_table();
    const toml::node *written = package ? package->get("name") : nullptr;
    if (!written) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("Cargo.toml has no [package] name."));
    }
    document->replace(document->begin(written->source()), document->end(written->source()), quoted(name));
    return document->edited();
}

Result<QString> withDependency(const QString &text, const Dependency &dependency)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    const std::string eol = document->lineBreak();
    const std::string line = dependency.key.toStdString() + " = " + valueOf(dependency) + eol;
    const auto *table = document->root()[tableName(dependency.table)].as_table();
    if (table && table->is_inline()) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Cargo.toml writes its dependencies in one line; add %1 there by hand.")
                        .arg(dependency.key));
    }
    const toml::node *there = table ? table->get(dependency.key.toStdString()) : nullptr;
    if (there && (!there->is_table() || there->as_table()->is_inline())) {
        document->replace(document->begin(there->source()), document->end(there->source()), valueOf(dependency));
        return document->edited();
    }
    if (there) {
        const auto entry = table->find(dependency.key.toStdString());
        removeEntry(*document, entry->first, entry->second);
    }
    if (table && isWritten(*document, *table, tableName(dependency.table))) {
        const std::size_t at = endOfTable(*document, *table);
        const bool unfinished = at == document->text().size() && !document->text().ends_with('\n');
        document->insert(at, (unfinished ? eol : "") + line);
    } else if (table && !table->empty()) {
        document->append("[" + std::string(tableName(dependency.table)) + "." + dependency.key.toStdString() + "]" +
                         eol + "version = " + quoted(dependency.requirement) + eol);
    } else {
        document->append("[" + std::string(tableName(dependency.table)) + "]" + eol + line);
    }
    return document->edited();
}

Result<QString> withoutDependency(const QString &text, const QString &key, DependencyTable table,
                                  const QString &platform)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    const toml::table &root = document->root();
    const auto *entries = platform.isEmpty() ? root[tableName(table)].as_table()
                                             : root["target"][platform.toStdString()][tableName(table)].as_table();
    const auto entry = entries ? entries->find(key.toStdString()) : toml::table::const_iterator{};
    if (!entries || entry == entries->end()) {
        return fail(ErrorCode::NotFound,
                    QStringLiteral("Cargo.toml has no dependency %1 in [%2].")
                        .arg(key, (platform.isEmpty() ? QString() : QStringLiteral("target.'%1'.").arg(platform)) +
                                      QString::fromLatin1(tableName(table))));
    }
    if (entries->is_inline()) {
        return fail(
            ErrorCode::InvalidArgument,
            QStringLiteral("Cargo.toml writes its dependencies in one line; remove %1 there by hand.").arg(key));
    }
    removeEntry(*document, entry->first, entry->second);
    return document->edited();
}

} // namespace studio
