// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/api_json.h"

#include "core/api_json/api_json_private.h"
#include "core/api_json/json_fields.h"

#include <array>

namespace studio {

namespace {

Json detailsJson(const ArtifactDetails &details, const char *sizeName)
{
    Json crates = Json::array();
    for (const auto &[name, version] : details.crates) {
        crates.push_back({{"name", toUtf8(name)}, {"version", toUtf8(version)}});
    }
    const auto strings = [](const QStringList &list) {
        Json array = Json::array();
        std::ranges::transform(list, std::back_inserter(array), toUtf8);
        return array;
    };
    return {{sizeName, api_json::number(details.size)},
            {"crates", crates},
            {"imports", strings(details.imports)},
            {"exports", strings(details.exports)}};
}

} // namespace

Json toJson(const ArtifactDetails &details)
{
    return detailsJson(details, "sizeBytes");
}

namespace {

ArtifactDetails detailsFrom(JsonFields fields)
{
    ArtifactDetails details{.size = fields.integer("sizeBytes"),
                            .crates = {},
                            .imports = fields.texts("imports"),
                            .exports = fields.texts("exports")};
    for (JsonFields crate : fields.objects("crates")) {
        details.crates.append({crate.text("name"), crate.text("version")});
    }
    return details;
}

std::string compileStatusApiName(DraftStatus status)
{
    return toUtf8(QStringLiteral("COMPILE_STATUS_") + draftStatusName(status).toUpper());
}

/// Also where the platform does not tell it.
DraftStatus compileStatusFrom(const QString &name, const Draft &draft)
{
    const QStringView prefix = u"COMPILE_STATUS_";
    if (name.startsWith(prefix)) {
        if (const auto status = draftStatusFrom(name.sliced(prefix.size()).toLower())) {
            return *status;
        }
    }
    if (!draft.error.isEmpty()) {
        return DraftStatus::Failed;
    }
    return draft.artifactHash.isEmpty() ? DraftStatus::Saved : DraftStatus::Compiled;
}

Version versionOf(JsonFields fields, const AppId &id)
{
    Version version;
    version.app = appIdFrom(fields.text("appId")).value_or(id);
    version.number = fields.number("version");
    version.codeHash = fields.bytes("codeHash");
    version.artifactHash = fields.bytes("artifactHash");
    version.createdAtMs = fields.integer("createdAtMs");
    const QString status = fields.text("status");
    version.active = status == QLatin1String("VERSION_STATUS_ACTIVE");
    version.damaged = status == QLatin1String("VERSION_STATUS_DAMAGED");
    version.tier = tierFromApiName(fields.text("resourceTier"));
    JsonFields limits = fields.object("limits");
    version.memoryMb = limits.number("memoryMb");
    version.timeoutSecs = limits.number("timeoutSecs");
    JsonFields rust = fields.object("runtime").object("rust");
    version.target = targetFromApiName(rust.text("target")).value_or(RustTarget::Native);
    version.rustVersion = rust.text("toolchainVersion");
    version.artifact = detailsFrom(fields.object("artifact"));
    version.note = fields.text("note");
    return version;
}

} // namespace

Json toJson(const Version &version)
{
    return {{"version", version.number},
            {"appId", toUtf8(version.app.functionId())},
            {"codeHash", version.codeHash.toStdString()},
            {"artifactHash", version.artifactHash.toStdString()},
            {"createdAtMs", api_json::number(version.createdAtMs)},
            {"status", version.damaged  ? "VERSION_STATUS_DAMAGED"
                       : version.active ? "VERSION_STATUS_ACTIVE"
                                        : "VERSION_STATUS_SUPERSEDED"},
            {"resourceTier", tierApiName(version.tier)},
            {"limits", {{"memoryMb", version.memoryMb}, {"timeoutSecs", version.timeoutSecs}}},
            {"runtime", runtimeJson(version.target, version.rustVersion)},
            {"artifact", toJson(version.artifact)},
            {"note", toUtf8(version.note)}};
}

Result<Version> versionFrom(const Json &json, const AppId &id)
{
    JsonFields fields(json);
    Version version = versionOf(fields, id);
    return fields.check().transform([&] { return version; });
}

Json versionsJson(const QList<Version> &versions, int before)
{
    Json rows = Json::array();
    for (const Version &version : versions) {
        rows.push_back(toJson(version));
    }
    Json json{{"versions", rows}};
    if (before > 0) {
        json["nextCursor"] = api_json::number(before);
    }
    return json;
}

Result<VersionPage> versionsFrom(const Json &json, const AppId &id)
{
    JsonFields fields(json);
    VersionPage page{.versions = {}, .before = fields.number("nextCursor")};
    for (const JsonFields &row : fields.objects("versions")) {
        page.versions.append(versionOf(row, id));
        if (page.versions.last().number <= 0) {
            fields.refuse(
                QStringLiteral("“versions[%1].version” is not the number of a version.").arg(page.versions.size() - 1));
        }
    }
    return fields.check().transform([&] { return page; });
}

Json toJson(const Draft &draft)
{
    Json json{{"appId", toUtf8(draft.app.functionId())},
              {"status", "VERSION_STATUS_DRAFT"},
              {"codeHash", draft.codeHash.toStdString()},
              {"codeKind", "CODE_KIND_SDK"},
              {"createdAtMs", api_json::number(draft.createdAtMs)},
              {"updatedAtMs", api_json::number(draft.updatedAtMs)},
              {"compileStatus", compileStatusApiName(draft.status)}};
    if (!draft.deployId.isEmpty()) {
        json["deployId"] = toUtf8(draft.deployId);
    }
    if (!draft.error.isEmpty()) {
        json["error"] = toUtf8(draft.error);
    }
    if (!draft.artifactHash.isEmpty()) {
        json["artifactHash"] = draft.artifactHash.toStdString();
        json["runtime"] = runtimeJson(draft.artifactTarget, draft.artifactRust);
        json["artifact"] = toJson(draft.artifact);
    }
    api_json::addSchemas(json, "inputSchema", draft.inputSchema, "outputSchema", draft.outputSchema);
    for (const QString &note : draft.notes) {
        json["notes"].push_back(toUtf8(note));
    }
    return json;
}

Result<Draft> draftFrom(const Json &json, const AppId &id)
{
    JsonFields fields(json);
    Draft draft;
    draft.app = appIdFrom(fields.text("appId")).value_or(id);
    draft.codeHash = fields.bytes("codeHash");
    draft.createdAtMs = fields.integer("createdAtMs");
    draft.updatedAtMs = fields.integer("updatedAtMs");
    draft.deployId = fields.text("deployId");
    draft.error = fields.text("error");
    draft.artifactHash = fields.bytes("artifactHash");
    draft.status = compileStatusFrom(fields.text("compileStatus"), draft);
    JsonFields rust = fields.object("runtime").object("rust");
    draft.artifactTarget = targetFromApiName(rust.text("target")).value_or(RustTarget::Native);
    draft.artifactRust = rust.text("toolchainVersion");
    draft.artifact = detailsFrom(fields.object("artifact"));
    draft.inputSchema = fields.jsonText("inputSchema");
    draft.outputSchema = fields.jsonText("outputSchema");
    draft.notes = fields.texts("notes");
    return fields.check().transform([&] { return draft; });
}

Json draftInfoJson(const Draft &draft)
{
    Json json{{"status", toUtf8(draftStatusName(draft.status))}, {"code_hash", draft.codeHash.toStdString()}};
    if (!draft.deployId.isEmpty()) {
        json["deploy_id"] = toUtf8(draft.deployId);
    }
    if (!draft.error.isEmpty()) {
        json["error"] = toUtf8(draft.error);
    }
    json["created_at_ms"] = api_json::number(draft.createdAtMs);
    json["updated_at_ms"] = api_json::number(draft.updatedAtMs);
    api_json::addSchemas(json, "input_schema", draft.inputSchema, "output_schema", draft.outputSchema);
    for (const QString &note : draft.notes) {
        json["notes"].push_back(toUtf8(note));
    }
    if (!draft.artifactHash.isEmpty()) {
        json["artifact_hash"] = draft.artifactHash.toStdString();
        json["artifact"] = detailsJson(draft.artifact, "size_bytes");
    }
    return json;
}

Json toJson(const DraftUpload &upload)
{
    Json compile = Json::object();
    if (upload.target) {
        compile["runtime"] = {{"rust", {{"target", targetApiName(*upload.target)}}}};
    }
    compile["sourceCode"] = upload.archive.toBase64().toStdString();
    Json json{{"code", {{"compile", compile}}}};
    api_json::addChanges(json, upload.inputSchema, upload.outputSchema);
    return json;
}

Result<DraftUpload> draftUploadFrom(const Json &json)
{
    JsonFields fields(json);
    JsonFields compile = fields.object("code").object("compile");
    DraftUpload upload{.archive = compile.base64("sourceCode"), .target = {}, .inputSchema = {}, .outputSchema = {}};
    upload.target = api_json::readTarget(compile);
    api_json::readSchemas(fields, upload.inputSchema, upload.outputSchema);
    if (upload.archive.isEmpty()) {
        fields.refuse(QStringLiteral("“code.compile.sourceCode” is missing: the archive in base 64."));
    }
    return fields.check().transform([&] { return upload; });
}

} // namespace studio
