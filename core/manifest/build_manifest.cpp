// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/document.h"
#include "core/manifest/manifest.h"

#include <QObject>
#include <QVersionNumber>

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>

namespace studio {

namespace {

using manifest::Document;
using manifest::Path;
using manifest::Place;
using manifest::quoted;

/// What an author may say of `ignite` and keep when it becomes a path.
bool isKept(std::string_view key)
{
    return key == "package" || key == "optional";
}

std::string inlinePath(const toml::node &value, const QString &sdkPath)
{
    std::string fields = "path = " + quoted(sdkPath);
    if (const auto *table = value.as_table()) {
        if (const auto package = (*table)["package"].value<std::string>()) {
            fields += ", package = " + quoted(QString::fromStdString(*package));
        }
        if ((*table)["optional"].value_or(false)) {
            fields += ", optional = true";
        }
    }
    return "{ " + fields + " }";
}

/// `[dependencies.ignite]` and `ignite.version = …`: the path stands where the first line said where it comes from, the
/// other such lines go.
void swapTable(Document &document, const Path &entry, const QString &sdkPath)
{
    const manifest::Statement *first = nullptr;
    std::vector<Path> others;
    for (const auto &[key, value] : *document.nodeAt(entry)->as_table()) {
        Path field = entry;
        field.emplace_back(key.str());
        if (isKept(key.str())) {
            continue;
        }
        const auto *written = document.assignment(field);
        if (written && !first) {
            first = written;
        } else {
            others.push_back(std::move(field));
        }
    }
    document.remove(others);
    if (first) {
        document.replaceField(*first, entry, "path", quoted(sdkPath));
    } else {
        document.set(entry, "path", quoted(sdkPath), Place::First);
    }
}

void swapSdk(Document &document, const QString &sdkPath)
{
    manifest::forEachDependencyTable(document.root(), [&](const Path &path, const toml::table &table) {
        for (const auto &[key, value] : table) {
            if (!manifest::isSdk(key.str(), value)) {
                continue;
            }
            Path entry = path;
            entry.emplace_back(key.str());
            if (const auto *written = document.assignment(entry)) {
                document.replaceValue(*written, inlinePath(value, sdkPath));
            } else if (value.is_table()) {
                swapTable(document, entry, sdkPath);
            }
        }
    });
}

/// The first key that inherits from a workspace which is not in this file.
std::optional<std::string> unresolvedInheritance(const toml::table &root)
{
    std::optional<std::string> found;
    manifest::forEachDependencyTable(root, [&](const Path &path, const toml::table &table) {
        for (const auto &[key, value] : table) {
            const auto *dependency = value.as_table();
            if (!found && dependency && (*dependency)["workspace"].value_or(false) &&
                !manifest::isSdk(key.str(), value) && !root["workspace"]["dependencies"][key.str()]) {
                found = manifest::displayPath(path) + "." + std::string(key.str());
            }
        }
    });
    if (const auto *package = root["package"].as_table()) {
        for (const auto &[key, value] : *package) {
            const auto *field = value.as_table();
            if (!found && field && (*field)["workspace"].value_or(false) && !root["workspace"]["package"][key.str()]) {
                found = "package." + std::string(key.str());
            }
        }
    }
    if (!found && root["lints"]["workspace"].value_or(false) && !root["workspace"]["lints"]) {
        found = "lints";
    }
    return found;
}

std::string featuresOf(const Dependency &dependency)
{
    std::string features;
    for (const QString &feature : dependency.features) {
        features += (features.empty() ? "" : ", ") + quoted(feature);
    }
    return "[" + features + "]";
}

std::string injectedValue(const Dependency &dependency)
{
    return "{ version = " + quoted(dependency.requirement) + ", features = " + featuresOf(dependency) + " }";
}

std::string injectedSection(const Dependency &dependency, const std::string &eol)
{
    return "[dependencies." + dependency.key.toStdString() + "]" + eol + "version = " + quoted(dependency.requirement) +
           eol + "features = " + featuresOf(dependency) + eol;
}

/// Whether this entry has the crate under another name than its own, also where the workspace table of this file says
/// so.
bool isRenamedTo(const toml::table &root, std::string_view key, const toml::node &value, const std::string &crate)
{
    const auto *table = value.as_table();
    const bool inherits = table && (*table)["workspace"].value_or(false);
    const auto *entry = inherits ? root["workspace"]["dependencies"][key].as_table() : table;
    return key != crate && entry && (*entry)["package"].value<std::string>() == crate;
}

/// Whether the code has the crate under a name of the author's, on one platform at least. Cargo refuses a second name.
bool isRenamed(const toml::table &root, const std::string &crate)
{
    bool found = false;
    manifest::forEachDependencyTable(root, [&](const Path &path, const toml::table &table) {
        const bool isNormal = path.back() == "dependencies" && path.front() != "workspace";
        found = found || (isNormal && std::ranges::any_of(table, [&](const auto &entry) {
                              return isRenamedTo(root, entry.first.str(), entry.second, crate);
                          }));
    });
    return found;
}

void inject(Document &document)
{
    const Path path{"dependencies"};
    const auto *node = document.nodeAt(path);
    const auto *dependencies = node ? node->as_table() : nullptr;
    const auto has = [&](const std::string &key) {
        return (dependencies && dependencies->contains(key)) || isRenamed(document.root(), key);
    };
    for (const Dependency &dependency : injectedDependencies()) {
        const std::string key = dependency.key.toStdString();
        if (has(key)) {
            continue;
        }
        if (document.assignment(path)) {
            document.set(path, key, injectedValue(dependency), Place::Last);
        } else { // a sub-table may stand anywhere, however the others are written
            document.append({path.front(), key}, injectedSection(dependency, document.lineBreak()));
        }
    }
}

void addBin(Document &document, const BuildManifestOptions &options)
{
    if (options.handlerBin.isEmpty()) {
        return;
    }
    const std::string name = "name = " + quoted(options.handlerBinName);
    const std::string path = "path = " + quoted(options.handlerBin);
    if (const auto *bins = document.assignment({"bin"}); bins && document.nodeAt({"bin"})->is_array()) {
        document.insertIntoArray(*bins, "{ " + name + ", " + path + " }");
    } else {
        const std::string &eol = document.lineBreak();
        document.append({"bin"}, "[[bin]]" + eol + name + eol + path + eol);
    }
}

void setRustVersion(Document &document, const QString &platform)
{
    const auto *package = document.nodeAt({"package"});
    if (!package || !package->is_table()) {
        return;
    }
    const auto *written = package->as_table()->get("rust-version");
    const auto theirs = written ? written->value<std::string>() : std::nullopt;
    if (!written || (theirs && QVersionNumber::fromString(QString::fromStdString(*theirs)) >
                                   QVersionNumber::fromString(platform))) {
        document.set({"package"}, "rust-version", quoted(platform), Place::First);
    }
}

/// `autolib = false`: Cargo must not build the library beside the binary of the same file.
void dropLibrary(Document &document)
{
    document.set({"package"}, "autolib", "false", Place::First);
}

/// Cargo cannot tell two packages of one name and version apart that both have a path.
void renamePackage(Document &document)
{
    const auto *node = document.nodeAt({"package", "name"});
    const auto name = node ? node->value<std::string>() : std::nullopt;
    const QString other = name ? buildPackageName(QString::fromStdString(*name)) : QString();
    if (name && other != QString::fromStdString(*name)) {
        document.set({"package"}, "name", quoted(other), Place::First);
    }
}

/// The library is linked as a program, which cargo puts beside folders of its own.
void renameLibrary(Document &document)
{
    static constexpr std::array ofCargo{"examples", "build", "deps", "incremental"};
    const auto *node = document.nodeAt({"lib", "name"});
    const auto *package = document.nodeAt({"package", "name"});
    const auto written = node ? node->value<std::string>() : package ? package->value<std::string>() : std::nullopt;
    if (written && std::ranges::contains(ofCargo, *written)) {
        document.set({"lib"}, "name", quoted(QString::fromStdString(*written + "_handler")), Place::First);
    }
}

/// A workspace of its own: a Cargo.toml above the build folder must never be taken for one.
void isolate(Document &document)
{
    document.remove({{"package", "workspace"}});
    if (!document.root().contains("workspace")) {
        document.append({"workspace"}, "[workspace]" + document.lineBreak());
    }
}

Result<void> addProfiles(Document &document, const QString &extra)
{
    const auto ours = Document::parse(extra);
    if (!ours) {
        return std::unexpected(ours.error());
    }
    if (const auto *profiles = ours->root()["profile"].as_table()) {
        for (const auto &[name, table] : *profiles) {
            if (document.root()["profile"][name.str()] || !table.is_table()) {
                continue;
            }
            std::ostringstream lines;
            lines << toml::toml_formatter(toml::table{{"profile", toml::table{{name.str(), *table.as_table()}}}})
                  << '\n';
            document.append({"profile", std::string(name.str())}, lines.str());
        }
    }
    return {};
}

} // namespace

QString buildPackageName(const QString &name)
{
    const bool isOfSdk = name == QLatin1String("ignite") || name == QLatin1String("ignite-macros");
    return isOfSdk ? name + QStringLiteral("-handler") : name;
}

Result<QString> buildManifest(const QString &text, const BuildManifestOptions &options)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    swapSdk(*document, options.sdkPath);
    if (!options.inject) {
        return document->edited();
    }
    if (const auto key = unresolvedInheritance(document->root())) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("Cargo.toml: %1 is inherited from a workspace that is not part of this project. "
                                "Write its value here instead of "
                                "`workspace = true`; only `ignite` may be inherited.")
                        .arg(QString::fromStdString(*key)));
    }
    setRustVersion(*document, options.platformRust);
    renamePackage(*document);
    if (options.renamesLibrary) {
        renameLibrary(*document);
    }
    inject(*document);
    addBin(*document, options);
    if (options.replacesLibrary) {
        dropLibrary(*document);
    }
    isolate(*document);
    if (const auto added = addProfiles(*document, options.extra); !added) {
        return std::unexpected(added.error());
    }
    auto edited = document->edited();
    if (!edited) {
        return edited;
    }
    // The injected `ignite` is swapped like a written one.
    auto again = Document::parse(*edited);
    if (!again) {
        return std::unexpected(again.error());
    }
    swapSdk(*again, options.sdkPath);
    return again->edited();
}

} // namespace studio
