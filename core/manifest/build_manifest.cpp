// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/document.h"
#include "core/manifest/manifest.h"

#include <QVersionNumber>

#include <algorithm>
#include <optional>
#include <sstream>

namespace studio {

namespace {

using manifest::Document;
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
            fields += ", package = \"" + *package + "\"";
        }
        if ((*table)["optional"].value_or(false)) {
            fields += ", optional = true";
        }
    }
    return "{ " + fields + " }";
}

/// `[dependencies.ignite]` and `ignite.version = …`: the lines that say where it comes from go, one that gives the path
/// stands instead.
void swapTable(Document &document, const toml::table &table, const QString &sdkPath)
{
    const std::string path = "path = " + quoted(sdkPath);
    bool written = false;
    for (const auto &[key, value] : table) {
        if (isKept(key.str())) {
            continue;
        }
        const std::size_t keyBegin = document.begin(key.source());
        const std::size_t from = document.lineStart(keyBegin);
        const std::string prefix = document.text().substr(from, keyBegin - from);
        if (written) {
            document.replace(from, document.nextLine(document.end(value.source())), "");
        } else {
            document.replace(from, document.end(value.source()), prefix + path);
        }
        written = true;
    }
    if (written) {
        return;
    }
    if (document.hasHeader(table)) {
        document.insert(document.nextLine(document.begin(table.source())), path + document.lineBreak());
    } else if (!table.empty()) {
        const auto first = table.begin();
        const std::size_t keyBegin = document.begin(first->first.source());
        const std::size_t from = document.lineStart(keyBegin);
        document.insert(from, document.text().substr(from, keyBegin - from) + path + document.lineBreak());
    }
}

void swapSdk(Document &document, const QString &sdkPath)
{
    manifest::forEachDependencyTable(
        document.root(), [&](const std::string &, const std::string &, const toml::table &table) {
            for (const auto &[key, value] : table) {
                if (!manifest::isSdk(key.str(), value)) {
                    continue;
                }
                const auto *sub = value.as_table();
                if (sub && !sub->is_inline()) {
                    swapTable(document, *sub, sdkPath);
                } else {
                    document.replace(document.begin(value.source()), document.end(value.source()),
                                     inlinePath(value, sdkPath));
                }
            }
        });
}

/// The first key that inherits from a workspace which is not in this file.
std::optional<std::string> unresolvedInheritance(const toml::table &root)
{
    std::optional<std::string> found;
    manifest::forEachDependencyTable(root, [&](const std::string &path, const std::string &, const toml::table &table) {
        for (const auto &[key, value] : table) {
            const auto *dependency = value.as_table();
            if (!found && dependency && (*dependency)["workspace"].value_or(false) &&
                !manifest::isSdk(key.str(), value) && !root["workspace"]["dependencies"][key.str()]) {
                found = path + "." + std::string(key.str());
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

void inject(Document &document)
{
    const auto *dependencies = document.root()["dependencies"].as_table();
    const auto has = [&](const std::string &key) {
        return dependencies && std::ranges::any_of(*dependencies, [&](const auto &entry) {
                   return entry.first.str() == key ||
                          (key == "ignite" && manifest::isSdk(entry.first.str(), entry.second));
               });
    };
    const std::string eol = document.lineBreak();
    std::string fields;
    std::string tables;
    for (const Dependency &dependency : injectedDependencies()) {
        const std::string key = dependency.key.toStdString();
        if (has(key)) {
            continue;
        }
        std::string features;
        for (const QString &feature : dependency.features) {
            features += (features.empty() ? "" : ", ") + quoted(feature);
        }
        fields += ", " + key + " = { version = " + quoted(dependency.requirement) + ", features = [" + features + "] }";
        tables += "[dependencies." + key + "]" + eol + "version = " + quoted(dependency.requirement) + eol +
                  "features = [" + features + "]" + eol;
    }
    if (tables.empty()) {
        return;
    }
    if (dependencies && dependencies->is_inline()) {
        document.insert(document.end(dependencies->source()) - 1, dependencies->empty() ? fields.substr(1) : fields);
    } else {
        document.append(tables); // sub-tables may stand anywhere, however the others were written
    }
}

void addBin(Document &document, const BuildManifestOptions &options)
{
    if (options.handlerBin.isEmpty()) {
        return;
    }
    const std::string eol = document.lineBreak();
    const std::string name = "name = " + quoted(options.handlerBinName);
    const std::string path = "path = " + quoted(options.handlerBin);
    const auto *bins = document.root()["bin"].as_array();
    if (bins && document.text()[document.begin(bins->source())] == '[' &&
        document.text().substr(document.begin(bins->source()), 2) != "[[") {
        document.insert(document.end(bins->source()) - 1, (bins->empty() ? "{ " : ", { ") + name + ", " + path + " }");
    } else {
        document.append("[[bin]]" + eol + name + eol + path + eol);
    }
}

void setRustVersion(Document &document, const QString &platform)
{
    const auto *package = document.root()["package"].as_table();
    if (!package) {
        return;
    }
    const auto *written = package->get("rust-version");
    if (!written) {
        if (document.hasHeader(*package)) {
            document.insert(document.nextLine(document.begin(package->source())),
                            "rust-version = " + quoted(platform) + document.lineBreak());
        }
        return;
    }
    const auto theirs = written->value<std::string>();
    if (theirs && QVersionNumber::fromString(QString::fromStdString(*theirs)) > QVersionNumber::fromString(platform)) {
        document.replace(document.begin(written->source()), document.end(written->source()), quoted(platform));
    }
}

/// `autolib = false`: Cargo must not build the library beside the binary of the same file.
void dropLibrary(Document &document)
{
    const auto *package = document.root()["package"].as_table();
    if (!package) {
        return;
    }
    if (const auto *written = package->get("autolib")) {
        document.replace(document.begin(written->source()), document.end(written->source()), "false");
    } else if (document.hasHeader(*package)) {
        document.insert(document.nextLine(document.begin(package->source())), "autolib = false" + document.lineBreak());
    }
}

/// A workspace of its own: a Cargo.toml above the build folder must never be taken for one.
void isolate(Document &document)
{
    if (const auto *package = document.root()["package"].as_table()) {
        const auto entry = package->find("workspace");
        if (entry != package->end()) {
            document.replace(document.lineStart(document.begin(entry->first.source())),
                             document.end(entry->second.source()), "");
        }
    }
    if (!document.root().contains("workspace")) {
        document.append("[workspace]" + document.lineBreak());
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
            document.append(lines.str());
        }
    }
    return {};
}

} // namespace

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
                    QStringLiteral("Cargo.toml: %1 is inherited from a workspace that is not part of this project. "
                                   "Write its value here instead of "
                                   "`workspace = true`; only `ignite` may be inherited.")
                        .arg(QString::fromStdString(*key)));
    }
    setRustVersion(*document, options.platformRust);
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
