// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/model/cargo_manifest.h"

namespace studio {

/// The dependencies that ManifestEditor::addCrate() would add for this line, as far as the line tells. InvalidArgument
/// as there. Any thread.
Result<QList<Dependency>> readDependencyLine(const QString &line);

/// A line for addCrate() that readDependencyLine() reads as this dependency of a registry.
QString dependencyLine(const Dependency &dependency);

/// Why Cargo would not take it as a requirement, in a sentence; empty where it would.
QString requirementProblem(const QString &requirement);

} // namespace studio
