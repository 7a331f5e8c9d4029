// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/diagnostic.h"

#include <optional>

namespace studio::compiler {

/// An error about a manifest as a diagnostic that can be clicked: "Cargo.toml, line 3, column 9: …". Nothing for
/// another error.
std::optional<Diagnostic> manifestDiagnostic(const Error &error);

/// Cargo points to a line of the manifest in the build folder: the error with the author's line instead. Reads both.
Error inAuthorsLines(const QString &buildFolder, const QString &sourceFolder, Error error);

} // namespace studio::compiler
