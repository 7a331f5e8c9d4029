// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/invocation/sockets.h"

#include <functional>
#include <set>

namespace studio {

/// What is to happen at certain times, if it is not withdrawn before, which it nearly always is. There is one timer for
/// all: it is set again only for an earlier time than it waits for, so that a deadline that is never reached costs no
/// system call. A callback that throws is logged, and the other deadlines are reached all the same. The thread of the
/// context.
class Deadlines
{
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Deadlines(boost::asio::io_context &context) : m_timer(context) {}
    Deadlines(const Deadlines &) = delete;
    Deadlines &operator=(const Deadlines &) = delete;

    /// One of them; withdrawn when this goes. `all` must outlive it. `Time::max()` is never reached.
    class Deadline
    {
    public:
        explicit Deadline(Deadlines &all) : m_all(all) {}
        ~Deadline() { withdraw(); }
        Deadline(const Deadline &) = delete;
        Deadline &operator=(const Deadline &) = delete;

        void set(Time time, std::function<void()> reached);
        void withdraw();
        [[nodiscard]] bool isReached() const { return m_isReached; }

    private:
        friend class Deadlines;
        Deadlines &m_all;
        Time m_time = Time::max(); ///< of the one that is set
        std::function<void()> m_reached;
        bool m_isReached = false;
    };

    /// No more deadlines are reached, also of those that are set afterwards, and the context has nothing to wait for.
    void stop();

private:
    void waitFor(Time time);
    void reach();

    SteadyTimer m_timer;
    Time m_waitsFor = Time::max();
    std::set<std::pair<Time, Deadline *>> m_set;
    bool m_isStopped = false;
};

} // namespace studio
