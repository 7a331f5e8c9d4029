// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/publisher.h"

namespace studio {

Task<Version> publishFolder(ComputeService *service, AppId id, QString folder, QString note, CompileObserver observer,
                            std::stop_token stop)
{
    App app;
    app.id = id;
    const auto created = co_await service->createApp(app);
    if (!created && created.error().code != ErrorCode::AlreadyExists) {
        co_return std::unexpected(created.error());
    }
    const auto saved = co_await service->saveDraft(id, folder, stop);
    if (!saved) {
        co_return std::unexpected(saved.error());
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
