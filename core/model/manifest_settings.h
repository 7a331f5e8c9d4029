// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QMap>
#include <QString>

namespace studio {

/// The value of one field of a Cargo.toml.
struct ManifestValue
{
    enum class Kind {
        Missing,
        Text,
        Number,    ///< a whole number; also written
        Boolean,   ///< "true" or "false"
        Inherited, ///< `workspace = true`
        Other,     ///< a table or an array, which a form does not show
    };

    Kind kind = Kind::Missing;
    QString text; ///< of a text without its quotes

    bool operator==(const ManifestValue &) const = default;
};

/// What a lint does, as [lints] sets it.
struct LintSetting
{
    QString tool;  ///< "rust", "clippy", "rustdoc"
    QString lint;  ///< "unwrap_used"
    QString level; ///< "allow", "warn", "deny", "forbid"; empty: it is not set

    bool operator==(const LintSetting &) const = default;
};

/// A crate that [patch] takes from another place.
struct PatchSetting
{
    QString registry; ///< "crates-io", the name or the address of another one
    QString crate;    ///< as the registry calls it, unless it is renamed
    QString source;   ///< "path …", "git …", with what else is set behind it

    bool operator==(const PatchSetting &) const = default;
};

/// What a Cargo.toml says besides its dependencies.
struct ManifestSettings
{
    /// Of [package] and [profile.*] those that are there, by dotted path: "package.edition", "profile.release.lto".
    QMap<QString, ManifestValue> values;
    QList<LintSetting> lints;    ///< in the order of their names
    QList<PatchSetting> patches; ///< in the order of their names
    bool inheritsLints = false;  ///< from a workspace: there are no others then

    bool operator==(const ManifestSettings &) const = default;
};

} // namespace studio
