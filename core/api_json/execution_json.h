// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/model/execution.h"
#include "core/model/execution_query.h"

#include <optional>

namespace studio {

// The records of calls in the JSON of the platform's HTTP API: camelCase, 64-bit integers as texts, enums by their API
// names (PLATFORM, part 2). What is read may have been written by the real platform: InvalidArgument names a member of
// a wrong kind.

/// "EXECUTION_STATUS_SUCCEEDED", and back.
std::string executionStatusApiName(ExecutionStatus status);
std::optional<ExecutionStatus> executionStatusFromApiName(const QString &name);

/// The whole record: "request" and "response" with "headers" as [[name, value], …] and "body" as text, or "bodyBase64"
/// where it is not UTF-8; "lines" as [{"timeMs", "text"}, …].
Json toJson(const Execution &execution);
Result<Execution> executionFrom(const Json &json);
/// The same without headers, bodies and lines.
Json summaryJson(const Execution &execution);

/// {"executions", "nextCursor"}; the cursor only where there is more.
Json toJson(const ExecutionPage &page);
Result<ExecutionPage> executionPageFrom(const Json &json);

Json toJson(const ExecutionStats &stats);
Result<ExecutionStats> executionStatsFrom(const Json &json);

/// [{"timeMs", "text"}, …]; read from {"lines": […]}.
Json toJson(const QList<ExecutionLine> &lines);
Result<QList<ExecutionLine>> executionLinesFrom(const Json &json);

/// {"executionId", "timeMs", "text"}.
Json toJson(const AppLogLine &line);
Result<AppLogLine> appLogLineFrom(const Json &json);
/// {"lines": [{"executionId", "timeMs", "text"}, …], "nextCursor"}.
Json toJson(const AppLogPage &page);
Result<AppLogPage> appLogPageFrom(const Json &json);

} // namespace studio
