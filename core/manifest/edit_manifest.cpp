// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/document.h"
#include "core/manifest/manifest.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>
#include <utility>

namespace studio {

namespace {

using manifest::Document;
using manifest::Path;
using manifest::quoted;

using Fields = std::vector<std::pair<std::string, std::string>>;

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

/// The table under the name that the file uses for it: Cargo also takes `dev_dependencies`.
Path tablePath(const Document &document, DependencyTable table, const QString &platform, const std::string &key)
{
    Path path = platform.isEmpty() ? Path{} : Path{"target", platform.toStdString()};
    Path older = path;
    path.emplace_back(tableName(table));
    older.push_back(path.back());
    std::ranges::replace(older.back(), '-', '_');
    Path entry = older;
    entry.push_back(key);
    return older != path && document.nodeAt(entry) ? older : path;
}

std::string requirementOf(const Dependency &dependency)
{
    return quoted(dependency.requirement.isEmpty() ? QStringLiteral("*") : dependency.requirement);
}

Fields fieldsOf(const Dependency &dependency)
{
    Fields fields{{"version", requirementOf(dependency)}};
    if (!dependency.package.isEmpty() && dependency.package != dependency.key) {
        fields.emplace_back("package", quoted(dependency.package));
    }
    if (!dependency.defaultFeatures) {
        fields.emplace_back("default-features", "false");
    }
    if (!dependency.features.isEmpty()) {
        std::string features;
        for (const QString &feature : dependency.features) {
            features += (features.empty() ? "" : ", ") + quoted(feature);
        }
        fields.emplace_back("features", "[" + features + "]");
    }
    if (dependency.optional) {
        fields.emplace_back("optional", "true");
    }
    return fields;
}

std::string inlineValue(const Fields &fields)
{
    if (fields.size() == 1) {
        return fields.front().second;
    }
    std::string text;
    for (const auto &[name, value] : fields) {
        text += (text.empty() ? "{ " : ", ") + name + " = " + value;
    }
    return text + " }";
}

QString display(const Path &path)
{
    return QString::fromStdString(manifest::displayPath(path));
}

/// What an entry asks for; none for one that has no version of its own.
std::optional<std::string> requirementIn(const toml::node *entry)
{
    const auto *table = entry ? entry->as_table() : nullptr;
    const toml::node *version = table ? table->get("version") : entry;
    return version ? version->value<std::string>() : std::nullopt;
}

/// Another version for an entry that is there. Everything else of it stays.
Result<void> setRequirement(Document &document, const Path &entry, const QString &requirement)
{
    const toml::node *node = document.nodeAt(entry);
    const QString name = display(entry);
    if (requirementIn(node) == requirement.toStdString()) {
        return {};
    }
    if (node->is_string()) {
        document.replaceValue(*document.assignment(entry), quoted(requirement));
        return {};
    }
    const auto *table = node->as_table();
    if (!table) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Cargo.toml: %1 is neither a version nor a table.").arg(name));
    }
    if ((*table)["workspace"].value_or(false)) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Cargo.toml takes %1 from the workspace (`workspace = true`). Change its version in "
                                   "[workspace.dependencies].")
                        .arg(name));
    }
    document.set(entry, "version", quoted(requirement), manifest::Place::First);
    return {};
}

void add(Document &document, const Path &table, const Dependency &dependency)
{
    const Fields fields = fieldsOf(dependency);
    const auto *entries = document.nodeAt(table);
    Path entry = table;
    entry.push_back(dependency.key.toStdString());
    const bool onlyHeaders = entries && !entries->as_table()->empty() && !document.header(table) &&
                             !document.assignment(table) && !document.dottedBelow(table);
    if (!onlyHeaders) {
        document.set(table, entry.back(), inlineValue(fields), manifest::Place::Last);
        return;
    }
    std::string lines = "[" + manifest::displayPath(entry) + "]" + document.lineBreak();
    for (const auto &[name, value] : fields) {
        lines += name + " = " + value + document.lineBreak();
    }
    document.append(entry, lines);
}

} // namespace

Result<Dependency> parseDependencySpec(const QString &text)
{
    // What `cargo add` takes for a crate, and the '=' of the platform's command line beside its '@'.
    static const QRegularExpression shape(
        QStringLiteral("\\A([A-Za-z_][A-Za-z0-9_-]{0,63})(?:[@=]\\s*([0-9*^~<>=][0-9A-Za-z.*^~<>=, +-]*))?\\z"));
    const auto match = shape.match(text.trimmed());
    if (!match.hasMatch()) {
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("“%1” is not a dependency. Write a crate and its version, such as serde@1 or "
                                   "serde=1.0.200.")
                        .arg(text));
    }
    Dependency dependency;
    dependency.key = dependency.package = match.captured(1);
    dependency.requirement = match.captured(2).trimmed();
    return dependency;
}

Result<QString> withPackageName(const QString &text, const QString &name)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    const auto *written = document->assignment({"package", "name"});
    if (!written) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("Cargo.toml has no [package] name."));
    }
    document->replaceValue(*written, quoted(name));
    return document->edited();
}

Result<QString> withDependency(const QString &text, const Dependency &dependency)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    const std::string key = dependency.key.toStdString();
    const Path table = tablePath(*document, dependency.table, dependency.platform, key);
    if (const auto *entries = document->nodeAt(table); entries && !entries->is_table()) {
        return fail(ErrorCode::InvalidArgument, QStringLiteral("Cargo.toml: %1 is not a table.").arg(display(table)));
    }
    Path entry = table;
    entry.push_back(key);
    if (!document->nodeAt(entry)) {
        add(*document, table, dependency);
    } else if (dependency.requirement.isEmpty()) {
        return text;
    } else if (const auto changed = setRequirement(*document, entry, dependency.requirement); !changed) {
        return std::unexpected(changed.error());
    }
    return document->edited([&](const toml::table &after) {
        return requirementIn(manifest::nodeAt(after, entry)) ==
               (dependency.requirement.isEmpty() ? "*" : dependency.requirement.toStdString());
    });
}

Result<QString> withoutDependency(const QString &text, const QString &key, DependencyTable table,
                                  const QString &platform)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    Path entry = tablePath(*document, table, platform, key.toStdString());
    const QString section = display(entry);
    entry.push_back(key.toStdString());
    if (!document->nodeAt(entry)) {
        return fail(ErrorCode::NotFound, QStringLiteral("Cargo.toml has no dependency %1 in [%2].").arg(key, section));
    }
    document->remove({entry});
    return document->edited([&](const toml::table &after) { return !manifest::nodeAt(after, entry); });
}

} // namespace studio
