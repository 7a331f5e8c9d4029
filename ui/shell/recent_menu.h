// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAction>

#include <functional>

namespace studio {

/// "Open recent" of the File menu, with the folders that `folders` gives when it is opened. `window` owns it.
QAction *makeRecentAction(QWidget *window, const std::function<QStringList()> &folders,
                          const std::function<void(const QString &folder)> &open);

} // namespace studio
