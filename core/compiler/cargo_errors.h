// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/compiler/cargo_run.h"

#include <QStringList>

#include <optional>
#include <span>

namespace studio::compiler {

/// A failure of cargo or of a tool that it starts, and what it means for the author. Cargo reports its own failures as
/// text only, also with --message-format=json, so these are recognised by its words; tst_cargo_errors has the real
/// tools say each of them.
struct KnownFailure
{
    const char *name;
    const char *pattern; ///< a regular expression over its last lines
    ErrorCode code;
    const char *sentence;     ///< %1 and %2 are what the pattern captures; null: noHandlerText()
    bool isOfMachine = false; ///< not of the sources: rustc can report it as well
};
std::span<const KnownFailure> knownFailures();

/// What cargo's own failure means for the author, from its last lines of stderr (without colours): the registry cannot
/// be reached, a crate that does not exist or needs a newer Rust, no linker, a full disk, a manifest that cargo
/// refuses. Any other is InvalidArgument with cargo's first `error:` line. `detail` holds cargo's words.
Error cargoError(const QString &errors);

/// The same of a run that ended badly: Unavailable where a signal has ended cargo.
Error cargoFailure(const CargoEnd &end);

/// Whether a signal has ended a program that cargo ran, in cargo's words.
bool wasKilled(const QString &errors);

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
