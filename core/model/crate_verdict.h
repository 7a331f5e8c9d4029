// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/target.h"
#include "core/model/cargo_manifest.h"

#include <QList>
#include <QStringList>

namespace studio {

/// A crate that another brings with it.
struct PulledCrate
{
    QString name;
    QString version;
    QString license;
    bool hasBuildScript = false; ///< it runs on this machine when it is compiled …
    bool isProcMacro = false;    ///< … and so does this

    bool operator==(const PulledCrate &) const = default;
};

/// What one crate costs a project for one target, as it was measured: the project with it against the project without.
struct CrateVerdict
{
    // What it is about.
    QString package;
    QString version; ///< that Cargo chose
    QString requirement;
    QString source;       ///< as Dependency::source
    QStringList features; ///< sorted
    bool defaultFeatures = true;
    QString toolchain; ///< version and commit of rustc
    RustTarget target = RustTarget::Native;

    // What came out. Of one that does not compile there are only the error and the crates.
    bool compiles = false;
    QString error;                 ///< a sentence; empty where it compiles
    double coldSeconds = 0;        ///< to compile it and what it brings, where all else is compiled
    double warmSeconds = 0;        ///< from an edit to what is built, with it …
    double warmBefore = 0;         ///< … and without it
    qint64 bytes = 0;              ///< of the release artifact, with it …
    qint64 bytesBefore = 0;        ///< … and without it
    QList<PulledCrate> crates;     ///< that the project has only with it, itself first
    QStringList duplicates;        ///< crates that are there in several versions only with it: "syn 1.0.109, 2.0.1"
    bool isOfEmptyHandler = false; ///< in the place of the project's code, which does not compile without the crate
    qint64 measuredMs = 0;         ///< Unix time

    bool operator==(const CrateVerdict &) const = default;
};

/// What a trial is about: package, requirement, source, features and target of a dependency, in whichever table it
/// stands. Two with the same key are the same trial, and its verdict has that key too.
QString trialKey(const Dependency &dependency, RustTarget target);
QString trialKey(const CrateVerdict &verdict);

} // namespace studio
