// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/direct_doors.h"

#include <QPromise>

namespace studio::gateway {

namespace {

constexpr std::chrono::milliseconds longestHold{50}; ///< of an instance, while calls follow one another
constexpr std::chrono::milliseconds longestIdle{20}; ///< between two calls

} // namespace

bool DirectDoors::isFresh(const Seat &seat, Clock::time_point now) const
{
    return seat.age == m_age && now - seat.taken < longestHold;
}

asio::awaitable<DirectDoors::Visit> DirectDoors::enter(QByteArray label, std::function<void()> &cancel)
{
    Door &door = m_doors[label];
    const auto now = Clock::now();
    while (!door.idle.empty()) {
        const auto seat = std::move(door.idle.back());
        door.idle.pop_back();
        if (isFresh(*seat, now)) {
            co_return Visit{seat, seat->lease->plan, {}};
        }
    }
    const auto waiter = std::make_shared<Waiter>();
    door.waiters.push_back(waiter);
    ask(label, door);
    cancel = [waiter] {
        waiter->isGone = true;
        if (const auto wake = std::exchange(waiter->wake, {})) {
            wake();
        }
    };
    while (!waiter->visit && !waiter->isGone) {
        co_await untilCalled([waiter](std::function<void()> wake) { waiter->wake = std::move(wake); });
    }
    cancel = {};
    if (waiter->visit) {
        co_return std::move(*waiter->visit);
    }
    const auto found = m_doors.find(label);
    if (found != m_doors.end()) {
        std::erase(found->second.waiters, waiter);
        if (found->second.waiters.empty()) {
            found->second.stop.request_stop(); // nobody wants an instance any more
        }
    }
    co_return Visit{{}, {}, cancelled().error()};
}

/// One question for each who waits. The main thread asks the pool, whose answer comes back here.
void DirectDoors::ask(const QByteArray &label, Door &door)
{
    if (door.stop.stop_requested()) {
        door.stop = {};
    }
    while (door.asked < static_cast<int>(door.waiters.size())) {
        ++door.asked;
        // As old as the question: what an app was may have been read before it changed.
        const auto ask = [this, label, calls = m_calls, context = m_context, stop = door.stop.get_token(),
                          age = m_age] {
            [](DirectDoors *doors, DirectCalls *from, QByteArray name, std::shared_ptr<asio::io_context> to,
               std::stop_token token, int asked) -> QCoro::Task<void> {
                auto grant = co_await from->acquire(name, token);
                asio::post(*to, [doors, name, grant = std::move(grant), asked] { doors->granted(name, grant, asked); });
            }(this, calls, label, context, stop, age);
        };
        QMetaObject::invokeMethod(m_calls, ask, Qt::QueuedConnection);
    }
}

void DirectDoors::granted(const QByteArray &label, DirectCalls::Grant grant, int age)
{
    Door &door = m_doors[label];
    door.asked = std::max(door.asked - 1, 0);
    const bool isForNobody = !grant.lease && grant.error.code == ErrorCode::Cancelled; // who asked has left
    if (age != m_age || isForNobody) {
        ask(label, door);
        return;
    }
    if (!grant.lease) {
        handOver(door, {{}, grant.plan, grant.error});
        return;
    }
    const auto seat = std::make_shared<Seat>();
    seat->lease = std::move(grant.lease);
    seat->taken = seat->used = Clock::now();
    seat->age = age;
    if (!handOver(door, {seat, seat->lease->plan, {}})) {
        door.idle.push_back(seat);
    }
}

bool DirectDoors::handOver(Door &door, const Visit &visit)
{
    while (!door.waiters.empty()) {
        const auto waiter = door.waiters.front();
        door.waiters.pop_front();
        if (waiter->isGone) {
            continue;
        }
        waiter->visit = visit;
        if (const auto wake = std::exchange(waiter->wake, {})) {
            wake();
        }
        return true;
    }
    return false;
}

void DirectDoors::leave(const QByteArray &label, std::shared_ptr<Seat> seat, bool isGood)
{
    const auto found = m_doors.find(label);
    const auto now = Clock::now();
    if (!isGood || found == m_doors.end() || !isFresh(*seat, now)) {
        return; // back to the pool, which asks those who wait in order
    }
    seat->used = now;
    seat->isUsed = true;
    if (!handOver(found->second, {seat, seat->lease->plan, {}})) {
        found->second.idle.push_back(std::move(seat));
    }
}

void DirectDoors::sweep(Clock::time_point now)
{
    std::erase_if(m_doors, [this, now](auto &entry) {
        Door &door = entry.second;
        std::erase_if(door.idle,
                      [this, now](const auto &seat) { return now - seat->used > longestIdle || !isFresh(*seat, now); });
        return door.idle.empty() && door.waiters.empty() && door.asked == 0;
    });
}

void DirectDoors::begun(DirectEnd call)
{
    QMetaObject::invokeMethod(
        m_calls, [calls = m_calls, call = std::move(call)] { calls->begun(call); }, Qt::QueuedConnection);
}

void DirectDoors::ended(DirectEnd call)
{
    bool isFirst = false;
    {
        const QMutexLocker lock(&m_mailbox->mutex);
        isFirst = m_mailbox->ends.isEmpty();
        m_mailbox->ends.append(std::move(call));
    }
    if (isFirst) {
        const auto collect = [calls = m_calls, mailbox = m_mailbox] {
            QList<DirectEnd> ends;
            {
                const QMutexLocker lock(&mailbox->mutex);
                ends.swap(mailbox->ends);
            }
            calls->ended(ends);
        };
        QMetaObject::invokeMethod(m_calls, collect, Qt::QueuedConnection);
    }
}

asio::awaitable<HttpResponse> DirectDoors::answerFor(std::shared_ptr<DirectLease> lease, QString executionId,
                                                     std::optional<Error> error)
{
    const auto answer = std::make_shared<HttpResponse>();
    co_await untilCalled([&](std::function<void()> wake) {
        const auto ask = [calls = m_calls, lease, executionId, error, answer, wake] {
            [](DirectCalls *from, std::shared_ptr<DirectLease> held, QString id, std::optional<Error> why,
               std::shared_ptr<HttpResponse> into, std::function<void()> done) -> QCoro::Task<void> {
                *into = why ? co_await from->answerFor(held, id, *why) : co_await from->answerForTrap(held, id);
                done();
            }(calls, lease, executionId, error, answer, wake);
        };
        QMetaObject::invokeMethod(m_calls, ask, Qt::QueuedConnection);
    });
    co_return *answer;
}

} // namespace studio::gateway
