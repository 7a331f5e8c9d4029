// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/crates/advisories.h"
#include "core/crates/package_graph.h"
#include "core/model/cargo_manifest.h"

#include <QHash>

#include <functional>

namespace studio {

class Workspace;

/// The packages that the open project is compiled of for its target, as cargo resolves them with what is typed in
/// Cargo.toml. Nothing of them runs. Errors as Compiler::runCargoCommand(). Main thread; the workspace may go before it
/// ends, which gives Cancelled.
Task<PackageGraph> resolvedPackages(Workspace *workspace, std::stop_token stop = {});

/// What is known to be wrong with packages that the project is compiled of, by their index in the graph.
struct PackageAdvisories
{
    std::optional<QDateTime> date; ///< of the database; nothing where the person has none
    QHash<qsizetype, QList<Advisory>> advisories;

    bool operator==(const PackageAdvisories &) const = default;
};

/// `cargoHome` as in core/crates/registry_index.h; empty for this user's own.
Task<PackageAdvisories> packageAdvisories(PackageGraph graph, QString cargoHome = {});

/// A dependency that no code names.
struct UnusedDependency
{
    Dependency dependency;
    bool mayBeWanted = false; ///< for what the search does not see: the person decides

    bool operator==(const UnusedDependency &) const = default;
};

/// What a search for them found.
struct UnusedDependencies
{
    QList<UnusedDependency> crates;
    QString note; ///< a sentence, where the search could not look at all of the code; then each may be wanted

    bool operator==(const UnusedDependencies &) const = default;
};

/// The normal dependencies of the open project that nothing of it names for its target, no library, program, test,
/// example or benchmark, by the compiler's own lint `unused_crate_dependencies`: neither with the features that are on,
/// nor, where it has features and compiles so, with all of them. Those that the compiler injects, and those of other
/// platforms, are never among them; one that turns on features of a crate that another package uses too may be wanted.
/// It checks the project with what is not saved, and a line added in a copy. FailedPrecondition: build scripts and
/// macros may not run (CrateTrials::trust()). Other errors as Compiler::compile(). `progress`: crates that are
/// compiled, of all. Main thread; the workspace may go before it ends, which gives Cancelled.
Task<UnusedDependencies> unusedDependencies(Workspace *workspace, std::function<void(int done, int total)> progress,
                                            std::stop_token stop = {});

} // namespace studio
