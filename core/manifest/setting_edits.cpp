// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifest/setting_edits.h"

#include "core/manifest/document.h"

#include <QObject>
#include <QRegularExpression>

#include <algorithm>

namespace studio {

namespace {

using manifest::Document;
using manifest::Path;
using manifest::Place;
using manifest::quoted;
using Kind = ManifestValue::Kind;

ManifestValue valueOf(const toml::node &node)
{
    if (const auto text = node.value_exact<std::string>()) {
        return {.kind = Kind::Text, .text = fromUtf8(*text)};
    }
    if (const auto number = node.value_exact<std::int64_t>()) {
        return {.kind = Kind::Number, .text = QString::number(*number)};
    }
    if (const auto flag = node.value_exact<bool>()) {
        return {.kind = Kind::Boolean, .text = *flag ? QStringLiteral("true") : QStringLiteral("false")};
    }
    const toml::table *const table = node.as_table();
    return {.kind = table && (*table)["workspace"].value_or(false) ? Kind::Inherited : Kind::Other, .text = {}};
}

void readValues(ManifestSettings &settings, const QString &prefix, const toml::table &table)
{
    for (const auto &[key, value] : table) {
        settings.values.insert(prefix + u'.' + fromUtf8(key.str()), valueOf(value));
    }
}

QString levelOf(const toml::node &node)
{
    const toml::table *const table = node.as_table();
    return fromUtf8(table ? (*table)["level"].value_or(std::string_view()) : node.value_or(std::string_view()));
}

void readLints(ManifestSettings &settings, const toml::table &lints)
{
    settings.inheritsLints = lints["workspace"].value_or(false);
    for (const auto &[tool, table] : lints) {
        for (const auto &[lint, value] : table.is_table() ? *table.as_table() : toml::table()) {
            if (const QString level = levelOf(value); !level.isEmpty()) {
                settings.lints.append({.tool = fromUtf8(tool.str()), .lint = fromUtf8(lint.str()), .level = level});
            }
        }
    }
}

QString sourceOf(const toml::table &patch)
{
    QStringList words;
    for (const char *const field : {"path", "git", "branch", "tag", "rev", "version"}) {
        if (const auto value = patch[field].value<std::string_view>()) {
            words << QLatin1StringView(field) << fromUtf8(*value);
        }
    }
    return words.join(u' ');
}

void readPatches(ManifestSettings &settings, const toml::table &registries)
{
    for (const auto &[registry, crates] : registries) {
        for (const auto &[crate, patch] : crates.is_table() ? *crates.as_table() : toml::table()) {
            if (const toml::table *const fields = patch.as_table()) {
                settings.patches.append({.registry = fromUtf8(registry.str()),
                                         .crate = fromUtf8(crate.str()),
                                         .source = sourceOf(*fields)});
            }
        }
    }
}

std::string tomlOf(const ManifestValue &value)
{
    return value.kind == Kind::Text ? quoted(value.text) : value.text.toStdString();
}

std::unexpected<Error> refused(const QString &sentence)
{
    return fail(ErrorCode::InvalidArgument, sentence);
}

bool isName(const QString &text)
{
    static const QRegularExpression name(QStringLiteral("^[A-Za-z0-9_][A-Za-z0-9_-]*$"));
    return name.match(text).hasMatch();
}

/// Groups of rustc and Clippy: lints of theirs that are set beside them count only where the group has a lower
/// priority, which Clippy asks for.
bool isLintGroup(const LintSetting &lint)
{
    static const QStringList ofRust{QStringLiteral("unused"),
                                    QStringLiteral("warnings"),
                                    QStringLiteral("nonstandard_style"),
                                    QStringLiteral("future_incompatible"),
                                    QStringLiteral("let_underscore"),
                                    QStringLiteral("keyword_idents"),
                                    QStringLiteral("refining_impl_trait"),
                                    QStringLiteral("rust_2018_compatibility"),
                                    QStringLiteral("rust_2018_idioms"),
                                    QStringLiteral("rust_2021_compatibility"),
                                    QStringLiteral("rust_2024_compatibility")};
    static const QStringList ofClippy{QStringLiteral("all"),        QStringLiteral("cargo"),
                                      QStringLiteral("complexity"), QStringLiteral("correctness"),
                                      QStringLiteral("nursery"),    QStringLiteral("pedantic"),
                                      QStringLiteral("perf"),       QStringLiteral("restriction"),
                                      QStringLiteral("style"),      QStringLiteral("suspicious")};
    return lint.tool == QLatin1String("clippy") ? ofClippy.contains(lint.lint)
                                                : lint.tool == QLatin1String("rust") && ofRust.contains(lint.lint);
}

std::string groupValue(const QString &level)
{
    return "{ level = " + quoted(level) + ", priority = -1 }";
}

/// Removes what is at the path where there is something.
Result<QString> without(Document &document, const Path &path)
{
    if (document.nodeAt(path)) {
        document.remove({path});
    }
    return document.edited([&](const toml::table &after) { return !manifest::nodeAt(after, path); });
}

} // namespace

Result<ManifestSettings> readSettings(const QString &text)
{
    const auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    ManifestSettings settings;
    const toml::table &root = document->root();
    if (const toml::table *const package = root["package"].as_table()) {
        readValues(settings, QStringLiteral("package"), *package);
    }
    if (const toml::table *const profiles = root["profile"].as_table()) {
        for (const auto &[name, profile] : *profiles) {
            if (const toml::table *const fields = profile.as_table()) {
                readValues(settings, QStringLiteral("profile.") + fromUtf8(name.str()), *fields);
            }
        }
    }
    if (const toml::table *const lints = root["lints"].as_table()) {
        readLints(settings, *lints);
    }
    if (const toml::table *const patches = root["patch"].as_table()) {
        readPatches(settings, *patches);
    }
    return settings;
}

QString settingProblem(const QStringList &path, const ManifestValue &value)
{
    static const QRegularExpression version(QStringLiteral(
        R"(^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$)"));
    static const QRegularExpression rustVersion(QStringLiteral(R"(^(0|[1-9]\d*)\.(0|[1-9]\d*)(\.(0|[1-9]\d*))?$)"));
    const QString field = path.join(u'.');
    if (field == QLatin1String("package.name") && !isName(value.text)) {
        return QObject::tr("The name of a package has letters, digits, - and _ only, and is not empty.");
    }
    if (value.kind == Kind::Missing) {
        return {};
    }
    if (field == QLatin1String("package.version") && !version.match(value.text).hasMatch()) {
        return QObject::tr("“%1” is not a version. Write one such as 0.1.0.").arg(value.text);
    }
    if (field == QLatin1String("package.rust-version") && !rustVersion.match(value.text).hasMatch()) {
        return QObject::tr("“%1” is not a version of Rust. Write one such as 1.93.").arg(value.text);
    }
    if (path.last() == QLatin1String("codegen-units") && value.text.toInt() < 1) {
        return QObject::tr("“%1” is not a number of units. Write one from 1 on.").arg(value.text);
    }
    return {};
}

Result<QString> withSetting(const QString &text, const QStringList &path, const ManifestValue &value)
{
    if (const QString problem = settingProblem(path, value); !problem.isEmpty()) {
        return refused(problem);
    }
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    Path table;
    for (const QString &name : path) {
        table.push_back(name.toStdString());
    }
    const Path whole = table;
    const std::string field = table.back();
    table.pop_back();
    const auto *const there = document->nodeAt(whole);
    if (there && valueOf(*there).kind == Kind::Inherited) {
        return refused(QObject::tr("Cargo.toml takes %1 from the workspace (`workspace = true`). Change it there, or "
                                   "here by hand.")
                           .arg(path.join(u'.')));
    }
    if (value.kind == Kind::Missing) {
        return without(*document, whole);
    }
    if (there && valueOf(*there) == value) {
        return text;
    }
    document->set(table, field, tomlOf(value), Place::Last);
    return document->edited([&](const toml::table &after) {
        const auto *const node = manifest::nodeAt(after, whole);
        return node && valueOf(*node) == value;
    });
}

Result<QString> withLint(const QString &text, const LintSetting &lint)
{
    if (!isName(lint.lint) || !isName(lint.tool)) {
        return refused(QObject::tr("“%1” is not the name of a lint. Write one such as unused_variables or "
                                   "clippy::unwrap_used.")
                           .arg(lint.lint));
    }
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    const Path tool{"lints", lint.tool.toStdString()};
    Path whole = tool;
    whole.push_back(lint.lint.toStdString());
    const auto *const there = document->nodeAt(whole);
    if (lint.level.isEmpty()) {
        return without(*document, whole);
    }
    if (there && levelOf(*there) == lint.level) {
        return text;
    }
    if (there && there->is_table()) {
        document->set(whole, "level", quoted(lint.level), Place::First);
    } else {
        document->set(tool, whole.back(), isLintGroup(lint) ? groupValue(lint.level) : quoted(lint.level), Place::Last);
    }
    return document->edited([&](const toml::table &after) {
        const auto *const node = manifest::nodeAt(after, whole);
        return node && levelOf(*node) == lint.level;
    });
}

Result<QString> withPatch(const QString &text, const PatchSetting &patch)
{
    const QString kind = patch.source.section(u' ', 0, 0);
    const QString place = patch.source.section(u' ', 1).trimmed();
    if (!isName(patch.crate)) {
        return refused(QObject::tr("“%1” is not the name of a crate.").arg(patch.crate));
    }
    if ((kind != QLatin1String("path") && kind != QLatin1String("git")) || place.isEmpty() ||
        patch.registry.isEmpty()) {
        return refused(QObject::tr("Where does %1 come from? Write a folder or the address of a git repository.")
                           .arg(patch.crate));
    }
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    const Path registry{"patch", patch.registry.toStdString()};
    Path whole = registry;
    whole.push_back(patch.crate.toStdString());
    const std::string value = "{ " + kind.toStdString() + " = " + quoted(place) + " }";
    if (document->nodeAt(whole) && !document->assignment(whole)) {
        return refused(
            QObject::tr("Cargo.toml writes the patch of %1 in several lines. Please edit it there.").arg(patch.crate));
    }
    document->set(registry, whole.back(), value, Place::Last);
    return document->edited([&](const toml::table &after) {
        const auto *const node = manifest::nodeAt(after, whole);
        return node && node->is_table() && sourceOf(*node->as_table()) == kind + u' ' + place;
    });
}

Result<QString> withoutPatch(const QString &text, const PatchSetting &patch)
{
    auto document = Document::parse(text);
    if (!document) {
        return std::unexpected(document.error());
    }
    return without(*document, {"patch", patch.registry.toStdString(), patch.crate.toStdString()});
}

} // namespace studio
