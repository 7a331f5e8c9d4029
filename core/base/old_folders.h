// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// Of the folders in a cache's folder the `kept` newest stay, by when they were last written; the others go with all
/// that is in them. What cannot be removed stays. Blocks: worker.
void removeOldFolders(const QString &folder, qsizetype kept);

} // namespace studio
