// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/executions_json.h"

#include "core/api_json/api_json_private.h"
#include "core/api_json/invoke_json.h"
#include "core/api_json/json_fields.h"

#include <array>

namespace studio {

namespace {

constexpr std::array statuses{ExecutionStatus::Running,  ExecutionStatus::Succeeded, ExecutionStatus::Failed,
                              ExecutionStatus::TimedOut, ExecutionStatus::Cancelled, ExecutionStatus::Lost};

QList<ExecutionLine> linesOf(JsonFields &fields)
{
    QList<ExecutionLine> lines;
    for (JsonFields line : fields.objects("lines")) {
        lines.append({line.integer("timeMs"), line.bytes("text")});
    }
    return lines;
}

AppLogLine logLineOf(JsonFields fields)
{
    return {fields.text("executionId"), {fields.integer("timeMs"), fields.bytes("text")}};
}

void readBody(JsonFields fields, Headers &headers, QByteArray &body, const Json &json)
{
    headers = headersFrom(json, fields);
    body = fields.has("bodyBase64") ? fields.base64("bodyBase64") : fields.bytes("body");
}

const Json &memberOf(const Json &json, const char *name)
{
    static const Json empty = Json::object();
    const Json *found = json.find(name);
    return found && found->isObject() ? *found : empty;
}

void readTimes(JsonFields &fields, Execution &execution)
{
    execution.createdAtMs = fields.integer("createdAtMs");
    execution.queuedUs = fields.integer("queuedUs");
    execution.startUs = fields.integer("startUs");
    execution.handlerUs = fields.integer("handlerUs", -1);
    execution.totalUs = fields.integer("totalUs");
    execution.memoryPeakBytes = fields.integer("memoryPeakBytes");
    execution.cpuUs = fields.integer("cpuUs", -1);
}

Execution executionOf(JsonFields fields, const Json &json)
{
    Execution execution;
    execution.id = fields.text("executionId");
    execution.app = appIdFrom(fields.text("appId")).value_or(AppId{});
    execution.version = fields.number("version");
    execution.dev = fields.boolean("dev");
    execution.status = executionStatusFromApiName(fields.text("status")).value_or(ExecutionStatus::Running);
    readTimes(fields, execution);
    execution.request.method = fields.bytes("method");
    execution.request.target = fields.text("target").toLatin1();
    execution.response.status = fields.number("httpStatus");
    execution.requestBytes = fields.integer("requestBytes");
    execution.responseBytes = fields.integer("responseBytes");
    execution.coldStart = fields.boolean("coldStart");
    execution.codeHash = fields.bytes("codeHash");
    execution.artifactHash = fields.bytes("artifactHash");
    JsonFields rust = fields.object("runtime").object("rust");
    execution.target = targetFromApiName(rust.text("target")).value_or(RustTarget::Native);
    execution.toolchain = rust.text("toolchainVersion");
    execution.error = fields.text("error");
    if (fields.has("panic")) {
        JsonFields panic = fields.object("panic");
        execution.panic =
            Panic{panic.text("message"), panic.text("file"), panic.number("line"), panic.number("column")};
    }
    readBody(fields.object("request"), execution.request.headers, execution.request.body, memberOf(json, "request"));
    JsonFields response = fields.object("response");
    readBody(response, execution.response.headers, execution.response.body, memberOf(json, "response"));
    execution.response.truncated = response.boolean("truncated");
    execution.lines = linesOf(fields);
    execution.linesDropped = fields.integer("linesDropped");
    return execution;
}

} // namespace

std::optional<ExecutionStatus> executionStatusFromApiName(const QString &name)
{
    for (const ExecutionStatus status : statuses) {
        if (toUtf8(name) == executionStatusWireName(status)) {
            return status;
        }
    }
    return {};
}

Result<Execution> executionFrom(const Json &json)
{
    JsonFields fields(json);
    Execution execution = executionOf(fields, json);
    return fields.check().transform([&] { return execution; });
}

Result<ExecutionPage> executionPageFrom(const Json &json)
{
    JsonFields fields(json);
    ExecutionPage page{.executions = {}, .nextCursor = fields.text("nextCursor")};
    const auto rows = fields.objects("executions");
    for (qsizetype at = 0; at < rows.size(); ++at) {
        page.executions.append(executionOf(rows[at], json["executions"][at]));
        if (page.executions.last().id.isEmpty()) {
            fields.refuse(QStringLiteral("“executions[%1].executionId” is missing.").arg(at));
        }
    }
    return fields.check().transform([&] { return page; });
}

Result<ExecutionStats> executionStatsFrom(const Json &json)
{
    JsonFields fields(json);
    JsonFields counts = fields.object("counts");
    ExecutionStats stats;
    for (const ExecutionStatus status : statuses) {
        stats.counts.append({status, counts.integer(executionStatusName(status).toUtf8().constData())});
    }
    stats.total = fields.integer("total");
    stats.coldStarts = fields.integer("coldStarts");
    stats.bytes = fields.integer("bytes");
    stats.sample = fields.integer("sample");
    stats.p50Us = fields.integer("p50Us");
    stats.p95Us = fields.integer("p95Us");
    stats.p99Us = fields.integer("p99Us");
    return fields.check().transform([&] { return stats; });
}

Result<QList<ExecutionLine>> executionLinesFrom(const Json &json)
{
    JsonFields fields(json);
    QList<ExecutionLine> lines = linesOf(fields);
    return fields.check().transform([&] { return lines; });
}

Json toJson(const AppLogLine &line)
{
    return {{"executionId", toUtf8(line.executionId)},
            {"timeMs", api_json::number(line.line.timeMs)},
            {"text", toUtf8(QString::fromUtf8(line.line.text))}};
}

Result<AppLogLine> appLogLineFrom(const Json &json)
{
    JsonFields fields(json);
    AppLogLine line = logLineOf(fields);
    return fields.check().transform([&] { return line; });
}

Result<AppLogPage> appLogPageFrom(const Json &json)
{
    JsonFields fields(json);
    AppLogPage page{.lines = {}, .nextCursor = fields.text("nextCursor")};
    for (const JsonFields &line : fields.objects("lines")) {
        page.lines.append(logLineOf(line));
    }
    return fields.check().transform([&] { return page; });
}

Result<CompileLog> compileLogFrom(const Json &json)
{
    JsonFields fields(json);
    CompileLog log{.deployId = fields.text("deployId"),
                   .lines = fields.texts("lines"),
                   .next = fields.integer("next"),
                   .running = fields.boolean("running")};
    return fields.check().transform([&] { return log; });
}

Json toJson(const AppState &state)
{
    Json json{{"appId", toUtf8(state.app.id.functionId())},
              {"activeVersion", state.app.activeVersion},
              {"runningInstances", state.instances},
              {"app", toJson(state.app)},
              {"draft", state.draft ? toJson(*state.draft) : Json{{"status", "no draft"}}}};
    if (state.active) {
        json["active"] = toJson(*state.active);
    }
    return json;
}

Result<AppState> appStateFrom(const Json &json, const AppId &id)
{
    JsonFields fields(json);
    if (!fields.object("app").has("appId") && !fields.has("appId")) {
        fields.refuse(QStringLiteral("“app.appId” is missing."));
    }
    (void)fields.object("active"); // so that anything else is refused
    (void)fields.object("draft");
    AppState state{.app = {}, .active = {}, .draft = {}, .instances = fields.number("runningInstances")};
    const auto app = appFrom(memberOf(json, "app"), id);
    const auto active = versionFrom(memberOf(json, "active"), id);
    const auto draft = draftFrom(memberOf(json, "draft"), id);
    if (!fields.check() || !app || !active || !draft) {
        return std::unexpected(!fields.check() ? fields.check().error()
                               : !app          ? app.error()
                               : !active       ? active.error()
                                               : draft.error());
    }
    state.app = *app;
    if (fields.has("active")) {
        state.active = *active;
    }
    if (memberOf(json, "draft").contains("codeHash")) {
        state.draft = *draft;
    }
    return state;
}

} // namespace studio
