// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/dependency_edits.h"

#include "core/manifest/dependency_entry.h"
#include "core/manifest/dependency_spec.h"
#include "core/manifest/document.h"

#include <QObject>
#include <QRegularExpression>

#include <algorithm>

namespace studio {

namespace {

using manifest::Document;
using manifest::Path;
using manifest::quoted;
using manifest::Statement;

/// An entry in the text that is edited.
struct EditedEntry
{
    Document document;
    Path path;
    const toml::node *value = nullptr;

    [[nodiscard]] const toml::table *table() const { return value->as_table(); }
    [[nodiscard]] Path field(const std::string &name) const
    {
        Path field = path;
        field.push_back(name);
        return field;
    }
    [[nodiscard]] bool isInherited() const { return table() && (*table())["workspace"].value_or(false); }
};

Result<EditedEntry> editedEntry(const QString &text, const Dependency &at)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    Path path = manifest::dependencyTablePath(*document, at.table, at.platform, at.key.toStdString());
    const QString section = QString::fromStdString(manifest::displayPath(path));
    path.push_back(at.key.toStdString());
    EditedEntry entry{.document = std::move(*document), .path = std::move(path)};
    entry.value = entry.document.nodeAt(entry.path);
    if (!entry.value) {
        return fail(ErrorCode::NotFound, QObject::tr("Cargo.toml has no dependency %1 in [%2].").arg(at.key, section));
    }
    if (!entry.value->is_string() && !entry.value->is_table()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("Cargo.toml: %1 is neither a version nor a table.").arg(at.key));
    }
    return entry;
}

/// In the quotation marks that the value has now, where it is in one pair of them.
std::string quotedLike(const Document &document, const Statement *written, const QString &value)
{
    const std::string now = written ? document.valueText(*written) : std::string();
    const bool isLiteral = now.starts_with('\'') && !now.starts_with("'''") && !value.contains(u'\'');
    return isLiteral ? "'" + value.toStdString() + "'" : quoted(value);
}

/// What `cargo add` changes of the entry: nothing is asked for but what `spec` has.
Result<QString> withSpec(const QString &text, const Dependency &at, DependencySpec spec)
{
    spec.package = at.key;
    spec.table = at.table;
    spec.platform = at.platform;
    return withDependency(text, spec);
}

bool isFeature(const QString &text)
{
    // Also `crate/feature`, which old manifests have.
    static const QRegularExpression shape(
        QStringLiteral("\\A[\\p{L}\\p{N}_][\\p{L}\\p{N}_+.-]*(?:/[\\p{L}\\p{N}_+.-]+)?\\z"));
    return text.size() <= 200 && shape.match(text).hasMatch();
}

/// The feature that needs the dependency to be optional: it has `serde?/std`, or `serde` where there is no such
/// feature.
QString featureOfOptional(const toml::table &root, const std::string &key)
{
    const auto *features = root["features"].as_table();
    for (const auto &[name, values] : features ? *features : toml::table()) {
        const auto *parts = values.as_array();
        for (std::size_t i = 0; parts && i < parts->size(); ++i) {
            const std::string part = parts->get(i)->value_or(std::string());
            if (part.starts_with(key + "?/") || (part == key && !features->contains(key))) {
                return QString::fromStdString(std::string(name.str()));
            }
        }
    }
    return {};
}

/// What [features] may still say of a name when one entry of it is gone.
struct OtherEntries
{
    bool isAny = false;      ///< `serde/std` has a meaning
    bool isOptional = false; ///< also `dep:serde`, `serde?/std`, and `serde` where it is no feature
};

OtherEntries otherEntries(const EditedEntry &entry)
{
    OtherEntries others;
    const Path own(entry.path.begin(), std::prev(entry.path.end()));
    manifest::forEachDependencyTable(entry.document.root(), [&](const Path &table, const toml::table &entries) {
        const bool isOther = table != own && table.front() != "workspace" && entries.contains(entry.path.back());
        others.isAny = others.isAny || isOther;
        others.isOptional = others.isOptional || (isOther && entries[entry.path.back()]["optional"].value_or(false));
    });
    return others;
}

void removeFromFeatures(Document &document, const std::string &key, const OtherEntries &others)
{
    const auto *features = document.root()["features"].as_table();
    const auto isGone = [&](const std::string &part) {
        const bool isOfOptional =
            part == "dep:" + key || part.starts_with(key + "?/") || (part == key && !features->contains(key));
        return (isOfOptional && !others.isOptional) || (part.starts_with(key + "/") && !others.isAny);
    };
    for (const auto &[name, values] : features ? *features : toml::table()) {
        const auto *parts = values.as_array();
        std::string kept;
        bool isChanged = false;
        for (std::size_t i = 0; parts && i < parts->size(); ++i) {
            const std::string part = parts->get(i)->value_or(std::string());
            isChanged = isChanged || isGone(part);
            kept += isGone(part) ? "" : (kept.empty() ? "" : ", ") + quoted(QString::fromStdString(part));
        }
        if (isChanged) {
            document.set({"features"}, std::string(name.str()), "[" + kept + "]", manifest::Place::Last);
        }
    }
}

const char *nameOf(DependencyTable table)
{
    return table == DependencyTable::Dev     ? "dev-dependencies"
           : table == DependencyTable::Build ? "build-dependencies"
                                             : "dependencies";
}

/// The table that the entry is moved to, under the older name where the text has that one only.
Path movedTable(const EditedEntry &entry, DependencyTable table)
{
    Path path(entry.path.begin(), std::prev(entry.path.end(), 2));
    Path older = path;
    path.emplace_back(nameOf(table));
    older.push_back(path.back());
    std::ranges::replace(older.back(), '-', '_');
    return !entry.document.nodeAt(path) && entry.document.nodeAt(older) ? older : path;
}

/// An entry as the value of one key, however it is written.
struct EntryText
{
    std::string value;
    std::string comment; ///< those behind the lines
};

/// Nothing where the entry has headers.
std::optional<EntryText> textOfEntry(const EditedEntry &entry)
{
    const Document &document = entry.document;
    if (const Statement *whole = document.assignment(entry.path)) {
        return EntryText{.value = document.valueText(*whole), .comment = document.commentBehind(*whole)};
    }
    std::string fields;
    std::string comments;
    const int path = document.keys().find(entry.path);
    for (const Statement &one : document.statements()) {
        if (path == manifest::KeyTree::none || !document.keys().isWithin(one.path, path)) {
            continue;
        }
        if (one.isHeader()) {
            return std::nullopt;
        }
        const bool isOuter =
            one.hasLine() ||
            !document.keys().isWithin(document.statements()[static_cast<std::size_t>(one.parent)].path, path);
        if (isOuter) {
            const Path whole = document.keys().path(one.path);
            const Path below(whole.begin() + static_cast<std::ptrdiff_t>(entry.path.size()), whole.end());
            std::string key;
            for (const std::string &part : below) {
                key += (key.empty() ? "" : ".") + manifest::keyText(part);
            }
            fields += (fields.empty() ? "{ " : ", ") + key + " = " + document.valueText(one);
            comments += document.commentBehind(one);
        }
    }
    return EntryText{.value = fields + " }", .comment = comments};
}

} // namespace

Result<QString> withRequirement(const QString &text, const Dependency &at, const QString &requirement)
{
    if (!isVersionRequirement(requirement)) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("“%1” is not a version that Cargo takes. Write one such as 1, 1.2.3 or ~1.4.")
                        .arg(requirement));
    }
    auto entry = editedEntry(text, at);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    if (entry->isInherited()) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("Cargo.toml takes %1 from the workspace, and with it its "
                                                            "version. Change it in [workspace.dependencies].")
                                                    .arg(at.key));
    }
    Document &document = entry->document;
    const bool isString = entry->value->is_string();
    const Statement *written = document.assignment(isString ? entry->path : entry->field("version"));
    const std::string value = quotedLike(document, written, requirement);
    if (written) {
        document.replaceValue(*written, value);
    } else {
        document.set(entry->path, "version", value, manifest::Place::First);
    }
    return document.edited([&](const toml::table &after) {
        const auto *now = manifest::nodeAt(after, isString ? entry->path : entry->field("version"));
        return now && now->value<std::string>() == requirement.toStdString();
    });
}

Result<QString> withFeature(const QString &text, const Dependency &at, const QString &feature)
{
    if (!isFeature(feature)) {
        return fail(ErrorCode::InvalidArgument, QObject::tr("“%1” is not the name of a feature.").arg(feature));
    }
    DependencySpec spec;
    spec.features = {feature};
    return editedEntry(text, at).and_then([&](const EditedEntry &) { return withSpec(text, at, spec); });
}

Result<QString> withoutFeature(const QString &text, const Dependency &at, const QString &feature)
{
    auto entry = editedEntry(text, at);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    const auto *listed = entry->table() ? (*entry->table())["features"].as_array() : nullptr;
    std::string kept;
    bool isListed = false;
    for (std::size_t i = 0; listed && i < listed->size(); ++i) {
        const auto name = listed->get(i)->value<std::string>();
        if (name == feature.toStdString()) {
            isListed = true;
        } else {
            kept += (kept.empty() ? "" : ", ") + quoted(QString::fromStdString(name.value_or(std::string())));
        }
    }
    if (!isListed) {
        return text;
    }
    Document &document = entry->document;
    const Path field = entry->field("features");
    const Statement *written = document.assignment(field);
    const bool hasComment =
        written && (document.valueText(*written).contains('#') || !document.commentBehind(*written).empty());
    if (kept.empty() && !hasComment) {
        document.remove({field});
    } else {
        document.set(entry->path, "features", "[" + kept + "]", manifest::Place::Last);
    }
    return document.edited();
}

Result<QString> withDefaultFeatures(const QString &text, const Dependency &at, bool isOn)
{
    auto entry = editedEntry(text, at);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    if (!isOn || entry->isInherited()) {
        DependencySpec spec;
        spec.defaultFeatures = isOn;
        return withSpec(text, at, spec);
    }
    for (const char *name : {"default-features", "default_features"}) {
        const Statement *written = entry->document.assignment(entry->field(name));
        if (written && !entry->document.commentBehind(*written).empty()) {
            entry->document.replaceValue(*written, "true");
        } else if (written) {
            entry->document.remove({entry->field(name)});
        }
    }
    return entry->document.edited();
}

Result<QString> withOptional(const QString &text, const Dependency &at, bool isOptional)
{
    const auto entry = editedEntry(text, at);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    if (isOptional && at.table == DependencyTable::Dev) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("A dev-dependency cannot be optional: only tests and examples use %1.").arg(at.key));
    }
    if (const QString feature = featureOfOptional(entry->document.root(), at.key.toStdString());
        !isOptional && !feature.isEmpty()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("The feature %1 in Cargo.toml uses %2 as an optional crate. Take it out of the feature "
                                "first.")
                        .arg(feature, at.key));
    }
    DependencySpec spec;
    spec.optional = isOptional;
    return withSpec(text, at, spec);
}

Result<QString> withDependencyRemoved(const QString &text, const Dependency &at)
{
    auto entry = editedEntry(text, at);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    removeFromFeatures(entry->document, entry->path.back(), otherEntries(*entry));
    entry->document.remove({entry->path});
    return entry->document.edited([&](const toml::table &after) { return !manifest::nodeAt(after, entry->path); });
}

Result<QString> withDependencyMoved(const QString &text, const Dependency &at, DependencyTable table)
{
    auto entry = editedEntry(text, at);
    if (!entry || at.table == table) {
        return entry ? Result<QString>(text) : std::unexpected(entry.error());
    }
    if (table == DependencyTable::Dev && entry->table() && (*entry->table())["optional"].value_or(false)) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("%1 is optional, and a dev-dependency cannot be.").arg(at.key));
    }
    Document &document = entry->document;
    const Path target = movedTable(*entry, table);
    Path moved = target;
    moved.push_back(entry->path.back());
    Path listed = manifest::dependencyTablePath(document, table, at.platform, moved.back()); // under either name
    listed.push_back(moved.back());
    if (document.nodeAt(moved) || document.nodeAt(listed)) {
        return fail(ErrorCode::AlreadyExists, QObject::tr("Cargo.toml has %1 in [%2] already.")
                                                  .arg(at.key, QString::fromStdString(manifest::displayPath(target))));
    }
    if (const auto written = textOfEntry(*entry); !written) {
        document.renameTable(entry->path, target.back());
    } else {
        const Statement *outer = document.assignment(target);
        const bool isLine = !(outer && outer->isInlineTable); // else a comment would end it
        document.remove({entry->path});
        document.set(target, entry->path.back(), written->value + (isLine ? written->comment : std::string()),
                     manifest::Place::Last);
    }
    return document.edited([&](const toml::table &after) {
        return manifest::nodeAt(after, moved) && !manifest::nodeAt(after, entry->path);
    });
}

} // namespace studio
