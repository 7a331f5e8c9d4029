// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QCoroTask>

namespace studio {

class StudioWindow;

/// Drives the window through the main job with real key presses, prints each step with its time, and saves screenshots
/// to `folder`. The result is the exit code: not 0 when a step fails.
QCoro::Task<int> takeJourney(StudioWindow *studio, QString folder);

} // namespace studio
