// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/local/call_record.h"
#include "core/local/execution_recorder.h"
#include "core/local/instance_pool.h"
#include "core/local/invoke_plan.h"

#include <atomic>
#include <deque>

namespace studio {

/// An instance that is held for direct calls, one after the other. Made and destroyed on the main thread, wherever the
/// last reference is let go; what is public may be read on any thread.
class DirectLease
{
public:
    std::shared_ptr<const InvokePlan> plan;
    std::shared_ptr<CallMarks> marks; ///< where each call is expected before it is sent
    quint16 port = 0;                 ///< on 127.0.0.1
    bool isCold = false;              ///< started for the first call of this lease

private:
    friend class DirectCalls;
    InstancePool::Lease m_lease;
    QObject m_context;                 ///< of what is connected to the instance
    QHash<QString, CallLines> m_lines; ///< of calls that have not been recorded yet
    qint64 m_cpuUs = 0;                ///< of the instance, when it was looked at last
    qint64 m_memoryPeak = 0;           ///< likewise
    int m_callsSince = 0;              ///< that have ended and are not recorded
    bool m_wereMany = false;           ///< so that it cannot be told which of them took what
};

/// What a direct call was and how it ended.
struct DirectEnd
{
    std::shared_ptr<const InvokePlan> plan;
    std::shared_ptr<DirectLease> lease;     ///< null when there was none
    std::shared_ptr<CallMarks::Call> marks; ///< what the instance's log knows it by
    Invocation invocation;
    qint64 responseBytes = 0;
    qint64 createdAtMs = 0;
    qint64 queuedUs = 0;
    qint64 totalUs = 0;
    bool isCancelled = false; ///< the client went away
    bool isLate = false;      ///< the time ran out in the middle of the answer
    QString error;            ///< why the answer broke off
};

/// Calls that do not go through invoke(), because their bytes shall not: the gateway's pass-through. It finds the app
/// by the label of its address, lends instances, and records what it is told afterwards. Main thread.
class DirectCalls : public QObject
{
    Q_OBJECT

public:
    DirectCalls(StoreThread *store, InstancePool *pool, ExecutionRecorder *recorder);

    /// Puts the values of secrets into the app's environment.
    using WithSecrets = std::function<Task<App>(App, QList<SecretName>)>;
    void setSecrets(WithSecrets withSecrets) { m_withSecrets = std::move(withSecrets); }

    struct Grant
    {
        std::shared_ptr<DirectLease> lease;     ///< null when there is an error
        std::shared_ptr<const InvokePlan> plan; ///< null when there is no such app or nothing is published
        Error error;
    };
    /// `label`: `<app>-<org>` in lower case. NotFound: no such app, or nothing is published. FailedPrecondition: two
    /// apps have this label. Else as InstancePool::acquire.
    QCoro::Task<Grant> acquire(QByteArray label, std::stop_token stop);

    /// A call that takes long enough to be seen.
    void begun(const DirectEnd &call);
    void ended(const QList<DirectEnd> &calls);
    /// More calls end than can be recorded: another one should wait a little. Any thread.
    [[nodiscard]] bool isCrowded() const { return m_isCrowded; }

    /// What the platform answers where the handler gave no answer: see answerForSilence.
    QCoro::Task<HttpResponse> answerFor(std::shared_ptr<DirectLease> lease, QString executionId, Error error);
    /// Wasmtime's page became this.
    QCoro::Task<HttpResponse> answerForTrap(std::shared_ptr<DirectLease> lease, QString executionId);

private:
    std::shared_ptr<DirectLease> hold(InstancePool::Lease lease, std::shared_ptr<const InvokePlan> plan);
    void record(const DirectEnd &call);
    static QCoro::Task<void> endCall(DirectEnd call);
    static void measure(Execution &record, DirectLease &lease);
    void recordWhatWasTold();
    void lookAtCrowd();

    WithSecrets m_withSecrets;
    StoreThread *m_store;
    InstancePool *m_pool;
    ExecutionRecorder *m_recorder;
    std::deque<std::pair<QElapsedTimer, DirectEnd>> m_untold; ///< whose lines are still on their way
    QTimer m_untoldTimer;
    std::atomic<bool> m_isCrowded = false;
    QTimer m_crowdTimer; ///< looks whether it still is
};

} // namespace studio
