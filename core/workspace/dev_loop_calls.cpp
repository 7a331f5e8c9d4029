// SPDX-License-Identifier: GPL-3.0-or-later
// DevLoop as the source of instances: what runs, or later what is being compiled or started.
#include "core/base/lifetime.h"
#include "core/workspace/dev_loop_private.h"

#include <QObject>

namespace studio {

namespace {

Error nothingCompiled()
{
    return {ErrorCode::FailedPrecondition,
            QObject::tr("Nothing is compiled yet. Press Run to compile and start the handler."),
            {}};
}

} // namespace

/// Why a call cannot be sent after a compile or a start that failed.
Error DevLoop::Private::notSent() const
{
    return {
        ErrorCode::FailedPrecondition, QObject::tr("The request was not sent: %1").arg(current.failure.message), {}};
}

/// Sends the waiting calls, or ends them with the reason why there is nothing to send them to.
void DevLoop::Private::releaseQueue()
{
    if (current.phase != Phase::Idle) {
        return;
    }
    if (!hasLiveInstance() && current.failed) {
        queue.release(std::unexpected(notSent()));
    } else {
        queue.release({});
    }
}

bool DevLoop::Private::hasLiveInstance() const
{
    const auto state = instance ? instance->state() : InstanceState::Stopped;
    return state == InstanceState::Ready || state == InstanceState::Starting;
}

InvokePlan DevLoop::Private::planOf(const Artifact &artifact) const
{
    InvokePlan plan;
    plan.app.id = {functionId.section(u'/', 0, 0), functionId.section(u'/', 1)};
    plan.app.memoryMb = settings.memoryMb;
    plan.app.timeoutSecs = settings.timeoutSecs;
    plan.app.environment = settings.environment;
    plan.isDev = true;
    plan.codeHash = artifact.sourceHash;
    plan.artifactHash = artifact.sha256;
    plan.toolchain = artifact.rustVersion;
    plan.spec = {.program = artifact.path,
                 .target = artifact.target,
                 .profile = artifact.profile,
                 .libraryPaths = artifact.libraryPaths,
                 .functionId = functionId,
                 .environment = settings.environment,
                 .memoryBytes = qint64(settings.memoryMb) << 20};
    return plan;
}

InstanceSource *DevLoop::source()
{
    return d.get();
}

Task<InvokePlan> DevLoop::Private::plan(AppId /*id*/, InvokeTarget /*wanted*/, std::stop_token stop)
{
    if (current.phase != Phase::Idle && !hasLiveInstance()) {
        if (const auto released = co_await whileAlive(q, queue.join(stop)); !released) {
            co_return std::unexpected(released.error());
        }
    }
    if (hasLiveInstance()) {
        co_return planOf(running);
    }
    if (!lastGood) {
        co_return std::unexpected(current.failed ? notSent() : nothingCompiled());
    }
    co_return planOf(*lastGood);
}

std::function<void()> DevLoop::Private::answerTeller() const
{
    return [loop = QPointer<DevLoop>(q), compiledAtMs = runningAtMs] {
        if (loop) {
            Q_EMIT loop->callAnswered(compiledAtMs);
        }
    };
}

Task<InstanceLease> DevLoop::Private::acquire(InvokePlan /*plan*/, std::chrono::milliseconds /*waitTime*/,
                                              std::stop_token /*stop*/)
{
    const bool isCold = !hasLiveInstance();
    if (isCold) {
        auto started = startInstance();
        if (!started) {
            co_return std::unexpected(started.error());
        }
        setFailure({ErrorCode::Cancelled, {}, {}});
        adopt(std::move(*started));
    }
    co_return InstanceLease{
        .instance = instance.get(), .isCold = isCold, .hold = beginCall(), .answered = answerTeller()};
}

} // namespace studio
