// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/build_folder.h"
#include "core/compiler/compiler.h"
#include "core/process/process.h"

namespace studio {

/// Everything that decides one run of Cargo.
struct CargoRun
{
    Toolchain toolchain;
    BuildFolder folder;
    QByteArray sdkHash;
    RustTarget target = RustTarget::Native;
    Profile profile = Profile::Dev;
    QString cache; ///< the studio's cache folder
    QString bin;
    bool offline = true;

    /// Where crates are compiled once for all projects: per toolchain, target, profile and SDK.
    [[nodiscard]] QString sharedBuildFolder() const;
};

/// `cargo build` in the project's tree. The caller's own RUSTFLAGS, CARGO_BUILD_… and the like do not reach it; its
/// home, proxies and certificates do.
ProcessSpec buildCommand(const CargoRun &run);

/// `cargo metadata --no-deps` in the project's tree: reads manifests only, runs nothing of the author's.
ProcessSpec metadataCommand(const CargoRun &run);

/// What to say of a run of Cargo that failed without a compile error; `stderrText` are its own words.
Error cargoFailure(const QString &stderrText, const ProcessExit &exit);

/// Whether Cargo failed because it was kept from the network.
bool wantsNetwork(const QString &stderrText);

} // namespace studio
