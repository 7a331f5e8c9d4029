// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// Where the studio keeps its own files. Values; nothing is created by asking.
struct Paths
{
    QString data;      ///< apps, drafts, versions, blobs: $XDG_DATA_HOME/ignite-studio; must survive
    QString cache;     ///< build folders and the laid-out SDK: $XDG_CACHE_HOME/ignite-studio; may vanish at any time
    QString config;    ///< what the window remembers: $XDG_CONFIG_HOME/ignite-studio
    QString resources; ///< read-only files that come with the program: sdk/, samples/, themes/

    bool operator==(const Paths &) const = default;
};

/// The paths of this user. `resources` is found beside the running program: ../share/ignite-studio where it is
/// installed, the source tree's resources/ in a build tree.
Paths userPaths();

} // namespace studio
