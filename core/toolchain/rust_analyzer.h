// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/toolchain/toolchain.h"

namespace studio {

/// An installed rust-analyzer.
struct RustAnalyzer
{
    QString program; ///< absolute
    QString version; ///< "1.97.1"
    /// The sources of the standard library are there. Without them nothing of `std` is completed or explained.
    bool hasStandardSources = false;

    bool operator==(const RustAnalyzer &) const = default;
};

/// Whether the sources of the standard library lie beside this toolchain.
bool hasStandardSources(const Toolchain &toolchain);

/// What code is analysed with: the toolchain that it is compiled with, unless the sources of the standard library lie
/// only beside another one that is no older and has the target too. Errors of chooseToolchain().
Result<Toolchain> toolchainForAnalysis(const QList<Toolchain> &all, RustTarget target, const QString &wanted);

/// The rust-analyzer that belongs to this toolchain, else the first that works: beside rustc, on PATH, of the system.
/// Each is asked for its version: rustup's proxy for one that is not installed is there too, and only prints an error.
/// NotFound with the command that installs it.
Task<RustAnalyzer> findRustAnalyzer(Toolchain toolchain, std::stop_token stop = {});

/// The command that installs what is missing beside this toolchain, for a person.
QString rustAnalyzerCommand(const Toolchain &toolchain);

/// In bytes, for one that was given no other: half of what the machine has, at least 3 GiB. One that wants more is
/// better ended than the machine brought to swap.
qint64 analyzerMemoryLimit();

} // namespace studio
