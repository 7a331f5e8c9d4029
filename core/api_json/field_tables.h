// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api_json/api_json.h"
#include "core/api_json/field_io.h"
#include "core/model/tiers.h"

#include <tuple>

namespace studio::api_json {

// The members of the documents that stand in other ones, in the order in which they are written. See field_io.h.

template <typename Io> void visitAppId(Io &io, auto &id)
{
    io.named("appId", id, [](const AppId &written) { return written.functionId(); }, appIdFrom);
}

/// {"rust": {"target", "toolchainVersion"}}.
template <typename Io> void visitRuntime(Io &io, auto &target, auto &toolchain)
{
    io.object("runtime", [&](auto &runtime) {
        runtime.object("rust", [&](auto &rust) {
            rust.named("target", target, targetApiName, targetFromApiName);
            rust.field("toolchainVersion", toolchain);
        });
    });
}

template <typename Io> void visitArtifact(Io &io, auto &artifact, const char *sizeName = "sizeBytes")
{
    io.field(sizeName, artifact.size);
    io.list("crates", artifact.crates, [](auto &crate, auto &nameAndVersion) {
        crate.field("name", nameAndVersion.first);
        crate.field("version", nameAndVersion.second);
    });
    io.field("imports", artifact.imports);
    io.field("exports", artifact.exports);
}

template <typename Io> void visitApp(Io &io, auto &app)
{
    visitAppId(io, app.id);
    io.constant("name", app.id.name);
    io.field("description", app.description);
    visitRuntime(io, app.target, app.toolchain);
    QString state = app.damaged             ? QStringLiteral("DEPLOYMENT_STATE_DAMAGED")
                    : app.activeVersion > 0 ? QStringLiteral("DEPLOYMENT_STATE_ACTIVE")
                                            : QStringLiteral("DEPLOYMENT_STATE_CREATED");
    io.field("deploymentState", state);
    io.field("activeVersion", app.activeVersion);
    io.named("appliedTier", app.tier, tierApiName, tierFromApiName);
    if constexpr (Io::isReading) {
        app.damaged = state == QLatin1String("DEPLOYMENT_STATE_DAMAGED");
        std::tie(app.memoryMb, app.cpuMillicores) = limitsOfTier(app.tier);
    }
    io.object("appliedLimits", [&](auto &limits) {
        limits.field("memoryMb", app.memoryMb);
        limits.field("cpuMillicores", app.cpuMillicores);
        limits.field("timeoutSecs", app.timeoutSecs);
    });
    io.field("maxReplicas", app.maxReplicas);
    io.pairs("env", app.environment);
    io.field("createdAtMs", app.createdAtMs);
    io.field("updatedAtMs", app.updatedAtMs);
    io.document("inputSchema", app.inputSchema);
    io.document("outputSchema", app.outputSchema);
}

template <typename Io> void visitVersion(Io &io, auto &version)
{
    io.field("version", version.number);
    visitAppId(io, version.app);
    io.field("codeHash", version.codeHash);
    io.field("artifactHash", version.artifactHash);
    io.field("createdAtMs", version.createdAtMs);
    QString status = version.damaged  ? QStringLiteral("VERSION_STATUS_DAMAGED")
                     : version.active ? QStringLiteral("VERSION_STATUS_ACTIVE")
                                      : QStringLiteral("VERSION_STATUS_SUPERSEDED");
    io.field("status", status);
    if constexpr (Io::isReading) {
        version.active = status == QLatin1String("VERSION_STATUS_ACTIVE");
        version.damaged = status == QLatin1String("VERSION_STATUS_DAMAGED");
    }
    io.named("resourceTier", version.tier, tierApiName, tierFromApiName);
    io.object("limits", [&](auto &limits) {
        limits.field("memoryMb", version.memoryMb);
        limits.field("timeoutSecs", version.timeoutSecs);
    });
    visitRuntime(io, version.target, version.rustVersion);
    io.object("artifact", [&](auto &artifact) { visitArtifact(artifact, version.artifact); });
    io.field("note", version.note);
}

/// "COMPILE_STATUS_COMPILED".
std::string compileStatusApiName(DraftStatus status);
std::optional<DraftStatus> compileStatusFromApiName(const QString &name);

template <typename Io> void visitDraft(Io &io, auto &draft)
{
    visitAppId(io, draft.app);
    io.constant("status", "VERSION_STATUS_DRAFT");
    io.field("codeHash", draft.codeHash);
    io.constant("codeKind", "CODE_KIND_SDK");
    io.field("createdAtMs", draft.createdAtMs);
    io.field("updatedAtMs", draft.updatedAtMs);
    if constexpr (!Io::isReading) {
        io.constant("compileStatus", compileStatusApiName(draft.status));
    }
    io.optional("deployId", draft.deployId);
    io.optional("error", draft.error);
    io.optional("artifactHash", draft.artifactHash);
    if (Io::isReading || !draft.artifactHash.isEmpty()) {
        visitRuntime(io, draft.artifactTarget, draft.artifactRust);
        io.object("artifact", [&](auto &artifact) { visitArtifact(artifact, draft.artifact); });
    }
    if constexpr (Io::isReading) { // a platform may not tell the status
        draft.status = !draft.error.isEmpty()         ? DraftStatus::Failed
                       : draft.artifactHash.isEmpty() ? DraftStatus::Saved
                                                      : DraftStatus::Compiled;
        io.named("compileStatus", draft.status, compileStatusApiName, compileStatusFromApiName);
    }
    io.document("inputSchema", draft.inputSchema);
    io.document("outputSchema", draft.outputSchema);
    io.optional("notes", draft.notes);
}

} // namespace studio::api_json
