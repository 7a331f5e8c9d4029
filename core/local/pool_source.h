// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/local/instance_pool.h"
#include "core/local/store_thread.h"
#include "core/runner/instance_source.h"

namespace studio {

class LocalSecrets;

/// The instances of what the store has: drafts and versions. Main thread.
class PoolSource final : public QObject, public InstanceSource
{
    Q_OBJECT

public:
    /// All must outlive it.
    PoolSource(StoreThread *store, InstancePool *pool, LocalSecrets *secrets);

    /// FailedPrecondition where nothing is compiled or published, with the command that helps.
    Task<InvokePlan> plan(AppId id, InvokeTarget target, std::stop_token stop) override;
    /// The active version of the app at a direct address: `<app>-<org>` in lower case. NotFound: no such app, or
    /// nothing is published. FailedPrecondition: two apps have this label.
    Task<InvokePlan> planOfLabel(QByteArray label);
    Task<InstanceLease> acquire(InvokePlan plan, std::chrono::milliseconds timeout, std::stop_token stop) override;

private:
    struct Stored;
    static Result<Stored> read(Store &store, const AppId &id, const InvokeTarget &target);
    static Result<Stored> readLabel(Store &store, const QString &label);
    Task<InvokePlan> complete(Stored stored);

    StoreThread *m_store;
    InstancePool *m_pool;
    LocalSecrets *m_secrets;
};

} // namespace studio
