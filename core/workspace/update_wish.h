// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dependency_facts.h"
#include "core/workspace/manifest_editor.h"

namespace studio {

/// What to update.
struct UpdateWish
{
    QStringList packages;    ///< "name" or "name@version" as it is locked now; empty: all
    bool isRecursive = true; ///< of `packages`, also the crates that they use
    QList<RequirementChange> raised;

    bool operator==(const UpdateWish &) const = default;
};

/// How far an update goes.
enum class UpdateReach {
    Fitting, ///< to what the requirements of Cargo.toml take
    Newest,  ///< to the newest versions for the platform's Rust; requirements are raised where they do not take these
};

/// The dependencies of Cargo.toml that an update may change: those of a registry, which are neither the SDK nor
/// injected by the compiler.
QList<Dependency> updatableDependencies(QList<Dependency> dependencies);

/// The wish to update `chosen`, some or all of `updatable`; none only where there are none, which is a wish for all
/// that is locked. `facts` by DependencyFacts::keyOf(). A requirement is never lowered: one that names a prerelease, or
/// a version for a newer Rust, stays.
UpdateWish planWish(const QList<Dependency> &updatable, const QHash<QString, DependencyFact> &facts,
                    const QList<Dependency> &chosen, UpdateReach reach, bool isRecursive);

} // namespace studio
