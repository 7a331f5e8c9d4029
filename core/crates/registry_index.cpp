// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/registry_index.h"

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/manifest/dependency_spec.h"
#include "core/manifest/manifest.h"
#include "core/manifest/manifest_scan.h"

#include <QDir>
#include <QDirIterator>
#include <QSet>
#include <QVersionNumber>

#include <algorithm>
#include <functional>

namespace studio {

namespace {

constexpr qint64 maxEntryBytes = 32 << 20; ///< web-sys, the largest in 2026, has 5 MiB
constexpr qsizetype maxLineBytes = 1 << 20;
constexpr qsizetype maxVersions = 10'000;
constexpr qsizetype maxFeatures = 5'000; ///< web-sys has 1,700
constexpr qsizetype maxFeatureName = 200;
constexpr qsizetype maxRustVersion = 32;
constexpr qsizetype maxParts = 50'000; ///< of all features of a version
constexpr qsizetype maxNames = 100'000;
constexpr int maxIndexDepth = 16; ///< of the JSON of a line
constexpr qint64 maxManifestBytes = 1 << 20;
constexpr qsizetype maxCrateText = 2'000;
constexpr char cacheVersion = 3;
constexpr qsizetype headerBytes = 5; ///< the version of the cache, and four bytes of that of the index

/// As Cargo lays out an index: "se/rd/serde", "3/s/syn", "2/cc".
QString entryPath(const QString &name)
{
    const QString lower = name.toLower();
    switch (lower.size()) {
    case 1:
    case 2:
        return QStringLiteral("%1/%2").arg(lower.size()).arg(lower);
    case 3:
        return QStringLiteral("3/%1/%2").arg(lower.first(1), lower);
    default:
        return QStringLiteral("%1/%2/%3").arg(lower.first(2), lower.sliced(2, 2), lower);
    }
}

/// The registries, crates.io first.
QStringList registryFolders(const QString &below)
{
    QStringList names = QDir(below).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    std::ranges::stable_partition(names, [](const QString &name) { return name.contains(QLatin1String("crates.io")); });
    constexpr qsizetype maxRegistries = 16;
    return names.first(std::min(names.size(), maxRegistries));
}

bool isFeatureName(const QString &name)
{
    return !name.isEmpty() && name.size() <= maxFeatureName &&
           std::ranges::all_of(name, [](QChar c) { return c.isLetterOrNumber() || QStringView(u"_-+.").contains(c); });
}

/// Those that are listed, and the optional dependencies that no feature names with `dep:`.
QStringList featuresOf(const Json &line)
{
    QSet<QString> found;
    QSet<QString> hidden;
    for (const char *const table : {"features", "features2"}) {
        for (const JsonMember &feature : line[table].members()) {
            if (found.size() < maxFeatures) {
                found.insert(toQString(feature.name));
            }
            for (const Json &value : feature.value.elements()) {
                if (const QString text = value.text(); text.startsWith(QLatin1String("dep:"))) {
                    hidden.insert(text.sliced(4));
                }
            }
        }
    }
    for (const Json &dependency : line["deps"].elements()) {
        const QString name = dependency["name"].text();
        if (dependency["optional"].boolean() && !hidden.contains(name) && found.size() < maxFeatures) {
            found.insert(name);
        }
    }
    QStringList sorted(found.begin(), found.end());
    sorted.removeIf([](const QString &name) { return !isFeatureName(name); });
    sorted.sort();
    return sorted;
}

std::optional<IndexedVersion> versionOf(QByteArrayView json)
{
    if (json.size() > maxLineBytes) {
        return std::nullopt;
    }
    const auto line = parseJson(json, maxIndexDepth);
    if (!line) {
        return std::nullopt;
    }
    const QString text = (*line)["vers"].text();
    const auto version = CrateVersion::parse(text);
    return version ? std::optional(IndexedVersion{.text = text,
                                                  .version = *version,
                                                  .isYanked = (*line)["yanked"].boolean(),
                                                  .features = featuresOf(*line),
                                                  .rustVersion = (*line)["rust_version"].text().left(maxRustVersion)})
                   : std::nullopt;
}

/// The text up to the next NUL, and `at` behind it.
QByteArrayView takeField(QByteArrayView content, qsizetype &at)
{
    const qsizetype end = content.indexOf('\0', at);
    const QByteArrayView field = content.sliced(at, (end < 0 ? content.size() : end) - at);
    at = end < 0 ? content.size() : end + 1;
    return field;
}

/// What each feature turns on, and the optional dependencies, each of which turns on itself.
QMap<QString, QStringList> featureMap(const Json &line)
{
    QMap<QString, QStringList> map;
    for (const QString &name : featuresOf(line)) {
        map.insert(name, {});
    }
    qsizetype parts = 0;
    for (const char *const table : {"features", "features2"}) {
        for (const JsonMember &feature : line[table].members()) {
            const auto known = map.find(toQString(feature.name));
            for (const Json &value : feature.value.elements()) {
                if (const QString part = value.text();
                    known != map.end() && part.size() <= 2 * maxFeatureName && ++parts <= maxParts) {
                    *known << part;
                }
            }
        }
    }
    return map;
}

QList<IndexedDependency> dependenciesOf(const Json &line)
{
    QList<IndexedDependency> dependencies;
    for (const Json &one : line["deps"].elements()) {
        IndexedDependency dependency{.package = one["package"].text(one["name"].text()),
                                     .hasDefaultFeatures = one["default_features"].boolean(true)};
        for (const Json &feature : one["features"].elements()) {
            if (isFeatureName(feature.text()) && dependency.features.size() < maxFeatures) {
                dependency.features << feature.text();
            }
        }
        if (one["kind"].text() != QLatin1String("dev")) {
            dependencies << dependency;
        }
    }
    return dependencies;
}

std::optional<IndexedPackage> packageIn(const QByteArray &content, QByteArrayView version)
{
    if (content.size() < headerBytes || content.front() != cacheVersion) {
        return std::nullopt;
    }
    qsizetype at = headerBytes;
    takeField(content, at); // of which answer of the registry it is
    while (at < content.size()) {
        const bool isWanted = takeField(content, at) == version;
        const QByteArrayView json = takeField(content, at);
        if (isWanted && json.size() <= maxLineBytes) {
            const auto line = parseJson(json, maxIndexDepth);
            return line ? std::optional(
                              IndexedPackage{.features = featureMap(*line), .dependencies = dependenciesOf(*line)})
                        : std::nullopt;
        }
    }
    return std::nullopt;
}

/// Calls back with the entry of each registry that has one, until that returns true.
Result<void> visitEntries(const QString &cargoHome, const QString &name,
                          const std::function<bool(const QByteArray &content, const QString &spelling)> &visit)
{
    if (!isPackageName(name)) {
        return {};
    }
    const QString index = cargoHome + QStringLiteral("/registry/index");
    for (const QString &registry : registryFolders(index)) {
        for (const QString &spelling : {name, QString(name).replace(u'_', u'-'), QString(name).replace(u'-', u'_')}) {
            const auto content = readRegularFile(
                QStringLiteral("%1/%2/.cache/%3").arg(index, registry, entryPath(spelling)), maxEntryBytes);
            if (!content) {
                return std::unexpected(content.error());
            }
            if (*content && visit(**content, spelling)) {
                return {};
            }
        }
    }
    return {};
}

/// "1.70" and "1.70.1" of a Rust that is "1.93".
bool isCompiledBy(const QString &rustVersion, const QString &rust)
{
    const auto needed = QVersionNumber::fromString(rustVersion);
    const auto given = QVersionNumber::fromString(rust);
    // 1.93 stands for each of its patch versions.
    return needed.isNull() || QVersionNumber(needed.majorVersion(), needed.minorVersion()) <= given;
}

} // namespace

bool IndexedVersion::isFor(const QString &rust) const
{
    return isCompiledBy(rustVersion, rust);
}

const IndexedVersion *IndexedCrate::newestFor(const QString &rust) const
{
    const auto found = std::ranges::find_if(versions, [&](const IndexedVersion &one) {
        return !one.isYanked && one.version.pre.isEmpty() && isCompiledBy(one.rustVersion, rust);
    });
    return found == versions.end() ? nullptr : &*found;
}

const IndexedVersion *IndexedCrate::newest(const QString &requirement) const
{
    const IndexedVersion *yanked = nullptr;
    const auto fits = requirementFilter(requirement);
    for (const IndexedVersion &one : versions) {
        if (fits(one.version)) {
            if (!one.isYanked) {
                return &one;
            }
            yanked = yanked ? yanked : &one;
        }
    }
    return yanked;
}

QString cargoHome()
{
    const QString set = qEnvironmentVariable("CARGO_HOME");
    return set.isEmpty() ? QDir::homePath() + QStringLiteral("/.cargo") : set;
}

QStringList knownCrates(const QString &cargoHome, const std::stop_token &stop)
{
    const QString index = cargoHome + QStringLiteral("/registry/index");
    QSet<QString> names;
    for (const QString &registry : registryFolders(index)) {
        QDirIterator walk(index + u'/' + registry + QStringLiteral("/.cache"), QDir::Files | QDir::Hidden,
                          QDirIterator::Subdirectories);
        for (qsizetype seen = 0; walk.hasNext() && seen < maxNames && !stop.stop_requested(); ++seen) {
            walk.next();
            if (isPackageName(walk.fileName())) {
                names.insert(walk.fileName());
            }
        }
    }
    QStringList sorted(names.begin(), names.end());
    sorted.sort();
    return sorted;
}

Result<std::optional<IndexedCrate>> readIndexedCrate(const QString &cargoHome, const QString &name)
{
    std::optional<IndexedCrate> crate;
    const auto read = visitEntries(cargoHome, name, [&](const QByteArray &content, const QString &spelling) {
        IndexedCrate found = parseIndexEntry(content, spelling);
        crate = found.versions.isEmpty() ? std::nullopt : std::optional(std::move(found));
        return crate.has_value();
    });
    return read.transform([&] { return crate; });
}

std::optional<IndexedPackage> readIndexedPackage(const QString &cargoHome, const QString &name, const QString &version)
{
    std::optional<IndexedPackage> package;
    (void)visitEntries(cargoHome, name, [&](const QByteArray &content, const QString &) {
        package = packageIn(content, version.toUtf8());
        return package.has_value();
    });
    return package;
}

IndexedCrate parseIndexEntry(const QByteArray &content, const QString &name)
{
    IndexedCrate crate{.name = name, .versions = {}};
    if (content.size() < headerBytes || content.front() != cacheVersion) {
        return crate;
    }
    qsizetype at = headerBytes;
    takeField(content, at); // of which answer of the registry it is
    while (at < content.size() && crate.versions.size() < maxVersions) {
        takeField(content, at); // the version, which the line has too
        if (const auto version = versionOf(takeField(content, at))) {
            crate.versions << *version;
        }
    }
    std::ranges::stable_sort(crate.versions, std::ranges::greater(), &IndexedVersion::version);
    return crate;
}

std::optional<CrateTexts> unpackedTexts(const QString &cargoHome, const QString &name, const QString &version)
{
    if (!isPackageName(name) || !CrateVersion::parse(version)) {
        return std::nullopt;
    }
    const QString sources = cargoHome + QStringLiteral("/registry/src");
    for (const QString &registry : registryFolders(sources)) {
        const auto bytes = readRegularFile(
            QStringLiteral("%1/%2/%3-%4/Cargo.toml").arg(sources, registry, name, version), maxManifestBytes);
        const auto text = bytes && *bytes ? decodeManifest(**bytes) : Result<QString>(QString());
        if (text && !text->isEmpty()) {
            const auto field = [package = packageTexts(*text)](const char *key) {
                return package.value(QLatin1StringView(key)).left(maxCrateText);
            };
            return CrateTexts{.description = field("description"),
                              .license = field("license"),
                              .repository = field("repository"),
                              .documentation = field("documentation")};
        }
    }
    return std::nullopt;
}

QString unpackedDescription(const QString &cargoHome, const QString &name, const QString &version)
{
    return unpackedTexts(cargoHome, name, version).value_or(CrateTexts{}).description;
}

} // namespace studio
