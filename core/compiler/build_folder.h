// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"
#include "core/base/task.h"
#include "core/compiler/handler_location.h"
#include "core/compiler/sdk_layout.h"

#include <QHash>
#include <QStringList>

#include <memory>

namespace studio {

/// The warm build folder of one project: a copy of the author's files in `tree`, Cargo's target directory beside it.
struct BuildFolder
{
    QString root;
    [[nodiscard]] QString tree() const { return root + QStringLiteral("/tree"); }
    [[nodiscard]] QString target() const { return root + QStringLiteral("/target"); }
    /// A path of this project's own for RUSTC_WORKSPACE_WRAPPER: Cargo hashes it into the project's own crates, so that
    /// two packages of one name and version are never taken for each other. A link to env(1), which runs what it is
    /// given.
    [[nodiscard]] QString wrapper() const { return root + QStringLiteral("/rustc-wrapper"); }
    [[nodiscard]] QString lockFile() const { return root + QStringLiteral("/lock"); }

    bool operator==(const BuildFolder &) const = default;
};

/// What was copied last, so that a warm compile looks at times and not at contents. One per project, kept by the
/// compiler.
struct SyncMemory
{
    struct Stamp
    {
        qint64 size = 0;
        qint64 modifiedNs = 0;
        quint64 inode = 0;
        QByteArray hash; ///< SHA-256 of the content
        bool operator==(const Stamp &) const = default;
    };
    QHash<QString, Stamp> files;
};

/// What a sync did.
struct Synced
{
    QByteArray sourceHash; ///< over all files of the author that count
    QString manifest;      ///< the author's Cargo.toml
    QStringList notes;     ///< to be said in the console
};

/// Makes the folder of a project below `cache`/build. Blocks: worker.
Result<BuildFolder> openBuildFolder(const QString &cache, const QString &projectKey);

/// Copies what changed of the author's files into the tree and removes what is gone there. Cargo.toml is not copied but
/// written by writeManifests; `.cargo/` and `rust-toolchain*` are left out and noted. Blocks: worker.
Result<Synced> syncSources(const BuildFolder &folder, const QString &sourceFolder, const SdkLayout &sdk,
                           SyncMemory &memory, std::stop_token stop);

/// Writes the manifests of the build, each only where its text changes: Cargo looks at its time. Blocks: worker.
Result<void> writeManifests(const BuildFolder &folder, const QString &sourceFolder, const SdkLayout &sdk,
                            const HandlerLocation &handler);

} // namespace studio
