// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/execution_json.h"

#include "core/api_json/field_tables.h"

#include <array>

namespace studio {

namespace {

using api_json::readValue;
using api_json::written;

constexpr std::array statuses{ExecutionStatus::Running,  ExecutionStatus::Succeeded, ExecutionStatus::Failed,
                              ExecutionStatus::TimedOut, ExecutionStatus::Cancelled, ExecutionStatus::Lost};

/// A record as it is before its members are read: what the document does not tell is unknown and not the default of a
/// request that is made.
Execution emptyExecution()
{
    Execution execution;
    execution.request = {.method = {}, .target = {}, .headers = {}, .body = {}};
    return execution;
}

template <typename Io> void visitPanic(Io &io, auto &panic)
{
    io.field("message", panic.message);
    io.field("file", panic.file);
    io.field("line", panic.line);
    io.field("column", panic.column);
}

template <typename Io> void visitSummary(Io &io, auto &execution)
{
    io.field("executionId", execution.id);
    api_json::visitAppId(io, execution.app);
    io.field("version", execution.version);
    io.field("dev", execution.dev);
    io.named("status", execution.status, executionStatusApiName, executionStatusFromApiName);
    io.field("createdAtMs", execution.createdAtMs);
    io.field("method", execution.request.method);
    io.latin1("target", execution.request.target);
    io.field("httpStatus", execution.response.status);
    io.field("requestBytes", execution.requestBytes);
    io.field("responseBytes", execution.responseBytes);
    io.field("coldStart", execution.coldStart);
    io.field("queuedUs", execution.queuedUs);
    io.field("startUs", execution.startUs);
    io.optional("handlerUs", execution.handlerUs, qint64(-1));
    io.optional("firstByteUs", execution.firstByteUs, qint64(-1));
    io.field("totalUs", execution.totalUs);
    io.optional("memoryPeakBytes", execution.memoryPeakBytes);
    io.optional("cpuUs", execution.cpuUs, qint64(-1));
    io.field("codeHash", execution.codeHash);
    io.field("artifactHash", execution.artifactHash);
    api_json::visitRuntime(io, execution.target, execution.toolchain);
    io.optional("error", execution.error);
    io.objectIf(execution.panic.has_value(), "panic", [&](auto &panic) {
        if constexpr (Io::isReading) {
            execution.panic.emplace();
        }
        visitPanic(panic, *execution.panic);
    });
}

template <typename Io> void visitLine(Io &io, auto &line)
{
    io.field("timeMs", line.timeMs);
    io.field("text", line.text);
}

template <typename Io> void visitLines(Io &io, auto &lines)
{
    io.list("lines", lines, [](auto &each, auto &line) { visitLine(each, line); });
}

template <typename Io> void visitExecution(Io &io, auto &execution)
{
    visitSummary(io, execution);
    io.object("request", [&](auto &request) {
        request.constant("method", QString::fromLatin1(execution.request.method));
        request.constant("target", QString::fromLatin1(execution.request.target));
        request.field("headers", execution.request.headers);
        request.bytes("body", execution.request.body);
    });
    io.objectIf(execution.response.status > 0, "response", [&](auto &response) {
        response.constant("status", execution.response.status);
        response.field("headers", execution.response.headers);
        response.bytes("body", execution.response.body);
        response.field("truncated", execution.response.truncated);
    });
    visitLines(io, execution.lines);
    io.field("linesDropped", execution.linesDropped);
}

template <typename Io> void visitStats(Io &io, auto &stats)
{
    io.field("total", stats.total);
    io.object("counts", [&](auto &counts) {
        if constexpr (Io::isReading) {
            for (const ExecutionStatus status : statuses) {
                stats.counts.append({status, 0});
            }
        }
        for (auto &[status, count] : stats.counts) {
            counts.field(toUtf8(executionStatusName(status)).c_str(), count);
        }
    });
    io.field("coldStarts", stats.coldStarts);
    io.field("bytes", stats.bytes);
    io.field("sample", stats.sample);
    io.field("p50Us", stats.p50Us);
    io.field("p95Us", stats.p95Us);
    io.field("p99Us", stats.p99Us);
}

template <typename Io> void visitLogLine(Io &io, auto &line)
{
    io.field("executionId", line.executionId);
    visitLine(io, line.line);
}

template <typename Io> void visitLogPage(Io &io, auto &page)
{
    io.list("lines", page.lines, [](auto &each, auto &line) { visitLogLine(each, line); });
    io.optional("nextCursor", page.nextCursor);
}

} // namespace

std::string executionStatusApiName(ExecutionStatus status)
{
    return toUtf8(QStringLiteral("EXECUTION_STATUS_") + executionStatusName(status).toUpper());
}

std::optional<ExecutionStatus> executionStatusFromApiName(const QString &name)
{
    const auto *const found = std::ranges::find(statuses, toUtf8(name), executionStatusApiName);
    return found == statuses.end() ? std::nullopt : std::optional(*found);
}

Json summaryJson(const Execution &execution)
{
    return written([&](auto &io) { visitSummary(io, execution); });
}

Json toJson(const Execution &execution)
{
    return written([&](auto &io) { visitExecution(io, execution); });
}

Result<Execution> executionFrom(const Json &json)
{
    return readValue(json, emptyExecution(), [](auto &io, auto &execution) { visitExecution(io, execution); });
}

Json toJson(const ExecutionPage &page)
{
    return written([&](auto &io) {
        io.list("executions", page.executions, [](auto &each, auto &execution) { visitSummary(each, execution); });
        io.optional("nextCursor", page.nextCursor);
    });
}

Result<ExecutionPage> executionPageFrom(const Json &json)
{
    JsonFields fields(json);
    ExecutionPage page{.executions = {}, .nextCursor = fields.text("nextCursor")};
    for (const JsonFields &row : fields.objects("executions")) {
        Execution execution = emptyExecution();
        api_json::FieldReader io(row);
        visitExecution(io, execution);
        if (execution.id.isEmpty()) {
            fields.refuse(QStringLiteral("“executions[%1].executionId” is missing.").arg(page.executions.size()));
        }
        page.executions.append(std::move(execution));
    }
    return fields.check().transform([&] { return page; });
}

Json toJson(const ExecutionStats &stats)
{
    return written([&](auto &io) { visitStats(io, stats); });
}

Result<ExecutionStats> executionStatsFrom(const Json &json)
{
    return readValue(json, ExecutionStats(), [](auto &io, auto &stats) { visitStats(io, stats); });
}

Json toJson(const QList<ExecutionLine> &lines)
{
    return written([&](auto &io) { visitLines(io, lines); })["lines"];
}

Result<QList<ExecutionLine>> executionLinesFrom(const Json &json)
{
    return readValue(json, QList<ExecutionLine>(), [](auto &io, auto &lines) { visitLines(io, lines); });
}

Json toJson(const AppLogLine &line)
{
    return written([&](auto &io) { visitLogLine(io, line); });
}

Result<AppLogLine> appLogLineFrom(const Json &json)
{
    return readValue(json, AppLogLine(), [](auto &io, auto &line) { visitLogLine(io, line); });
}

Json toJson(const AppLogPage &page)
{
    return written([&](auto &io) { visitLogPage(io, page); });
}

Result<AppLogPage> appLogPageFrom(const Json &json)
{
    return readValue(json, AppLogPage(), [](auto &io, auto &page) { visitLogPage(io, page); });
}

} // namespace studio
