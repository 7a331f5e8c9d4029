// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace studio {

class EditorTabs;

/// Asks where, beside the current file or in `folder`, makes an empty file there and opens it. One that is there
/// already is opened as it is.
void askForNewFile(EditorTabs *tabs, const QString &folder);

} // namespace studio
