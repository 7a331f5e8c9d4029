// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/compiler/build_folder.h"
#include "core/compiler/sync_state.h"

#include <QProcessEnvironment>

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

    bool operator==(const BuildJob &) const = default;
};

/// What a build made, as cargo names it.
struct Built
{
    QString program;
    QStringList libraries; ///< dylibs that the program may need
    QStringList crates;    ///< that were compiled for it, also by earlier builds: "name version"

    bool operator==(const Built &) const = default;
};

/// Runs `cargo rustc`, first without the network; with it when cargo says that something was not fetched yet. Lines and
/// diagnostics go to the observer as they come.
/// CompileFailed: the author's code does not compile. InvalidArgument: no handler. Else as cargoError. Cancelled.
Task<Built> build(BuildJob job, CompileObserver observer, std::stop_token stop);

/// Gives a line to the console, if there is one.
void say(const CompileObserver &observer, const QString &line);

} // namespace studio::compiler
