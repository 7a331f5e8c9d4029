// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/model/app_state.h"
#include "core/model/compile_log.h"

namespace studio {

/// {"appId", "activeVersion", "runningInstances", "app", "draft", "active"}; without a draft "draft" is {"status": "no
/// draft"}, without a published version there is no "active".
Json toJson(const AppState &state);
/// `id` holds where the document does not tell. InvalidArgument names what cannot be read.
Result<AppState> appStateFrom(const Json &json, const AppId &id);

/// {"deployId", "running", "lines", "next"}.
Json toJson(const CompileLog &log);
Result<CompileLog> compileLogFrom(const Json &json);

} // namespace studio
