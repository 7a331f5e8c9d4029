// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/compiler/compiler.h"

#include <memory>

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
    QString state;     ///< what was synced and resolved
    QString lock;      ///< whoever holds it builds here
    QString artifacts; ///< copies of what was built

    bool operator==(const BuildFolder &) const = default;
};

BuildFolder buildFolderOf(const Paths &paths, const CompileRequest &request, const Toolchain &toolchain);

/// Makes the folders and the wrapper. Blocks.
Result<void> makeBuildFolder(const BuildFolder &folder);

/// An exclusive lock on a build folder, held between processes and between two compiles of one process until it is
/// destroyed.
class FolderLock
{
public:
    FolderLock(const FolderLock &) = delete;
    FolderLock &operator=(const FolderLock &) = delete;
    ~FolderLock();

    /// Null when somebody else holds it. Does not wait.
    static Result<std::unique_ptr<FolderLock>> tryLock(const QString &path);

private:
    explicit FolderLock(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

} // namespace studio::compiler
