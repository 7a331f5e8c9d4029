// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/local/proxy_calls.h"

#include "core/base/detach.h"
#include "core/local/handler_failure.h"
#include "core/runner/instance_wait.h"

namespace studio {

namespace {

constexpr std::chrono::milliseconds maxDrainTime{250}; ///< how long lines may be on their way after the answer
constexpr std::chrono::milliseconds drainInterval{20};
constexpr std::chrono::milliseconds crowdCheckInterval{50};

Execution recordOf(const AccessRecord &call)
{
    Execution record = executionFor(*call.plan, call.invocation.executionId, call.invocation.request);
    record.createdAtMs = call.createdAtMs;
    record.requestBytes = call.requestBytes;
    record.coldStart = call.invocation.coldStart;
    record.queuedUs = call.queuedUs;
    record.totalUs = call.totalUs;
    return record;
}

} // namespace

ProxyCalls::ProxyCalls(PoolSource *source, ExecutionRecorder *recorder) : m_source(source), m_recorder(recorder)
{
    m_drainTimer.setInterval(drainInterval);
    m_crowdTimer.setInterval(crowdCheckInterval);
    connect(&m_crowdTimer, &QTimer::timeout, this, &ProxyCalls::checkCrowd);
    connect(&m_drainTimer, &QTimer::timeout, this, &ProxyCalls::recordDrained);
}

ProxyCalls::~ProxyCalls()
{
    for (const auto &[since, call] : m_draining) {
        record(call);
    }
}

QCoro::Task<ProxyCalls::Grant> ProxyCalls::acquire(QByteArray label, std::stop_token stop)
{
    if (stop.stop_requested()) {
        co_return Grant{.lease = {}, .plan = {}, .error = cancelled().error()};
    }
    auto found = co_await whileAlive(this, m_source->planOfLabel(std::move(label)));
    if (!found) {
        co_return Grant{.lease = {}, .plan = {}, .error = found.error()};
    }
    const auto plan = std::make_shared<const InvokePlan>(std::move(*found));
    QElapsedTimer waited;
    waited.start();
    auto lease = co_await whileAlive(this, m_source->acquire(*plan, plan->timeout(), stop));
    if (!lease) {
        co_return Grant{.lease = {}, .plan = plan, .error = lease.error()};
    }
    const auto left = plan->timeout() - std::chrono::milliseconds(waited.elapsed());
    co_await whileAlive(this, waitUntilListening(lease->instance, left, stop));
    if (!lease->instance || stop.stop_requested()) {
        co_return Grant{.lease = {}, .plan = plan, .error = cancelled().error()};
    }
    co_return Grant{.lease = hold(std::move(*lease), plan), .plan = plan, .error = {}};
}

std::shared_ptr<ProxyLease> ProxyCalls::hold(InstanceLease lease, std::shared_ptr<const InvokePlan> plan)
{
    const QPointer<Instance> instance = lease.instance;
    // Given back here, wherever the last call was.
    std::shared_ptr<ProxyLease> held(new ProxyLease, [self = QPointer(this)](ProxyLease *gone) {
        if (self) {
            QMetaObject::invokeMethod(self, [gone] { delete gone; }, Qt::QueuedConnection);
        } else {
            delete gone; // with the last call that was being ended; the gateway went before
        }
    });
    held->plan = std::move(plan);
    held->marks = instance->marks();
    held->port = instance->port();
    held->isCold = lease.isCold;
    held->m_lease = std::move(lease);
    held->m_cpuUs = held->isCold ? 0 : std::max<qint64>(instance->usage(false).cpuUs, 0);
    connect(instance, &Instance::stateChanged, this, &ProxyCalls::announceEnding, Qt::UniqueConnection);
    connect(instance, &Instance::lines, &held->m_context, [raw = held.get()](const QList<LogLine> &lines) {
        for (const LogLine &line : lines) {
            if (line.stream == LogStream::Stderr && !line.executionId.isEmpty()) {
                raw->m_lines[line.executionId].take(line);
            }
        }
    });
    return held;
}

void ProxyCalls::announceEnding(InstanceState state)
{
    if (const auto *const instance = qobject_cast<Instance *>(sender());
        instance && state != InstanceState::Starting && state != InstanceState::Ready) {
        Q_EMIT instanceEnding(instance->port());
    }
}

void ProxyCalls::recordBegun(const AccessRecord &call)
{
    Execution record = recordOf(call);
    record.status = ExecutionStatus::Running;
    m_recorder->begin(record);
}

void ProxyCalls::recordEnded(const QList<AccessRecord> &calls)
{
    for (const AccessRecord &call : calls) {
        if (call.lease) {
            ++call.lease->m_callsSince;
        }
    }
    for (const AccessRecord &call : calls) {
        const auto instance = call.lease ? call.lease->m_lease.instance : nullptr;
        const QString &id = call.invocation.executionId;
        const bool isDrained = !instance || instance->drainLogs(id);
        if (!isDrained && (call.isCancelled || call.invocation.brokeOff)) {
            detach(endCall(call));
        }
        if (!isDrained && instance && instance->isListening() &&
            (call.invocation.handlerUs >= 0 || instance->marks()->isRunning(id))) {
            QElapsedTimer since;
            since.start();
            m_draining.emplace_back(since, call);
        } else {
            record(call);
        }
    }
    if (!m_draining.empty() && !m_drainTimer.isActive()) {
        m_drainTimer.start();
    }
    checkCrowd();
}

/// The client is gone, but the handler may not notice.
QCoro::Task<void> ProxyCalls::endCall(AccessRecord call)
{
    (void)co_await quitCall(call.lease->m_lease.instance, call.invocation.executionId);
}

void ProxyCalls::checkCrowd()
{
    m_isCrowded = m_recorder->isCrowded();
    if (m_isCrowded != m_crowdTimer.isActive()) {
        m_isCrowded ? m_crowdTimer.start() : m_crowdTimer.stop();
    }
}

void ProxyCalls::recordDrained()
{
    std::erase_if(m_draining, [this](const auto &waiting) {
        const auto &[since, call] = waiting;
        const auto instance = call.lease->m_lease.instance;
        const bool isDrained = !instance || instance->drainLogs(call.invocation.executionId);
        if (isDrained || since.durationElapsed() > maxDrainTime) {
            record(call);
            return true;
        }
        return false;
    });
    if (m_draining.empty()) {
        m_drainTimer.stop();
    }
}

void ProxyCalls::measure(Execution &record, ProxyLease &lease)
{
    const auto instance = lease.m_lease.instance;
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

void ProxyCalls::record(const AccessRecord &call)
{
    if (!call.plan) {
        detach(recordWithoutPlan(call));
        return;
    }
    Execution record = recordOf(call);
    CallLines lines;
    if (call.lease) {
        lines = call.lease->m_lines.take(record.id);
        measure(record, *call.lease);
    }
    if (call.isCancelled) {
        completeRecord(record, std::move(lines), cancelled().error());
    } else {
        completeRecord(record, std::move(lines), call.invocation);
        record.responseBytes = call.responseBytes; // of which the invocation has the beginning
    }
    m_recorder->end(std::move(record));
}

/// The client left before an instance was found, or its body was too large for any. Where there is no such app, or
/// nothing is published, there was no call.
QCoro::Task<void> ProxyCalls::recordWithoutPlan(AccessRecord call)
{
    auto found = co_await whileAlive(this, m_source->planOfLabel(call.label));
    if (found) {
        call.plan = std::make_shared<const InvokePlan>(std::move(*found));
        record(call);
    }
}

QCoro::Task<Invocation> ProxyCalls::answerInstead(std::shared_ptr<ProxyLease> lease, Invocation invocation,
                                                  std::optional<Error> reason)
{
    const QPointer<Instance> instance = lease->m_lease.instance;
    if (reason) {
        co_await answerForSilence(instance, invocation, *reason, lease->plan->timeout());
    } else {
        co_await answerForTrap(instance, invocation);
    }
    co_return invocation;
}

} // namespace studio
