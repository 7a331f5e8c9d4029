// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/compiler/build_folder.h"
#include "core/compiler/sync_state.h"

#include <QProcessEnvironment>

#include <functional>
#include <optional>

namespace studio::compiler {

/// What a build needs to know.
struct BuildJob
{
    BuildFolder folder;
    CompileRequest request;
    QString cargo;
    QProcessEnvironment environment;
    CargoTarget target;
    QByteArray manifest; ///< the author's
    int knownUnits = 0;  ///< as Built::units of the last build; 0 where there is none
    QString sdk;         ///< folder of the SDK's crates, whose content never changes

    bool operator==(const BuildJob &) const = default;
};

/// A place in the author's sources.
struct SourcePlace
{
    QString file; ///< relative to the project
    int line = 0; ///< from 1; 0 where it is not known

    bool operator==(const SourcePlace &) const = default;
};

/// What a build made, as cargo names it.
struct Built
{
    QString program;       ///< empty where the target has no `main`
    QStringList libraries; ///< dylibs that the program may need
    QStringList crates;    ///< that were compiled for it, also by earlier builds: "name version"
    /// Where the handler stands that the program's `main` serves; nothing where its `main` is not the one that
    /// `#[ignite::main]` makes.
    std::optional<SourcePlace> handler;
    QList<SourcePlace> misplaced;   ///< handlers in modules of a target without a `main`
    bool hasOwnBuildScript = false; ///< the project, or a crate in its folder, has a build script
    int units = 0;                  ///< that cargo built or found built, with build scripts that it ran
    bool hasOwnLibrary = false;     ///< the program uses another target of its package, or a crate in its folder

    bool operator==(const Built &) const = default;
};

/// Runs `cargo rustc` for one target, first without the network; with it when cargo says that something was not fetched
/// yet. Lines and diagnostics go to the observer as they come. A target without a handler is no failure.
/// CompileFailed: the author's code does not compile. Else as cargoError. Cancelled.
Task<Built> build(BuildJob job, CompileObserver observer, std::stop_token stop);

struct BuildOutcome;
using OfflineArguments = std::function<QStringList(bool offline)>;

/// Runs one command of cargo that compiles as build() does, and gives what it said, however it ended. The observer is
/// told of CompileStep::Fetch before it is asked with the network. Only for a stop, or where cargo cannot be started or
/// takes too much memory, it is an error.
Task<BuildOutcome> runOfflineFirst(BuildJob job, OfflineArguments arguments, CompileObserver observer,
                                   std::stop_token stop);

/// What a run of the compiler comes to; errors as build().
Task<Built> builtFrom(BuildJob job, BuildOutcome outcome, CompileObserver observer);

/// Gives a line to the console, if there is one.
void say(const CompileObserver &observer, const QString &line);

} // namespace studio::compiler
