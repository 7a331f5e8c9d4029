// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/leftovers.h"
#include "core/local/local_platform_private.h"

namespace studio {

LocalPlatform::Private::Private(LocalPlatform *owner, Paths where, Compiler *theCompiler, HttpClient *theClient)
    : q(owner)
    , paths(std::move(where))
    , compiler(theCompiler)
    , store(paths.data, [this] { collector.start([where = paths] { removeLeftovers(where); }); })
    , recorder(paths.data)
    , secrets(&store, &recorder)
    , watch(&store, paths.data, recorder.writer())
    , pool(handlerRunner(paths.cache))
    , source(&store, &pool, &secrets)
    , invoker(&source, &recorder, theClient)
    , proxied(&source, &recorder)
{
    constexpr std::chrono::milliseconds countsInterval{100};
    recorder.setTokenFilter(TokenFilter::fromFile(gatewayTokenFile(paths.config)));
    countsTimer.setSingleShot(true);
    countsTimer.setInterval(countsInterval);
    connect(&countsTimer, &QTimer::timeout, q, [this] { recorder.showInstances(pool.counts()); });
    connect(&pool, &InstancePool::countsChanged, &countsTimer, [this] {
        if (!countsTimer.isActive()) {
            countsTimer.start();
        }
    });
    connect(&secrets, &LocalSecrets::changed, q, &ComputeService::appChanged);
    connect(&recorder, &ExecutionRecorder::written, q, &ComputeService::executionChanged);
    connect(&recorder, &ExecutionRecorder::notWritten, q, &ComputeService::recordsNotWritten);
    connect(&recorder, &ExecutionRecorder::writtenAgain, q, &ComputeService::recordsWrittenAgain);
    connect(&watch, &StoreWatch::executionChanged, q, &ComputeService::executionChanged);
    connect(&watch, &StoreWatch::appChanged, q, &ComputeService::appChanged);
}

/// Other processes are watched only where a receiver is connected.
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

ProxyCalls *LocalPlatform::proxyCalls()
{
    return &d->proxied;
}

Task<bool> LocalPlatform::openStore()
{
    co_return co_await d->store.run([](Store &) { return Result<bool>(true); });
}

Task<Invocation> LocalPlatform::invoke(AppId id, InvokeTarget target, HttpRequest request, InvokeObserver observer,
                                       std::stop_token stop)
{
    return d->invoker.invoke(std::move(id), target, std::move(request), std::move(observer), std::move(stop));
}

Task<QString> LocalPlatform::invokeAsync(AppId id, InvokeTarget target, HttpRequest request)
{
    return d->invoker.invokeAsync(std::move(id), target, std::move(request));
}

void LocalPlatform::setDevSource(InstanceSource *source)
{
    d->invoker.setDevSource(source);
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
    for (;;) { // in steps, so that no other writer waits for more than one
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
