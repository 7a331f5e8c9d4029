// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/gateway/net.h"
#include "core/platform/direct_calls.h"

#include <QMutex>

#include <boost/beast/core/flat_buffer.hpp>
#include <deque>
#include <map>
#include <stop_token>

namespace studio::gateway {

/// A held instance with the connection to it.
struct Seat
{
    std::shared_ptr<DirectLease> lease;
    std::optional<asio::ip::tcp::socket> socket; ///< kept alive between calls
    boost::beast::flat_buffer buffer;
    Clock::time_point taken; ///< from the pool
    Clock::time_point used;
    int age = 0;         ///< how often an app had changed by then
    bool isUsed = false; ///< a call was made with it
};

/// The instances that direct calls use, on the sockets' thread. One that was just used is used again without asking the
/// main thread, for a short time only: then it goes back to the pool, so that other callers get their turn and a newly
/// published version is met.
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
    void leave(const QByteArray &label, std::shared_ptr<Seat> seat, bool isGood);
    void sweep(Clock::time_point now);
    void clear() { m_doors.clear(); }
    /// An app has changed: what is held may be of a version that is no longer the active one.
    void renew() { ++m_age; }
    [[nodiscard]] bool isEmpty() const { return m_doors.empty(); }

    void begun(DirectEnd call);
    void ended(DirectEnd call);
    /// See DirectCalls; for a trap when there is no error.
    asio::awaitable<HttpResponse> answerFor(std::shared_ptr<DirectLease> lease, QString executionId,
                                            std::optional<Error> error);

private:
    struct Waiter
    {
        std::optional<Visit> visit;
        std::function<void()> wake;
        bool isGone = false;
    };
    struct Door
    {
        std::vector<std::shared_ptr<Seat>> idle;
        std::deque<std::shared_ptr<Waiter>> waiters;
        int asked = 0; ///< of the pool, not answered yet
        std::stop_source stop;
    };

    void ask(const QByteArray &label, Door &door);
    void granted(const QByteArray &label, DirectCalls::Grant grant, int age);
    bool handOver(Door &door, const Visit &visit);

    /// Ends on their way to the main thread, many at once where they come fast.
    struct Mailbox
    {
        QMutex mutex;
        QList<DirectEnd> ends;
    };

    [[nodiscard]] bool isFresh(const Seat &seat, Clock::time_point now) const;

    std::shared_ptr<asio::io_context> m_context;
    DirectCalls *m_calls; ///< called by queued calls only
    std::map<QByteArray, Door> m_doors;
    int m_age = 0;
    std::shared_ptr<Mailbox> m_mailbox = std::make_shared<Mailbox>();
};

} // namespace studio::gateway
