// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api_json/api_json.h"
#include "core/api_json/execution_json.h"
#include "core/model/app.h"
#include "core/model/app_state.h"
#include "core/model/compile_log.h"
#include "core/model/execution.h"
#include "core/model/execution_query.h"

// The records of calls, logs and the state of an app, read (and what execution_json.h does not write).

namespace studio {

std::optional<ExecutionStatus> executionStatusFromApiName(const QString &name);

/// Whole or a summary.
Result<Execution> executionFrom(const Json &json);
Result<ExecutionPage> executionPageFrom(const Json &json);
Result<ExecutionStats> executionStatsFrom(const Json &json);
/// Of {"lines": […]}.
Result<QList<ExecutionLine>> executionLinesFrom(const Json &json);

/// {"executionId", "timeMs", "text"}.
Json toJson(const AppLogLine &line);
Result<AppLogLine> appLogLineFrom(const Json &json);
Result<AppLogPage> appLogPageFrom(const Json &json);
Result<CompileLog> compileLogFrom(const Json &json);

/// {"appId", "activeVersion", "runningInstances", "app", "draft", "active"}; without a draft it is
/// {"status": "no draft"}.
Json toJson(const AppState &state);
Result<AppState> appStateFrom(const Json &json, const AppId &id);

} // namespace studio
