// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/invoke_plan.h"

namespace studio {

Result<InvokePlan> planInvoke(Store &store, const AppId &id, const InvokeTarget &target)
{
    const auto app = store.app(id);
    if (!app) {
        return std::unexpected(app.error());
    }
    InvokePlan plan;
    plan.app = *app;
    if (target.kind == InvokeTarget::Draft) {
        const auto draft = store.draft(id);
        if (!draft) {
            return std::unexpected(draft.error());
        }
        if (draft->artifactHash.isEmpty()) {
            return fail(ErrorCode::FailedPrecondition,
                        QStringLiteral("The draft of %1 is not compiled. Compile it with: ignite draft compile %1")
                            .arg(id.toString()));
        }
        plan.codeHash = draft->codeHash;
        plan.artifactHash = draft->artifactHash;
        plan.toolchain = draft->artifactRust;
        plan.target = draft->artifactTarget;
    } else {
        if (target.kind == InvokeTarget::Active && app->activeVersion == 0) {
            return fail(ErrorCode::FailedPrecondition,
                        QStringLiteral("%1 has no published version. Publish its draft with: ignite draft publish %1")
                            .arg(id.toString()));
        }
        const auto version =
            store.version(id, target.kind == InvokeTarget::Active ? app->activeVersion : target.version);
        if (!version) {
            return std::unexpected(version.error());
        }
        plan.version = version->number;
        plan.codeHash = version->codeHash;
        plan.artifactHash = version->artifactHash;
        plan.toolchain = version->rustVersion;
        plan.target = version->target;
        plan.app.memoryMb = version->memoryMb > 0 ? version->memoryMb : app->memoryMb;
        plan.app.timeoutSecs = version->timeoutSecs > 0 ? version->timeoutSecs : app->timeoutSecs;
    }
    const auto program = store.blob(plan.artifactHash);
    if (!program) {
        return std::unexpected(program.error());
    }
    plan.program = *program;
    const auto secrets = store.secrets(id);
    if (!secrets) {
        return std::unexpected(secrets.error());
    }
    plan.secrets = *secrets;
    return plan;
}

InstancePool::Wanted wantedFor(const InvokePlan &plan)
{
    return {.app = plan.app.id.toString(),
            .artifact = plan.artifactHash,
            .spec = {.program = plan.program,
                     .target = plan.target,
                     .profile = Profile::Release,
                     .libraryPaths = {},
                     .functionId = plan.app.id.functionId(),
                     .environment = plan.app.environment,
                     .memoryBytes = qint64(plan.app.memoryMb) << 20},
            .maxReplicas = plan.app.maxReplicas};
}

Execution executionFor(const InvokePlan &plan, const QString &executionId, const HttpRequest &request)
{
    Execution execution;
    execution.id = executionId;
    execution.app = plan.app.id;
    execution.version = plan.version;
    execution.codeHash = plan.codeHash;
    execution.artifactHash = plan.artifactHash;
    execution.target = plan.target;
    execution.toolchain = plan.toolchain;
    execution.request = request;
    return execution;
}

} // namespace studio
