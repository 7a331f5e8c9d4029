// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/base/paths.h"
#include "core/base/target.h"
#include "core/base/task.h"
#include "core/compiler/check_copy.h"
#include "core/toolchain/toolchain.h"

#include <QProcessEnvironment>

namespace studio {

/// What a language server is started with for one project. Everything lies in the cache.
struct AnalyzerProject
{
    QString manifest;                    ///< its Cargo.toml, whose targets are the author's files
    QString targetFolder;                ///< of its checks: no compile waits for it, nor it for a compile
    CheckCopy checkCopy;                 ///< what cargo checks; made by updateCheckCopy()
    QProcessEnvironment environment;     ///< of the server, which gives it to cargo
    QProcessEnvironment testEnvironment; ///< of cargo (its CARGO) for a run of tests, which shares crates with compiles
    QStringList testArguments;           ///< of `cargo test`, beside what chooses the tests

    bool operator==(const AnalyzerProject &) const = default;
};

struct AnalyzerRequest
{
    QString projectKey;   ///< as in CompileRequest
    QString sourceFolder; ///< the author's; never written to
    QString manifest;     ///< text of its Cargo.toml
    RustTarget target = RustTarget::Native;
    Toolchain toolchain;
    CheckCopy checkCopy; ///< of the project as it was prepared before; empty for the first time

    bool operator==(const AnalyzerRequest &) const = default;
};

/// Writes manifest and lockfile where they changed; nothing is compiled, and no program of the project runs. A manifest
/// that cannot be read leaves the last one as it is. Blocks for some milliseconds: worker.
/// InvalidArgument as analyzerManifest(). Errors of the disk.
Result<AnalyzerProject> prepareAnalyzerProject(const Paths &paths, const AnalyzerRequest &request);

/// The settings of rust-analyzer for it (rust-analyzer's manual, "Configuration"). `isTrusted`: build scripts and
/// procedural macros may run. `check`: "check" or "clippy", which the server runs when it is told to
/// (LspClient::runCheck()), on the copy, and whose messages it gives the author's paths.
Json analyzerSettings(const AnalyzerProject &project, RustTarget target, bool isTrusted,
                      const QString &check = QStringLiteral("check"));

} // namespace studio
