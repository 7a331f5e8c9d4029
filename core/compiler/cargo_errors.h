// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QStringList>

#include <optional>

namespace studio::compiler {

/// What cargo's own failure means for the author, from its last lines of stderr (without colours): the registry cannot
/// be reached, a crate that does not exist or needs a newer Rust, no linker, a full disk, a manifest that cargo
/// refuses. What is not known is InvalidArgument with cargo's first `error:` line. `detail` holds cargo's words.
Error cargoError(const QString &errors);

/// The part of cargoError that is about this machine (no linker, a full disk), also where rustc says it.
std::optional<Error> machineError(const QString &errors);

/// Where cargo points to in a manifest.
struct ManifestPlace
{
    QString file; ///< relative to the project
    int line = 0; ///< from 1
    int column = 0;

    bool operator==(const ManifestPlace &) const = default;
};
std::optional<ManifestPlace> manifestPlace(const QString &errors);

/// Whether cargo failed only because it was not allowed to use the network.
bool wantedNetwork(const QString &errors);

/// Whether cargo tried the network and failed.
bool lacksNetwork(const QString &errors);

} // namespace studio::compiler
