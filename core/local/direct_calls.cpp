// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/direct_calls.h"

#include "core/base/detach.h"
#include "core/invocation/platform_response.h"
#include "core/local/call_record.h"
#include "core/local/handler_call.h"

namespace studio {

namespace {

constexpr std::chrono::milliseconds drainTimeout{250}; ///< how long lines may be on their way after the answer
constexpr std::chrono::milliseconds untoldPeriod{20};
constexpr std::chrono::milliseconds crowdPeriod{50};

/// The one app that has this label, and its plan.
Result<InvokePlan> planOf(Store &store, const QString &label)
{
    const auto apps = store.appsOfLabel(label);
    if (!apps) {
        return std::unexpected(apps.error());
    }
    if (apps->isEmpty()) {
        return fail(ErrorCode::NotFound, QStringLiteral("There is no app at %1.localhost.").arg(label));
    }
    if (apps->size() > 1) {
        return fail(ErrorCode::FailedPrecondition,
                    QStringLiteral("%1.localhost could be %2 or %3, so it is neither.")
                        .arg(label, apps->at(0).id.toString(), apps->at(1).id.toString()));
    }
    const App &app = apps->first();
    if (app.activeVersion == 0) {
        return fail(ErrorCode::NotFound,
                    QStringLiteral("%1 has no published version. Publish its draft with: ignite draft publish %1")
                        .arg(app.id.toString()));
    }
    return planInvoke(store, app.id, {});
}

Execution recordOf(const DirectEnd &call)
{
    Execution record = executionFor(*call.plan, call.invocation.executionId, call.invocation.request);
    record.createdAtMs = call.createdAtMs;
    record.requestBytes = call.invocation.request.body.size();
    record.coldStart = call.invocation.coldStart;
    record.queuedUs = call.queuedUs;
    record.totalUs = call.totalUs;
    return record;
}

} // namespace

DirectCalls::DirectCalls(StoreThread *store, InstancePool *pool, ExecutionRecorder *recorder)
    : m_store(store), m_pool(pool), m_recorder(recorder)
{
    m_untoldTimer.setInterval(untoldPeriod);
    m_crowdTimer.setInterval(crowdPeriod);
    connect(&m_crowdTimer, &QTimer::timeout, this, &DirectCalls::lookAtCrowd);
    connect(&m_untoldTimer, &QTimer::timeout, this, &DirectCalls::recordWhatWasTold);
}

QCoro::Task<DirectCalls::Grant> DirectCalls::acquire(QByteArray label, std::stop_token stop)
{
    const QPointer<DirectCalls> self(this);
    const QString name = QString::fromLatin1(label);
    const auto found = co_await m_store->run([name](Store &store) { return planOf(store, name); });
    if (!found || !self) {
        co_return Grant{.lease = {}, .plan = {}, .error = found ? cancelled().error() : found.error()};
    }
    InvokePlan complete = *found;
    if (!complete.secrets.isEmpty() && m_withSecrets) {
        const auto app = co_await m_withSecrets(complete.app, complete.secrets);
        if (!app || !self) {
            co_return Grant{.lease = {}, .plan = {}, .error = app ? cancelled().error() : app.error()};
        }
        complete.app = *app;
    }
    const auto plan = std::make_shared<const InvokePlan>(std::move(complete));
    const auto timeout = std::chrono::seconds(plan->app.timeoutSecs);
    auto lease = co_await m_pool->acquire(wantedFor(*plan), timeout, stop);
    if (!lease || !self) {
        co_return Grant{.lease = {}, .plan = plan, .error = lease ? cancelled().error() : lease.error()};
    }
    co_await waitUntilListening(lease->instance(), timeout);
    if (!self || !lease->instance()) {
        co_return Grant{.lease = {}, .plan = plan, .error = cancelled().error()};
    }
    co_return Grant{.lease = hold(std::move(*lease), plan), .plan = plan, .error = {}};
}

std::shared_ptr<DirectLease> DirectCalls::hold(InstancePool::Lease lease, std::shared_ptr<const InvokePlan> plan)
{
    const QPointer<Instance> instance = lease.instance();
    // Given back here, wherever the last call was.
    std::shared_ptr<DirectLease> held(new DirectLease, [this](DirectLease *gone) {
        QMetaObject::invokeMethod(this, [gone] { delete gone; }, Qt::QueuedConnection);
    });
    held->plan = std::move(plan);
    held->marks = instance->marks();
    held->port = instance->port();
    held->isCold = lease.isCold();
    held->m_lease = std::move(lease);
    held->m_cpuUs = held->isCold ? 0 : std::max<qint64>(instance->usage(false).cpuUs, 0);
    connect(instance, &Instance::lines, &held->m_context, [raw = held.get()](const QList<LogLine> &lines) {
        for (const LogLine &line : lines) {
            if (line.stream == LogStream::Stderr && !line.executionId.isEmpty()) {
                raw->m_lines[line.executionId].take(line);
            }
        }
    });
    return held;
}

void DirectCalls::begun(const DirectEnd &call)
{
    Execution record = recordOf(call);
    record.status = ExecutionStatus::Running;
    m_recorder->begin(record);
}

void DirectCalls::ended(const QList<DirectEnd> &calls)
{
    for (const DirectEnd &call : calls) {
        if (call.lease) {
            ++call.lease->m_callsSince;
        }
    }
    for (const DirectEnd &call : calls) {
        const auto instance = call.lease ? call.lease->m_lease.instance() : nullptr;
        const QString &id = call.invocation.executionId;
        const bool isTold = !instance || instance->drainLogs(id);
        if (!isTold && (call.isCancelled || !call.error.isEmpty())) {
            detach(endCall(call));
        }
        if (!isTold && instance && instance->isListening() &&
            (call.invocation.handlerUs >= 0 || instance->marks()->isRunning(id))) {
            QElapsedTimer since;
            since.start();
            m_untold.emplace_back(since, call);
        } else {
            record(call);
        }
    }
    if (!m_untold.empty() && !m_untoldTimer.isActive()) {
        m_untoldTimer.start();
    }
    lookAtCrowd();
}

/// Nobody takes the answer any more, but the handler may not notice.
QCoro::Task<void> DirectCalls::endCall(DirectEnd call)
{
    (void)co_await quitCall(call.lease->m_lease.instance(), call.invocation.executionId);
}

void DirectCalls::lookAtCrowd()
{
    m_isCrowded = m_recorder->isCrowded();
    if (m_isCrowded != m_crowdTimer.isActive()) {
        m_isCrowded ? m_crowdTimer.start() : m_crowdTimer.stop();
    }
}

void DirectCalls::recordWhatWasTold()
{
    std::erase_if(m_untold, [this](const auto &waiting) {
        const auto &[since, call] = waiting;
        const auto instance = call.lease->m_lease.instance();
        const bool isTold = !instance || instance->drainLogs(call.invocation.executionId);
        if (isTold || since.durationElapsed() > drainTimeout) {
            record(call);
            return true;
        }
        return false;
    });
    if (m_untold.empty()) {
        m_untoldTimer.stop();
    }
}

void DirectCalls::measure(Execution &record, DirectLease &lease)
{
    const auto instance = lease.m_lease.instance();
    if (lease.m_callsSince > 1 || !instance) { // looked at once, with the last of them
        --lease.m_callsSince;
        lease.m_wereMany = true;
        record.memoryPeakBytes = lease.m_memoryPeak;
        return;
    }
    const InstanceUsage usage = instance->usage(false);
    lease.m_memoryPeak = record.memoryPeakBytes = usage.memoryPeakBytes;
    const bool isOne = !std::exchange(lease.m_wereMany, false);
    const qint64 before = std::exchange(lease.m_cpuUs, usage.cpuUs);
    record.cpuUs = usage.cpuUs >= 0 && isOne ? usage.cpuUs - before : -1;
    lease.m_callsSince = 0;
}

void DirectCalls::record(const DirectEnd &call)
{
    Execution record = recordOf(call);
    if (call.lease) {
        call.lease->m_lines.take(record.id).moveInto(record);
        measure(record, *call.lease);
    }
    record.panic = panicOf(record.lines);
    if (call.isCancelled) {
        record.status = ExecutionStatus::Cancelled;
    } else {
        takeResult(record, call.invocation);
        record.responseBytes = call.responseBytes;
    }
    if (!call.error.isEmpty()) {
        record.status = call.isCancelled ? record.status
                        : call.isLate    ? ExecutionStatus::TimedOut
                                         : ExecutionStatus::Failed;
        record.error = call.error;
    }
    m_recorder->end(record);
}

QCoro::Task<HttpResponse> DirectCalls::answerFor(std::shared_ptr<DirectLease> lease, QString executionId, Error error)
{
    const auto timeout = std::chrono::seconds(lease->plan->app.timeoutSecs);
    co_return co_await answerForSilence(lease->m_lease.instance(), executionId, error, timeout);
}

QCoro::Task<HttpResponse> DirectCalls::answerForTrap(std::shared_ptr<DirectLease> lease, QString executionId)
{
    co_return platformError(500, co_await reasonOfTrap(lease->m_lease.instance(), executionId));
}

} // namespace studio
