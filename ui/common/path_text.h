// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// A sentence for people: its absolute paths become relative to the project that they are in, get `~` for the home
/// folder, or stay absolute. Other text stays. `project` is absolute and without a slash at its end; empty for none.
QString withShortPaths(const QString &sentence, const QString &project = {});

} // namespace studio
