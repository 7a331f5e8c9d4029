// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/json.h"
#include "core/model/app.h"
#include "core/model/artifact_details.h"
#include "core/model/draft.h"
#include "core/model/version.h"

// The JSON of the platform's gateway (PLATFORM, part 2), written and read: camelCase, 64-bit integers as strings, enums
// by API name, times in Unix milliseconds. The command line prints the same documents. What is read may have been
// written by the real platform, so that members which only we write have fallbacks; InvalidArgument names a member of a
// wrong kind.

namespace studio {

/// {"appId", "name", "description", "runtime", "deploymentState", "activeVersion", "appliedTier", "appliedLimits",
/// "maxReplicas", "env", "createdAtMs", "updatedAtMs", "inputSchema", "outputSchema"}; the schemas where there are
/// some.
Json toJson(const App &app);
/// `id` holds where the document does not tell.
Result<App> appFrom(const Json &json, const AppId &id = {});
/// {"apps": […]}.
Json toJson(const QList<App> &apps);
Result<QList<App>> appsFrom(const Json &json);

/// The body of CreateApp: {"name", "resourceTier", "runtime", "limits", "maxReplicas", "description", "env",
/// "inputSchema", "outputSchema"}. UpdateAppConfig takes the same without the name.
Json createAppJson(const App &app);
/// What differs from `known`, or all.
Json updateAppJson(const App &app, const std::optional<App> &known = {});
/// What is not given is the tier's or the default.
Result<App> newAppFrom(const Json &json, const QString &organization);
/// What is not given stays as it is in `app`. A tier without limits brings its own; "env" replaces all of it.
Result<App> changedApp(App app, const Json &json);

/// {"sizeBytes", "crates": [{"name", "version"}], "imports", "exports"}.
Json toJson(const ArtifactDetails &details);

/// {"version", "appId", "codeHash", "artifactHash", "createdAtMs", "status", "resourceTier", "limits", "runtime",
/// "artifact", "note"}.
Json toJson(const Version &version);
Result<Version> versionFrom(const Json &json, const AppId &id);
/// {"versions", "nextCursor"}; the cursor (for ListAppVersions) only where there is more.
Json versionsJson(const QList<Version> &versions, int before);
struct VersionPage
{
    QList<Version> versions;
    int before = 0; ///< for the next page; 0 at the end
};
Result<VersionPage> versionsFrom(const Json &json, const AppId &id);

/// {"appId", "status": "VERSION_STATUS_DRAFT", "codeHash", "codeKind", "createdAtMs", "updatedAtMs", "compileStatus",
/// "deployId", "error", "artifactHash", "runtime", "artifact", "inputSchema", "outputSchema", "notes"}; from "deployId"
/// on only what there is. The answers that hold one are {"draft": …}.
Json toJson(const Draft &draft);
Result<Draft> draftFrom(const Json &json, const AppId &id);
/// The document of `draft info`, with the names that the platform's command line prints: {"status", "code_hash", …}.
Json draftInfoJson(const Draft &draft);

/// What SaveDraft takes, beside the archive itself.
struct DraftUpload
{
    QByteArray archive; ///< a .zip or a .tar.gz
    std::optional<RustTarget> target;
    std::optional<QString> inputSchema;
    std::optional<QString> outputSchema;

    bool operator==(const DraftUpload &) const = default;
};
/// {"code": {"compile": {"runtime": {"rust": {"target"}}, "sourceCode": base 64}}, "inputSchema", "outputSchema"}.
Json toJson(const DraftUpload &upload);
Result<DraftUpload> draftUploadFrom(const Json &json);

/// {"code": "NotFound", "message", "details": [text]}.
Json toJson(const Error &error);
/// The error of an answer: by the code in the body, and where it has none by the status. Its texts are
/// as escapeControlCharacters gives them.
Error errorFrom(int httpStatus, QByteArrayView body);
/// A text of another program in a message: control characters as their pictures, cut after 4,000 characters.
QString escapeControlCharacters(const QString &text);
/// The usual HTTP status of a gRPC code: 404 for NotFound.
int httpStatusOf(ErrorCode code);

/// "RESOURCE_TIER_MEDIUM" of "medium" and back; nothing for another word.
std::string tierApiName(const QString &tier);
std::optional<QString> tierFromApiName(const QString &name);
/// "RUST_COMPILATION_TARGET_WASM", and back.
std::string targetApiName(RustTarget target);
std::optional<RustTarget> targetFromApiName(const QString &name);
/// {"rust": {"target", "toolchainVersion"}}.
Json runtimeJson(RustTarget target, const QString &toolchain);

/// "org/app" as an id; nothing where it is not one.
std::optional<AppId> appIdFrom(const QString &functionId);

/// One document as it goes on the wire: UTF-8, whatever bytes a handler put into it.
QByteArray bytesOf(const Json &json);

} // namespace studio
