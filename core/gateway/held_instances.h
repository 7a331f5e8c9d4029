// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/net.h"
#include "core/local/proxy_calls.h"

#include <deque>
#include <map>
#include <stop_token>

namespace studio::gateway {

/// An instance that proxied calls have, one call after the other. It goes back to the platform's pool with this.
struct HeldInstance
{
    explicit HeldInstance(std::shared_ptr<int> all) : count(std::move(all)) { ++*count; }
    ~HeldInstance() { --*count; }
    HeldInstance(const HeldInstance &) = delete;
    HeldInstance &operator=(const HeldInstance &) = delete;

    std::shared_ptr<int> count; ///< of those of its address
    std::shared_ptr<ProxyLease> lease;
    Clock::time_point acquiredAt; ///< from the pool
    Clock::time_point usedAt;     ///< when the last call ended
    int generation = 0;           ///< of the apps, when it was asked for
    bool isUsed = false;          ///< a call was made with it
};

/// The instances that proxied calls use, on the sockets' thread. One that was just used is used again without asking
/// the main thread, for a short time only: then it goes back to the pool, so that other callers get their turn and a
/// newly published version is met. More than the processors can run are asked for only where calls take long enough for
/// that to help: with short ones it would only make the system change between processes.
///
/// For each address there are instances that are free, and calls that wait for one. A call takes a free instance at
/// once, or waits; for those who wait the pool is asked (`requestMore`), and its answer (`take`) goes to the first that
/// waits. An instance that a call releases goes to the first that waits, too, unless it was held for long enough.
class HeldInstances
{
public:
    HeldInstances(std::shared_ptr<SocketContext> context, ProxyCalls *calls)
        : m_context(std::move(context)), m_calls(calls)
    {
    }
    ~HeldInstances() { end(); }
    HeldInstances(const HeldInstances &) = delete;
    HeldInstances &operator=(const HeldInstances &) = delete;

    struct Acquired
    {
        std::shared_ptr<HeldInstance> instance; ///< null when there is an error
        std::shared_ptr<const InvokePlan> plan; ///< as in ProxyCalls::Grant
        Error error;
    };
    /// A free one, where there is one.
    [[nodiscard]] std::optional<Acquired> acquireFree(const QByteArray &label);
    /// Waits for one; `cancel` is set to what ends the wait.
    Awaitable<Acquired> acquire(QByteArray label, std::function<void()> &cancel);
    /// Delays a call while the records of others pile up, so that none is lost.
    Awaitable<void> waitForRecorder();
    [[nodiscard]] bool isRecorderCrowded() const { return m_calls->isCrowded(); }
    /// The call was not made with it.
    void putBack(const QByteArray &label, std::shared_ptr<HeldInstance> instance);
    /// After recordEnded(), which keeps the instance too until the record is handed on. `took`: inside the handler,
    /// where that is known; else all.
    void release(const QByteArray &label, std::shared_ptr<HeldInstance> instance, bool isReusable,
                 std::chrono::nanoseconds took);
    /// Releases the instances that are idle, and hands the records on. To be called every `sweepInterval` while not
    /// isEmpty().
    void sweep(Clock::time_point now);
    /// Lets all go, also what was asked for and has not come yet, and hands the records on.
    void end();
    /// The instance at this port ends: no call begins with it any more.
    void forget(quint16 port);
    /// An app has changed: what is held may be of a version that is no longer the active one.
    void invalidate() { ++m_generation; }
    [[nodiscard]] bool isEmpty() const { return m_addresses.empty() && m_records.isEmpty(); }

    void recordBegun(AccessRecord call);
    void recordEnded(AccessRecord call); ///< handed on with the next sweep
    /// See ProxyCalls.
    Awaitable<Invocation> answerInstead(std::shared_ptr<ProxyLease> lease, Invocation invocation,
                                        std::optional<Error> reason);

private:
    struct Waiter
    {
        std::optional<Acquired> acquired;
        std::function<void()> wake;
        bool isGone = false;
        Clock::time_point since = Clock::now();
    };
    struct Address
    {
        std::shared_ptr<int> instances = std::make_shared<int>(0); ///< that are free or in use
        std::chrono::nanoseconds usualTime{0};                     ///< how long a call takes, of late
        std::vector<std::shared_ptr<HeldInstance>> free;
        std::deque<std::shared_ptr<Waiter>> waiters;
        int requested = 0; ///< of the pool, not answered yet
        std::stop_source stop;
    };

    void requestMore(const QByteArray &label, Address &address, Clock::time_point now);
    [[nodiscard]] static int wantedRequests(const Address &address, Clock::time_point now);
    void keepOrGiveBack(const QByteArray &label, Address &address, std::shared_ptr<HeldInstance> instance,
                        bool isReusable);
    void put(Address &address, std::shared_ptr<HeldInstance> instance);
    void flushRecords();
    static Acquired acquired(std::shared_ptr<HeldInstance> instance);
    void take(const QByteArray &label, ProxyCalls::Grant grant, int generation);
    static bool give(Address &address, const Acquired &acquired);

    [[nodiscard]] bool isFresh(const HeldInstance &instance, Clock::time_point now) const;

    std::shared_ptr<SocketContext> m_context;
    ProxyCalls *m_calls; ///< called by queued calls only
    std::map<QByteArray, Address> m_addresses;
    int m_generation = 0;
    QList<AccessRecord> m_records;
};

} // namespace studio::gateway
