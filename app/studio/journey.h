// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/mainwindow/main_window.h"

namespace studio {

/// Drives the window through the main job with real key presses, prints each step with its time, and saves screenshots
/// to `folder`. The result is the exit code: not 0 when a step fails.
QCoro::Task<int> takeJourney(MainWindow *window, QString folder);

} // namespace studio
