// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/replay.h"

#include "core/base/lifetime.h"
#include "core/base/old_folders.h"
#include "core/local/local_platform.h"
#include "core/local/redaction.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace studio {

namespace {

constexpr qsizetype keptPlatforms = 20; ///< of as many codes the compiled programs stay

/// Where a recorder has taken secrets out, there is nothing that could be sent.
bool isRedacted(const HttpRequest &request)
{
    return request.target.contains(redactedText) || request.body.contains(redactedText) ||
           std::ranges::any_of(request.headers,
                               [](const auto &header) { return header.second.contains(redactedText); });
}

/// A folder for each code: two files of one app do not share its draft.
Result<Paths> pathsOf(Paths paths, const QByteArray &codeHash)
{
    const QString all = paths.cache + QStringLiteral("/replay");
    paths.data = all + u'/' + QString::fromLatin1(codeHash);
    if (QFileInfo(paths.data).isDir()) {
        return paths;
    }
    if (!QDir().mkpath(paths.data)) {
        return fail(ErrorCode::Unavailable, QObject::tr("Could not make the folder %1.").arg(paths.data));
    }
    removeOldFolders(all, keptPlatforms);
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
    if (isRedacted(execution.request)) {
        co_return fail(ErrorCode::FailedPrecondition,
                       QObject::tr("The request of %1 held secrets, which were not kept. Open it in Invoke, fill them "
                                   "in and send it.")
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
    : QObject(parent), m_paths(std::move(paths)), m_compiler(compiler), m_client(client)
{
}

FileReplayer::~FileReplayer() = default;

Task<LocalPlatform *> FileReplayer::platformFor(QByteArray codeHash)
{
    const auto paths = co_await whileAlive(
        this, onWorker([paths = m_paths, codeHash]() -> Result<Paths> { return pathsOf(paths, codeHash); }));
    if (!paths) {
        co_return std::unexpected(paths.error());
    }
    std::unique_ptr<LocalPlatform> &platform = m_platforms[codeHash];
    if (!platform) {
        platform = std::make_unique<LocalPlatform>(*paths, m_compiler, m_client);
    }
    co_return platform.get();
}

/// The app under its own name, which its handler is told, with the file's code as its compiled draft.
Task<bool> FileReplayer::prepare(LocalPlatform *platform, ExecutionFile file, Environment environment,
                                 CompileObserver observer, std::stop_token stop)
{
    App app;
    app.id = file.execution.app;
    app.target = file.execution.target;
    app.environment = std::move(environment);
    app.memoryMb = file.memoryMb > 0 ? file.memoryMb : app.memoryMb;
    app.timeoutSecs = file.timeoutSecs > 0 ? file.timeoutSecs : app.timeoutSecs;
    const auto known = co_await whileAlive(this, platform->getApp(app.id));
    const auto set = known ? co_await whileAlive(this, platform->updateApp(app))
                           : co_await whileAlive(this, platform->createApp(app));
    if (!set) {
        co_return std::unexpected(set.error());
    }
    const auto saved = co_await whileAlive(this, platform->saveDraft(app.id, DraftSource(file.code), stop));
    if (!saved) {
        co_return std::unexpected(saved.error());
    }
    if (saved->status == DraftStatus::Compiled && saved->artifactTarget == app.target) {
        co_return true;
    }
    const auto compiled = co_await whileAlive(this, platform->compileDraft(app.id, std::move(observer), stop));
    co_return compiled.transform([](const Draft &) { return true; });
}

Task<Replay> FileReplayer::replay(ExecutionFile file, Environment environment, CompileObserver observer,
                                  std::stop_token stop)
{
    if (file.code.isEmpty()) {
        co_return fail(ErrorCode::FailedPrecondition,
                       QObject::tr("The file has no sources, so its execution cannot be replayed."));
    }
    const auto platform = co_await whileAlive(this, platformFor(file.codeHash));
    if (!platform) {
        co_return std::unexpected(platform.error());
    }
    const auto ready =
        co_await whileAlive(this, prepare(*platform, file, std::move(environment), std::move(observer), stop));
    if (!ready) {
        co_return std::unexpected(ready.error());
    }
    co_return co_await whileAlive(
        this, replayExecution(*platform, file.execution, file.execution.app, {InvokeTarget::Draft}, stop));
}

} // namespace studio
