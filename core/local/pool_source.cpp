// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/pool_source.h"

#include "core/base/lifetime.h"
#include "core/local/local_secrets.h"
#include "core/model/app_limits.h"
#include "core/store/store.h"

#include <QObject>

namespace studio {

/// All that the store knows for a call, read in one go.
struct PoolSource::Stored
{
    InvokePlan plan;
    QList<SecretName> secrets; ///< of which the values are not in the app yet
};

namespace {

Result<void> takeDraft(Store &store, const AppId &id, InvokePlan &plan)
{
    const auto draft = store.draft(id);
    if (!draft) {
        return std::unexpected(draft.error());
    }
    if (draft->artifactHash.isEmpty()) {
        return fail(ErrorCode::FailedPrecondition,
                    QObject::tr("The draft of %1 is not compiled. Compile it with: ignite draft compile %1")
                        .arg(id.toString()));
    }
    plan.codeHash = draft->codeHash;
    plan.artifactHash = draft->artifactHash;
    plan.toolchain = draft->artifactRust;
    plan.spec.target = draft->artifactTarget;
    return {};
}

Result<void> takeVersion(Store &store, const AppId &id, const InvokeTarget &target, InvokePlan &plan)
{
    const bool isActive = target.kind == InvokeTarget::Active;
    if (isActive && plan.app.activeVersion == 0) {
        return fail(ErrorCode::FailedPrecondition,
                    QObject::tr("%1 has no published version. Publish its draft with: ignite draft publish %1")
                        .arg(id.toString()));
    }
    const auto version = store.version(id, isActive ? plan.app.activeVersion : target.version);
    if (!version) {
        return std::unexpected(version.error());
    }
    plan.version = version->number;
    plan.codeHash = version->codeHash;
    plan.artifactHash = version->artifactHash;
    plan.toolchain = version->rustVersion;
    plan.spec.target = version->target;
    applyVersionLimits(plan.app, *version);
    return {};
}

} // namespace

PoolSource::PoolSource(StoreThread *store, InstancePool *pool, LocalSecrets *secrets)
    : m_store(store), m_pool(pool), m_secrets(secrets)
{
}

/// On the store's thread.
Result<PoolSource::Stored> PoolSource::read(Store &store, const AppId &id, const InvokeTarget &target)
{
    const auto app = store.app(id);
    if (!app) {
        return std::unexpected(app.error());
    }
    Stored stored;
    stored.plan.app = *app;
    const auto taken = target.kind == InvokeTarget::Draft ? takeDraft(store, id, stored.plan)
                                                          : takeVersion(store, id, target, stored.plan);
    if (!taken) {
        return std::unexpected(taken.error());
    }
    const auto program = store.blob(stored.plan.artifactHash);
    const auto secrets = store.secrets(id);
    if (!secrets) {
        return std::unexpected(secrets.error());
    }
    if (program) {
        stored.plan.spec.program = *program;
    } else {
        stored.plan.failure = program.error(); // a call of it fails, and is recorded
    }
    stored.secrets = *secrets;
    return stored;
}

Result<PoolSource::Stored> PoolSource::readLabel(Store &store, const QString &label)
{
    const auto apps = store.appsOfLabel(label);
    if (!apps) {
        return std::unexpected(apps.error());
    }
    if (apps->isEmpty()) {
        return fail(ErrorCode::NotFound, QObject::tr("There is no app at %1.localhost.").arg(label));
    }
    if (apps->size() > 1) {
        return fail(ErrorCode::FailedPrecondition,
                    QObject::tr("%1.localhost could be %2 or %3, so it is neither.")
                        .arg(label, apps->at(0).id.toString(), apps->at(1).id.toString()));
    }
    const App &app = apps->first();
    if (app.activeVersion == 0) {
        return fail(ErrorCode::NotFound,
                    QObject::tr("%1 has no published version. Publish its draft with: ignite draft publish %1")
                        .arg(app.id.toString()));
    }
    return read(store, app.id, {});
}

Task<InvokePlan> PoolSource::complete(Stored stored)
{
    InvokePlan plan = std::move(stored.plan);
    const auto app = co_await whileAlive(this, m_secrets->withSecrets(plan.app, std::move(stored.secrets)));
    if (!app) {
        co_return std::unexpected(app.error());
    }
    plan.app = *app;
    plan.spec.profile = Profile::Release;
    plan.spec.functionId = plan.app.id.functionId();
    plan.spec.environment = plan.app.environment;
    plan.spec.memoryBytes = qint64(plan.app.memoryMb) << 20;
    co_return plan;
}

Task<InvokePlan> PoolSource::plan(AppId id, InvokeTarget target, std::stop_token stop)
{
    auto stored =
        co_await whileAlive(this, m_store->run([id, target](Store &store) { return read(store, id, target); }));
    if (!stored || stop.stop_requested()) {
        co_return stored ? cancelled() : std::unexpected(stored.error());
    }
    co_return co_await whileAlive(this, complete(std::move(*stored)));
}

Task<InvokePlan> PoolSource::planOfLabel(QByteArray label)
{
    const QString name = QString::fromLatin1(label);
    auto stored = co_await whileAlive(this, m_store->run([name](Store &store) { return readLabel(store, name); }));
    if (!stored) {
        co_return std::unexpected(stored.error());
    }
    co_return co_await whileAlive(this, complete(std::move(*stored)));
}

Task<InstanceLease> PoolSource::acquire(InvokePlan plan, std::chrono::milliseconds timeout, std::stop_token stop)
{
    if (plan.failure) {
        co_return std::unexpected(*plan.failure);
    }
    InstancePool::Wanted wanted{.app = plan.app.id.toString(),
                                .artifact = plan.artifactHash,
                                .spec = std::move(plan.spec),
                                .maxReplicas = plan.app.maxReplicas};
    auto lease = co_await whileAlive(this, m_pool->acquire(std::move(wanted), timeout, stop));
    if (!lease) {
        co_return std::unexpected(lease.error());
    }
    InstanceLease given{.instance = lease->instance(), .isCold = lease->isCold(), .hold = {}};
    given.hold = std::make_shared<InstancePool::Lease>(std::move(*lease));
    co_return given;
}

} // namespace studio
