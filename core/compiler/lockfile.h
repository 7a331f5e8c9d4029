// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/paths.h"

#include <QByteArray>
#include <QList>
#include <QStringList>

namespace studio {

/// One package of a Cargo.lock.
struct LockedCrate
{
    QString name;
    QString version;
    QString source;           ///< as cargo writes it; empty for a path in the project or the bundled SDK
    QStringList dependencies; ///< "name" or, where several versions are locked, "name version"

    bool operator==(const LockedCrate &) const = default;
};

/// The lockfile that compiles of a project use now: made of the author's, where one is there, else of the SDK's. Empty
/// where the project was not resolved yet. `projectKey` as in CompileRequest. Blocks: worker.
QByteArray usedLockfile(const Paths &paths, const QString &projectKey, const QString &sourceFolder);

/// InvalidArgument when the text is no lockfile.
Result<QList<LockedCrate>> readLockfile(const QByteArray &text);

/// Those of them that are named in `compiled` as "name version": a lockfile also holds what other systems would need.
/// All where nothing is named.
QList<LockedCrate> compiledOf(QList<LockedCrate> crates, const QStringList &compiled);

/// How the package `root` comes to depend on the crate: root, its direct dependency, …, the crate. The shortest way;
/// empty when there is none.
QStringList dependencyPath(const QList<LockedCrate> &crates, const QString &root, const QString &crate);

} // namespace studio
