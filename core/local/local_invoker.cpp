// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/local_invoker.h"

#include "core/base/detach.h"
#include "core/base/uuid7.h"
#include "core/local/handler_call.h"
#include "core/local/handler_failure.h"

#include <QElapsedTimer>
#include <QObject>

namespace studio {

namespace {

constexpr qint64 keptOfStream = 6 << 20; ///< for the record, of an answer that is handed on as it comes

/// The platform's 413, which no handler sees and no instance is started for.
bool refuseLargeBody(Invocation &invocation)
{
    if (invocation.request.body.size() <= maxPayloadBytes) {
        return false;
    }
    answerInstead(invocation, 413,
                  {ErrorCode::InvalidArgument,
                   QObject::tr("The request's body has more than %1 bytes.").arg(maxPayloadBytes),
                   {}});
    return true;
}

} // namespace

/// One call, from the moment at which it is known what it runs.
struct LocalInvoker::Call
{
    InstanceSource *source = nullptr;
    InvokePlan plan;
    QString executionId;
    HttpRequest request;
    InvokeObserver observer;
    std::stop_token stop;
};

LocalInvoker::LocalInvoker(InstanceSource *stored, ExecutionRecorder *recorder, HttpClient *client)
    : m_stored(stored), m_recorder(recorder), m_client(client)
{
}

Result<InstanceSource *> LocalInvoker::sourceOf(const InvokeTarget &target) const
{
    InstanceSource *const source = target.kind == InvokeTarget::DevInstance ? m_dev : m_stored;
    if (!source) {
        return fail(ErrorCode::FailedPrecondition,
                    QObject::tr("No dev instance runs here. Open the project in Ignite Studio and press Run."));
    }
    return source;
}

Task<Invocation> LocalInvoker::invoke(AppId id, InvokeTarget target, HttpRequest request, InvokeObserver observer,
                                      std::stop_token stop)
{
    const auto source = sourceOf(target);
    if (!source) {
        co_return std::unexpected(source.error());
    }
    auto plan = co_await whileAlive(this, (*source)->plan(id, target, stop));
    if (!plan || stop.stop_requested()) {
        co_return plan ? cancelled() : std::unexpected(plan.error());
    }
    co_return co_await whileAlive(this, call({.source = *source,
                                              .plan = std::move(*plan),
                                              .executionId = uuid7(),
                                              .request = std::move(request),
                                              .observer = std::move(observer),
                                              .stop = stop}));
}

Task<QString> LocalInvoker::invokeAsync(AppId id, InvokeTarget target, HttpRequest request)
{
    const auto source = sourceOf(target);
    if (!source) {
        co_return std::unexpected(source.error());
    }
    auto plan = co_await whileAlive(this, (*source)->plan(id, target, {}));
    if (!plan) {
        co_return std::unexpected(plan.error());
    }
    const QString executionId = uuid7();
    detach(call({.source = *source,
                 .plan = std::move(*plan),
                 .executionId = executionId,
                 .request = std::move(request),
                 .observer = {},
                 .stop = {}})); // goes on by itself
    if (m_recorder) {           // who is told the id can ask for its record at once
        (void)co_await whileAlive(this, m_recorder->run([](Executions &) { return Result<bool>(true); }));
    }
    co_return executionId;
}

/// The record is in this frame, so that a call leaves one however it ends.
Task<Invocation> LocalInvoker::call(Call call)
{
    CallRecord record(m_recorder, executionFor(call.plan, call.executionId, call.request));
    if (call.observer.started) {
        call.observer.started(call.executionId);
    }
    Invocation own;
    own.executionId = call.executionId;
    own.request = call.request;
    Result<Invocation> result = own;
    if (refuseLargeBody(*result)) {
        record.end(result);
        co_return result;
    }
    QElapsedTimer waited;
    waited.start();
    auto lease = co_await whileAlive(this, call.source->acquire(call.plan, call.plan.timeout(), call.stop));
    if (!lease && lease.error().code == ErrorCode::Cancelled) {
        result = std::unexpected(lease.error());
    } else if (!lease) {
        answerInstead(*result, lease.error().code == ErrorCode::DeadlineExceeded ? 504 : 500, lease.error());
    } else {
        record.runsOn(*lease, call.observer.lines);
        const auto took = std::chrono::milliseconds(waited.elapsed());
        result = co_await whileAlive(this, callOn(std::move(*lease), std::move(call), took));
    }
    record.end(result);
    co_return result;
}

Task<Invocation> LocalInvoker::callOn(InstanceLease lease, Call call, std::chrono::milliseconds waited)
{
    if (lease.instance) {
        connect(lease.instance, &Instance::stateChanged, this, &LocalInvoker::forgetConnections, Qt::UniqueConnection);
    }
    HandlerCall sent{.executionId = call.executionId,
                     .functionId = call.plan.app.id.functionId(),
                     .target = call.plan.spec.target,
                     .request = std::move(call.request),
                     .timeout = call.plan.timeout(),
                     .waited = waited,
                     .coldStart = lease.isCold};
    if (m_recorder) {
        m_recorder->tokenFilter().drop(sent.request.headers);
    }
    if (call.observer.chunk) {
        sent.keptBytes = keptOfStream;
    }
    auto made =
        co_await whileAlive(this, callHandler(m_client, lease.instance, std::move(sent), call.stop,
                                              {.head = call.observer.head, .chunk = call.observer.chunk, .done = {}}));
    if (made && !made->error && lease.answered) {
        lease.answered();
    }
    co_return made;
}

/// A connection that is kept open holds up the end of an instance.
void LocalInvoker::forgetConnections(InstanceState state)
{
    if (const auto *const instance = qobject_cast<Instance *>(sender());
        instance && state != InstanceState::Starting && state != InstanceState::Ready) {
        m_client->forget(instance->port());
    }
}

} // namespace studio
