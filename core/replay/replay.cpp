// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/replay.h"

#include "core/base/lifetime.h"
#include "core/local/local_platform.h"

namespace studio {

namespace {

Paths privatePaths(Paths paths)
{
    paths.data = paths.cache + QStringLiteral("/replay");
    return paths;
}

} // namespace

Task<Replay> replayExecution(Invoker *invoker, Execution execution, AppId app, InvokeTarget target,
                             std::stop_token stop)
{
    if (execution.request.body.size() < execution.requestBytes) {
        co_return fail(ErrorCode::FailedPrecondition,
                       QObject::tr("Of the request of %1 only the beginning was kept, so it cannot be sent again.")
                           .arg(execution.id));
    }
    const auto answer = co_await invoker->invoke(app, target, execution.request, {}, stop);
    if (!answer) {
        co_return std::unexpected(answer.error());
    }
    co_return co_await onWorker([before = std::move(execution), after = *answer]() -> Result<Replay> {
        return Replay{.before = before, .after = after, .comparison = compareAnswers(before, after)};
    });
}

FileReplayer::FileReplayer(Paths paths, Compiler *compiler, HttpClient *client, QObject *parent)
    : QObject(parent), m_platform(std::make_unique<LocalPlatform>(privatePaths(std::move(paths)), compiler, client))
{
}

FileReplayer::~FileReplayer() = default;

/// The app under its own name, which its handler is told, with the file's code as its compiled draft.
Task<bool> FileReplayer::prepare(ExecutionFile file, Environment environment, CompileObserver observer,
                                 std::stop_token stop)
{
    App app;
    app.id = file.execution.app;
    app.target = file.execution.target;
    app.environment = std::move(environment);
    app.memoryMb = file.memoryMb > 0 ? file.memoryMb : app.memoryMb;
    app.timeoutSecs = file.timeoutSecs > 0 ? file.timeoutSecs : app.timeoutSecs;
    const auto known = co_await whileAlive(this, m_platform->getApp(app.id));
    const auto set = known ? co_await whileAlive(this, m_platform->updateApp(app))
                           : co_await whileAlive(this, m_platform->createApp(app));
    if (!set) {
        co_return std::unexpected(set.error());
    }
    const auto saved = co_await whileAlive(this, m_platform->saveDraft(app.id, DraftSource(file.code), stop));
    if (!saved) {
        co_return std::unexpected(saved.error());
    }
    if (saved->status == DraftStatus::Compiled && saved->artifactTarget == app.target) {
        co_return true;
    }
    const auto compiled = co_await whileAlive(this, m_platform->compileDraft(app.id, std::move(observer), stop));
    co_return compiled.transform([](const Draft &) { return true; });
}

Task<Replay> FileReplayer::replay(ExecutionFile file, Environment environment, CompileObserver observer,
                                  std::stop_token stop)
{
    if (file.code.isEmpty()) {
        co_return fail(ErrorCode::FailedPrecondition,
                       QObject::tr("The file has no sources, so its execution cannot be replayed."));
    }
    const auto ready = co_await whileAlive(this, prepare(file, std::move(environment), std::move(observer), stop));
    if (!ready) {
        co_return std::unexpected(ready.error());
    }
    co_return co_await whileAlive(
        this, replayExecution(m_platform.get(), file.execution, file.execution.app, {InvokeTarget::Draft}, stop));
}

} // namespace studio
