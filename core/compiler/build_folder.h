// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/compiler/compiler.h"

namespace studio::compiler {

/// Where one variant (target and profile) of one project is built. Everything lies in the cache and may vanish.
struct BuildFolder
{
    QString project;   ///< of all variants: the lockfile that they share
    QString root;      ///< of this variant
    QString source;    ///< the author's files as cargo sees them; its working directory
    QString target;    ///< CARGO_TARGET_DIR, of this project alone
    QString build;     ///< build.build-dir, shared by all projects of one toolchain
    QString wrapper;   ///< RUSTC_WORKSPACE_WRAPPER: its path is what tells this project's crates from another's
    QString record;    ///< rustc's last command, as its wrapper saw it; see rustc_command.h
    QString direct;    ///< what rustc makes without cargo; see direct_build.h
    QString state;     ///< what was synced and resolved
    QString lock;      ///< held by the process that builds here
    QString temporary; ///< TMPDIR of cargo and what it starts: rustc that is killed leaves its files there
    QString artifacts; ///< copies of what was built

    bool operator==(const BuildFolder &) const = default;
};

/// What all variants of a project share.
QString projectFolderOf(const Paths &paths, const QString &projectKey);
BuildFolder buildFolderOf(const Paths &paths, const CompileRequest &request, const Toolchain &toolchain);

/// Makes the folders and the wrapper. Blocks.
Result<void> makeBuildFolder(const BuildFolder &folder);

} // namespace studio::compiler
