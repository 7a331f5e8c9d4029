// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/compiler/sync_state.h"

namespace studio::compiler {

/// What to write where there is no handler.
QString handlerShape();

/// The sentence for a project without a handler.
QString noHandlerText();

/// The target of the package that the handler stands in: the one whose root file has it, else the library, else the
/// only program (the handler may be brought in from a module; rustc will tell). `folder` holds the sources.
/// InvalidArgument: no handler in any file, or handlers in two targets (both places are named). Blocks: worker.
Result<CargoTarget> findHandlerTarget(const QString &folder, const QList<CargoTarget> &targets,
                                      const QStringList &rustFiles);

} // namespace studio::compiler
