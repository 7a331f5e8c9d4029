// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/platform/compute_service.h"

namespace studio {

/// The app of a project, made with this target where there is none yet.
Task<App> appFor(ComputeService *service, AppId id, RustTarget target);

/// What Publish does: makes the app where it is missing, or gives it the target, saves the folder as its draft,
/// compiles it for release, publishes the next version. Stops at the first step that fails. `service` must outlive it.
Task<Version> publishFolder(ComputeService *service, AppId id, QString folder, RustTarget target, QString note,
                            CompileObserver observer, std::stop_token stop);

} // namespace studio
