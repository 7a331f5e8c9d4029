// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/manifest.h"

#include "core/manifest/document.h"

#include <QObject>
#include <QStringDecoder>

#include <algorithm>

namespace studio {

namespace {

using manifest::Document;

QString text(const toml::node_view<const toml::node> &node)
{
    const auto value = node.value<std::string_view>();
    return value ? QString::fromUtf8(value->data(), static_cast<qsizetype>(value->size())) : QString();
}

QString sourceOf(const toml::table &table)
{
    if (table["workspace"].value_or(false)) {
        return QStringLiteral("workspace");
    }
    if (table.contains("path")) {
        return QStringLiteral("path ") + text(table["path"]);
    }
    if (table.contains("git")) {
        return QStringLiteral("git ") + text(table["git"]);
    }
    const char *registry = table.contains("registry-index") ? "registry-index" : "registry";
    return table.contains(registry) ? QStringLiteral("registry ") + text(table[registry]) : QString();
}

Dependency dependencyOf(const toml::key &key, const toml::node &value)
{
    Dependency dependency;
    dependency.key = QString::fromStdString(std::string(key.str()));
    dependency.package = dependency.key;
    dependency.line = static_cast<int>(key.source().begin.line);
    if (const auto requirement = value.value<std::string_view>()) {
        dependency.requirement = QString::fromUtf8(requirement->data(), static_cast<qsizetype>(requirement->size()));
    }
    const auto *table = value.as_table();
    if (!table) {
        return dependency;
    }
    dependency.requirement = text((*table)["version"]);
    if (const QString package = text((*table)["package"]); !package.isEmpty()) {
        dependency.package = package;
    }
    dependency.source = sourceOf(*table);
    dependency.optional = (*table)["optional"].value_or(false);
    dependency.defaultFeatures = (*table)["default-features"].value_or((*table)["default_features"].value_or(true));
    if (const auto *features = (*table)["features"].as_array()) {
        for (const toml::node &feature : *features) {
            dependency.features << text(toml::node_view<const toml::node>(feature));
        }
    }
    return dependency;
}

/// Whether this is the name or the URL under which [patch] knows where the dependency comes from.
bool isPatchedSource(const Dependency &one, const QString &source)
{
    if (one.source.isEmpty()) {
        return source == QLatin1String("crates-io") || source.contains(QLatin1String("crates.io-index"));
    }
    return one.source == QLatin1String("git ") + source || one.source == QLatin1String("registry ") + source;
}

void markPatched(const toml::table &root, QList<Dependency> &dependencies)
{
    const auto *sources = root["patch"].as_table();
    for (const auto &[source, patches] : sources ? *sources : toml::table()) {
        const QString name = QString::fromStdString(std::string(source.str()));
        for (const auto &[key, patch] : patches.is_table() ? *patches.as_table() : toml::table()) {
            const QString package = dependencyOf(key, patch).package;
            for (Dependency &one : dependencies) {
                one.isPatched = one.isPatched || (one.package == package && isPatchedSource(one, name));
            }
        }
    }
}

DependencyTable kindOf(const std::string &path)
{
    if (path.contains("dev")) {
        return DependencyTable::Dev;
    }
    return path.contains("build") ? DependencyTable::Build : DependencyTable::Normal;
}

void addInjected(Manifest &manifest)
{
    const auto has = [&](const QString &key) {
        return std::ranges::any_of(manifest.dependencies, [&](const Dependency &one) {
            const bool isRenamed = one.package == key && one.key != key; // Cargo refuses a second name
            return one.table == DependencyTable::Normal && (isRenamed || (one.platform.isEmpty() && one.key == key));
        });
    };
    for (Dependency &one : injectedDependencies()) {
        if (!has(one.key)) {
            manifest.dependencies << std::move(one);
        }
    }
}

} // namespace

QList<Dependency> injectedDependencies()
{
    const auto crate = [](const char *name, const char *requirement, QStringList features) {
        Dependency dependency;
        dependency.key = QString::fromLatin1(name);
        dependency.package = dependency.key;
        dependency.requirement = QString::fromLatin1(requirement);
        dependency.features = std::move(features);
        dependency.injected = true;
        return dependency;
    };
    return {crate("ignite", "*", {}), crate("serde", "1", {QStringLiteral("derive")}), crate("serde_json", "1", {}),
            crate("tokio", "1",
                  {QStringLiteral("macros"), QStringLiteral("rt"), QStringLiteral("time"), QStringLiteral("sync"),
                   QStringLiteral("io-util")})};
}

Result<QString> decodeManifest(const QByteArray &bytes)
{
    const bool isUtf16 = bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF") ||
                         (bytes.size() > 1 && (bytes[0] == '\0') != (bytes[1] == '\0'));
    if (isUtf16) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("Cargo.toml: this is UTF-16 text, as Windows PowerShell writes it with `>`, and Cargo "
                                "reads only UTF-8. Save the file as UTF-8."));
    }
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    if (decoder.hasError()) {
        return fail(ErrorCode::InvalidArgument,
                    QObject::tr("Cargo.toml: this is not UTF-8 text, and Cargo reads nothing else. Save the file as "
                                "UTF-8."));
    }
    return text;
}

bool hasTable(const QString &manifestText, const QString &name)
{
    const auto document = Document::parse(manifestText);
    return document && document->root()[name.toStdString()].is_table();
}

bool hasPrograms(const QString &manifestText)
{
    const auto document = Document::parse(manifestText);
    return document && document->root()["bin"].is_array();
}

Result<Manifest> parseManifest(const QString &manifestText)
{
    const auto document = Document::parse(manifestText);
    if (!document) {
        return std::unexpected(document.error());
    }
    const toml::table &root = document->root();
    Manifest manifest;
    manifest.packageName = text(root["package"]["name"]);
    if (manifest.packageName.isEmpty()) {
        return fail(ErrorCode::InvalidArgument,
                    root.contains("workspace")
                        ? QObject::tr("Cargo.toml, line 1, column 1: this is a workspace without a [package]. Open "
                                      "the folder of the package with the handler.")
                        : QObject::tr("Cargo.toml, line 1, column 1: there is no [package] with a name. Begin with: "
                                      "[package] name = \"hello\"."));
    }
    manifest.packageVersion = text(root["package"]["version"]);
    manifest.edition = text(root["package"]["edition"]);
    manifest.rustVersion = text(root["package"]["rust-version"]);
    manifest::forEachDependencyTable(root, [&](const manifest::Path &path, const toml::table &table) {
        if (path.front() == "workspace") {
            return;
        }
        for (const auto &[key, value] : table) {
            Dependency dependency = dependencyOf(key, value);
            dependency.table = kindOf(path.back());
            dependency.platform = path.front() == "target" ? QString::fromStdString(path[1]) : QString();
            manifest.dependencies << dependency;
        }
    });
    std::ranges::stable_sort(manifest.dependencies, {}, &Dependency::line);
    markPatched(root, manifest.dependencies);
    addInjected(manifest);
    return manifest;
}

} // namespace studio
