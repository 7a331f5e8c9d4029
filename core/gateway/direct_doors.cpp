// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/gateway/direct_doors.h"

#include "core/base/detach.h"

#include <QScopeGuard>

#include <algorithm>
#include <thread>

namespace studio::gateway {

namespace {

constexpr std::chrono::milliseconds longestHold{50}; ///< of an instance, while calls follow one another
constexpr std::chrono::milliseconds longestIdle{20}; ///< between two calls
constexpr std::chrono::milliseconds longCall{1};     ///< from which on calls are better made at once than in turn
constexpr std::chrono::milliseconds longWait{20};    ///< likewise, whatever is usual
constexpr std::chrono::milliseconds calmPeriod{5};
constexpr int maxLooks = 40;
constexpr qsizetype maxEnds = 1'000; ///< that wait to be told

} // namespace

bool DirectDoors::isFresh(const Seat &seat, Clock::time_point now) const
{
    return seat.age == m_age && now - seat.taken < longestHold;
}

DirectDoors::Visit DirectDoors::visitTo(std::shared_ptr<Seat> seat)
{
    auto plan = seat->lease->plan;
    return {std::move(seat), std::move(plan), {}};
}

asio::awaitable<DirectDoors::Visit> DirectDoors::enter(QByteArray label, std::function<void()> &cancel)
{
    Door &door = m_doors[label];
    const auto now = Clock::now();
    while (!door.idle.empty()) {
        auto seat = std::move(door.idle.back());
        door.idle.pop_back();
        if (isFresh(*seat, now)) {
            co_return visitTo(std::move(seat));
        }
    }
    const auto waiter = std::make_shared<Waiter>();
    door.waiters.push_back(waiter);
    ask(label, door, now);
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

asio::awaitable<void> DirectDoors::untilCalm()
{
    for (int looks = 0; m_calls->isCrowded() && looks < maxLooks; ++looks) {
        asio::steady_timer timer(*m_context, calmPeriod);
        error_code ignored;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

/// How many questions are to be open.
int DirectDoors::wanted(const Door &door, Clock::time_point now)
{
    static const int processors = static_cast<int>(std::max(std::thread::hardware_concurrency(), 1U));
    const int waiting = static_cast<int>(door.waiters.size());
    if (waiting == 0 || door.usual > longCall || now - door.waiters.front()->since > longWait) {
        return waiting;
    }
    return std::clamp(processors - *door.seats, 0, waiting);
}

/// The main thread asks the pool, whose answer comes back here.
void DirectDoors::ask(const QByteArray &label, Door &door, Clock::time_point now)
{
    if (door.stop.stop_requested()) {
        door.stop = {};
    }
    while (door.asked < wanted(door, now)) {
        ++door.asked;
        // As old as the question: what an app was may have been read before it changed.
        const auto ask = [this, label, calls = m_calls, context = m_context, stop = door.stop.get_token(),
                          age = m_age] {
            const auto acquire = [](DirectDoors *doors, DirectCalls *from, QByteArray name,
                                    std::shared_ptr<asio::io_context> to, std::stop_token token,
                                    int asked) -> QCoro::Task<void> {
                DirectCalls::Grant grant;
                grant.error = unexpectedError("no instance could be asked for"); // where an exception ends it
                const auto told = qScopeGuard([&] {
                    asio::post(*to,
                               [doors, name, given = std::move(grant), asked] { doors->granted(name, given, asked); });
                });
                grant = co_await from->acquire(name, token);
            };
            detach(acquire(this, calls, label, context, stop, age));
        };
        QMetaObject::invokeMethod(m_calls, ask, Qt::QueuedConnection);
    }
}

void DirectDoors::granted(const QByteArray &label, DirectCalls::Grant grant, int age)
{
    Door &door = m_doors[label];
    door.asked = std::max(door.asked - 1, 0);
    const bool isForNobody = !grant.lease && grant.error.code == ErrorCode::Cancelled; // who asked has left
    const auto now = Clock::now();
    if (age == m_age && grant.lease) {
        auto seat = std::make_shared<Seat>(door.seats);
        seat->lease = std::move(grant.lease);
        seat->taken = seat->used = now;
        seat->age = age;
        place(door, std::move(seat));
    } else if (age == m_age && !isForNobody) {
        handOver(door, {{}, grant.plan, grant.error});
    }
    ask(label, door, now);
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

/// To who waits, or aside for the next.
void DirectDoors::place(Door &door, std::shared_ptr<Seat> seat)
{
    if (!handOver(door, visitTo(seat))) {
        door.idle.push_back(std::move(seat));
    }
}

void DirectDoors::leave(const QByteArray &label, std::shared_ptr<Seat> seat, bool isGood, std::chrono::nanoseconds took)
{
    const auto found = m_doors.find(label);
    if (found == m_doors.end()) {
        return;
    }
    Door &door = found->second;
    const auto now = Clock::now();
    door.usual = (door.usual * 7 + took) / 8;
    seat->isUsed = true;
    if (isGood && isFresh(*seat, now)) {
        seat->used = now;
        place(door, std::move(seat));
        return;
    }
    seat.reset(); // back to the pool, which asks those who wait in order
    ask(label, door, now);
}

void DirectDoors::sweep(Clock::time_point now)
{
    tellEnds();
    std::erase_if(m_doors, [this, now](auto &entry) {
        auto &[label, door] = entry;
        std::erase_if(door.idle,
                      [this, now](const auto &seat) { return now - seat->used > longestIdle || !isFresh(*seat, now); });
        ask(label, door, now); // for those who have waited long
        return *door.seats == 0 && door.waiters.empty() && door.asked == 0;
    });
}

void DirectDoors::clear()
{
    tellEnds();
    m_doors.clear();
}

void DirectDoors::begun(DirectEnd call)
{
    QMetaObject::invokeMethod(
        m_calls, [calls = m_calls, call = std::move(call)] { calls->begun(call); }, Qt::QueuedConnection);
}

void DirectDoors::ended(DirectEnd call)
{
    m_ends.append(std::move(call));
    if (m_ends.size() >= maxEnds) {
        tellEnds();
    }
}

void DirectDoors::tellEnds()
{
    if (!m_ends.isEmpty()) {
        QMetaObject::invokeMethod(
            m_calls, [calls = m_calls, ends = std::exchange(m_ends, {})] { calls->ended(ends); }, Qt::QueuedConnection);
    }
}

asio::awaitable<HttpResponse> DirectDoors::answerFor(std::shared_ptr<DirectLease> lease, QString executionId,
                                                     std::optional<Error> error)
{
    const auto answer = std::make_shared<HttpResponse>();
    co_await untilCalled([&](std::function<void()> wake) {
        const auto ask = [calls = m_calls, lease, executionId, error, answer, wake] {
            const auto answerIn = [](DirectCalls *from, std::shared_ptr<DirectLease> held, QString id,
                                     std::optional<Error> why, std::shared_ptr<HttpResponse> into,
                                     std::function<void()> done) -> QCoro::Task<void> {
                into->status = 500; // where an exception ends it
                const auto ended = qScopeGuard(done);
                if (why) {
                    *into = co_await from->answerFor(held, id, *why);
                } else {
                    *into = co_await from->answerForTrap(held, id);
                }
            };
            detach(answerIn(calls, lease, executionId, error, answer, wake));
        };
        QMetaObject::invokeMethod(m_calls, ask, Qt::QueuedConnection);
    });
    co_return *answer;
}

} // namespace studio::gateway
