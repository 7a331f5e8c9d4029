// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/api_json/api_json.h"
#include "core/api_json/api_json_private.h"
#include "core/api_json/field_tables.h"

namespace studio {

namespace api_json {

std::string compileStatusApiName(DraftStatus status)
{
    return toUtf8(QStringLiteral("COMPILE_STATUS_") + draftStatusName(status).toUpper());
}

std::optional<DraftStatus> compileStatusFromApiName(const QString &name)
{
    const QStringView prefix = u"COMPILE_STATUS_";
    return name.startsWith(prefix) ? draftStatusFrom(name.sliced(prefix.size()).toLower()) : std::nullopt;
}

} // namespace api_json

Json toJson(const Draft &draft)
{
    return api_json::written([&](auto &io) { api_json::visitDraft(io, draft); });
}

Result<Draft> draftFrom(const Json &json, const AppId &id)
{
    Draft draft;
    draft.app = id;
    return api_json::readValue(json, draft, [](auto &io, auto &read) { api_json::visitDraft(io, read); });
}

Json draftInfoJson(const Draft &draft)
{
    return api_json::written([&](auto &io) {
        io.field("status", draftStatusName(draft.status));
        io.field("code_hash", draft.codeHash);
        io.optional("deploy_id", draft.deployId);
        io.optional("error", draft.error);
        io.field("created_at_ms", draft.createdAtMs);
        io.field("updated_at_ms", draft.updatedAtMs);
        io.document("input_schema", draft.inputSchema);
        io.document("output_schema", draft.outputSchema);
        io.optional("notes", draft.notes);
        io.optional("artifact_hash", draft.artifactHash);
        io.objectIf(!draft.artifactHash.isEmpty(), "artifact",
                    [&](auto &artifact) { api_json::visitArtifact(artifact, draft.artifact, "size_bytes"); });
    });
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
