// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api/compute_service.h"
#include "core/local/instance_pool.h"
#include "core/store/store.h"

namespace studio {

/// Everything that a call needs to know, read in one go.
struct InvokePlan
{
    App app;         ///< with the limits that hold for this code
    int version = 0; ///< 0 for the draft
    QByteArray codeHash;
    QByteArray artifactHash;
    QString toolchain;
    QString program;
    QList<SecretName> secrets; ///< of which the values are not in `app`
    RustTarget target = RustTarget::Native;

    bool operator==(const InvokePlan &) const = default;
};

/// FailedPrecondition where nothing is compiled or published, with the command that helps. On the store's thread.
Result<InvokePlan> planInvoke(Store &store, const AppId &id, const InvokeTarget &target);

InstancePool::Wanted wantedFor(const InvokePlan &plan);

/// What is known of a call before it is made.
Execution executionFor(const InvokePlan &plan, const QString &executionId, const HttpRequest &request);

} // namespace studio
