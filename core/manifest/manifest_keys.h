// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>

#include <optional>

namespace studio {

/// A key that Cargo knows in a table of Cargo.toml (https://doc.rust-lang.org/cargo/reference/manifest.html).
struct ManifestKey
{
    enum class Type { Text, Flag, Number, Array, Table, Other };

    QString name;
    Type type = Type::Other;
    QStringList values; ///< the only ones, or the usual ones; as TOML has them, without quotes
    QString documentation;

    bool operator==(const ManifestKey &) const = default;
};

/// Whether a table takes dependencies: [dependencies], [target.….dev-dependencies], [workspace.dependencies], …
bool isDependencyTable(const QStringList &table);

/// The keys of a table. Nothing where any key may stand there, as in [features], or where the table is none of Cargo's.
QList<ManifestKey> manifestKeys(const QStringList &table);

/// One of them; nothing where it is unknown. `_` counts as `-`, which Cargo still takes.
std::optional<ManifestKey> manifestKey(const QStringList &table, const QString &name);

/// Whether only some keys are known to a table: manifestKeys() is not empty. Cheaper than asking for them.
bool hasManifestKeys(const QStringList &table);

/// Whether Cargo knows this key of a table, as manifestKey() finds it.
bool isManifestKey(const QStringList &table, const QString &name);

/// Headers as they are typed in brackets: "package", "profile.release", "bin".
struct ManifestHeader
{
    QString name;
    bool isTableArray = false; ///< written in two brackets
    QString documentation;
};
QList<ManifestHeader> manifestHeaders();

} // namespace studio
