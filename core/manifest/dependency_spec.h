// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/cargo_manifest.h"

#include <optional>

namespace studio {

/// What is asked for of one crate, with the meaning that `cargo add` gives it. What is not given stays as Cargo.toml
/// has it, or is Cargo's default for a new dependency.
struct DependencySpec
{
    QString package;      ///< the crate's own name; empty only for a git or path source, whose manifest names it
    QString requirement;  ///< empty: what is listed, else the newest version
    QString rename;       ///< the name that it gets in the code; empty for its own
    QStringList features; ///< beside those that are listed
    std::optional<bool> defaultFeatures;
    std::optional<bool> optional;
    QString git; ///< URL
    QString branch;
    QString tag;
    QString revision;
    QString path;     ///< relative to the manifest's folder, or absolute
    QString registry; ///< another one than crates.io
    bool fromWorkspace = false;
    DependencyTable table = DependencyTable::Normal;
    QString platform; ///< `cfg(…)` or a triple

    [[nodiscard]] QString key() const { return rename.isEmpty() ? package : rename; }
    /// Whether it says where the crate comes from; else an entry that is listed keeps its source.
    [[nodiscard]] bool hasSource() const;

    bool operator==(const DependencySpec &) const = default;
};

/// Reads what a person types or pastes for crates:
///
///     serde                            the newest version
///     serde@1.2  serde=1  serde@=1.0.200
///     serde tokio@1 -F serde/derive    and all other options of `cargo add` that are about a dependency
///     cargo add --dev --path ../side   the whole line
///     serde = { version = "1", features = ["derive"] }      a line of TOML
///
/// InvalidArgument says in a sentence what cannot be read, or has no meaning here. The text itself decides all: nothing
/// is asked of a registry, and no file is read.
Result<QList<DependencySpec>> parseDependencySpecs(const QString &text);

/// The same, for a place that takes one crate.
Result<DependencySpec> parseDependencySpec(const QString &text);

/// Whether it is a requirement that Cargo takes, such as ^1.2, ">=1, <2" or "*".
bool isVersionRequirement(const QString &text);

/// Whether Cargo takes it as the name of a package.
bool isPackageName(const QString &text);

/// Adds the dependency to its table, or changes the one that is listed there, as `cargo add` does: only what is given
/// becomes another, features are added to those that are there, another source takes the old one's place. One
/// that is made optional gets its `dep:` feature, where no feature has it. Returns the new text, which has been read
/// again: Internal when anything else would have changed. `spec.package` must be known, and for a new dependency a
/// version or another source, else "*" is written.
Result<QString> withDependency(const QString &text, const DependencySpec &spec);

/// What Cargo.toml lists under the spec's key in the spec's table, also with - for _; nothing where it lists none, or
/// cannot be read.
std::optional<Dependency> listedDependency(const Manifest &manifest, const DependencySpec &spec);

/// Whether [workspace.dependencies] of the manifest itself has the crate, from where `cargo add` takes it where no
/// source is given. False for text that is no TOML.
bool isSharedByWorkspace(const QString &text, const QString &key);

/// The requirement that another table of the manifest has for the same crate, which `cargo add` takes over where none
/// is given. Empty for none.
QString requirementElsewhere(const Manifest &manifest, const DependencySpec &spec);

} // namespace studio
