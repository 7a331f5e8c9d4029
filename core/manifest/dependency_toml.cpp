// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/dependency_toml.h"

#include "core/manifest/cargo_add_line.h"
#include "core/manifest/document.h"

#include <QObject>

#include <algorithm>
#include <array>

namespace studio {

namespace {

using manifest::Document;

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// One field of `name = { … }`.
Result<void> readField(DependencySpec &spec, const QString &field, const toml::node &value)
{
    const std::array texts{
        std::pair("version", &spec.requirement), std::pair("package", &spec.package),  std::pair("git", &spec.git),
        std::pair("branch", &spec.branch),       std::pair("tag", &spec.tag),          std::pair("rev", &spec.revision),
        std::pair("path", &spec.path),           std::pair("registry", &spec.registry)};
    for (const auto &[name, member] : texts) {
        if (field == QLatin1StringView(name) && value.is_string()) {
            *member = toText(value.ref<std::string>());
            return {};
        }
    }
    const auto flag = value.value<bool>();
    if (flag && (field == QLatin1String("default-features") || field == QLatin1String("default_features"))) {
        spec.defaultFeatures = *flag;
        return {};
    }
    if (flag && field == QLatin1String("optional")) {
        spec.optional = *flag;
        return {};
    }
    if (flag && *flag && field == QLatin1String("workspace")) {
        spec.fromWorkspace = true;
        return {};
    }
    const auto *features = value.as_array();
    if (field == QLatin1String("features") && features && features->is_homogeneous<std::string>()) {
        for (const toml::node &feature : *features) {
            spec.features << toText(feature.ref<std::string>());
        }
        return {};
    }
    return invalidSpec(QObject::tr("%1: the field %2 cannot be read, or is not one of a dependency that is added here.")
                           .arg(spec.key(), field));
}

Result<DependencySpec> readEntry(const toml::key &key, const toml::node &value, const DependencySpec &place)
{
    DependencySpec spec = place;
    const QString name = toText(key.str());
    spec.package = name;
    if (value.is_string()) {
        spec.requirement = toText(value.ref<std::string>());
    } else if (const auto *table = value.as_table()) {
        for (const auto &[field, content] : *table) {
            if (const auto read = readField(spec, toText(field.str()), content); !read) {
                return std::unexpected(read.error());
            }
        }
    } else {
        return invalidSpec(QObject::tr("%1 is neither a version in quotation marks nor a table in braces.").arg(name));
    }
    if (spec.package != name) {
        spec.rename = name;
    }
    if (!isPackageName(name) || !isPackageName(spec.package)) {
        return invalidSpec(QObject::tr("“%1” is not the name of a crate: letters, digits, - and _.")
                               .arg(isPackageName(name) ? spec.package : name));
    }
    if (!spec.requirement.isEmpty() && !isVersionRequirement(spec.requirement)) {
        return invalidSpec(QObject::tr("“%1” is not a version that Cargo takes. Write one such as 1, 1.2.3 or ~1.4.")
                               .arg(spec.requirement));
    }
    return spec;
}

std::optional<DependencyTable> tableCalled(const QString &name)
{
    if (name == QLatin1String("dependencies")) {
        return DependencyTable::Normal;
    }
    if (name == QLatin1String("dev-dependencies")) {
        return DependencyTable::Dev;
    }
    return name == QLatin1String("build-dependencies") ? std::optional(DependencyTable::Build) : std::nullopt;
}

Result<void> readTable(const toml::table &table, const DependencySpec &place, QList<DependencySpec> &specs)
{
    for (const auto &[key, value] : table) {
        const auto spec = readEntry(key, value, place);
        if (!spec) {
            return std::unexpected(spec.error());
        }
        specs << *spec;
    }
    return {};
}

/// A table of dependencies, [target.….dependencies] included, or one dependency.
Result<void> readTop(const toml::key &key, const toml::node &value, const QString &platform,
                     QList<DependencySpec> &specs)
{
    const QString name = toText(key.str());
    const auto *table = value.as_table();
    DependencySpec place;
    place.platform = platform;
    if (const auto kind = tableCalled(name); kind && table) {
        place.table = *kind;
        return readTable(*table, place, specs);
    }
    if (platform.isEmpty() && name == QLatin1String("target") && table) {
        for (const auto &[target, tables] : *table) {
            for (const auto &[below, content] : tables.is_table() ? *tables.as_table() : toml::table()) {
                if (const auto read = readTop(below, content, toText(target.str()), specs); !read) {
                    return read;
                }
            }
        }
        return {};
    }
    const auto spec = readEntry(key, value, place);
    if (!spec) {
        return std::unexpected(spec.error());
    }
    specs << *spec;
    return {};
}

} // namespace

Result<QList<DependencySpec>> parseDependencyToml(const QString &text)
{
    const auto document = Document::parse(text);
    if (!document) {
        return invalidSpec(
            QObject::tr("“%1” cannot be read as a line of Cargo.toml. Write one such as serde = { version "
                        "= \"1\", features = [\"derive\"] }, or serde@1 --features derive.")
                .arg(text));
    }
    QList<DependencySpec> specs;
    for (const auto &[key, value] : document->root()) {
        if (const auto read = readTop(key, value, {}, specs); !read) {
            return std::unexpected(read.error());
        }
    }
    if (specs.isEmpty()) {
        return invalidSpec(QObject::tr("“%1” names no crate.").arg(text));
    }
    return specs;
}

} // namespace studio
