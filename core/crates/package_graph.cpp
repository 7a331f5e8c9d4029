// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crates/package_graph.h"

#include "core/base/json_reader.h"

#include <QHash>
#include <QMap>
#include <QObject>
#include <QSet>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype maxPackages = 10'000;
constexpr qsizetype maxPackageEdges = 2'000;    ///< of one package
constexpr qsizetype maxPackageFeatures = 2'000; ///< likewise
constexpr qsizetype maxPackageText = 500;

QString bounded(const JsonReader &value)
{
    return value.isThere() ? value.text().left(maxPackageText) : QString();
}

/// No more than these are read; a crate may have 10,000 features.
QList<JsonReader> firstOf(const JsonReader &json, qsizetype most)
{
    const QList<JsonReader> all = json.elements();
    return all.first(std::min(all.size(), most));
}

GraphPackage readPackage(const JsonReader &json)
{
    GraphPackage package{.name = json["name"].required().text().left(maxPackageText),
                         .version = json["version"].required().text().left(maxPackageText),
                         .source = bounded(json["source"]),
                         .license = bounded(json["license"]),
                         .repository = bounded(json["repository"]),
                         .rustVersion = bounded(json["rust_version"])};
    for (const JsonReader &target : firstOf(json["targets"], maxPackageEdges)) {
        for (const JsonReader &kind : firstOf(target["kind"], maxPackageEdges)) {
            const QString name = kind.text();
            package.hasBuildScript = package.hasBuildScript || name == QLatin1String("custom-build");
            package.isProcMacro = package.isProcMacro || name == QLatin1String("proc-macro");
        }
    }
    return package;
}

PackageEdge readEdge(const JsonReader &json, qsizetype package)
{
    PackageEdge edge{.package = package, .name = bounded(json["name"])};
    for (const JsonReader &kind : firstOf(json["dep_kinds"], maxPackageEdges)) {
        const QString name = bounded(kind["kind"]);
        edge.isNormal = edge.isNormal || name.isEmpty();
        edge.isBuild = edge.isBuild || name == QLatin1String("build");
        edge.isDev = edge.isDev || name == QLatin1String("dev");
    }
    return edge;
}

/// What only the project's own package is asked for.
void readOwn(const JsonReader &json, PackageGraph &graph)
{
    const QList<std::pair<QString, JsonReader>> features = json["features"].members();
    for (const auto &[name, enabled] : features.first(std::min(features.size(), maxPackageFeatures))) {
        graph.ownFeatures << name.left(maxPackageText);
    }
    for (const JsonReader &one : firstOf(json["targets"], maxPackageEdges)) {
        PackageTarget target{.path = one["src_path"].text(), .requiredFeatures = {}};
        for (const JsonReader &kind : firstOf(one["kind"], maxPackageEdges)) {
            target.isBuildScript = target.isBuildScript || kind.text() == QLatin1String("custom-build");
        }
        for (const JsonReader &feature : firstOf(one["required-features"], maxPackageFeatures)) {
            target.requiredFeatures << feature.text().left(maxPackageText);
        }
        graph.ownTargets << target;
    }
}

PackageGraph readGraph(const JsonReader &json)
{
    PackageGraph graph;
    QHash<QString, qsizetype> byId;
    for (const JsonReader &package : firstOf(json["packages"], maxPackages)) {
        byId.insert(package["id"].required().text(), graph.packages.size());
        graph.packages << readPackage(package);
    }
    const JsonReader resolve = json["resolve"].required();
    for (const JsonReader &node : firstOf(resolve["nodes"], maxPackages)) {
        const qsizetype at = byId.value(node["id"].required().text(), -1);
        if (at < 0) {
            continue;
        }
        for (const JsonReader &feature : firstOf(node["features"], maxPackageFeatures)) {
            graph.packages[at].features << feature.text().left(maxPackageText);
        }
        for (const JsonReader &used : firstOf(node["deps"], maxPackageEdges)) {
            if (const qsizetype to = byId.value(used["pkg"].required().text(), -1); to >= 0) {
                graph.packages[at].uses << readEdge(used, to);
            }
        }
    }
    graph.root = resolve["root"].isThere() ? byId.value(resolve["root"].text(), -1) : -1;
    if (graph.root >= 0) {
        readOwn(json["packages"][static_cast<std::size_t>(graph.root)], graph);
    }
    return graph;
}

} // namespace

QList<qsizetype> PackageGraph::neededBy(qsizetype package) const
{
    QList<qsizetype> all;
    QSet<qsizetype> seen{package};
    if (package >= 0) {
        all << package;
    }
    for (qsizetype next = 0; next < all.size(); ++next) {
        for (const PackageEdge &edge : packages[all[next]].uses) {
            if ((edge.isNormal || edge.isBuild) && !seen.contains(edge.package)) {
                seen.insert(edge.package);
                all << edge.package;
            }
        }
    }
    return all;
}

QStringList PackageGraph::duplicates() const
{
    QMap<QString, QStringList> versions;
    for (const qsizetype one : neededBy(root)) {
        versions[packages[one].name] << packages[one].version;
    }
    QStringList all;
    for (auto one = versions.begin(); one != versions.end(); ++one) {
        std::ranges::sort(*one);
        if (one->size() > 1) {
            all << one.key() + u' ' + one->join(QStringLiteral(", "));
        }
    }
    return all;
}

qsizetype PackageGraph::indexOf(const QString &name, const QString &version) const
{
    const auto found = std::ranges::find_if(
        packages, [&](const GraphPackage &one) { return one.name == name && one.version == version; });
    return found == packages.end() ? -1 : found - packages.begin();
}

QStringList metadataArguments(RustTarget target)
{
    return {QStringLiteral("metadata"), QStringLiteral("--format-version=1"),
            QStringLiteral("--filter-platform=") + targetTriple(target), QStringLiteral("--offline"),
            QStringLiteral("--locked")};
}

Result<PackageGraph> readPackageGraph(QByteArrayView metadata)
{
    const auto document = parseJson(metadata);
    if (!document) {
        return fail(ErrorCode::Internal, QObject::tr("cargo metadata printed something else than was expected."),
                    document.error().message);
    }
    const JsonReader json(*document);
    PackageGraph graph = readGraph(json);
    if (const auto checked = json.check(); !checked) {
        return fail(ErrorCode::Internal, QObject::tr("cargo metadata printed something else than was expected."),
                    checked.error().message);
    }
    return graph;
}

} // namespace studio
