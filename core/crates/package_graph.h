// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/target.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace studio {

/// One package that another uses.
struct PackageEdge
{
    qsizetype package = 0; ///< index in PackageGraph::packages
    QString name;          ///< as it is called in the code; empty where it has no library
    bool isNormal = false;
    bool isBuild = false; ///< of a build script
    bool isDev = false;   ///< of tests; there can be cycles through these

    bool operator==(const PackageEdge &) const = default;
};

/// One package as Cargo resolved it.
struct GraphPackage
{
    QString name;
    QString version;
    QString source; ///< as Cargo writes it; empty for a path
    QString license;
    QString repository;
    QString rustVersion;  ///< the oldest Rust that it says it needs
    QStringList features; ///< that are on
    bool hasBuildScript = false;
    bool isProcMacro = false;
    QList<PackageEdge> uses;

    bool operator==(const GraphPackage &) const = default;
};

/// A library, program, test, example, benchmark or build script of the project's own package.
struct PackageTarget
{
    QString path; ///< of its root file, absolute, as Cargo names it
    QStringList requiredFeatures;
    bool isBuildScript = false;

    bool operator==(const PackageTarget &) const = default;
};

/// What `cargo metadata` resolved for one platform. A value.
struct PackageGraph
{
    QList<GraphPackage> packages;
    qsizetype root = -1; ///< the project's own package; without one there are no targets and features of it
    QList<PackageTarget> ownTargets;
    QStringList ownFeatures; ///< that it declares, `default` among them

    /// The packages that one needs to be compiled, itself first; dev-dependencies do not count. Also with cycles.
    [[nodiscard]] QList<qsizetype> neededBy(qsizetype package) const;
    /// Names of which neededBy(root) has several versions, sorted, with these: "syn 1.0.109, 2.0.1".
    [[nodiscard]] QStringList duplicates() const;
    /// -1 where there is none.
    [[nodiscard]] qsizetype indexOf(const QString &name, const QString &version) const;

    bool operator==(const PackageGraph &) const = default;
};

/// The arguments for cargo whose output readPackageGraph() reads. Nothing of the packages runs, and nothing is fetched.
QStringList metadataArguments(RustTarget target);

/// Reads what `cargo metadata --format-version 1` printed
/// (https://doc.rust-lang.org/cargo/commands/cargo-metadata.html). Manifests of others are in it: texts are bounded,
/// and of packages there are 10,000 at most. Internal where it has another shape. Linear; some ms for 300 packages:
/// worker.
Result<PackageGraph> readPackageGraph(QByteArrayView metadata);

} // namespace studio
