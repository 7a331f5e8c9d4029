// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/local/call_record.h"
#include "core/local/execution_recorder.h"
#include "core/local/pool_source.h"

#include <atomic>
#include <deque>

namespace studio {

/// An instance that is held for proxied calls, one after the other. Made and destroyed on the main thread, wherever the
/// last reference is let go; what is public may be read on any thread.
class ProxyLease
{
public:
    std::shared_ptr<const InvokePlan> plan;
    std::shared_ptr<CallMarks> marks; ///< where each call is expected before it is sent
    quint16 port = 0;                 ///< on 127.0.0.1
    bool isCold = false;              ///< started for the first call of this lease

private:
    friend class ProxyCalls;
    InstanceLease m_lease;
    QObject m_context;                 ///< of what is connected to the instance
    QHash<QString, CallLines> m_lines; ///< of calls that have not been recorded yet
    qint64 m_cpuUs = 0;                ///< of the instance, when it was looked at last
    qint64 m_memoryPeak = 0;           ///< likewise
    int m_callsSince = 0;              ///< that have ended and are not recorded
    bool m_wereMany = false;           ///< so that it cannot be told which of them took what
};

/// What a proxied call was and how it ended: a failure is in `invocation`, as Invoker tells it.
struct AccessRecord
{
    QByteArray label;                       ///< of its address; by it the app is found where there is no plan
    std::shared_ptr<const InvokePlan> plan; ///< null where the call ended before it was known
    std::shared_ptr<ProxyLease> lease;      ///< null when there was none
    std::shared_ptr<CallMarks::Call> marks; ///< what the instance's log knows it by
    Invocation invocation;
    qint64 requestBytes = 0;
    qint64 responseBytes = 0;
    qint64 createdAtMs = 0;
    qint64 queuedUs = 0;
    qint64 totalUs = 0;
    bool isCancelled = false; ///< the client went away, or the gateway ended
};

/// The calls of the gateway's reverse proxy, whose bytes go from socket to socket on the sockets' thread: finds the app
/// by the label of its address, lends instances, and records afterwards what is handed to it. Main thread.
class ProxyCalls : public QObject
{
    Q_OBJECT

public:
    /// Both must outlive it.
    ProxyCalls(PoolSource *source, ExecutionRecorder *recorder);
    /// Records the calls whose lines are still on their way.
    ~ProxyCalls() override;

    struct Grant
    {
        std::shared_ptr<ProxyLease> lease;      ///< null when there is an error
        std::shared_ptr<const InvokePlan> plan; ///< null when there is no such app or nothing is published
        Error error;
    };
    /// As PoolSource::planOfLabel and acquire.
    QCoro::Task<Grant> acquire(QByteArray label, std::stop_token stop);

    /// A call that takes long enough to be seen.
    void recordBegun(const AccessRecord &call);
    void recordEnded(const QList<AccessRecord> &calls);
    /// More calls end than can be recorded: another one should wait a little. Any thread.
    [[nodiscard]] bool isCrowded() const { return m_isCrowded; }

    /// Completes a call that the handler gave no answer to: see handler_failure.h. Without a reason it is a component
    /// that ended.
    QCoro::Task<Invocation> answerInstead(std::shared_ptr<ProxyLease> lease, Invocation invocation,
                                          std::optional<Error> reason);

Q_SIGNALS:
    /// An instance that was lent ends: connections to its port would hold it up.
    void instanceEnding(quint16 port);

private:
    void announceEnding(InstanceState state);
    std::shared_ptr<ProxyLease> hold(InstanceLease lease, std::shared_ptr<const InvokePlan> plan);
    void record(const AccessRecord &call);
    QCoro::Task<void> recordWithoutPlan(AccessRecord call);
    static QCoro::Task<void> endCall(AccessRecord call);
    static void measure(Execution &record, ProxyLease &lease);
    void recordDrained();
    void checkCrowd();

    PoolSource *m_source;
    ExecutionRecorder *m_recorder;
    std::deque<std::pair<QElapsedTimer, AccessRecord>> m_draining; ///< whose lines are still on their way
    QTimer m_drainTimer;
    std::atomic<bool> m_isCrowded = false;
    QTimer m_crowdTimer; ///< looks whether it still is
};

} // namespace studio
