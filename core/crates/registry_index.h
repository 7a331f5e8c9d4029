// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/crates/crate_version.h"

#include <QByteArray>
#include <QMap>
#include <QStringList>

#include <optional>
#include <stop_token>

// What Cargo remembers of its registries below CARGO_HOME/registry: an entry for each crate that it has met. The format
// is that of Cargo's sparse index cache (cargo/sources/registry/index/cache.rs, version 3), its lines those of the
// index (https://doc.rust-lang.org/cargo/reference/registry-index.html). Nothing of it is trusted: sizes and counts are
// limited, and names and versions that Cargo would not take are left out. All read files: worker.

namespace studio {

/// One published version of a crate.
struct IndexedVersion
{
    QString text; ///< as it is published, "1.0.0-beta.1+build"
    CrateVersion version;
    bool isYanked = false;
    QStringList features; ///< sorted; with the optional dependencies that are features too
    QString rustVersion;  ///< the oldest Rust that compiles it, "1.70"; empty where it does not say

    [[nodiscard]] bool isFor(const QString &rust) const; ///< whether this Rust, "1.93", compiles it, as far as it says
    bool operator==(const IndexedVersion &) const = default;
};

/// One crate, the newest version first.
struct IndexedCrate
{
    QString name;
    QList<IndexedVersion> versions;

    /// The newest that was not yanked, is no prerelease and compiles with this Rust, "1.93". Null for none.
    [[nodiscard]] const IndexedVersion *newestFor(const QString &rust) const;
    /// The newest that fits and was not yanked; else the newest that fits. Null for none.
    [[nodiscard]] const IndexedVersion *newest(const QString &requirement = QStringLiteral("*")) const;
    bool operator==(const IndexedCrate &) const = default;
};

/// What one published version says of a crate that it depends on.
struct IndexedDependency
{
    QString package; ///< the crate's own name
    QStringList features;
    bool hasDefaultFeatures = true;

    bool operator==(const IndexedDependency &) const = default;
};

/// One published version, whole: features may be many thousands of strings.
struct IndexedPackage
{
    QMap<QString, QStringList> features; ///< what each turns on, as it is written; with optional dependencies
    QList<IndexedDependency> dependencies;

    bool operator==(const IndexedPackage &) const = default;
};

/// What the manifest of an unpacked version says to people. Empty for what it does not say.
struct CrateTexts
{
    QString description;
    QString license;
    QString repository;
    QString documentation;

    bool operator==(const CrateTexts &) const = default;
};

/// Where this user's Cargo keeps its files: $CARGO_HOME, else ~/.cargo.
QString cargoHome();

/// The crates that Cargo has met, sorted; at most 100,000.
QStringList knownCrates(const QString &cargoHome, const std::stop_token &stop = {});

/// What is known of a crate; `-` and `_` are alike. Nothing where Cargo has not met it. InvalidArgument: the entry is
/// larger than 32 MiB, or no file.
Result<std::optional<IndexedCrate>> readIndexedCrate(const QString &cargoHome, const QString &name);

/// The content of an entry. Lines that are not understood are left out.
IndexedCrate parseIndexEntry(const QByteArray &content, const QString &name);

/// One version of it, `version` as it is published. Nothing where Cargo has not met it.
std::optional<IndexedPackage> readIndexedPackage(const QString &cargoHome, const QString &name, const QString &version);

/// What a version of a crate that Cargo has unpacked says of itself; nothing where it is not unpacked.
std::optional<CrateTexts> unpackedTexts(const QString &cargoHome, const QString &name, const QString &version);

/// Its description; empty where there is none.
QString unpackedDescription(const QString &cargoHome, const QString &name, const QString &version);

} // namespace studio
