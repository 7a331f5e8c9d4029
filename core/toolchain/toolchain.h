// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"
#include "core/base/task.h"

#include <QList>
#include <QStringList>
#include <QVersionNumber>

namespace studio {

/// The version that the platform compiles with (PLATFORM, Targets).
inline QVersionNumber platformRust()
{
    return {1, 93, 0};
}

/// One installed Rust.
struct Toolchain
{
    QString rustc;  ///< absolute path
    QString cargo;  ///< absolute path
    QString origin; ///< "system" or the rustup toolchain's name
    QVersionNumber version;
    QString commit; ///< rustc's commit hash: tells two builds of one version apart
    QString sysroot;
    QStringList targets; ///< triples with an installed standard library

    bool operator==(const Toolchain &) const = default;
};

/// The toolchain that will be used, and what to say about it.
struct ToolchainChoice
{
    Toolchain toolchain;
    QString note;   ///< empty when it is exactly the platform's; else one sentence for the window and the log
    QString reason; ///< why this one of those that are installed, and what would make a nearer one be chosen

    bool operator==(const ToolchainChoice &) const = default;
};

/// Finds every toolchain: on PATH, in /usr/bin, and those of rustup, without asking rustup (whose proxies may want the
/// network). Asks each rustc once; `cacheFile` (may be empty) remembers the answers by path, size and time. Never
/// fails: finds none.
Task<QList<Toolchain>> findToolchains(QString cacheFile = {}, std::stop_token stop = {});

/// The platform's version where installed, otherwise the nearest newer one; one that has both targets comes before one
/// that has only `target`, so that both are compiled by the same. An explicit version ("1.95", a rustup toolchain
/// name) must be there, with `target`. Unavailable with one sentence that says what is missing and the
/// command that fixes it.
Result<ToolchainChoice> chooseToolchain(const QList<Toolchain> &found, RustTarget target, const QString &wanted = {});

} // namespace studio
