// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/deploy.h"

#include "core/source/code_source.h"

#include <algorithm>

namespace studio {

namespace {

/// Creates the app, or changes it where something is wanted that it has otherwise. Where another program makes it at
/// the same time, its settings are changed as those of an app that was there before.
Task<App> createOrUpdate(ComputeService *service, AppId id, std::function<Result<App>(App)> change)
{
    auto known = co_await service->getApp(id);
    if (!known && known.error().code == ErrorCode::NotFound) {
        App fresh;
        fresh.id = id;
        const auto wanted = change(fresh);
        if (!wanted) {
            co_return std::unexpected(wanted.error());
        }
        auto created = co_await service->createApp(*wanted);
        if (created || created.error().code != ErrorCode::AlreadyExists) {
            co_return created;
        }
        known = co_await service->getApp(id);
    }
    if (!known) {
        co_return std::unexpected(known.error());
    }
    const auto wanted = change(*known);
    if (!wanted) {
        co_return std::unexpected(wanted.error());
    }
    if (*wanted == *known) {
        co_return known;
    }
    co_return co_await service->updateApp(*wanted, *known);
}

constexpr int comparedVersions = 20;

/// A list of a remote platform does not tell the limits.
bool isSameWhereKnown(int one, int other)
{
    return one == other || one == 0 || other == 0;
}

bool isSameTextWhereKnown(const QString &one, const QString &other)
{
    return one == other || one.isEmpty() || other.isEmpty();
}

/// Whether the draft holds a release compile of what is saved, so that there is nothing to compile.
bool isCompiled(const Draft &draft, const App &app)
{
    return !draft.artifactHash.isEmpty() && draft.artifactTarget == app.target && draft.status == DraftStatus::Compiled;
}

} // namespace

Task<App> appFor(ComputeService *service, AppId id, RustTarget target)
{
    auto app = co_await service->getApp(id);
    if (app || app.error().code != ErrorCode::NotFound) {
        co_return app;
    }
    App wanted;
    wanted.id = id;
    wanted.target = target;
    auto created = co_await service->createApp(wanted);
    if (!created && created.error().code == ErrorCode::AlreadyExists) {
        created = co_await service->getApp(id); // another program was faster
    }
    co_return created;
}

Task<Version> deploy(ComputeService *service, Deployment deployment, DeployObserver observer, std::stop_token stop)
{
    if (const auto checked = checkSource(deployment.source); !checked) { // before an app comes to be for it
        co_return std::unexpected(checked.error());
    }
    const auto app = co_await createOrUpdate(service, deployment.id, deployment.wanted);
    if (!app) {
        co_return std::unexpected(app.error());
    }
    const auto draft = co_await service->saveDraft(deployment.id, deployment.source, stop);
    if (!draft) {
        co_return std::unexpected(draft.error());
    }
    if (observer.saved) {
        observer.saved(*draft);
    }
    if (deployment.compileAgain || !isCompiled(*draft, *app)) {
        const auto compiled = co_await service->compileDraft(deployment.id, observer.compile, stop);
        if (!compiled) {
            co_return std::unexpected(compiled.error());
        }
    }
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    co_return co_await service->publishDraft(deployment.id, deployment.note);
}

Task<int> sameVersionBefore(ComputeService *service, Version version)
{
    const auto before = co_await service->listVersions(version.app, comparedVersions, version.number);
    const QList<Version> listed = before.value_or(QList<Version>());
    const auto same = std::ranges::find_if(listed, [&](const Version &one) {
        return one.number < version.number && !one.damaged && !one.codeHash.isEmpty() &&
               one.codeHash == version.codeHash && isSameTextWhereKnown(one.rustVersion, version.rustVersion) &&
               one.target == version.target && one.tier == version.tier &&
               isSameWhereKnown(one.memoryMb, version.memoryMb) &&
               isSameWhereKnown(one.timeoutSecs, version.timeoutSecs);
    });
    co_return same == listed.end() ? 0 : same->number;
}

} // namespace studio
