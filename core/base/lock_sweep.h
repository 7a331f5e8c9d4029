// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

/// Removes a lock file (flock(2)) that nobody holds; whether it is gone. It is held shared meanwhile, so that whoever
/// asks for a holder sees none. One who has just made the file and comes to lock it finds it gone afterwards, and makes
/// it again. Does not wait; any thread.
bool removeUnheld(const QString &path);

} // namespace studio
