// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/compiler/build_folder.h"
#include "core/compiler/compiler.h"

namespace studio::compiler {

/// Copies what cargo built to a place named after its content, where later compiles leave it alone. Never a hard link:
/// a linker may write into its last output. `libraries` are the dylibs as cargo names them in the target directory;
/// each is put beside under the name that the program asks for. Fills path, sha256, size and libraryPaths. Blocks:
/// worker.
Result<Artifact> keepArtifact(const BuildFolder &folder, const Toolchain &toolchain, const CompileRequest &request,
                              const QString &program, const QStringList &libraries);

} // namespace studio::compiler
