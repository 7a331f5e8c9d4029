// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifest/dependency_spec.h"
#include "core/manifest/manifest.h"

#include <optional>
#include <random>

namespace studio {

/// One edit of a Cargo.toml, as the dependency list makes them.
struct ManifestEdit
{
    enum class Kind { Set, Remove };

    Kind kind = Kind::Set;
    Dependency dependency;
};

/// One edit of a single value of a dependency that is listed.
struct ValueEdit
{
    enum class Kind { Requirement, AddFeature, RemoveFeature, DefaultFeatures, Optional, Move, Remove };

    Kind kind = Kind::Requirement;
    Dependency dependency; ///< as it is listed
    QString text;          ///< the requirement or the feature
    bool isOn = false;
    DependencyTable table = DependencyTable::Normal; ///< that it is moved to
};

/// What an edit did, judged by what toml++ reads before and after and by the bytes that differ. Nothing here uses the
/// code that is tested.
struct EditOutcome
{
    QString text;    ///< after the edit; as before where it was refused
    QString refusal; ///< the sentence; empty where the edit was made
    bool isInternal = false;
    QString corrupt; ///< what is broken besides the entry; empty when nothing is
    QString lossy;   ///< what the entry lost, or which bytes changed without need; empty when none did

    [[nodiscard]] bool isFaulty() const { return isInternal || !corrupt.isEmpty() || !lossy.isEmpty(); }
};

EditOutcome applyEdit(const QString &before, const ManifestEdit &edit);

/// `corrupt` is the first setting that differs from what is expected, `lossy` the comment or the line that is lost.
EditOutcome applyValueEdit(const QString &before, const ValueEdit &edit);

/// Nothing where the text lists no dependency.
std::optional<ValueEdit> randomValueEdit(const QString &text, std::mt19937 &random);
QString describe(const ValueEdit &edit);

/// A dependency that the text lists, another version for one, or a new one.
ManifestEdit randomEdit(const QString &text, std::mt19937 &random);

/// A Cargo.toml in one of the forms that TOML and Cargo allow.
QString generatedManifest(std::mt19937 &random);

/// Adding `crate` to the text and removing it gives the same bytes again wherever the table had entries before.
QString addAndRemoveFault(const QString &text, const QString &crate);

} // namespace studio
