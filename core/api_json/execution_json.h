// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/model/compile_log.h"
#include "core/model/execution.h"
#include "core/model/execution_query.h"

namespace studio {

// The JSON of the platform's gateway: camelCase, 64-bit integers as strings, enums by their API names (PLATFORM, part
// 2).

/// "EXECUTION_STATUS_SUCCEEDED".
std::string executionStatusWireName(ExecutionStatus status);
/// The whole record: "request" and "response" with "headers" as [[name, value], …] and "body" as text, or "bodyBase64"
/// where it is no UTF-8; "lines" as [{"timeMs", "text"}, …].
Json toJson(const Execution &execution);
/// The same without headers, bodies and lines.
Json summaryJson(const Execution &execution);
/// {"executions", "nextCursor"}; the cursor only where there is more.
Json toJson(const ExecutionPage &page);
Json toJson(const ExecutionStats &stats);
Json toJson(const QList<ExecutionLine> &lines);
/// {"lines": [{"executionId", "timeMs", "text"}, …], "nextCursor"}.
Json toJson(const AppLogPage &page);
/// {"deployId", "running", "lines", "next"}.
Json toJson(const CompileLog &log);

} // namespace studio
