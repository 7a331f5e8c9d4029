// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/net.h"
#include "core/local/direct_calls.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <deque>
#include <map>
#include <stop_token>

namespace studio::gateway {

/// A held instance with the connection to it.
struct Seat
{
    explicit Seat(std::shared_ptr<int> all) : count(std::move(all)) { ++*count; }
    ~Seat() { --*count; }
    Seat(const Seat &) = delete;
    Seat &operator=(const Seat &) = delete;

    std::shared_ptr<int> count; ///< of the seats of its door
    std::shared_ptr<DirectLease> lease;
    std::optional<asio::ip::tcp::socket> socket; ///< kept alive between calls
    boost::beast::flat_buffer buffer;
    Clock::time_point taken; ///< from the pool
    Clock::time_point used;  ///< when the last call ended
    int age = 0;             ///< how often an app had changed by then
    bool isUsed = false;     ///< a call was made with it
};

/// The instances that direct calls use, on the sockets' thread. One that was just used is used again without asking the
/// main thread, for a short time only: then it goes back to the pool, so that other callers get their turn and a newly
/// published version is met. More than the processors can run are asked for only where calls take long enough for that
/// to help: with short ones it would only make the system change between processes.
class DirectDoors
{
public:
    DirectDoors(std::shared_ptr<asio::io_context> context, DirectCalls *calls)
        : m_context(std::move(context)), m_calls(calls)
    {
    }

    struct Visit
    {
        std::shared_ptr<Seat> seat;             ///< null when there is an error
        std::shared_ptr<const InvokePlan> plan; ///< as in DirectCalls::Grant
        Error error;
    };
    /// `cancel` is set to what ends the wait.
    asio::awaitable<Visit> enter(QByteArray label, std::function<void()> &cancel);
    /// Holds a call back while the records of others pile up, so that none is lost.
    asio::awaitable<void> untilCalm();
    /// `took`: inside the handler, where that is known; else all.
    void leave(const QByteArray &label, std::shared_ptr<Seat> seat, bool isGood, std::chrono::nanoseconds took);
    void sweep(Clock::time_point now);
    void clear();
    /// An app has changed: what is held may be of a version that is no longer the active one.
    void renew() { ++m_age; }
    [[nodiscard]] bool isEmpty() const { return m_doors.empty() && m_ends.isEmpty(); }

    void begun(DirectEnd call);
    void ended(DirectEnd call); ///< told with the next sweep
    /// See DirectCalls; for a trap when there is no error.
    asio::awaitable<HttpResponse> answerFor(std::shared_ptr<DirectLease> lease, QString executionId,
                                            std::optional<Error> error);

private:
    struct Waiter
    {
        std::optional<Visit> visit;
        std::function<void()> wake;
        bool isGone = false;
        Clock::time_point since = Clock::now();
    };
    struct Door
    {
        std::shared_ptr<int> seats = std::make_shared<int>(0); ///< that are here or in use
        std::chrono::nanoseconds usual{0};                     ///< how long a call takes, of late
        std::vector<std::shared_ptr<Seat>> idle;
        std::deque<std::shared_ptr<Waiter>> waiters;
        int asked = 0; ///< of the pool, not answered yet
        std::stop_source stop;
    };

    void ask(const QByteArray &label, Door &door, Clock::time_point now);
    [[nodiscard]] static int wanted(const Door &door, Clock::time_point now);
    void place(Door &door, std::shared_ptr<Seat> seat);
    void tellEnds();
    static Visit visitTo(std::shared_ptr<Seat> seat);
    void granted(const QByteArray &label, DirectCalls::Grant grant, int age);
    bool handOver(Door &door, const Visit &visit);

    [[nodiscard]] bool isFresh(const Seat &seat, Clock::time_point now) const;

    std::shared_ptr<asio::io_context> m_context;
    DirectCalls *m_calls; ///< called by queued calls only
    std::map<QByteArray, Door> m_doors;
    int m_age = 0;
    QList<DirectEnd> m_ends;
};

} // namespace studio::gateway
