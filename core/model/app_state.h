// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/app.h"
#include "core/model/draft.h"
#include "core/model/version.h"

#include <optional>

namespace studio {

/// How an app stands.
struct AppState
{
    App app;
    std::optional<Version> active; ///< what invoke calls
    std::optional<Draft> draft;
    int instances = 0; ///< that run now, in every process that uses this store

    bool operator==(const AppState &) const = default;
};

} // namespace studio
