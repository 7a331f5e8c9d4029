// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/paths.h"
#include "core/base/task.h"
#include "core/compiler/build_folder.h"
#include "core/compiler/sdk_layout.h"
#include "core/compiler/source_sync.h"
#include "core/compiler/stopwatch.h"
#include "core/toolchain/toolchain.h"

#include <QProcessEnvironment>

namespace studio::compiler {

/// What a compile hands from step to step.
struct CompileJob
{
    Paths paths;
    CompileRequest request;
    Toolchain toolchain;
    BuildFolder folder; ///< locked
};

/// What stands in a build folder before cargo builds there.
struct PreparedSources
{
    SyncState state;
    SyncReport report;
    SdkLayout sdk;
    QByteArray manifest; ///< the author's
};

/// The author's files in the build folder, and a lockfile for them. What is wrong with them is reported too.
Task<PreparedSources> prepareSources(CompileJob job, CompileObserver observer, Stopwatch *watch, std::stop_token stop);

/// What cargo is started with there.
QProcessEnvironment environmentOf(const CompileJob &job, const QByteArray &manifest);

/// Changes with all that a build of the same sources depends on.
QByteArray resolvedKey(const CompileJob &job, const PreparedSources &prepared);

/// Explains the error of a build in the author's terms, and reports it.
QCoro::Task<Error> explainAndReport(CompileJob job, Error error, SyncReport found, CompileObserver observer);

} // namespace studio::compiler
