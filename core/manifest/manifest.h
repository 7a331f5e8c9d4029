// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/cargo_manifest.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace studio {

/// The text of a Cargo.toml, without a byte order mark. InvalidArgument where it is not UTF-8; UTF-16 is named.
Result<QString> decodeManifest(const QByteArray &bytes);

/// Parses the text of a Cargo.toml. InvalidArgument with "Cargo.toml, line L, column C: …" for broken TOML or a missing
/// [package] name.
Result<Manifest> parseManifest(const QString &text);

/// What the compiler adds where the author has no dependency of that key: `ignite`, `serde`, `serde_json`, `tokio`.
QList<Dependency> injectedDependencies();

/// How the compiler wants the copy in the build folder.
struct BuildManifestOptions
{
    bool inject = true; ///< false for a path member: only `ignite` is swapped, nothing is added
    QString sdkPath;    ///< folder of the SDK crate that `ignite` becomes a path to
    QString platformRust = QStringLiteral("1.93"); ///< `rust-version`, unless the author's is lower
    QString handlerBin;           ///< file of the generated [[bin]], relative to the manifest; empty: none is generated
    bool replacesLibrary = false; ///< handlerBin is the library's own root: the library is not built
    QString handlerBinName = QStringLiteral("ignite-handler");
    bool renamesLibrary = false; ///< where cargo has a folder of the library's name: when no program uses the library
    QString extra;               ///< TOML with [profile.*] tables; each is appended unless the author has that profile

    bool operator==(const BuildManifestOptions &) const = default;
};

/// The manifest for the build folder: `ignite`, `serde` (derive), `serde_json` and `tokio` injected where their key is
/// absent from [dependencies]; every form of `ignite`, in any dependency table, becomes a path to the bundled SDK; the
/// generated [[bin]] is added. A package that is called like the SDK gets another name.
/// The author's text keeps its comments and order. A `workspace = true` that cannot be
/// resolved is an InvalidArgument that names the key.
Result<QString> buildManifest(const QString &text, const BuildManifestOptions &options);

/// The name that a package has in the build folder: the author's own, unless the SDK or a crate of it has that name.
QString buildPackageName(const QString &name);

/// Whether a top-level table of this name is written; false for text that is no TOML.
bool hasTable(const QString &text, const QString &name);

/// Whether the text has a [[bin]]; false for text that is no TOML.
bool hasPrograms(const QString &text);

/// The package named otherwise, everything else as it stands. Returns the new text.
Result<QString> withPackageName(const QString &text, const QString &name);

/// Removes the dependency with this key from the given table, of the platform's tables where one is named, with the
/// comments on its own lines and inside of its section. NotFound when it is not there; Internal when anything else
/// would have changed.
Result<QString> withoutDependency(const QString &text, const QString &key,
                                  DependencyTable table = DependencyTable::Normal, const QString &platform = {});

} // namespace studio
