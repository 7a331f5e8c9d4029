// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QStringList>

namespace studio::compiler {

/// What cargo's own failure means for the author, from its last lines of stderr (without colours): the registry cannot
/// be reached, a crate that does not exist or needs a newer Rust, no linker, a full disk, a manifest that cargo
/// refuses. What is not known is InvalidArgument with cargo's first `error:` line. `detail` holds cargo's words.
Error cargoError(const QString &errors);

/// Whether cargo failed only because it was not allowed to use the network.
bool wantedNetwork(const QString &errors);

/// Whether cargo tried the network and failed.
bool lacksNetwork(const QString &errors);

} // namespace studio::compiler
