// SPDX-License-Identifier: GPL-3.0-or-later
// The calls of DevLoop: to what runs, or later to what is being compiled or started.
#include "core/base/uuid7.h"
#include "core/local/call_record.h"
#include "core/local/handler_call.h"
#include "core/workspace/dev_loop_private.h"

namespace studio {

/// Sends the waiting calls, or ends them with the reason why there is nothing to send them to.
void DevLoop::Private::releaseQueue()
{
    if (current.phase != Phase::Idle) {
        return;
    }
    if (!hasLiveInstance() && current.failed) {
        queue.release(fail(ErrorCode::FailedPrecondition,
                           QStringLiteral("The request was not sent: %1").arg(current.failure.message)));
    } else {
        queue.release({});
    }
}

bool DevLoop::Private::hasLiveInstance() const
{
    const auto state = instance ? instance->state() : InstanceState::Stopped;
    return state == InstanceState::Ready || state == InstanceState::Starting;
}

Execution DevLoop::Private::record(const QString &executionId, const HttpRequest &request) const
{
    Execution execution;
    execution.id = executionId;
    execution.app = {functionId.section(u'/', 0, 0), functionId.section(u'/', 1)};
    execution.dev = true;
    execution.codeHash = running.sourceHash;
    execution.artifactHash = running.sha256;
    execution.target = running.target;
    execution.toolchain = running.rustVersion;
    execution.request = request;
    return execution;
}

Task<Invocation> DevLoop::send(HttpRequest request, std::stop_token stop)
{
    const QPointer<DevLoop> self(this);
    const QString executionId = uuid7();
    HandlerCall call{.executionId = executionId, .functionId = {}, .request = std::move(request)};
    if (const auto refusal = answerForSize(call)) {
        CallRecord record(d->recorder, d->record(executionId, call.request));
        record.end(*refusal);
        co_return *refusal;
    }
    if (d->current.phase != Phase::Idle && !d->hasLiveInstance()) {
        const auto released = co_await d->queue.join(stop);
        if (!released || !self) {
            co_return released ? cancelled() : std::unexpected(released.error());
        }
    }
    call.functionId = d->functionId;
    call.timeout = d->timeout;
    const bool cold = !d->hasLiveInstance();
    if (cold) {
        auto started = d->startInstance();
        if (!started) {
            co_return std::unexpected(started.error());
        }
        d->setFailure({ErrorCode::Cancelled, {}, {}});
        d->adopt(std::move(*started));
    }
    call.coldStart = cold;
    CallRecord record(d->recorder, d->record(executionId, call.request));
    if (d->recorder) {
        d->recorder->tokenFilter().drop(call.request.headers);
    }
    const auto going = d->beginCall();
    record.runsOn(d->instance.get(), cold);
    auto invocation = co_await callHandler(d->client, QPointer<Instance>(d->instance.get()), std::move(call), stop);
    record.end(invocation);
    co_return invocation;
}

} // namespace studio
