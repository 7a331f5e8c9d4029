// SPDX-License-Identifier: GPL-3.0-or-later
// What `cargo add` does to a Cargo.toml, keeping the bytes of everything else.
#include "core/manifest/array_text.h"
#include "core/manifest/dependency_entry.h"
#include "core/manifest/dependency_spec.h"
#include "core/manifest/document.h"

#include <QObject>

#include <algorithm>
#include <optional>
#include <sstream>

namespace studio {

namespace {

using manifest::Document;
using manifest::EntryChange;
using manifest::Path;
using manifest::quoted;

/// The key under which an entry stands: as Cargo does, with the other of - and _ where there is none of the exact name.
std::string keyOf(const Document &document, const Path &table, const DependencySpec &spec)
{
    QList<QString> names{spec.key()};
    if (spec.rename.isEmpty()) {
        names << QString(spec.package).replace(u'-', u'_') << QString(spec.package).replace(u'_', u'-');
    }
    for (const QString &name : std::as_const(names)) {
        Path entry = table;
        entry.push_back(name.toStdString());
        if (document.nodeAt(entry)) {
            return entry.back();
        }
    }
    return names.front().toStdString();
}

std::string inlineText(const std::vector<std::pair<std::string, std::string>> &fields)
{
    std::string text;
    for (const auto &[name, value] : fields) {
        text += (text.empty() ? "{ " : ", ") + name + " = " + value;
    }
    return text + " }";
}

bool isVersionAlone(const EntryChange &change)
{
    return change.set.size() == 1 && change.set.front().first == "version";
}

std::string textOf(const toml::node &node)
{
    std::ostringstream text;
    node.visit([&](const auto &value) {
        if constexpr (toml::is_table<decltype(value)>) {
            text << toml::toml_formatter{value};
        } else if constexpr (toml::is_array<decltype(value)>) {
            text << '[';
            for (std::size_t i = 0; i < value.size(); ++i) {
                text << (i > 0 ? ", " : "") << textOf(*value.get(i));
            }
            text << ']';
        } else {
            text << toml::toml_formatter{toml::array{value}};
        }
    });
    std::string written = text.str();
    if (!node.is_table() && !node.is_array()) { // the formatter takes no single value
        written = written.substr(written.find_first_not_of("[ \n"));
        written.erase(written.find_last_not_of("] \n") + 1);
    }
    return written;
}

/// The whole of an inline table as it is to be. What stays is written as it was, with the comments in it.
std::string rewritten(const Document &document, const Path &entry, const toml::table &before, const EntryChange &change)
{
    const auto written = [&](const std::string &name) -> std::optional<std::string> {
        Path path = entry;
        path.push_back(name);
        const auto *statement = document.assignment(path);
        return statement ? std::optional(document.valueText(*statement)) : std::nullopt;
    };
    std::vector<std::pair<std::string, std::string>> fields;
    for (const auto &[name, value] : change.set) {
        const auto now = written(name);
        fields.emplace_back(name, now ? manifest::changedArray(*now, value, document.lineBreak()) : value);
    }
    for (const auto &[key, value] : before) {
        const std::string name(key.str());
        const bool isSet = std::ranges::contains(change.set, name, [](const auto &one) { return one.first; });
        if (!isSet && !std::ranges::contains(change.removed, name)) {
            fields.emplace_back(manifest::keyText(name), written(name).value_or(textOf(value)));
        }
    }
    return inlineText(fields);
}

void addEntry(Document &document, const Path &table, const Path &entry, const EntryChange &change)
{
    const auto *entries = document.nodeAt(table);
    const bool onlyHeaders = entries && !entries->as_table()->empty() && !document.header(table) &&
                             !document.assignment(table) && !document.dottedBelow(table);
    if (!onlyHeaders) {
        document.set(table, entry.back(), isVersionAlone(change) ? change.set.front().second : inlineText(change.set),
                     manifest::Place::Last);
        return;
    }
    std::string lines = "[" + manifest::displayPath(entry) + "]" + document.lineBreak();
    for (const auto &[name, value] : change.set) {
        lines += name + " = " + value + document.lineBreak();
    }
    document.append(entry, lines);
}

/// A version as a string stays one as long as there is nothing else to say.
void changeString(Document &document, const Path &entry, const std::string &before, EntryChange change)
{
    const bool hasVersion =
        std::ranges::contains(change.set, std::string("version"), [](const auto &one) { return one.first; });
    if (!hasVersion && !std::ranges::contains(change.removed, std::string("version"))) {
        change.set.insert(change.set.begin(), {"version", before});
    }
    document.replaceValue(*document.assignment(entry),
                          isVersionAlone(change) ? change.set.front().second : inlineText(change.set));
}

void changeTable(Document &document, const Path &entry, const toml::table &before, const EntryChange &change)
{
    const auto *inlineTable = document.assignment(entry);
    if (inlineTable && !change.removed.empty() && !change.set.empty()) {
        document.replaceValue(*inlineTable, rewritten(document, entry, before, change));
        return;
    }
    for (const auto &[name, value] : change.set) {
        document.set(entry, name, value, name == "version" ? manifest::Place::First : manifest::Place::Last);
    }
    std::vector<Path> removed;
    for (const std::string &name : change.removed) {
        removed.push_back(entry);
        removed.back().push_back(name);
    }
    document.remove(removed);
}

bool holds(const toml::node &feature, const std::string &value)
{
    const auto *values = feature.as_array();
    return values &&
           std::ranges::any_of(*values, [&](const toml::node &one) { return one.value<std::string>() == value; });
}

/// An optional dependency has a feature that switches it on; one that is not optional may be in none.
void settleFeatures(Document &document, const Path &entry, bool isOptional)
{
    const std::string &key = entry.back();
    const std::string activation = "dep:" + key;
    bool isOptionalElsewhere = false; // such as for another platform
    manifest::forEachDependencyTable(document.root(), [&](const Path &table, const toml::table &entries) {
        const bool isOther = !std::ranges::equal(table, Path(entry.begin(), std::prev(entry.end())));
        isOptionalElsewhere = isOptionalElsewhere ||
                              (isOther && table.front() != "workspace" && entries[key]["optional"].value_or(false));
    });
    const auto *features = document.root()["features"].as_table();
    const bool isActivated =
        features && std::ranges::any_of(*features, [&](const auto &one) { return holds(one.second, activation); });
    if (isOptional && !isActivated) {
        const auto *own = features && features->contains(key) ? document.assignment({"features", key}) : nullptr;
        own ? document.insertIntoArray(*own, quoted(QString::fromStdString(activation)))
            : document.set({"features"}, key, "[" + quoted(QString::fromStdString(activation)) + "]",
                           manifest::Place::Last);
    }
    if (isOptional || !isActivated || isOptionalElsewhere) {
        return;
    }
    for (const auto &[name, values] : *features) {
        if (!holds(values, activation)) {
            continue;
        }
        toml::array kept;
        for (const toml::node &one : *values.as_array()) {
            if (one.value<std::string>() != activation) {
                kept.push_back(one);
            }
        }
        document.set({"features"}, std::string(name.str()), textOf(kept), manifest::Place::Last);
    }
}

bool isAsMeant(const toml::node *entry, const EntryChange &change)
{
    const auto *table = entry ? entry->as_table() : nullptr;
    if (!table) {
        return entry && isVersionAlone(change) && entry->is_string();
    }
    return std::ranges::all_of(change.set, [&](const auto &one) { return table->contains(one.first); }) &&
           std::ranges::none_of(change.removed, [&](const std::string &name) { return table->contains(name); });
}

} // namespace

Result<QString> withDependency(const QString &text, const DependencySpec &spec)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    const Path table = manifest::dependencyTablePath(*document, spec.table, spec.platform, spec.key().toStdString());
    if (const auto *entries = document->nodeAt(table); entries && !entries->is_table()) {
        return fail(
            ErrorCode::InvalidArgument,
            QObject::tr("Cargo.toml: %1 is not a table.").arg(QString::fromStdString(manifest::displayPath(table))));
    }
    Path entry = table;
    entry.push_back(keyOf(*document, table, spec));
    const toml::node *before = document->nodeAt(entry);
    const auto change = manifest::entryChange(document->root(), before, entry.back(), spec);
    if (!change) {
        return std::unexpected(change.error());
    }
    if (change->set.empty() && change->removed.empty()) {
        return text;
    }
    if (!before) {
        addEntry(*document, table, entry, *change);
    } else if (before->is_string()) {
        changeString(*document, entry, quoted(QString::fromStdString(before->ref<std::string>())), *change);
    } else {
        changeTable(*document, entry, *before->as_table(), *change);
    }
    if (change->isOptional) {
        settleFeatures(*document, entry, *change->isOptional);
    }
    return document->edited(
        [&](const toml::table &after) { return isAsMeant(manifest::nodeAt(after, entry), *change); });
}

std::optional<Dependency> listedDependency(const Manifest &manifest, const DependencySpec &spec)
{
    QStringList names{spec.key()};
    if (spec.rename.isEmpty()) {
        names << QString(spec.package).replace(u'-', u'_') << QString(spec.package).replace(u'_', u'-');
    }
    for (const QString &name : std::as_const(names)) {
        const auto found = std::ranges::find_if(manifest.dependencies, [&](const Dependency &one) {
            return one.key == name && one.table == spec.table && one.platform == spec.platform && !one.injected;
        });
        if (found != manifest.dependencies.end()) {
            return *found;
        }
    }
    return std::nullopt;
}

bool isSharedByWorkspace(const QString &text, const QString &key)
{
    const auto document = Document::parse(text);
    return document && document->nodeAt({"workspace", "dependencies", key.toStdString()});
}

QString requirementElsewhere(const Manifest &manifest, const DependencySpec &spec)
{
    const auto found = std::ranges::find_if(manifest.dependencies, [&](const Dependency &one) {
        return one.key == spec.key() && one.package == spec.package && !one.injected && one.source.isEmpty() &&
               !one.requirement.isEmpty();
    });
    return found == manifest.dependencies.end() ? QString() : found->requirement;
}

} // namespace studio
