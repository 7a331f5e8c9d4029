// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/task.h"
#include "core/manifest/manifest_scan.h"
#include "core/model/diagnostic.h"
#include "core/toolchain/toolchain.h"

namespace studio {

/// What the real Cargo says of the text of a Cargo.toml, which need not be saved: `cargo read-manifest` on a copy,
/// beside links to what stands in the project's folder. It compiles nothing, runs no program of the project and asks no
/// registry. `scan` is of the same text, and gives a place to what Cargo says without one. What depends on the
/// workspace around the project is left out. Unavailable: Cargo could not be run. Takes 50 to 120 ms.
Task<QList<Diagnostic>> cargoManifestProblems(Toolchain toolchain, QString folder, QString text, ManifestScan scan,
                                              std::stop_token stop = {});

/// What Cargo printed, as diagnostics of Cargo.toml.
QList<Diagnostic> parseCargoManifestErrors(const QString &printed, const QString &text, const ManifestScan &scan);

} // namespace studio
