// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>
#include <QStringList>

namespace studio {

/// The Cargo.toml that is made around one source file. `dependencies` are crates as `draft save -d` takes them, in
/// whichever form parseDependencySpecs() reads. InvalidArgument names the one that cannot be read, has no place in a
/// single file, or comes twice.
Result<QString> manifestForSourceFile(const QString &appName, const QStringList &dependencies);

/// Lays a project out in `folder`: the file as src/lib.rs, and the manifest. Blocks: worker.
Result<void> makeProjectAround(const QString &sourceFile, const QString &manifest, const QString &folder);

} // namespace studio
