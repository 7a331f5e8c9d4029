// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/text_change.h"

#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace studio {

/// Something that a Cargo.toml names, and where it does.
struct ManifestName
{
    QString text;
    TextRange range; ///< with its quotes

    bool operator==(const ManifestName &) const = default;
};

/// A dependency with the places of what a registry decides.
struct ManifestDependency
{
    ManifestName name;        ///< as it is called in the code
    QString package;          ///< the crate's own name
    ManifestName requirement; ///< empty for none
    QList<ManifestName> features;
    bool isOfCratesIo = false; ///< not of a path, a repository, the workspace or another registry; never the SDK

    bool operator==(const ManifestDependency &) const = default;
};

/// Why a text is not TOML, and where.
struct ManifestFault
{
    QString message; ///< without a place
    TextPlace place;

    bool operator==(const ManifestFault &) const = default;
};

/// A Cargo.toml as far as it is checked. Any thread.
struct ManifestScan
{
    std::optional<ManifestFault> fault; ///< the rest is empty then
    QList<ManifestDependency> dependencies;
    QList<ManifestName> unknownKeys; ///< the first 1,000
    /// Each key and header with its place, in the order of the text; `text` is its dotted path. The first 20,000, and
    /// none whose path has more than 512 characters.
    QList<ManifestName> keys;
    bool isWorkspace = false; ///< it has a [workspace]
    /// What Cargo reads since 1.95 only; `text` says what it is, in the user's language. The first 1,000.
    QList<ManifestName> newerToml;

    bool operator==(const ManifestScan &) const = default;
};
/// Linear in the size of the text.
ManifestScan scanManifest(const QString &text);

/// The fields of [package] that are strings; none for text that is no TOML.
QMap<QString, QString> packageTexts(const QString &text);

} // namespace studio
