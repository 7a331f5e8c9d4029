// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/publisher.h"

namespace studio {

namespace {

Task<App> appWithTarget(ComputeService *service, AppId id, RustTarget target)
{
    auto app = co_await appFor(service, id, target);
    if (!app || app->target == target) {
        co_return app;
    }
    app->target = target;
    co_return co_await service->updateApp(*app);
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

Task<Version> publishFolder(ComputeService *service, AppId id, QString folder, RustTarget target, QString note,
                            CompileObserver observer, std::stop_token stop)
{
    if (const auto app = co_await appWithTarget(service, id, target); !app) {
        co_return std::unexpected(app.error());
    }
    const auto saved = co_await service->saveDraft(id, folder, stop);
    if (!saved) {
        co_return std::unexpected(saved.error());
    }
    for (const QString &said : saved->notes) {
        if (observer.line) {
            observer.line(said);
        }
    }
    const auto compiled = co_await service->compileDraft(id, std::move(observer), stop);
    if (!compiled) {
        co_return std::unexpected(compiled.error());
    }
    if (stop.stop_requested()) {
        co_return cancelled();
    }
    co_return co_await service->publishDraft(id, note);
}

} // namespace studio
