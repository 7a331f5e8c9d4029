// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/archive/archive.h"
#include "core/base/error.h"
#include "core/compiler/sync_state.h"

#include <QStringList>

#include <stop_token>

namespace studio::compiler {

/// How the manifests of the build folder are made.
struct ManifestSettings
{
    QString sdkPath; ///< folder of the crate `ignite`
    QString platformRust;

    bool operator==(const ManifestSettings &) const = default;
};

/// What a sync found and did.
struct SyncReport
{
    QList<LeftOut> notPacked; ///< what is in the folder and not part of the project
    QStringList leftOut;      ///< the author's cargo configuration and toolchain files, which the platform ignores
    QByteArray sourceHash;    ///< SHA-256 over paths and contents of the author's files, lower-case hex
    QByteArray resolvedFor;   ///< changes with every manifest, the author's lockfile and the set of Rust files
    bool changed = false;     ///< a file of the build folder was written or removed
    bool hasLockfile = false; ///< the author packed one

    bool operator==(const SyncReport &) const = default;
};

/// Brings the build folder `to` up to date with the author's folder `from`: writes what changed in content, removes
/// what is gone, makes each Cargo.toml the build folder's own. Times in `to` only ever grow, so that cargo sees each
/// change, whatever the times of the author's files. The lockfile is not touched. `stateFile` is removed before the
/// first change and written after the last, so that a kill in between leaves no state that the folder does not match.
/// `unsaved`: texts that are taken instead of a file's own, by its path relative to `from`. Blocks: worker.
/// Errors: those of readSourceTree, decodeManifest and buildManifest; InvalidArgument: no Cargo.toml.
Result<SyncReport> syncSources(const QString &from, const QString &to, const ManifestSettings &settings,
                               const QString &stateFile, SyncState &state, std::stop_token stop,
                               const QMap<QString, QByteArray> &unsaved = {});

/// Now in nanoseconds since 1970, and later than anything the state has seen.
qint64 laterThanAll(SyncState &state);

} // namespace studio::compiler
