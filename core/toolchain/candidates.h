// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace studio::toolchain {

/// A rustc that may be a toolchain; nothing has been asked of it yet. Internal to core/toolchain.
struct Candidate
{
    QString rustc;  ///< absolute
    QString cargo;  ///< absolute; empty when there is none
    QString origin; ///< "system" or the rustup toolchain's name

    bool operator==(const Candidate &) const = default;
};

/// Looks at PATH, /usr/bin, /usr/local/bin and rustup's folder of toolchains. rustup's own proxies are passed over:
/// they may want the network. One rustc reached by two ways is listed once. Reads folders only.
QList<Candidate> candidates();

/// The triples with a standard library below a sysroot, sorted.
QStringList installedTargets(const QString &sysroot);

} // namespace studio::toolchain
