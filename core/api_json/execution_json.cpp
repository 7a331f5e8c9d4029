// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/execution_json.h"

#include "core/api_json/invoke_json.h"

namespace studio {

namespace {

std::string number(qint64 value)
{
    return std::to_string(value);
}

} // namespace

std::string executionStatusWireName(ExecutionStatus status)
{
    return toUtf8(QStringLiteral("EXECUTION_STATUS_") + executionStatusName(status).toUpper());
}

Json summaryJson(const Execution &execution)
{
    Json json{{"executionId", toUtf8(execution.id)},
              {"appId", toUtf8(execution.app.functionId())},
              {"version", execution.version},
              {"dev", execution.dev},
              {"status", executionStatusWireName(execution.status)},
              {"createdAtMs", number(execution.createdAtMs)},
              {"method", execution.request.method.toStdString()},
              {"target", toUtf8(QString::fromLatin1(execution.request.target))},
              {"httpStatus", execution.response.status},
              {"requestBytes", number(execution.requestBytes)},
              {"responseBytes", number(execution.responseBytes)},
              {"coldStart", execution.coldStart},
              {"queuedUs", number(execution.queuedUs)},
              {"startUs", number(execution.startUs)}};
    if (execution.handlerUs >= 0) {
        json["handlerUs"] = number(execution.handlerUs);
    }
    json["totalUs"] = number(execution.totalUs);
    if (execution.memoryPeakBytes > 0) {
        json["memoryPeakBytes"] = number(execution.memoryPeakBytes);
    }
    if (execution.cpuUs >= 0) {
        json["cpuUs"] = number(execution.cpuUs);
    }
    json["codeHash"] = execution.codeHash.toStdString();
    json["artifactHash"] = execution.artifactHash.toStdString();
    json["runtime"] = {{"rust",
                        {{"target", execution.target == RustTarget::Native ? "RUST_COMPILATION_TARGET_NATIVE"
                                                                           : "RUST_COMPILATION_TARGET_WASM"},
                         {"toolchainVersion", toUtf8(execution.toolchain)}}}};
    if (!execution.error.isEmpty()) {
        json["error"] = toUtf8(execution.error);
    }
    if (execution.panic) {
        json["panic"] = {{"message", toUtf8(execution.panic->message)},
                         {"file", toUtf8(execution.panic->file)},
                         {"line", execution.panic->line},
                         {"column", execution.panic->column}};
    }
    return json;
}

Json toJson(const Execution &execution)
{
    Json json = summaryJson(execution);
    Json request{{"method", execution.request.method.toStdString()},
                 {"target", toUtf8(QString::fromLatin1(execution.request.target))},
                 {"headers", headersJson(execution.request.headers)}};
    addBytes(request, "body", execution.request.body);
    json["request"] = request;
    if (execution.response.status > 0) {
        Json response{{"status", execution.response.status}, {"headers", headersJson(execution.response.headers)}};
        addBytes(response, "body", execution.response.body);
        response["truncated"] = execution.response.truncated;
        json["response"] = response;
    }
    json["lines"] = toJson(execution.lines);
    json["linesDropped"] = number(execution.linesDropped);
    return json;
}

Json toJson(const ExecutionPage &page)
{
    Json rows = Json::array();
    for (const Execution &execution : page.executions) {
        rows.push_back(summaryJson(execution));
    }
    Json json{{"executions", rows}};
    if (!page.nextCursor.isEmpty()) {
        json["nextCursor"] = toUtf8(page.nextCursor);
    }
    return json;
}

Json toJson(const ExecutionStats &stats)
{
    Json counts = Json::object();
    for (const auto &[status, count] : stats.counts) {
        counts[toUtf8(executionStatusName(status))] = number(count);
    }
    return {{"total", number(stats.total)},           {"counts", counts},
            {"coldStarts", number(stats.coldStarts)}, {"bytes", number(stats.bytes)},
            {"sample", number(stats.sample)},         {"p50Us", number(stats.p50Us)},
            {"p95Us", number(stats.p95Us)},           {"p99Us", number(stats.p99Us)}};
}

Json toJson(const QList<ExecutionLine> &lines)
{
    Json json = Json::array();
    for (const ExecutionLine &line : lines) {
        json.push_back({{"timeMs", number(line.timeMs)}, {"text", toUtf8(QString::fromUtf8(line.text))}});
    }
    return json;
}

Json toJson(const AppLogPage &page)
{
    Json lines = Json::array();
    for (const AppLogLine &one : page.lines) {
        lines.push_back({{"executionId", toUtf8(one.executionId)},
                         {"timeMs", number(one.line.timeMs)},
                         {"text", toUtf8(QString::fromUtf8(one.line.text))}});
    }
    Json json{{"lines", lines}};
    if (!page.nextCursor.isEmpty()) {
        json["nextCursor"] = toUtf8(page.nextCursor);
    }
    return json;
}

Json toJson(const CompileLog &log)
{
    Json lines = Json::array();
    for (const QString &line : log.lines) {
        lines.push_back(toUtf8(line));
    }
    return {{"deployId", toUtf8(log.deployId)}, {"running", log.running}, {"lines", lines}, {"next", number(log.next)}};
}

} // namespace studio
