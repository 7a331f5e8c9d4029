// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/detach.h"
#include "core/base/uuid7.h"
#include "core/invocation/platform_response.h"
#include "core/local/call_record.h"
#include "core/local/handler_call.h"
#include "core/local/invoke_plan.h"
#include "core/local/leftovers.h"
#include "core/local/local_platform_private.h"

namespace studio {

namespace {

constexpr qint64 keptOfStream = 6 << 20; ///< for the record, of an answer that is handed on as it comes

/// No instance was to be had: none was free in time, or none can be started.
Result<Invocation> answeredByPlatform(const HandlerCall &call, const Error &error)
{
    if (error.code != ErrorCode::DeadlineExceeded) {
        return std::unexpected(error);
    }
    Invocation invocation;
    invocation.executionId = call.executionId;
    invocation.request = call.request;
    invocation.response = platformError(504, error.message);
    invocation.fromPlatform = true;
    return invocation;
}

} // namespace

LocalPlatform::Private::Private(LocalPlatform *owner, Paths where, Compiler *theCompiler, HttpClient *theClient)
    : q(owner)
    , paths(std::move(where))
    , compiler(theCompiler)
    , client(theClient)
    , store(paths.data, [this] { collector.start([where = paths] { removeLeftovers(where); }); })
    , recorder(paths.data)
    , secrets(&store, &recorder)
    , watch(&store, paths.data, recorder.writer())
    , pool(handlerRunner(paths.cache))
    , direct(&store, &pool, &recorder)
{
    constexpr std::chrono::milliseconds countsPeriod{100};
    recorder.setTokenFilter(TokenFilter::fromFile(gatewayTokenFile(paths.config)));
    countsTimer.setSingleShot(true);
    countsTimer.setInterval(countsPeriod);
    connect(&countsTimer, &QTimer::timeout, q, [this] { recorder.showInstances(pool.counts()); });
    connect(&pool, &InstancePool::countsChanged, &countsTimer, [this] {
        if (!countsTimer.isActive()) {
            countsTimer.start();
        }
    });
    direct.setSecrets(
        [this](App app, QList<SecretName> names) { return secrets.withSecrets(std::move(app), std::move(names)); });
    connect(&secrets, &LocalSecrets::changed, q, &ComputeService::appChanged);
    connect(&recorder, &ExecutionRecorder::written, q, &ComputeService::executionChanged);
    connect(&recorder, &ExecutionRecorder::notWritten, q, &ComputeService::recordsNotWritten);
    connect(&recorder, &ExecutionRecorder::writtenAgain, q, &ComputeService::recordsWrittenAgain);
    connect(&watch, &StoreWatch::executionChanged, q, &ComputeService::executionChanged);
    connect(&watch, &StoreWatch::appChanged, q, &ComputeService::appChanged);
}

/// Other processes are looked after only where somebody wants to know.
void LocalPlatform::connectNotify(const QMetaMethod &signal)
{
    if (signal == QMetaMethod::fromSignal(&ComputeService::appChanged) ||
        signal == QMetaMethod::fromSignal(&ComputeService::executionChanged)) {
        d->watch.start();
    }
}

ExecutionRecorder *LocalPlatform::recorder()
{
    return &d->recorder;
}

QString LocalPlatform::temporaryFolder()
{
    return d->temporary.path();
}

DirectCalls *LocalPlatform::directCalls()
{
    return &d->direct;
}

Task<bool> LocalPlatform::openStore()
{
    co_return co_await d->store.run([](Store &) { return Result<bool>(true); });
}

Task<Invocation> LocalPlatform::invoke(AppId id, InvokeTarget target, HttpRequest request, InvokeObserver observer,
                                       std::stop_token stop)
{
    const QPointer<LocalPlatform> self(this);
    auto plan = co_await d->store.run([id, target](Store &store) { return planInvoke(store, id, target); });
    if (!plan) {
        co_return std::unexpected(plan.error());
    }
    if (!self) {
        co_return cancelled();
    }
    const auto app = co_await d->secrets.withSecrets(plan->app, plan->secrets);
    if (!app) {
        co_return std::unexpected(app.error());
    }
    if (!self || stop.stop_requested()) {
        co_return cancelled();
    }
    plan->app = *app;
    co_return co_await call(*plan, uuid7(), std::move(request), std::move(observer), stop);
}

Task<QString> LocalPlatform::invokeAsync(AppId id, InvokeTarget target, HttpRequest request)
{
    const QPointer<LocalPlatform> self(this);
    auto plan = co_await d->store.run([id, target](Store &store) { return planInvoke(store, id, target); });
    if (!plan) {
        co_return std::unexpected(plan.error());
    }
    if (!self) {
        co_return cancelled();
    }
    const auto app = co_await d->secrets.withSecrets(plan->app, plan->secrets);
    if (!app) {
        co_return std::unexpected(app.error());
    }
    if (!self) {
        co_return cancelled();
    }
    plan->app = *app;
    const QString executionId = uuid7();
    detach(call(*plan, executionId, std::move(request), {}, {})); // goes on by itself
    // Who is told the id can ask for its record at once.
    (void)co_await d->recorder.run([](Executions &) { return Result<bool>(true); });
    co_return executionId;
}

Task<Invocation> LocalPlatform::call(InvokePlan plan, QString executionId, HttpRequest request, InvokeObserver observer,
                                     std::stop_token stop)
{
    const QPointer<LocalPlatform> self(this);
    CallRecord record(&d->recorder, executionFor(plan, executionId, request));
    if (observer.started) {
        observer.started(executionId);
    }
    HandlerCall handlerCall{.executionId = executionId,
                            .functionId = plan.app.id.functionId(),
                            .request = std::move(request),
                            .timeout = std::chrono::seconds(plan.app.timeoutSecs),
                            .coldStart = false};
    d->recorder.tokenFilter().drop(handlerCall.request.headers);
    if (const auto refusal = answerForSize(handlerCall)) {
        record.end(*refusal);
        co_return *refusal;
    }
    QElapsedTimer waited;
    waited.start();
    const auto lease = co_await d->pool.acquire(wantedFor(plan), handlerCall.timeout, stop);
    if (!lease) {
        const auto answer = answeredByPlatform(handlerCall, lease.error());
        record.end(answer);
        co_return answer;
    }
    if (!self) {
        co_return cancelled();
    }
    handlerCall.waited = std::chrono::milliseconds(waited.elapsed());
    handlerCall.coldStart = lease->isCold();
    record.runsOn(lease->instance(), lease->isCold());
    QMetaObject::Connection told;
    if (observer.lines && lease->instance()) {
        told = connect(lease->instance(), &Instance::lines, this,
                       [lines = observer.lines](const QList<LogLine> &written) { lines(written); });
    }
    if (observer.chunk) {
        handlerCall.keptBytes = keptOfStream;
    }
    auto invocation = co_await callHandler(d->client, lease->instance(), std::move(handlerCall), stop,
                                           {.head = observer.head, .chunk = observer.chunk});
    QObject::disconnect(told);
    record.end(invocation);
    co_return invocation;
}

Task<Execution> LocalPlatform::getExecution(QString executionId)
{
    return d->readRecords([=](Executions &executions) { return executions.get(executionId); });
}

Task<ExecutionPage> LocalPlatform::listExecutions(AppId id, ExecutionQuery query)
{
    return d->readRecords([=](Executions &executions) { return executions.list(id, query); });
}

Task<ExecutionPage> LocalPlatform::listExecutions(QString organization, ExecutionQuery query)
{
    return d->readRecords([=](Executions &executions) { return executions.list(organization, query); });
}

Task<QList<ExecutionLine>> LocalPlatform::executionLogs(QString executionId)
{
    return d->readRecords([=](Executions &executions) {
        return executions.get(executionId).transform([](const Execution &execution) { return execution.lines; });
    });
}

Task<qint64> LocalPlatform::deleteExecutions(AppId id, QStringList executionIds)
{
    const QPointer<LocalPlatform> self(this);
    const QString writer = d->recorder.writer();
    qint64 all = 0;
    for (;;) { // in steps, so that nobody waits for more than one
        const auto removed = co_await d->recorder.run(
            [=](Executions &executions) { return executions.remove(id, executionIds, writer); });
        if (!removed) {
            co_return removed;
        }
        all += *removed;
        if (!self || *removed == 0 || !executionIds.isEmpty()) {
            break;
        }
    }
    if (self && all > 0) {
        Q_EMIT executionChanged(id, {});
    }
    co_return all;
}

Task<ExecutionStats> LocalPlatform::executionStats(AppId id)
{
    return d->readRecords([=](Executions &executions) { return executions.stats(id); });
}

Task<AppLogPage> LocalPlatform::appLogs(AppId id, LogQuery query)
{
    return d->readRecords([=](Executions &executions) { return executions.logs(id, query); });
}

Task<bool> LocalPlatform::flushRecords()
{
    return d->recorder.flush();
}

} // namespace studio
