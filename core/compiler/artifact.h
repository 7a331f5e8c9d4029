// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/compiler/compiler.h"

namespace studio {

/// Copies a built program to `cache`/artifacts/<sha256>, where later compiles do not touch it. Fills path, sha256 and
/// size. Blocks: worker.
Result<Artifact> keepArtifact(const QString &program, const QString &cache);

/// The folder of the toolchain's libstd-*.so, which programs of the dev profile load; empty when the loader finds it by
/// itself.
QString standardLibraryFolder(const Toolchain &toolchain);

} // namespace studio
