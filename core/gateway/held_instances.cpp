// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/held_instances.h"

#include "core/base/detach.h"

#include <QScopeGuard>

#include <algorithm>
#include <thread>

namespace studio::gateway {

namespace {

constexpr std::chrono::milliseconds maxHoldTime{50};  ///< of an instance, while calls follow one another
constexpr std::chrono::milliseconds maxIdleTime{20};  ///< between two calls
constexpr std::chrono::milliseconds longCallTime{1};  ///< from which on calls are better made at once than in turn
constexpr std::chrono::milliseconds longWaitTime{20}; ///< likewise, whatever is usual
constexpr std::chrono::milliseconds recorderCheckInterval{5};
constexpr int maxRecorderChecks = 40;
constexpr qsizetype maxRecords = 1'000; ///< that wait to be handed on

} // namespace

bool HeldInstances::isFresh(const HeldInstance &instance, Clock::time_point now) const
{
    return instance.generation == m_generation && now - instance.acquiredAt < maxHoldTime;
}

HeldInstances::Acquired HeldInstances::acquired(std::shared_ptr<HeldInstance> instance)
{
    auto plan = instance->lease->plan;
    return {std::move(instance), std::move(plan), {}};
}

std::optional<HeldInstances::Acquired> HeldInstances::acquireFree(const QByteArray &label)
{
    const auto found = m_addresses.find(label);
    if (found == m_addresses.end()) {
        return {};
    }
    const auto now = Clock::now();
    auto &free = found->second.free;
    while (!free.empty()) {
        auto instance = std::move(free.back());
        free.pop_back();
        if (isFresh(*instance, now)) {
            return acquired(std::move(instance));
        }
    }
    return {};
}

Awaitable<HeldInstances::Acquired> HeldInstances::acquire(QByteArray label, std::function<void()> &cancel)
{
    Address &address = m_addresses[label];
    const auto waiter = std::make_shared<Waiter>();
    address.waiters.push_back(waiter);
    requestMore(label, address, Clock::now());
    cancel = [waiter] {
        waiter->isGone = true;
        if (const auto wake = std::exchange(waiter->wake, {})) {
            wake();
        }
    };
    while (!waiter->acquired && !waiter->isGone) {
        co_await untilCalled([waiter](std::function<void()> wake) { waiter->wake = std::move(wake); });
    }
    cancel = {};
    if (waiter->acquired) {
        co_return std::move(*waiter->acquired);
    }
    const auto found = m_addresses.find(label);
    if (found != m_addresses.end()) {
        std::erase(found->second.waiters, waiter);
        if (found->second.waiters.empty()) {
            found->second.stop.request_stop(); // no call waits for an instance any more
        }
    }
    co_return Acquired{{}, {}, cancelled().error()};
}

Awaitable<void> HeldInstances::waitForRecorder()
{
    for (int checks = 0; m_calls->isCrowded() && checks < maxRecorderChecks; ++checks) {
        SteadyTimer timer(*m_context, recorderCheckInterval);
        error_code ignored;
        co_await timer.async_wait(awaitInto(ignored));
    }
}

/// How many requests to the pool are to be under way.
int HeldInstances::wantedRequests(const Address &address, Clock::time_point now)
{
    static const int processors = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
    const int waiting = static_cast<int>(address.waiters.size());
    if (waiting == 0 || address.usualTime > longCallTime || now - address.waiters.front()->since > longWaitTime) {
        return waiting;
    }
    return std::clamp(processors - *address.instances, 0, waiting);
}

/// The main thread asks the pool, whose answer comes back here.
void HeldInstances::requestMore(const QByteArray &label, Address &address, Clock::time_point now)
{
    if (address.stop.stop_requested()) {
        address.stop = {};
    }
    while (address.requested < wantedRequests(address, now)) {
        ++address.requested;
        // As old as the question: what an app was may have been read before it changed.
        const auto request = [this, label, calls = m_calls, context = m_context, stop = address.stop.get_token(),
                              generation = m_generation] {
            const auto acquire = [](HeldInstances *all, ProxyCalls *from, QByteArray name,
                                    std::shared_ptr<SocketContext> to, std::stop_token token,
                                    int generationThen) -> QCoro::Task<void> {
                ProxyCalls::Grant grant;
                grant.error = unexpectedError("no instance could be asked for"); // where an exception ends it
                const auto answered = qScopeGuard([&] {
                    asio::post(*to, [all, name, given = std::move(grant), generationThen] {
                        all->take(name, given, generationThen);
                    });
                });
                grant = co_await from->acquire(name, token);
            };
            detach(acquire(this, calls, label, context, stop, generation));
        };
        QMetaObject::invokeMethod(m_calls, request, Qt::QueuedConnection);
    }
}

void HeldInstances::take(const QByteArray &label, ProxyCalls::Grant grant, int generation)
{
    Address &address = m_addresses[label];
    address.requested = std::max(address.requested - 1, 0);
    const bool isWithdrawn = !grant.lease && grant.error.code == ErrorCode::Cancelled; // the last that waited has left
    const auto now = Clock::now();
    if (generation == m_generation && grant.lease) {
        auto instance = std::make_shared<HeldInstance>(address.instances);
        instance->lease = std::move(grant.lease);
        instance->acquiredAt = instance->usedAt = now;
        instance->generation = generation;
        put(address, std::move(instance));
    } else if (generation == m_generation && !isWithdrawn) {
        give(address, {{}, grant.plan, grant.error});
    }
    requestMore(label, address, now);
}

bool HeldInstances::give(Address &address, const Acquired &acquired)
{
    while (!address.waiters.empty()) {
        const auto waiter = address.waiters.front();
        address.waiters.pop_front();
        if (waiter->isGone) {
            continue;
        }
        waiter->acquired = acquired;
        if (const auto wake = std::exchange(waiter->wake, {})) {
            wake();
        }
        return true;
    }
    return false;
}

/// To the first that waits, or aside for the next call.
void HeldInstances::put(Address &address, std::shared_ptr<HeldInstance> instance)
{
    if (!give(address, acquired(instance))) {
        address.free.push_back(std::move(instance));
    }
}

void HeldInstances::release(const QByteArray &label, std::shared_ptr<HeldInstance> instance, bool isReusable,
                            std::chrono::nanoseconds took)
{
    const auto found = m_addresses.find(label);
    if (found == m_addresses.end()) {
        return;
    }
    Address &address = found->second;
    address.usualTime = (address.usualTime * 7 + took) / 8;
    instance->isUsed = true;
    keepOrGiveBack(label, address, std::move(instance), isReusable);
}

void HeldInstances::putBack(const QByteArray &label, std::shared_ptr<HeldInstance> instance)
{
    if (const auto found = m_addresses.find(label); found != m_addresses.end()) {
        keepOrGiveBack(label, found->second, std::move(instance), true);
    }
}

/// For the next call, or back to the pool, which asks those who wait in order. The record of its last call has a hold
/// on it, too, so that is handed on at once: the main thread lets both go.
void HeldInstances::keepOrGiveBack(const QByteArray &label, Address &address, std::shared_ptr<HeldInstance> instance,
                                   bool isReusable)
{
    const auto now = Clock::now();
    if (isReusable && isFresh(*instance, now)) {
        instance->usedAt = now;
        put(address, std::move(instance));
        return;
    }
    instance.reset();
    flushRecords();
    requestMore(label, address, now);
}

void HeldInstances::sweep(Clock::time_point now)
{
    flushRecords();
    std::erase_if(m_addresses, [this, now](auto &entry) {
        auto &[label, address] = entry;
        std::erase_if(address.free, [this, now](const auto &instance) {
            return now - instance->usedAt > maxIdleTime || !isFresh(*instance, now);
        });
        requestMore(label, address, now); // for those who have waited long
        return *address.instances == 0 && address.waiters.empty() && address.requested == 0;
    });
}

void HeldInstances::end()
{
    for (auto &[label, address] : m_addresses) {
        address.stop.request_stop();
    }
    m_addresses.clear();
    flushRecords();
}

void HeldInstances::forget(quint16 port)
{
    for (auto &[label, address] : m_addresses) {
        std::erase_if(address.free, [port](const auto &instance) { return instance->lease->port == port; });
    }
}

void HeldInstances::recordBegun(AccessRecord call)
{
    QMetaObject::invokeMethod(
        m_calls, [calls = m_calls, call = std::move(call)] { calls->recordBegun(call); }, Qt::QueuedConnection);
}

void HeldInstances::recordEnded(AccessRecord call)
{
    m_records.append(std::move(call));
    if (m_records.size() >= maxRecords) {
        flushRecords();
    }
}

void HeldInstances::flushRecords()
{
    if (!m_records.isEmpty()) {
        QMetaObject::invokeMethod(
            m_calls, [calls = m_calls, records = std::exchange(m_records, {})] { calls->recordEnded(records); },
            Qt::QueuedConnection);
    }
}

Awaitable<Invocation> HeldInstances::answerInstead(std::shared_ptr<ProxyLease> lease, Invocation invocation,
                                                   std::optional<Error> reason)
{
    const auto answer = std::make_shared<Invocation>(std::move(invocation));
    co_await untilCalled([&](std::function<void()> wake) {
        const auto request = [calls = m_calls, lease, answer, reason, wake] {
            const auto answerIn = [](ProxyCalls *from, std::shared_ptr<ProxyLease> held,
                                     std::shared_ptr<Invocation> into, std::optional<Error> why,
                                     std::function<void()> done) -> QCoro::Task<void> {
                const Invocation given = *into;
                into->response.status = 500; // where an exception ends it
                into->error = unexpectedError("why the handler gave no answer could not be found out");
                const auto ended = qScopeGuard(done);
                *into = co_await from->answerInstead(held, given, why);
            };
            detach(answerIn(calls, lease, answer, reason, wake));
        };
        QMetaObject::invokeMethod(m_calls, request, Qt::QueuedConnection);
    });
    co_return *answer;
}

} // namespace studio::gateway
