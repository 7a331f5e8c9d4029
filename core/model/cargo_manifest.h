// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace studio {

enum class DependencyTable { Normal, Dev, Build };

/// One dependency as Cargo.toml writes it.
struct Dependency
{
    QString key;         ///< the name it has in the code
    QString package;     ///< the crate's own name; differs from key when renamed with `package =`
    QString requirement; ///< version requirement; empty for path, git and workspace dependencies
    QString source;      ///< "", or what else it comes from: "path …", "git …", "workspace", "registry …"
    QStringList features;
    bool defaultFeatures = true;
    bool optional = false;
    bool isPatched = false; ///< a [patch] of the same manifest puts another source in its place
    DependencyTable table = DependencyTable::Normal;
    QString platform;      ///< `cfg(…)` or triple of a [target.….dependencies] table, else empty
    int line = 0;          ///< from 1; 0 for an injected one
    bool injected = false; ///< not written by the author: the compiler adds it

    bool operator==(const Dependency &) const = default;
};

/// Whether it is the SDK, in whichever table and by whichever key: the platform's own crate, which is of no registry,
/// and there without Cargo.toml too.
inline bool isSdkCrate(const Dependency &dependency)
{
    return dependency.package == QLatin1String("ignite");
}

/// What the studio reads from a Cargo.toml.
struct Manifest
{
    QString packageName;
    QString packageVersion;
    QString edition;
    QString rustVersion;            ///< empty when absent
    QList<Dependency> dependencies; ///< in the order of the file, then the injected ones
    bool operator==(const Manifest &) const = default;
};

} // namespace studio
