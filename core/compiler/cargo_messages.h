// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/compiler/compiler.h"

#include <optional>

namespace studio {

/// What Cargo says on stdout, one JSON document a line (the Cargo book, "External tools: JSON messages").
struct CargoReport
{
    QString executable;    ///< of the wanted binary
    QString libraryFolder; ///< of the SDK's dynamic library, empty when it is static
    int errors = 0;
    int warnings = 0;
};

/// Takes one line in. Diagnostics go to the observer, with their rendered text as console lines; paths are as rustc
/// gives them, relative to the tree, and so to the author's folder. `replacesLibrary`: the library is compiled as a
/// binary, where rustc takes public items that nothing uses for dead code; those warnings are left out, since the
/// author's library has none.
void takeCargoMessage(const QByteArray &line, const QString &bin, bool replacesLibrary, const CompileObserver &observer,
                      CargoReport &report);

/// "done of total, what" of a progress line that Cargo draws on stderr: `Building [===>   ] 41/52: link`.
struct CargoProgress
{
    int done = 0;
    int total = 0;
    QString unit;

    bool operator==(const CargoProgress &) const = default;
};
std::optional<CargoProgress> cargoProgress(const QString &line);

} // namespace studio
