// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/compiler/build.h"
#include "core/compiler/compiler.h"

namespace studio::compiler {

/// Copies what cargo built to a place named after its content, where later compiles leave it alone. Never a hard link:
/// a linker may write into its last output. The dylibs of `built` are put beside under the name that the program asks
/// for. Fills path, sha256, size, crates and libraryPaths. Blocks: worker.
Result<Artifact> keepArtifact(const BuildFolder &folder, const Toolchain &toolchain, const CompileRequest &request,
                              const Built &built);

} // namespace studio::compiler
