// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"

namespace studio {

/// The app, made with this target where there is none yet. Another program may make it at the same time.
Task<App> appFor(ComputeService *service, AppId id, RustTarget target);

/// What Publish in the window and `app deploy` carry out.
struct Deployment
{
    AppId id;
    /// Makes the wanted app of the one that is there, or of a fresh one; the error ends it. Called again where another
    /// program makes the app at the same time.
    std::function<Result<App>(App)> wanted;
    DraftSource source;
    QString note;              ///< of the version
    bool compileAgain = false; ///< also where the draft holds a release compile of just these sources
};

/// Told while a deployment goes on. Any member may be left empty.
struct DeployObserver
{
    CompileObserver compile;
    std::function<void(const Draft &)> saved; ///< with its notes
};

/// Makes or changes the app, saves the code as its draft, compiles it for release where that compile is missing, and
/// publishes the next version. Stops at the first step that fails, with its error. `service` must outlive it.
Task<Version> deploy(ComputeService *service, Deployment deployment, DeployObserver observer, std::stop_token stop);

/// The number of the newest of the versions before it that has the same code, Rust, target and limits; 0 for none, also
/// where the platform does not tell.
Task<int> sameVersionBefore(ComputeService *service, Version version);

} // namespace studio
